import { type Db, isDuplicate, transact, type Tx, useTenants } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { slugTaken } from './errors.ts'
import { insertTenant, newTenantId } from './store.ts'
import type { TenantDraft } from './tenant.ts'

/** Starts an operator. @returns its id. @throws tenants.slug_taken */
export function createTenant(db: Db, draft: TenantDraft, actor = 'system'): Promise<string> {
  return transact(db, { tenants: [], actor, requestId: '' }, (tx) => foundTenant(tx, draft))
}

/**
 * Starts an operator inside a transaction that does more for it: from here on the transaction is the new tenant's alone.
 * @throws tenants.slug_taken
 */
export async function foundTenant(tx: Tx, draft: TenantDraft): Promise<string> {
  const id = await newTenantId(tx)
  await useTenants(tx, [id])
  await insertTenant(tx, id, draft).catch((error: unknown) => {
    throw isDuplicate(error, 'tenant_slug_key') ? slugTaken(draft.slug) : error
  })
  await emit(tx, 'tenant.created.v1', { tenantId: id, name: draft.name, country: draft.country, currency: draft.currency }, id)
  return id
}
