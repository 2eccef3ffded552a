import { sql, type Tx } from '#kernel/db.ts'
import { type Money, money } from '#kernel/money.ts'
import type { Payment } from './payment.ts'

export type RefundState = 'requested' | 'done' | 'failed'

export interface Refund {
  readonly id: string
  readonly paymentId: string
  readonly amount: Money
  readonly reason: string
  readonly state: RefundState
}

interface RefundRow {
  id: string
  payment_id: string
  amount_minor: bigint
  currency: string
  reason: string
  state: RefundState
}

const toRefund = (row: RefundRow): Refund => ({
  id: row.id,
  paymentId: row.payment_id,
  amount: money(row.amount_minor, row.currency),
  reason: row.reason,
  state: row.state,
})

export async function insertRefund(tx: Tx, refund: Omit<Refund, 'id'>): Promise<Refund> {
  const { rows } = await sql<RefundRow>`
    insert into refund (payment_id, amount_minor, currency, reason, state)
    values (${refund.paymentId}, ${refund.amount.minor}, ${refund.amount.currency}, ${refund.reason}, ${refund.state}) returning *`.execute(
    tx,
  )
  return toRefund(rows[0]!)
}

export async function readRefund(tx: Tx, id: string): Promise<Refund> {
  const { rows } = await sql<RefundRow>`select * from refund where id = ${id}`.execute(tx)
  return toRefund(rows[0]!)
}

/** How much of a payment was given back, or is on its way. */
export async function refundedOf(tx: Tx, payment: Payment): Promise<Money> {
  const { rows } = await sql<{
    minor: bigint
  }>`select coalesce(sum(amount_minor), 0)::bigint as minor from refund where payment_id = ${payment.id}`.execute(tx)
  return money(rows[0]!.minor, payment.amount.currency)
}

export async function moveRefund(tx: Tx, id: string, to: { state: RefundState; error: string | null }): Promise<void> {
  await sql`update refund set state = ${to.state}, error = ${to.error} where id = ${id}`.execute(tx)
}
