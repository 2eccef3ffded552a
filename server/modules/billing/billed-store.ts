import { sql, type Tx } from '#kernel/db.ts'
import { markBilled, markItemsBilled, spendDiscounts } from '#modules/subscriptions'
import type { AccountDraft, BilledHolding } from './invoice.ts'

/** Moves on how far one account is billed, and uses up the cycles of its discounts. */
export async function markDraftBilled(tx: Tx, { billed, discountsUsed }: AccountDraft): Promise<void> {
  const isItem = ({ itemId }: BilledHolding) => itemId !== null
  const days = (column: 'subscription_id' | 'item_id', part: readonly BilledHolding[]) =>
    sql`select * from unnest(${part.map(({ subscriptionId, itemId }) => itemId ?? subscriptionId)}::uuid[], ${part.map(({ until }) => until)}::date[]) as b (${sql.ref(column)}, until)`
  await markBilled(
    tx,
    days(
      'subscription_id',
      billed.filter((one) => !isItem(one)),
    ),
  )
  await markItemsBilled(tx, days('item_id', billed.filter(isItem)))
  await spendDiscounts(
    tx,
    sql`select * from unnest(${discountsUsed.map(({ id }) => id)}::uuid[], ${discountsUsed.map(({ cycles }) => cycles)}::int[], ${discountsUsed.map(({ until }) => until)}::date[]) as u (discount_id, cycles, until)`,
  )
}
