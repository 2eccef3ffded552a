import { sql, type Tx } from '#kernel/db.ts'
import type { SaleMethod, SaleState, TopUpSale } from './top-up-sale.ts'

interface SaleRow {
  id: string
  subscription_id: string
  offer_id: string
  offer_name: string
  state: SaleState
  paid_by: SaleMethod
  checkout_id: string | null
  invoice_id: string | null
  problem: string | null
  created_at: Temporal.Instant
  done_at: Temporal.Instant | null
}

const toSale = (row: SaleRow): TopUpSale => ({
  id: row.id,
  subscriptionId: row.subscription_id,
  offerId: row.offer_id,
  offerName: row.offer_name,
  state: row.state,
  paidBy: row.paid_by,
  checkoutId: row.checkout_id,
  invoiceId: row.invoice_id,
  problem: row.problem,
  createdAt: row.created_at,
  doneAt: row.done_at,
})

const sales = sql`select s.*, o.name as offer_name from top_up_sale s join offer o on o.tenant_id = s.tenant_id and o.id = s.offer_id`

export interface NewSale {
  readonly id: string
  readonly subscriptionId: string
  readonly offerId: string
  readonly paidBy: SaleMethod
  /** Whose payment is awaited; null: it is done. */
  readonly checkoutId: string | null
  readonly invoiceId: string | null
  readonly now: Temporal.Instant
}

export async function insertSale(tx: Tx, sale: NewSale): Promise<TopUpSale> {
  const isAwaited = sale.checkoutId !== null
  await sql`
    insert into top_up_sale (id, subscription_id, offer_id, state, paid_by, checkout_id, invoice_id, created_at, done_at)
    values (${sale.id}, ${sale.subscriptionId}, ${sale.offerId}, ${isAwaited ? 'awaiting' : 'done'}, ${sale.paidBy}, ${sale.checkoutId}, ${sale.invoiceId},
      ${sale.now}, ${isAwaited ? null : sale.now})`.execute(tx)
  const { rows } = await sql<SaleRow>`${sales} where s.id = ${sale.id}`.execute(tx)
  return toSale(rows[0]!)
}

/** Locks the sale that waits for a payment. */
export async function lockAwaited(tx: Tx, checkoutId: string): Promise<TopUpSale | undefined> {
  const { rows } = await sql<SaleRow>`${sales} where s.checkout_id = ${checkoutId} and s.state = 'awaiting' for update of s`.execute(tx)
  return rows[0] && toSale(rows[0])
}

export async function finishSale(tx: Tx, id: string, invoiceId: string | null, at: Temporal.Instant): Promise<void> {
  await sql`update top_up_sale set state = 'done', invoice_id = ${invoiceId}, done_at = ${at} where id = ${id}`.execute(tx)
}

export async function failSale(tx: Tx, id: string, problem: string): Promise<void> {
  await sql`update top_up_sale set state = 'failed', problem = ${problem} where id = ${id}`.execute(tx)
}

/** The latest first. */
export async function readSales(tx: Tx, subscriptionId: string, max: number): Promise<TopUpSale[]> {
  const { rows } =
    await sql<SaleRow>`${sales} where s.subscription_id = ${subscriptionId} order by s.created_at desc, s.id desc limit ${max}`.execute(tx)
  return rows.map(toSale)
}

/** Checkouts that payments came through. */
export async function checkoutsOf(tx: Tx, paymentIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select checkout_id as id from payment where id = any (${paymentIds}::uuid[]) and checkout_id is not null order by id`.execute(tx)
  return rows.map((row) => row.id)
}

/** Top-ups that are on sale for a plan, by name. */
export async function topUpOffers(tx: Tx, planId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from offer where kind = 'top-up' and state = 'published' and (applies_to = '{}' or ${planId} = any (applies_to)) order by name, id`.execute(
    tx,
  )
  return rows.map((row) => row.id)
}

/** What of an invoice is open. */
export async function openOfInvoice(tx: Tx, invoiceId: string): Promise<bigint> {
  const { rows } = await sql<{ open: bigint }>`select total_minor - paid_minor as open from invoice where id = ${invoiceId}`.execute(tx)
  return rows[0]!.open
}
