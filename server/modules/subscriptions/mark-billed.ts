import type { RawBuilder } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { updateBilledUntil, updateCredited, updateItemsBilledUntil, updateUsedUntil } from './store.ts'

/**
 * Remembers up to which day invoices cover subscriptions, as a query (subscription_id, until) tells. It never moves back, so a repeated
 * call changes nothing.
 */
export async function markBilled(tx: Tx, billed: RawBuilder<unknown>): Promise<void> {
  await updateBilledUntil(tx, billed)
}

/** The same of add-ons, as a query (item_id, until) tells. */
export const markItemsBilled = (tx: Tx, billed: RawBuilder<unknown>): Promise<void> => updateItemsBilledUntil(tx, billed)

/**
 * Remembers that what invoices covered from a day on was given back: it is not paid for any more, and if service goes on, or comes back
 * from a pause, it is billed from there. The revision is counted, because those days may have been billed once already.
 */
export async function markCredited(tx: Tx, credited: readonly { readonly id: string; readonly from: Temporal.PlainDate }[]): Promise<void> {
  if (credited.length > 0) await updateCredited(tx, credited)
}

/** Remembers that use before a day is settled, so that what comes after, another plan or another customer, does not pay for it. */
export const markUsed = (tx: Tx, id: string, until: Temporal.PlainDate): Promise<void> => updateUsedUntil(tx, id, until)
