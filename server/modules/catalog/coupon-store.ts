import { sql, type Tx } from '#kernel/db.ts'
import { money } from '#kernel/money.ts'
import type { Coupon, CouponDraft } from './coupon.ts'

interface CouponRow {
  id: string
  code: string
  name: string
  percent_off: string | null
  amount_off_minor: bigint | null
  currency: string | null
  cycles: number | null
  stackable: boolean
  valid_from: string
  valid_to: string | null
  max_redemptions: number | null
  redeemed: number
  applies_to: string[]
  version: number
  created_at: Temporal.Instant
}

const columns = sql.raw(
  'id, code, name, trim_scale(percent_off)::text as percent_off, amount_off_minor, currency, cycles, stackable, valid_from, valid_to, max_redemptions, redeemed, applies_to, version, created_at',
)

const toCoupon = (row: CouponRow): Coupon => ({
  id: row.id,
  code: row.code,
  name: row.name,
  reduction:
    row.percent_off === null
      ? { kind: 'amount', amountOff: money(row.amount_off_minor!, row.currency!) } // one of the two is there: held by a check
      : { kind: 'percent', percentOff: row.percent_off },
  cycles: row.cycles,
  stackable: row.stackable,
  validFrom: Temporal.PlainDate.from(row.valid_from),
  validTo: row.valid_to === null ? null : Temporal.PlainDate.from(row.valid_to),
  maxRedemptions: row.max_redemptions,
  redeemed: row.redeemed,
  appliesTo: row.applies_to,
  version: row.version,
  createdAt: row.created_at,
})

export async function insertCoupon(tx: Tx, draft: CouponDraft): Promise<Coupon> {
  const { reduction } = draft
  const percent = reduction.kind === 'percent' ? reduction.percentOff : null
  const amount = reduction.kind === 'amount' ? reduction.amountOff : null
  const { rows } = await sql<CouponRow>`
    insert into coupon (code, name, percent_off, amount_off_minor, currency, cycles, stackable, valid_from, valid_to, max_redemptions, applies_to)
    values (${draft.code}, ${draft.name}, ${percent}::numeric, ${amount?.minor ?? null}, ${amount?.currency ?? null}, ${draft.cycles}, ${draft.stackable},
      ${draft.validFrom}, ${draft.validTo}, ${draft.maxRedemptions}, ${draft.appliesTo})
    returning ${columns}`.execute(tx)
  return toCoupon(rows[0]!)
}

export async function findCoupon(tx: Tx, id: string): Promise<Coupon | undefined> {
  const { rows } = await sql<CouponRow>`select ${columns} from coupon where id = ${id}`.execute(tx)
  return rows[0] && toCoupon(rows[0])
}

export async function findCouponNamed(tx: Tx, code: string): Promise<Coupon | undefined> {
  const { rows } = await sql<CouponRow>`select ${columns} from coupon where code = ${code}`.execute(tx)
  return rows[0] && toCoupon(rows[0])
}

/** Locks the row: of many who redeem the last one at once, one gets it. */
export async function lockCoupon(tx: Tx, code: string): Promise<Coupon | undefined> {
  const { rows } = await sql<CouponRow>`select ${columns} from coupon where code = ${code} for update`.execute(tx)
  return rows[0] && toCoupon(rows[0])
}

export async function countRedemption(tx: Tx, id: string): Promise<void> {
  await sql`update coupon set redeemed = redeemed + 1 where id = ${id}`.execute(tx)
}

/** Closes a coupon: from a day on nobody redeems it. */
export async function updateValidTo(tx: Tx, id: string, validTo: Temporal.PlainDate): Promise<Coupon> {
  const { rows } = await sql<CouponRow>`
    update coupon set valid_to = greatest(${validTo}::date, valid_from + 1), version = version + 1 where id = ${id} returning ${columns}`.execute(
    tx,
  )
  return toCoupon(rows[0]!)
}
