import { sql, type Tx } from '#kernel/db.ts'
import { type Money, money } from '#kernel/money.ts'
import type { DeskMethod, Payment } from './payment.ts'
import type { Refund, RefundState } from './refund.ts'

interface RefundRow {
  id: string
  payment_id: string
  amount_minor: bigint
  currency: string
  reason: string
  state: RefundState
  error: string | null
}

const toRefund = (row: RefundRow): Refund => ({
  id: row.id,
  paymentId: row.payment_id,
  amount: money(row.amount_minor, row.currency),
  reason: row.reason,
  state: row.state,
  error: row.error,
})

export async function insertRefund(
  tx: Tx,
  refund: Omit<Refund, 'id' | 'error'> & { readonly creditNoteId: string | null },
): Promise<Refund> {
  const { rows } = await sql<RefundRow>`
    insert into refund (payment_id, amount_minor, currency, reason, state, credit_note_id)
    values (${refund.paymentId}, ${refund.amount.minor}, ${refund.amount.currency}, ${refund.reason}, ${refund.state}, ${refund.creditNoteId})
    returning *`.execute(tx)
  return toRefund(rows[0]!)
}

export async function readRefund(tx: Tx, id: string): Promise<Refund> {
  return (await findRefund(tx, id))!
}

export async function findRefund(tx: Tx, id: string): Promise<Refund | undefined> {
  const { rows } = await sql<RefundRow>`select * from refund where id = ${id}`.execute(tx)
  return rows[0] && toRefund(rows[0])
}

export async function lockRefund(tx: Tx, id: string): Promise<Refund | undefined> {
  const { rows } = await sql<RefundRow>`select * from refund where id = ${id} for update`.execute(tx)
  return rows[0] && toRefund(rows[0])
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

export async function markPaidOut(
  tx: Tx,
  id: string,
  { method, reference, at }: { method: DeskMethod; reference: string; at: Temporal.Instant },
): Promise<void> {
  await sql`update refund set state = 'done', method = ${method}, reference = ${reference}, paid_out_at = ${at} where id = ${id}`.execute(
    tx,
  )
}

export async function isRefunded(tx: Tx, creditNoteId: string): Promise<boolean> {
  const { rows } = await sql`select from refund where credit_note_id = ${creditNoteId} limit 1`.execute(tx)
  return rows.length > 0
}

/** Payments of an account that are not given back in full, with what is left of each: first those that paid an invoice, the latest first. */
export async function readRefundable(
  tx: Tx,
  { accountId, invoiceId }: { readonly accountId: string; readonly invoiceId: string },
): Promise<{ id: string; left: Money }[]> {
  const { rows } = await sql<{ id: string; left_minor: bigint; currency: string }>`
    select p.id, p.amount_minor - r.minor as left_minor, p.currency
    from payment p
    cross join lateral (
      select coalesce(sum(amount_minor), 0)::bigint as minor from refund where tenant_id = p.tenant_id and payment_id = p.id) r
    where p.account_id = ${accountId} and p.amount_minor > r.minor
    order by exists (select from payment_allocation a where a.tenant_id = p.tenant_id and a.payment_id = p.id and a.invoice_id = ${invoiceId}) desc,
      p.received_at desc, p.id`.execute(tx)
  return rows.map((row) => ({ id: row.id, left: money(row.left_minor, row.currency) }))
}
