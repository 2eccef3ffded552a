import type { RawBuilder, SqlBool } from 'kysely'
import { sql, type Tx } from '#kernel/db.ts'
import { money } from '#kernel/money.ts'
import { type BillRun, billRunNumber, type BillRunState } from './bill-run.ts'
import { type BillingRules, type DueSubscription, type InvoiceDraft, type LineDraft, taxTotals } from './invoice.ts'
import { readSettings } from './settings-store.ts'
import { type TaxRate, totalPercent } from './tax.ts'

/** Suspension keeps billing, a pause does not, also beneath a block. One that ends is billed up to its end. */
const due = (asOf: RawBuilder<unknown>) => sql<SqlBool>`
  s.state in ('active', 'suspended') and s.paused_at is null and s.billed_until <= ${asOf} and (s.ends_on is null or s.ends_on > s.billed_until)`
const dueInTenant = (asOf: Temporal.PlainDate) => sql<SqlBool>`s.tenant_id = current_tenant() and ${due(sql`${asOf}::date`)}`

export async function countDue(tx: Tx, asOf: Temporal.PlainDate): Promise<bigint> {
  const { rows } = await sql<{ count: bigint }>`select count(*) from subscription s where ${dueInTenant(asOf)}`.execute(tx)
  return rows[0]!.count
}

interface DueRow {
  id: string
  account_id: string
  customer_id: string
  description: string
  started_on: string
  billed_until: string
  ends_on: string | null
  bill_day: number
  cycle_months: number
  currency: string
  recurring_minor: bigint
  setup_minor: bigint
  tax_category: string
  prices_include_tax: boolean
  tax_exempt: boolean
}

const toDueSubscription = (row: DueRow): DueSubscription => ({
  id: row.id,
  accountId: row.account_id,
  customerId: row.customer_id,
  description: row.description,
  startedOn: Temporal.PlainDate.from(row.started_on),
  billedUntil: Temporal.PlainDate.from(row.billed_until),
  endsOn: row.ends_on === null ? null : Temporal.PlainDate.from(row.ends_on),
  billDay: row.bill_day,
  cycleMonths: row.cycle_months,
  recurring: money(row.recurring_minor, row.currency),
  setup: money(row.setup_minor, row.currency),
  taxCategory: row.tax_category,
  pricesIncludeTax: row.prices_include_tax,
  taxExempt: row.tax_exempt,
})

/**
 * Locks the due subscriptions of the next accounts in key order, whole accounts only. A run that waited here for another sees what
 * the other billed, because the condition is tested again on the locked row.
 */
export async function lockDue(
  tx: Tx,
  asOf: Temporal.PlainDate,
  page: { afterAccount: string; accounts: number },
): Promise<DueSubscription[]> {
  const { rows } = await sql<DueRow>`
    with next_account as (
      select distinct s.account_id from subscription s where ${dueInTenant(asOf)} and s.account_id > ${page.afterAccount}::uuid
      order by s.account_id limit ${page.accounts})
    select s.id, s.account_id, s.customer_id, o.name as description, s.started_on, s.billed_until, s.ends_on,
      s.bill_day, v.cycle_months, v.currency, v.recurring_minor, v.setup_minor, v.tax_category, v.prices_include_tax, a.tax_exempt
    from next_account n
    join subscription s on s.account_id = n.account_id
    join account a on a.tenant_id = s.tenant_id and a.id = s.account_id
    join offer_version v on v.tenant_id = s.tenant_id and v.id = s.offer_version_id
    join offer o on o.tenant_id = s.tenant_id and o.id = s.offer_id
    where ${dueInTenant(asOf)}
    order by s.account_id, s.id for no key update of s`.execute(tx)
  return rows.map(toDueSubscription)
}

export async function readRules(tx: Tx, asOf: Temporal.PlainDate): Promise<BillingRules> {
  const { dayCount } = await readSettings(tx)
  const { rows } = await sql<TaxRate & { category: string }>`
    select category, name, rate_percent as percent from tax_component
    where valid_from <= ${asOf} and (valid_to is null or valid_to > ${asOf}) order by category, name`.execute(tx)
  const taxes = new Map(
    [...Map.groupBy(rows, (row) => row.category)].map(([category, rates]) => [
      category,
      rates.map(({ name, percent }) => ({ name, percent })),
    ]),
  )
  return { asOf, dayCount, taxes }
}

/** Takes `count` numbers of a gapless series for this transaction; other takers of it wait for its end. @returns the first */
export async function takeNumbers(tx: Tx, series: string, count: number): Promise<bigint> {
  const { rows } = await sql<{ first: bigint }>`select take_numbers(${series}, ${count}) as first`.execute(tx)
  return rows[0]!.first
}

export interface NumberedInvoice extends InvoiceDraft {
  readonly number: string
}

export interface InvoiceDates {
  readonly issuedOn: Temporal.PlainDate
  readonly dueOn: Temporal.PlainDate
}

