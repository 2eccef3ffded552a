import { sql, type Tx } from '#kernel/db.ts'
import { type Money, money } from '#kernel/money.ts'
import type { DunningAction } from './dunning.ts'
import type { Allocation, InvoiceState, LineKind, OpenInvoice } from './invoice.ts'

export interface LockedAccount {
  readonly id: string
  readonly customerId: string
  readonly currency: string
}

/** Locks an account while its money is decided on: a payment and a new invoice then see each other, in whatever order they come. */
export async function lockAccount(tx: Tx, accountId: string): Promise<LockedAccount | undefined> {
  return (await lockAccounts(tx, [accountId])).get(accountId)
}

/** Locks accounts in the order of their ids, so that no two batches wait for each other. @returns by id; absent are those that do not exist */
export async function lockAccounts(tx: Tx, accountIds: readonly string[]): Promise<Map<string, LockedAccount>> {
  const { rows } = await sql<LockedAccount>`
    select id, customer_id as "customerId", currency from account where id = any (${accountIds}::uuid[]) order by id for no key update`.execute(
    tx,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** Locks what accounts have to pay, of each the oldest due first; what was written off comes behind that. */
export async function lockOpenInvoices(tx: Tx, accountIds: readonly string[]): Promise<OpenInvoice[]> {
  const { rows } = await sql<{
    id: string
    number: string
    account_id: string
    customer_id: string
    open_minor: bigint
    currency: string
    state: InvoiceState
  }>`
    select id, number, account_id, customer_id, total_minor - paid_minor as open_minor, currency, state from invoice
    where account_id = any (${accountIds}::uuid[]) and state in ('open', 'written-off') order by account_id, state, due_on, issued_on, id for update`.execute(
    tx,
  )
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    accountId: row.account_id,
    customerId: row.customer_id,
    open: money(row.open_minor, row.currency),
    isWrittenOff: row.state === 'written-off',
  }))
}

export async function payInvoices(tx: Tx, allocations: readonly Allocation[], at: Temporal.Instant): Promise<void> {
  await sql`
    update invoice i set paid_minor = paid_minor + n.amount,
      state = case when paid_minor + n.amount = total_minor then 'paid' else state end,
      paid_at = case when paid_minor + n.amount = total_minor then ${at}::timestamptz end
    from unnest(${allocations.map((allocation) => allocation.invoiceId)}::uuid[], ${allocations.map((allocation) => allocation.amount.minor)}::bigint[]) n (id, amount)
    where i.id = n.id`.execute(tx)
}

/** Takes money back from invoices that it was allocated to; those that were paid are open again, those written off stay so. */
export async function unpayInvoices(tx: Tx, parts: readonly { readonly invoiceId: string; readonly amount: Money }[]): Promise<void> {
  await sql`
    update invoice i set paid_minor = paid_minor - n.amount, state = case state when 'paid' then 'open' else state end, paid_at = null
    from unnest(${parts.map((part) => part.invoiceId)}::uuid[], ${parts.map((part) => part.amount.minor)}::bigint[]) n (id, amount)
    where i.id = n.id`.execute(tx)
}

export interface Invoice {
  readonly id: string
  readonly number: string
  readonly accountId: string
  readonly customerId: string
  readonly state: InvoiceState
  readonly placeOfSupply: string // ISO 3166
  readonly sellerId: string // as it was then
  readonly customerVersion: number
  readonly postedAt: Temporal.Instant
  readonly issuedOn: Temporal.PlainDate
  readonly dueOn: Temporal.PlainDate
  readonly periodFrom: Temporal.PlainDate
  readonly periodTo: Temporal.PlainDate // exclusive
  readonly net: Money
  readonly tax: Money
  readonly total: Money
  readonly paid: Money
  readonly paidAt: Temporal.Instant | null
  readonly promisedUntil: Temporal.PlainDate | null
}

interface InvoiceRow {
  id: string
  number: string
  account_id: string
  customer_id: string
  currency: string
  state: InvoiceState
  place_of_supply: string
  seller_id: string
  customer_version: number
  posted_at: Temporal.Instant
  issued_on: string
  due_on: string
  period_from: string
  period_to: string
  net_minor: bigint
  tax_minor: bigint
  total_minor: bigint
  paid_minor: bigint
  paid_at: Temporal.Instant | null
  promised_until: string | null
}

const date = (text: string) => Temporal.PlainDate.from(text)

