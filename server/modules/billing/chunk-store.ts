/**
 * SQL of a bill run. Accounts that must be billed alike are of one **kind**: the same plans, the same days, the same taxes. An invoice
 * is drafted once for each kind, by the pure code of `invoice.ts`, and multiplied here for all accounts of the kind, so that a
 * million invoices cost a few statements for each chunk and no row of theirs passes through the program.
 */
import type { RawBuilder, SqlBool } from 'kysely'
import { json, sql, type Tx } from '#kernel/db.ts'
import { money } from '#kernel/money.ts'
import { emitSelected } from '#kernel/events.ts'
import { postSelected } from '#modules/ledger'
import type { CycleUnit, technologies } from '#modules/catalog'
import { markBilled } from '#modules/subscriptions'
import { type SupplyKind, totalPercent } from '#modules/tax'
import { bookingOf, type DueSubscription, type InvoiceDraft, taxTotals } from './invoice.ts'

/** Suspension keeps billing, a pause does not, also beneath a block. One that ends is billed up to its end. */
export const due = (asOf: RawBuilder<unknown>) => sql<SqlBool>`
  s.state in ('active', 'suspended') and s.paused_at is null and s.billed_until <= ${asOf} and (s.ends_on is null or s.ends_on > s.billed_until)`
const dueInTenant = (asOf: Temporal.PlainDate) => sql<SqlBool>`s.tenant_id = current_tenant() and ${due(sql`${asOf}::date`)}`

export async function countDue(tx: Tx, asOf: Temporal.PlainDate): Promise<bigint> {
  const { rows } = await sql<{ count: bigint }>`select count(*) from subscription s where ${dueInTenant(asOf)}`.execute(tx)
  return rows[0]!.count
}

/** Accounts in key order, `after` exclusive and `upTo` inclusive. */
export interface AccountRange {
  readonly after: string
  readonly upTo: string
}

const beforeAll = '00000000-0000-0000-0000-000000000000'
const behindAll = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
export const allAccounts: AccountRange = { after: beforeAll, upTo: behindAll }

/** The due accounts in ranges of at most `size`, none where nothing is due. */
export async function rangesDue(tx: Tx, asOf: Temporal.PlainDate, size: number): Promise<AccountRange[]> {
  const { rows } = await sql<{ account_id: string }>`
    select account_id from (
      select account_id, row_number() over (order by account_id) as n, count(*) over () as accounts
      from (select distinct s.account_id from subscription s where ${dueInTenant(asOf)}) due) numbered
    where n % ${size} = 0 or n = accounts order by account_id`.execute(tx)
  return rows.map(({ account_id }, index) => ({ after: rows[index - 1]?.account_id ?? beforeAll, upTo: account_id }))
}

/**
 * Collects the due subscriptions of a range of accounts for this transaction, and locks them in key order. A run that waited here
 * for another sees what the other billed, because the condition is tested again on the locked row.
 * @param taxedBy whether taxes depend on the region a customer is in
 * @returns how many subscriptions there are
 */
export async function collectDue(tx: Tx, asOf: Temporal.PlainDate, range: AccountRange, taxedBy: 'country' | 'region'): Promise<bigint> {
  await sql`create temp table if not exists bill_due (account_id uuid, customer_id uuid, subscription_id uuid, ordinal int, kind text) on commit delete rows`.execute(
    tx,
  )
  await sql`create temp table if not exists bill_account (account_id uuid, customer_id uuid, customer_version int, tax_number text, kind text, invoice_id uuid, entry_id uuid) on commit delete rows`.execute(
    tx,
  )
  await sql`truncate bill_due, bill_account`.execute(tx)
  const where = taxedBy === 'region' ? sql`c.region, left(c.tax_number, 2)` : sql`null`
  const { numAffectedRows } = await sql`
    insert into bill_due (account_id, customer_id, subscription_id, ordinal, kind)
    select account_id, customer_id, id, row_number() over account, string_agg(kind, E'\n') over (account rows between unbounded preceding and unbounded following)
    from (
      -- Everything that a draft depends on. The day of the start matters in the first period, and where periods are not single months.
      select s.account_id, s.customer_id, s.id, concat_ws(' ', s.offer_version_id, s.billed_until, s.bill_day, s.ends_on, a.tax_exempt, ${where},
        case when s.started_on = s.billed_until or (v.cycle_unit, v.cycle_count) <> ('month', 1) then s.started_on end) as kind
      from subscription s
      join account a on a.tenant_id = s.tenant_id and a.id = s.account_id
      join customer c on c.tenant_id = s.tenant_id and c.id = s.customer_id
      join offer_version v on v.tenant_id = s.tenant_id and v.id = s.offer_version_id
      where ${dueInTenant(asOf)} and s.account_id > ${range.after}::uuid and s.account_id <= ${range.upTo}::uuid
      order by s.account_id, s.id for no key update of s) locked
    window account as (partition by account_id order by kind, id)`.execute(tx)
  await sql`
    insert into bill_account (account_id, customer_id, customer_version, tax_number, kind, invoice_id, entry_id)
    select d.account_id, c.id, c.version, c.tax_number, d.kind, uuidv7(), uuidv7()
    from bill_due d join customer c on c.tenant_id = current_tenant() and c.id = d.customer_id where d.ordinal = 1`.execute(tx)
  await sql`analyze bill_due, bill_account`.execute(tx) // or the planner takes a few kinds for a few accounts
  return numAffectedRows ?? 0n
}

