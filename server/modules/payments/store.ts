import { sql, type Tx } from '#kernel/db.ts'
import { type Money, money } from '#kernel/money.ts'
import type { Allocation } from '#modules/billing'
import type { InvoicePayment, Payment, PaymentAllocation } from './payment.ts'

interface PaymentRow {
  id: string
  number: string
  account_id: string
  customer_id: string
  amount_minor: bigint
  currency: string
  method: string
  reference: string
  checkout_id: string | null
  unallocated_minor: bigint
  note: string
  received_at: Temporal.Instant
}

const toPayment = (row: PaymentRow): Payment => ({
  id: row.id,
  number: row.number,
  accountId: row.account_id,
  customerId: row.customer_id,
  amount: money(row.amount_minor, row.currency),
  method: row.method,
  reference: row.reference,
  checkoutId: row.checkout_id,
  unallocated: money(row.unallocated_minor, row.currency),
  note: row.note,
  receivedAt: row.received_at,
})

/** Takes numbers of a gapless series for this transaction; other takers wait for its end. @returns the first */
export async function takeNumbers(tx: Tx, series: string, count: number): Promise<bigint> {
  const { rows } = await sql<{ first: bigint }>`select take_numbers(${series}, ${count}) as first`.execute(tx)
  return rows[0]!.first
}

/** One statement for any number of payments. @returns them in the order given */
export async function insertPayments(tx: Tx, payments: readonly Omit<Payment, 'id'>[]): Promise<Payment[]> {
  const { rows } = await sql<PaymentRow>`
    insert into payment (number, account_id, customer_id, amount_minor, currency, method, reference, checkout_id, unallocated_minor, note, received_at)
    select * from unnest(${payments.map((p) => p.number)}::text[], ${payments.map((p) => p.accountId)}::uuid[], ${payments.map((p) => p.customerId)}::uuid[],
      ${payments.map((p) => p.amount.minor)}::bigint[], ${payments.map((p) => p.amount.currency)}::text[], ${payments.map((p) => p.method)}::text[],
      ${payments.map((p) => p.reference)}::text[], ${payments.map((p) => p.checkoutId)}::uuid[], ${payments.map((p) => p.unallocated.minor)}::bigint[],
      ${payments.map((p) => p.note)}::text[], ${payments.map((p) => p.receivedAt)}::timestamptz[])
    returning *`.execute(tx)
  const byNumber = new Map(rows.map((row) => [row.number, toPayment(row)]))
  return payments.map((payment) => byNumber.get(payment.number)!)
}

export async function findPayment(tx: Tx, id: string): Promise<Payment | undefined> {
  const { rows } = await sql<PaymentRow>`select * from payment where id = ${id}`.execute(tx)
  return rows[0] && toPayment(rows[0])
}

export interface PaymentName {
  readonly method: string
  readonly reference: string
}

export async function findByReference(tx: Tx, names: readonly PaymentName[]): Promise<Payment[]> {
  const { rows } = await sql<PaymentRow>`
    select p.* from unnest(${names.map((name) => name.method)}::text[], ${names.map((name) => name.reference)}::text[]) n (method, reference)
    join payment p on p.tenant_id = current_tenant() and p.method = n.method and p.reference = n.reference`.execute(tx)
  return rows.map(toPayment)
}

/** Keeps which invoices payments paid. A payment pays an invoice again where a refund of another one has opened it again. */
export async function insertAllocations(tx: Tx, allocations: readonly (Allocation & { readonly paymentId: string })[]): Promise<void> {
  if (allocations.length === 0) return
  await sql`
    insert into payment_allocation (payment_id, invoice_id, amount_minor)
    select * from unnest(${allocations.map((allocation) => allocation.paymentId)}::uuid[], ${allocations.map((allocation) => allocation.invoiceId)}::uuid[],
      ${allocations.map((allocation) => allocation.amount.minor)}::bigint[])
    on conflict (tenant_id, payment_id, invoice_id) do update set amount_minor = payment_allocation.amount_minor + excluded.amount_minor`.execute(
    tx,
  )
}

