import type { Tx } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { readTenant, updateTenant } from './store.ts'
import type { Tenant, TenantPatch } from './tenant.ts'

/** Changes what the patch names and leaves the rest. */
export async function changeTenant(tx: Tx, patch: TenantPatch): Promise<Tenant> {
  await updateTenant(tx, patch)
  const tenant = await readTenant(tx)
  await emit(tx, 'tenant.changed.v1', { tenantId: tenant.id, fields: Object.keys(patch) }, tenant.id)
  return tenant
}