/** Accounts that are billed alike, and the due subscriptions of one of them. */
export interface Kind {
  readonly kind: string
  readonly accounts: number
  readonly due: readonly DueSubscription[]
}

interface DueRow {
  kind: string
  accounts: bigint
  id: string
  account_id: string
  customer_id: string
  description: string
  started_on: string
  billed_until: string
  ends_on: string | null
  bill_day: number
  cycle_unit: CycleUnit
  cycle_count: number
  currency: string
  recurring_minor: bigint
  setup_minor: bigint
  tax_category: string
  prices_include_tax: boolean
  tax_exempt: boolean
  technology: Technology
  region: string
  tax_number: string | null
}

type Technology = (typeof technologies)[number]

const supplies: Readonly<Record<Technology, SupplyKind>> = {
  fibre: 'internet',
  pppoe: 'internet',
  hotspot: 'internet',
  wireless: 'internet',
  mobile: 'mobile',
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
  cycle: { unit: row.cycle_unit, count: row.cycle_count },
  recurring: money(row.recurring_minor, row.currency),
  setup: money(row.setup_minor, row.currency),
  taxCategory: row.tax_category,
  pricesIncludeTax: row.prices_include_tax,
  taxExempt: row.tax_exempt,
  supply: supplies[row.technology],
  region: row.region,
  taxNumber: row.tax_number,
})

/** The kinds among what was collected. */
export async function readKinds(tx: Tx): Promise<Kind[]> {
  const { rows } = await sql<DueRow>`
    select k.kind, k.accounts, s.id, s.account_id, s.customer_id, o.name as description, s.started_on, s.billed_until, s.ends_on,
      s.bill_day, v.cycle_unit, v.cycle_count, v.currency, v.recurring_minor, v.setup_minor, v.tax_category, v.prices_include_tax, a.tax_exempt,
      o.technology, c.region, c.tax_number
    from (select kind, any_value(account_id) as account_id, count(*) as accounts from bill_account group by kind) k
    join bill_due d on d.account_id = k.account_id
    join subscription s on s.tenant_id = current_tenant() and s.id = d.subscription_id
    join account a on a.tenant_id = s.tenant_id and a.id = s.account_id
    join customer c on c.tenant_id = s.tenant_id and c.id = s.customer_id
    join offer_version v on v.tenant_id = s.tenant_id and v.id = s.offer_version_id
    join offer o on o.tenant_id = s.tenant_id and o.id = s.offer_id
    order by k.kind, d.ordinal`.execute(tx)
  return [...Map.groupBy(rows, (row) => row.kind).values()].map((part) => ({
    kind: part[0]!.kind,
    accounts: Number(part[0]!.accounts),
    due: part.map(toDueSubscription),
  }))
}

/** What every account of a kind gets: an invoice, or none, and days to which its subscriptions are then billed. */
export interface KindDraft extends Kind {
  readonly invoice: InvoiceDraft | undefined
  readonly billed: readonly { readonly id: string; readonly until: Temporal.PlainDate }[]
}

const records = (rows: readonly object[], columns: string) => sql`jsonb_to_recordset(${json(rows)}) as ${sql.raw(columns)}`

/** Moves on how far the collected subscriptions are billed. */
export async function advanceBilled(tx: Tx, drafts: readonly KindDraft[]): Promise<void> {
  const rows = drafts.flatMap(({ kind, due, billed }) =>
    billed.map(({ id, until }) => ({ kind, ordinal: due.findIndex((one) => one.id === id) + 1, until })),
  )
  await markBilled(
    tx,
    sql`select d.subscription_id, b.until from ${records(rows, 'b (kind text, ordinal int, until date)')}
      join bill_due d on d.kind = b.kind and d.ordinal = b.ordinal`,
  )
}

export type InvoiceKind = KindDraft & { readonly invoice: InvoiceDraft }