const toInvoice = (row: InvoiceRow): Invoice => ({
  id: row.id,
  number: row.number,
  accountId: row.account_id,
  customerId: row.customer_id,
  state: row.state,
  placeOfSupply: row.place_of_supply,
  sellerId: row.seller_id,
  customerVersion: row.customer_version,
  postedAt: row.posted_at,
  issuedOn: date(row.issued_on),
  dueOn: date(row.due_on),
  periodFrom: date(row.period_from),
  periodTo: date(row.period_to),
  net: money(row.net_minor, row.currency),
  tax: money(row.tax_minor, row.currency),
  total: money(row.total_minor, row.currency),
  paid: money(row.paid_minor, row.currency),
  paidAt: row.paid_at,
  promisedUntil: row.promised_until === null ? null : date(row.promised_until),
})

export async function findInvoice(tx: Tx, id: string): Promise<Invoice | undefined> {
  const { rows } = await sql<InvoiceRow>`select * from invoice where id = ${id}`.execute(tx)
  return rows[0] && toInvoice(rows[0])
}

export async function lockInvoice(tx: Tx, id: string): Promise<Invoice | undefined> {
  const { rows } = await sql<InvoiceRow>`select * from invoice where id = ${id} for update`.execute(tx)
  return rows[0] && toInvoice(rows[0])
}

export async function markVoid(tx: Tx, id: string, on: Temporal.PlainDate): Promise<void> {
  await sql`update invoice set state = 'void', voided_on = ${on} where id = ${id}`.execute(tx)
}

export async function markWrittenOff(tx: Tx, id: string): Promise<void> {
  await sql`update invoice set state = 'written-off' where id = ${id}`.execute(tx)
}

export async function markOpen(tx: Tx, id: string): Promise<void> {
  await sql`update invoice set state = 'open' where id = ${id}`.execute(tx)
}

export async function promise(tx: Tx, id: string, until: Temporal.PlainDate): Promise<void> {
  await sql`update invoice set promised_until = ${until}, promise_count = promise_count + 1 where id = ${id}`.execute(tx)
}

/** Another account than the one that is billed. */
export interface LineAccount {
  readonly id: string
  readonly number: string
  readonly customerName: string
}

export interface InvoiceLine {
  readonly line: number
  readonly account: LineAccount | null // whose it is; null: of the account that is billed
  readonly subscriptionId: string | null
  readonly kind: LineKind
  readonly description: string
  readonly periodFrom: Temporal.PlainDate | null
  readonly periodTo: Temporal.PlainDate | null
  readonly quantity: string
  readonly unit: Money
  readonly net: Money
  readonly tax: Money
  readonly taxPercent: string
  readonly taxCategory: string
  readonly supplyCode: string
}

interface LineRow {
  line: number
  account_id: string | null
  account_number: string
  customer_name: string
  subscription_id: string | null
  kind: LineKind
  description: string
  period_from: string | null
  period_to: string | null
  quantity: string
  unit_minor: bigint
  net_minor: bigint
  tax_minor: bigint
  tax_percent: string
  tax_category: string
  supply_code: string
}

export async function readLines(tx: Tx, { id, total: { currency } }: Invoice): Promise<InvoiceLine[]> {
  const { rows } = await sql<LineRow>`
    select l.*, a.number as account_number, c.name as customer_name
    from invoice_line l left join account a on a.tenant_id = l.tenant_id and a.id = l.account_id left join customer c on c.tenant_id = a.tenant_id and c.id = a.customer_id
    where l.invoice_id = ${id} order by l.line`.execute(tx)
  return rows.map((row) => ({
    line: row.line,
    account: row.account_id === null ? null : { id: row.account_id, number: row.account_number, customerName: row.customer_name },
    subscriptionId: row.subscription_id,
    kind: row.kind,
    description: row.description,
    periodFrom: row.period_from === null ? null : date(row.period_from),
    periodTo: row.period_to === null ? null : date(row.period_to),
    quantity: row.quantity,
    unit: money(row.unit_minor, currency),
    net: money(row.net_minor, currency),
    tax: money(row.tax_minor, currency),
    taxPercent: row.tax_percent,
    taxCategory: row.tax_category,
    supplyCode: row.supply_code,
  }))
}

export interface InvoiceTax {
  readonly code: string
  readonly name: string
  readonly jurisdiction: string
  readonly supplyCode: string
  readonly percent: string
  readonly net: Money
  readonly tax: Money
}

interface TaxRow {
  code: string
  name: string
  jurisdiction: string
  supply_code: string
  rate_percent: string
  net_minor: bigint
  tax_minor: bigint
}