/** Invoices with their lines and taxes: three statements for any number. @returns ids in the order given */
export async function insertInvoices(
  tx: Tx,
  invoices: readonly NumberedInvoice[],
  dates: InvoiceDates,
  billRunId: string | null,
): Promise<string[]> {
  const { rows } = await sql<{ id: string; number: string }>`
    insert into invoice (number, account_id, customer_id, bill_run_id, currency, issued_on, due_on, period_from, period_to, net_minor, tax_minor, total_minor)
    select number, account_id, customer_id, ${billRunId}::uuid, currency, ${dates.issuedOn}::date, ${dates.dueOn}::date, period_from, period_to, net, tax, net + tax
    from unnest(${invoices.map((invoice) => invoice.number)}::text[], ${invoices.map((invoice) => invoice.accountId)}::uuid[],
      ${invoices.map((invoice) => invoice.customerId)}::uuid[], ${invoices.map((invoice) => invoice.total.currency)}::text[],
      ${invoices.map((invoice) => invoice.from)}::date[], ${invoices.map((invoice) => invoice.to)}::date[],
      ${invoices.map((invoice) => invoice.net.minor)}::bigint[], ${invoices.map((invoice) => invoice.tax.minor)}::bigint[])
      draft (number, account_id, customer_id, currency, period_from, period_to, net, tax)
    returning id, number`.execute(tx)
  const idByNumber = new Map(rows.map((row) => [row.number, row.id]))
  const ids = invoices.map((invoice) => idByNumber.get(invoice.number)!)
  await insertLines(
    tx,
    invoices.flatMap((invoice, index) =>
      invoice.lines.map((line, position) => ({ ...line, invoiceId: ids[index]!, position: position + 1 })),
    ),
  )
  await insertTaxTotals(
    tx,
    invoices.flatMap((invoice, index) => taxTotals(invoice.lines).map((total) => ({ ...total, invoiceId: ids[index]! }))),
  )
  return ids
}

/** The unique index on (subscription, kind, first day) refuses what was billed before. */
async function insertLines(tx: Tx, lines: readonly (LineDraft & { invoiceId: string; position: number })[]): Promise<void> {
  await sql`
    insert into invoice_line (invoice_id, line, subscription_id, kind, description, period_from, period_to, quantity, unit_minor, net_minor, tax_minor, tax_percent, tax_category)
    select * from unnest(${lines.map((line) => line.invoiceId)}::uuid[], ${lines.map((line) => line.position)}::int[],
      ${lines.map((line) => line.subscriptionId)}::uuid[], ${lines.map((line) => line.kind)}::text[], ${lines.map((line) => line.description)}::text[],
      ${lines.map((line) => line.from)}::date[], ${lines.map((line) => line.to)}::date[], ${lines.map((line) => line.quantity)}::numeric[],
      ${lines.map((line) => line.unit.minor)}::bigint[], ${lines.map((line) => line.net.minor)}::bigint[], ${lines.map((line) => line.tax.minor)}::bigint[],
      ${lines.map((line) => totalPercent(line.taxes))}::numeric[], ${lines.map((line) => line.taxCategory)}::text[])`.execute(tx)
}

async function insertTaxTotals(tx: Tx, totals: readonly (ReturnType<typeof taxTotals>[number] & { invoiceId: string })[]): Promise<void> {
  if (totals.length === 0) return
  await sql`
    insert into invoice_tax (invoice_id, name, rate_percent, net_minor, tax_minor)
    select * from unnest(${totals.map((total) => total.invoiceId)}::uuid[], ${totals.map((total) => total.name)}::text[],
      ${totals.map((total) => total.percent)}::numeric[], ${totals.map((total) => total.net.minor)}::bigint[], ${totals.map((total) => total.tax.minor)}::bigint[])`.execute(
    tx,
  )
}

interface BillRunRow {
  id: string
  number: string
  as_of: string
  state: BillRunState
  subscription_count: bigint
  subscription_done: bigint
  invoice_count: bigint
  total_minor: bigint
  currency: string
  error: string | null
  started_at: Temporal.Instant
  finished_at: Temporal.Instant | null
}

const toBillRun = (row: BillRunRow): BillRun => ({
  id: row.id,
  number: row.number,
  asOf: Temporal.PlainDate.from(row.as_of),
  state: row.state,
  subscriptionCount: row.subscription_count,
  subscriptionDone: row.subscription_done,
  invoiceCount: row.invoice_count,
  total: money(row.total_minor, row.currency),
  error: row.error,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
})

export async function insertBillRun(tx: Tx, run: { asOf: Temporal.PlainDate; currency: string }): Promise<BillRun> {
  const number = billRunNumber(await takeNumbers(tx, 'bill-run', 1))
  const { rows } = await sql<BillRunRow>`
    insert into bill_run (number, as_of, currency, subscription_count) values (${number}, ${run.asOf}, ${run.currency}, ${await countDue(tx, run.asOf)})
    returning *`.execute(tx)
  return toBillRun(rows[0]!)
}

export async function readBillRun(tx: Tx, id: string): Promise<BillRun | undefined> {
  const { rows } = await sql<BillRunRow>`select * from bill_run where id = ${id}`.execute(tx)
  return rows[0] && toBillRun(rows[0])
}

export async function addProgress(
  tx: Tx,
  id: string,
  part: { subscriptions: number; invoices: number; totalMinor: bigint },
): Promise<void> {
  await sql`update bill_run set subscription_done = subscription_done + ${part.subscriptions}, invoice_count = invoice_count + ${part.invoices},
    total_minor = total_minor + ${part.totalMinor} where id = ${id}`.execute(tx)
}

export async function finishBillRun(tx: Tx, id: string, at: Temporal.Instant): Promise<void> {
  await sql`update bill_run set state = 'done', error = null, finished_at = ${at} where id = ${id}`.execute(tx)
}

export async function failBillRun(tx: Tx, id: string, error: string, at: Temporal.Instant): Promise<void> {
  await sql`update bill_run set state = 'failed', error = ${error}, finished_at = ${at} where id = ${id}`.execute(tx)
}

/** Tenants in scope whose day has begun without a run while something is due. */
export async function tenantsToBill(tx: Tx, now: Temporal.Instant): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select t.id from (select id, (${now}::timestamptz at time zone time_zone)::date as today from tenant) t
    where not exists (select from bill_run r where r.tenant_id = t.id and r.as_of >= t.today)
      and exists (select from subscription s where s.tenant_id = t.id and ${due(sql`t.today`)})
    order by t.id`.execute(tx)
  return rows.map((row) => row.id)
}