/** Writes lines and taxes of the invoices of all accounts, and books them. */
export async function multiplyLines(tx: Tx, kinds: readonly InvoiceKind[], bookedOn: Temporal.PlainDate): Promise<void> {
  const lines = kinds.flatMap(({ kind, due, invoice }) =>
    invoice.lines.map((line, index) => ({
      kind,
      line: index + 1,
      ordinal: due.findIndex((one) => one.id === line.subscriptionId) + 1, // 0: of no subscription
      of: line.kind,
      description: line.description,
      from: line.from,
      to: line.to,
      quantity: line.quantity,
      unit: line.unit.minor,
      net: line.net.minor,
      tax: line.tax.minor,
      percent: totalPercent(line.taxes),
      category: line.taxCategory,
      code: line.supplyCode,
    })),
  )
  await sql`
    insert into invoice_line (tenant_id, invoice_id, line, subscription_id, kind, description, period_from, period_to, quantity, unit_minor, net_minor, tax_minor, tax_percent, tax_category, supply_code)
    select t.id, a.invoice_id, l.line, d.subscription_id, l.of, l.description, l."from", l."to", l.quantity, l.unit, l.net, l.tax, l.percent, l.category, l.code
    from (select current_tenant() as id offset 0) t
    cross join ${records(lines, 'l (kind text, line int, ordinal int, of text, description text, "from" date, "to" date, quantity numeric, unit bigint, net bigint, tax bigint, percent numeric, category text, code text)')}
    join bill_account a on a.kind = l.kind
    left join bill_due d on d.account_id = a.account_id and d.ordinal = l.ordinal`.execute(tx)

  const taxes = kinds.flatMap(({ kind, invoice }) =>
    taxTotals(invoice.lines).map(({ net, tax, ...total }) => ({ ...total, kind, net: net.minor, tax: tax.minor })),
  )
  if (taxes.length > 0)
    await sql`
      insert into invoice_tax (tenant_id, invoice_id, code, name, jurisdiction, rate_percent, supply_code, net_minor, tax_minor)
      select t.id, a.invoice_id, x.code, x.name, x.jurisdiction, x.percent, x."supplyCode", x.net, x.tax
      from (select current_tenant() as id offset 0) t
      cross join ${records(taxes, 'x (kind text, code text, name text, jurisdiction text, percent numeric, "supplyCode" text, net bigint, tax bigint)')} join bill_account a on a.kind = x.kind`.execute(
      tx,
    )

  await postSelected(
    tx,
    sql`select kind, entry_id, invoice_id as source_id, account_id from bill_account`,
    { sourceKind: 'invoice', description: 'Invoice', bookedOn },
    kinds.map(({ kind, invoice }) => ({ kind, lines: bookingOf(invoice) })),
  )
}

/** Writes the heads of the invoices, with numbers in the order of their accounts, and tells of each. */
export async function multiplyInvoices(
  tx: Tx,
  kinds: readonly InvoiceKind[],
  numbers: readonly string[],
  head: {
    readonly billRunId: string
    readonly sellerId: string
    readonly issuedOn: Temporal.PlainDate
    readonly dueOn: Temporal.PlainDate
  },
): Promise<void> {
  const drafts = kinds.map(({ kind, invoice: { from, to, placeOfSupply, net, tax } }) => ({
    kind,
    from,
    to,
    place: placeOfSupply,
    net: net.minor,
    tax: tax.minor,
    currency: net.currency,
  }))
  await emitSelected(
    tx,
    'invoice.posted.v1',
    sql`posted as (
      insert into invoice (tenant_id, id, number, account_id, customer_id, bill_run_id, currency, place_of_supply, seller_id, customer_version, buyer_tax_number, issued_on, due_on, period_from, period_to, net_minor, tax_minor, total_minor, posted_at)
      select t.id, a.invoice_id, n.number, a.account_id, a.customer_id, ${head.billRunId}::uuid, a.currency, a.place, ${head.sellerId}::uuid, a.customer_version, a.tax_number, ${head.issuedOn}::date, ${head.dueOn}::date,
        a."from", a."to", a.net, a.tax, a.net + a.tax, t.at
      from (select current_tenant() as id, app_now() as at offset 0) t
      cross join (
        select b.account_id, b.customer_id, b.customer_version, b.tax_number, b.invoice_id, i.*, row_number() over (order by b.account_id) as position
        from ${records(drafts, 'i (kind text, "from" date, "to" date, place text, net bigint, tax bigint, currency text)')} join bill_account b on b.kind = i.kind) a
      join unnest(${numbers}::text[]) with ordinality n (number, position) on n.position = a.position
      returning id, number, account_id, customer_id, total_minor, currency, due_on)`,
    sql`select id::text as subject, jsonb_build_object('invoiceId', id, 'number', number, 'accountId', account_id, 'customerId', customer_id,
      'total', jsonb_build_object('minor', total_minor::text, 'currency', currency), 'dueOn', due_on) as payload from posted`,
  )
}