/** Of an invoice or a credit note. */
export async function readTaxes(tx: Tx, { id, total: { currency } }: Pick<Invoice, 'id' | 'total'>): Promise<InvoiceTax[]> {
  const { rows } = await sql<TaxRow>`
    select * from invoice_tax where invoice_id = coalesce((select taxes_of_id from invoice where id = ${id}), ${id})
    order by code, jurisdiction, supply_code`.execute(tx)
  return rows.map((row) => ({
    code: row.code,
    name: row.name,
    jurisdiction: row.jurisdiction,
    supplyCode: row.supply_code,
    percent: row.rate_percent,
    net: money(row.net_minor, currency),
    tax: money(row.tax_minor, currency),
  }))
}

export interface AgeingRow {
  readonly currency: string
  readonly current: bigint
  readonly days30: bigint
  readonly days60: bigint
  readonly days90: bigint
  readonly older: bigint
}

/** What is open by how many days it is overdue, of one account or of all. */
export async function readAgeing(tx: Tx, today: Temporal.PlainDate, accountId: string | null): Promise<AgeingRow[]> {
  const { rows } = await sql<AgeingRow>`
    select currency,
      coalesce(sum(open) filter (where days <= 0), 0)::bigint as current,
      coalesce(sum(open) filter (where days between 1 and 30), 0)::bigint as days30,
      coalesce(sum(open) filter (where days between 31 and 60), 0)::bigint as days60,
      coalesce(sum(open) filter (where days between 61 and 90), 0)::bigint as days90,
      coalesce(sum(open) filter (where days > 90), 0)::bigint as older
    from (select currency, total_minor - paid_minor as open, ${today}::date - due_on as days from invoice
          where state = 'open' and (${accountId}::uuid is null or account_id = ${accountId}::uuid)) i
    group by currency order by currency`.execute(tx)
  return rows
}

export interface TakenStep {
  readonly action: DunningAction
  readonly days: number
  readonly takenOn: Temporal.PlainDate
}

export async function readSteps(tx: Tx, invoiceId: string): Promise<TakenStep[]> {
  const { rows } = await sql<{ action: DunningAction; days: number; taken_on: string }>`
    select action, days, taken_on from dunning_step where invoice_id = ${invoiceId} order by at, days`.execute(tx)
  return rows.map((row) => ({ action: row.action, days: row.days, takenOn: date(row.taken_on) }))
}

export interface LatestPeriod {
  readonly subscriptionId: string
  readonly accountId: string // whose it is now
  readonly from: Temporal.PlainDate // first day of it on the invoice
  readonly isLatest: boolean // whether no other invoice has a day from then on
  readonly isBilledAgain: boolean // whether periods of whose account it was are still billed
}

/** The subscriptions on an invoice and the days from which it bills them. */
export async function latestPeriods(tx: Tx, invoiceId: string): Promise<LatestPeriod[]> {
  const { rows } = await sql<{ subscription_id: string; account_id: string; from: string; is_latest: boolean; is_billed_again: boolean }>`
    with p as (
      select l.subscription_id, min(l.period_from) as begins, bool_and(coalesce(l.account_id, i.account_id) = s.account_id) as is_own
      from invoice_line l join invoice i on i.tenant_id = l.tenant_id and i.id = l.invoice_id
      join subscription s on s.tenant_id = l.tenant_id and s.id = l.subscription_id
      where l.invoice_id = ${invoiceId} and l.kind = 'recurring' group by l.subscription_id)
    select p.subscription_id, s.account_id, p.begins as from, p.is_own and s.state in ('active', 'suspended') and s.paused_at is null as is_billed_again,
      not exists (
        select from invoice_line o join invoice i on i.tenant_id = o.tenant_id and i.id = o.invoice_id and i.state <> 'void'
        cross join lateral (
          select coalesce(sum(n.net_minor), 0) as credited, min(n.period_from) filter (where n.is_unused) as credited_from from credit_note_line n
          where n.tenant_id = o.tenant_id and n.invoice_id = o.invoice_id and n.invoice_line = o.line) c
        where o.tenant_id = current_tenant() and o.subscription_id = p.subscription_id and o.invoice_id <> ${invoiceId} and o.kind = 'recurring'
          and o.net_minor > c.credited and least(o.period_to, c.credited_from) > p.begins) as is_latest
    from p join subscription s on s.tenant_id = current_tenant() and s.id = p.subscription_id`.execute(tx)
  return rows.map((row) => ({
    subscriptionId: row.subscription_id,
    accountId: row.account_id,
    from: date(row.from),
    isLatest: row.is_latest,
    isBilledAgain: row.is_billed_again,
  }))
}