export async function readAllocations(tx: Tx, payment: Payment): Promise<PaymentAllocation[]> {
  const { rows } = await sql<{ invoice_id: string; number: string; due_on: string; amount_minor: bigint }>`
    select a.invoice_id, i.number, i.due_on, a.amount_minor from payment_allocation a
    join invoice i on i.tenant_id = a.tenant_id and i.id = a.invoice_id
    where a.payment_id = ${payment.id} order by i.due_on, i.number`.execute(tx)
  return rows.map((row) => ({
    invoiceId: row.invoice_id,
    invoiceNumber: row.number,
    dueOn: Temporal.PlainDate.from(row.due_on),
    amount: money(row.amount_minor, payment.amount.currency),
  }))
}

/** The payments that paid an invoice, the first one first. */
export async function readPaymentsOf(tx: Tx, invoiceId: string): Promise<InvoicePayment[] | undefined> {
  const known = await sql`select from invoice where id = ${invoiceId}`.execute(tx)
  if (known.rows.length === 0) return undefined
  const { rows } = await sql<{
    id: string
    number: string
    method: string
    received_at: Temporal.Instant
    amount_minor: bigint
    currency: string
  }>`
    select p.id, p.number, p.method, p.received_at, a.amount_minor, p.currency from payment_allocation a
    join payment p on p.tenant_id = a.tenant_id and p.id = a.payment_id
    where a.invoice_id = ${invoiceId} order by p.received_at, p.number`.execute(tx)
  return rows.map((row) => ({
    paymentId: row.id,
    number: row.number,
    method: row.method,
    receivedAt: row.received_at,
    amount: money(row.amount_minor, row.currency),
  }))
}

/** Of these accounts, those with credit. They are locked first: a payment that is being taken in meanwhile is waited for. */
export async function lockAccountsWithCredit(tx: Tx, accountIds: readonly string[]): Promise<string[]> {
  await sql`select from account where id = any (${accountIds}::uuid[]) order by id for no key update`.execute(tx)
  const { rows } = await sql<{ account_id: string }>`
    select distinct account_id from payment where account_id = any (${accountIds}::uuid[]) and unallocated_minor > 0 order by account_id`.execute(
    tx,
  )
  return rows.map((row) => row.account_id)
}

/** Locks payments of an account that have credit left, oldest first. */
export async function lockCredits(tx: Tx, accountId: string): Promise<{ id: string; unallocated: Money }[]> {
  const { rows } = await sql<{ id: string; unallocated_minor: bigint; currency: string }>`
    select id, unallocated_minor, currency from payment where account_id = ${accountId} and unallocated_minor > 0 order by received_at, id for update`.execute(
    tx,
  )
  return rows.map((row) => ({ id: row.id, unallocated: money(row.unallocated_minor, row.currency) }))
}

export async function setUnallocated(tx: Tx, paymentId: string, unallocated: Money): Promise<void> {
  await sql`update payment set unallocated_minor = ${unallocated.minor} where id = ${paymentId}`.execute(tx)
}

/** Takes parts of a payment back from invoices. */
export async function reduceAllocations(
  tx: Tx,
  paymentId: string,
  taken: readonly { readonly invoiceId: string; readonly amount: Money }[],
): Promise<void> {
  const invoiceIds = taken.map((part) => part.invoiceId)
  await sql`
    delete from payment_allocation a using unnest(${invoiceIds}::uuid[], ${taken.map((part) => part.amount.minor)}::bigint[]) n (invoice_id, amount)
    where a.payment_id = ${paymentId} and a.invoice_id = n.invoice_id and a.amount_minor = n.amount`.execute(tx)
  await sql`
    update payment_allocation a set amount_minor = a.amount_minor - n.amount
    from unnest(${invoiceIds}::uuid[], ${taken.map((part) => part.amount.minor)}::bigint[]) n (invoice_id, amount)
    where a.payment_id = ${paymentId} and a.invoice_id = n.invoice_id`.execute(tx)
}
