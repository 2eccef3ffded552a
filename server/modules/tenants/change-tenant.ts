import type { Tx } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { taxNumberFault } from '#protocols/tax-number'
import { taxNumberWrong } from './errors.ts'
import { readTenant, updateTenant } from './store.ts'
import type { Tenant, TenantPatch } from './tenant.ts'

/** Changes what the patch names and leaves the rest. @throws tenants.tax_number_wrong */
export async function changeTenant(tx: Tx, patch: TenantPatch): Promise<Tenant> {
  if (patch.taxNumber) await checkTaxNumber(tx, patch.taxNumber)
  await updateTenant(tx, patch)
  const tenant = await readTenant(tx)
  await emit(tx, 'tenant.changed.v1', { tenantId: tenant.id, fields: Object.keys(patch) }, tenant.id)
  return tenant
}

/** @throws tenants.tax_number_wrong */
export async function checkTaxNumber(tx: Tx, taxNumber: string): Promise<void> {
  const { country } = await readTenant(tx)
  const fault = taxNumberFault(country, taxNumber)
  if (fault !== undefined) throw taxNumberWrong(fault)
}
