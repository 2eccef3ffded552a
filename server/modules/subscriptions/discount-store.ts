import type { RawBuilder } from 'kysely'
import { sql, type Tx } from '#kernel/db.ts'
import { money } from '#kernel/money.ts'
import type { Discount } from './discount.ts'

interface DiscountRow {
  id: string
  subscription_id: string
  coupon_id: string | null
  name: string
  percent_off: string | null
  amount_minor: bigint | null
  currency: string
  from_on: string
  cycles_left: number | null
  spent_until: string | null
  stackable: boolean
}

const toDiscount = (row: DiscountRow): Discount => ({
  id: row.id,
  subscriptionId: row.subscription_id,
  couponId: row.coupon_id,
  name: row.name,
  reduction:
    row.percent_off === null
      ? { kind: 'amount', amountOff: money(row.amount_minor!, row.currency) } // one of the two is there: held by a check
      : { kind: 'percent', percentOff: row.percent_off },
  fromOn: Temporal.PlainDate.from(row.from_on),
  cyclesLeft: row.cycles_left,
  spentUntil: row.spent_until === null ? null : Temporal.PlainDate.from(row.spent_until),
  stackable: row.stackable,
})

/** Discounts that have cycles left, in the order in which they were given. */
export const readDiscounts = (tx: Tx, subscriptionIds: readonly string[]): Promise<Discount[]> =>
  selectDiscounts(tx, subscriptionIds, sql`d.cycles_left is null or d.cycles_left > 0`)

/** Those that bills of a day may have to take off: also of cycles that were used up, but run, or are to be billed again. */
export const readDiscountsOn = (tx: Tx, subscriptionIds: readonly string[], day: Temporal.PlainDate): Promise<Discount[]> =>
  selectDiscounts(tx, subscriptionIds, holdsOn(day))

/** Whether discount `d` of subscription `s` may be taken off bills of a day. */
export const holdsOn = (day: Temporal.PlainDate): RawBuilder<unknown> =>
  sql`(d.cycles_left is null or d.cycles_left > 0 or d.spent_until > ${day}::date or d.spent_until > s.billed_until)`

async function selectDiscounts(tx: Tx, subscriptionIds: readonly string[], which: RawBuilder<unknown>): Promise<Discount[]> {
  const { rows } = await sql<DiscountRow>`
    select d.id, d.subscription_id, d.coupon_id, d.name, trim_scale(d.percent_off)::text as percent_off, d.amount_minor, a.currency, d.from_on, d.cycles_left, d.spent_until, d.stackable
    from subscription_discount d
    join subscription s on s.tenant_id = d.tenant_id and s.id = d.subscription_id
    join account a on a.tenant_id = s.tenant_id and a.id = s.account_id
    where d.subscription_id = any (${subscriptionIds}::uuid[]) and (${which}) order by d.subscription_id, d.created_at, d.id`.execute(tx)
  return rows.map(toDiscount)
}

export async function insertDiscount(tx: Tx, discount: Omit<Discount, 'id' | 'spentUntil'>): Promise<void> {
  const { reduction } = discount
  await sql`
    insert into subscription_discount (subscription_id, coupon_id, name, percent_off, amount_minor, from_on, cycles_left, stackable)
    values (${discount.subscriptionId}, ${discount.couponId}, ${discount.name}, ${reduction.kind === 'percent' ? reduction.percentOff : null}::numeric,
      ${reduction.kind === 'amount' ? reduction.amountOff.minor : null}, ${discount.fromOn}, ${discount.cyclesLeft}, ${discount.stackable})`.execute(
    tx,
  )
}

/** @returns whether there was one to end */
export async function updateEnded(tx: Tx, subscriptionId: string, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update subscription_discount set cycles_left = 0, spent_until = null
    where subscription_id = ${subscriptionId} and id = ${id} and (cycles_left is null or cycles_left > 0)`.execute(tx)
  return numAffectedRows === 1n
}

/** Takes cycles that were billed from discounts, as a query (discount_id, cycles, until) tells; those for ever stay. */
export async function spendDiscounts(tx: Tx, spent: RawBuilder<unknown>): Promise<void> {
  await sql`
    update subscription_discount d set cycles_left = greatest(d.cycles_left - n.cycles, 0), spent_until = greatest(d.spent_until, n.until)
    from (${spent}) n where d.id = n.discount_id and d.cycles_left is not null`.execute(tx)
}
