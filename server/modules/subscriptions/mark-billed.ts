import type { RawBuilder } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { updateBilledUntil } from './store.ts'

/**
 * Remembers up to which day invoices cover subscriptions, as a query (subscription_id, until) tells. It never moves back, so a repeated
 * call changes nothing.
 */
export async function markBilled(tx: Tx, billed: RawBuilder<unknown>): Promise<void> {
  await updateBilledUntil(tx, billed)
}
