import type { Tx } from '#kernel/db.ts'
import { updateBilledUntil } from './store.ts'

/** Remembers up to which day invoices cover subscriptions. It never moves back, so a repeated call changes nothing. */
export async function markBilled(tx: Tx, billed: readonly { readonly id: string; readonly until: Temporal.PlainDate }[]): Promise<void> {
  if (billed.length > 0) await updateBilledUntil(tx, billed)
}
