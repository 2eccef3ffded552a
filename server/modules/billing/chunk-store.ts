/**
 * SQL of a bill run. Accounts that must be billed alike are of one **kind**: the same plans, the same days, the same taxes. An invoice
 * is drafted once for each kind, by the pure code of `invoice.ts`, and multiplied here for all accounts of the kind, so that a
 * million invoices cost a few statements for each chunk and no row of theirs passes through the program.
 */
import type { RawBuilder, SqlBool } from 'kysely'
import { json, sql, type Tx } from '#kernel/db.ts'
import { emitSelected } from '#kernel/events.ts'
import { postSelected } from '#modules/ledger'
import { holdsOn, markBilled, markItemsBilled, spendDiscounts } from '#modules/subscriptions'
import { totalPercent } from '#modules/tax'
import type { TenantRules } from './bill-run-store.ts'
import type { ChargingRules } from './charges.ts'
import { payerOf, readFacts } from './facts-store.ts'
import type { AccountFacts } from './holding.ts'
import { type AccountDraft, bookingOf, type InvoiceDraft, taxTotals } from './invoice.ts'
import { lineTaxes } from './line-taxes.ts'

/** Suspension keeps billing, a pause does not, also beneath a block. One that ends is billed up to its end, in arrears also behind it. */
const inService = sql<SqlBool>`(s.state in ('active', 'suspended') or (s.state = 'ended' and v.billed_in = 'arrears')) and s.paused_at is null`
/** First day that is not charged: of the service, and of prepaid service of what nobody has paid for. */
const serviceEnd = sql`least(s.ends_on, s.prepaid_until)`
/** What begins by the day; of what is billed in arrears, the draft says which periods are over. */
export const due = (asOf: RawBuilder<unknown>) => sql<SqlBool>`
  ${inService} and s.billed_until <= ${asOf} and (${serviceEnd} is null or ${serviceEnd} > s.billed_until)`
/** Of add-ons: of the item, its subscription and the version of the add-on. */
const itemDue = (asOf: RawBuilder<unknown>) => sql<SqlBool>`
  ${inService} and i.billed_until <= ${asOf} and (least(i.to_on, ${serviceEnd}) is null or least(i.to_on, ${serviceEnd}) > i.billed_until)`
const unbilled = sql<SqlBool>`p.billed_invoice_id is null and p.withdrawn_at is null`

const withVersion = sql`subscription s join offer_version v on v.tenant_id = s.tenant_id and v.id = s.offer_version_id`
const withItemVersion = sql`subscription_item i join subscription s on s.tenant_id = i.tenant_id and s.id = i.subscription_id
  join offer_version v on v.tenant_id = i.tenant_id and v.id = i.offer_version_id`

/** Whether the periods or prices of version `v` follow the day on which service began, also later than in the first month. */
const countsFromStart = sql<SqlBool>`((v.cycle_unit, v.cycle_count) <> ('month', 1) or v.phases <> '[]')`
/** Days. */
const longestMonth = 31

export async function countDue(tx: Tx, asOf: Temporal.PlainDate): Promise<bigint> {
  const { rows } = await sql<{ count: bigint }>`
    select count(*) from ${withVersion} where s.tenant_id = (select current_tenant()) and ${due(sql`${asOf}::date`)}`.execute(tx)
  return rows[0]!.count
}

/** Accounts that are billed something on a day, as a query (tenant_id, account_id) of all tenants in scope. */
export const accountsDue = (asOf: RawBuilder<unknown>) => sql`
  select d.tenant_id, coalesce(m.billed_to_id, d.account_id) as account_id
  from (
    select s.tenant_id, s.account_id from ${withVersion} where ${due(asOf)}
    union all select s.tenant_id, s.account_id from ${withItemVersion} where ${itemDue(asOf)}
    union all select p.tenant_id, p.account_id from pending_charge p where ${unbilled} and p.bill_on <= ${asOf}) d
  left join account m on m.tenant_id = d.tenant_id and m.id = d.account_id and m.billed_to_id is not null`

/** Accounts that are billed, in key order, `after` exclusive and `upTo` inclusive. */
export interface AccountRange {
  readonly after: string
  readonly upTo: string
}

const beforeAll = '00000000-0000-0000-0000-000000000000'
const behindAll = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
export const allAccounts: AccountRange = { after: beforeAll, upTo: behindAll }

/** The range of one account: its id is a number, so the one before it is, too. */
export function onlyAccount(accountId: string): AccountRange {
  const before = (BigInt(`0x${accountId.replaceAll('-', '')}`) - 1n).toString(16).padStart(32, '0')
  return { after: before.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'), upTo: accountId }
}

/**
 * The due accounts in ranges, none where nothing is due.
 * @param sizeMax accounts in a range at most
 * @param partsMin a smaller run has about as many ranges, so that people see it move and a kill loses little of it
 */
export async function rangesDue(
  tx: Tx,
  asOf: Temporal.PlainDate,
  { sizeMax, partsMin = 1 }: { readonly sizeMax: number; readonly partsMin?: number },
): Promise<AccountRange[]> {
  const { rows } = await sql<{ account_id: string }>`
    select account_id from (
      select account_id, row_number() over (order by account_id) as n, count(*) over () as accounts
      from (select account_id from (${accountsDue(sql`${asOf}::date`)}) d where tenant_id = (select current_tenant()) group by account_id) due) numbered
    where n % least(${sizeMax}::bigint, ceil(accounts / ${partsMin}::numeric)::bigint) = 0 or n = accounts order by account_id`.execute(tx)
  return rows.map(({ account_id }, index) => ({ after: rows[index - 1]?.account_id ?? beforeAll, upTo: account_id }))
}

/** What a chunk collects: a row for each due subscription, add-on and pending charge, with the member whose it is; and one for each account that is billed. */
const columnsOfDue = 'account_id uuid, member_id uuid, subscription_id uuid, item_id uuid, pending_id uuid, ordinal int, kind int'
const columnsOfAccount = 'account_id uuid, customer_id uuid, customer_version int, tax_number text, kind int, invoice_id uuid'
/** Made once for a connection, which serves people of every row scope: so whoever makes them lets the others use them. */
const tables = sql.raw(`do $$ begin
  if to_regclass('pg_temp.bill_due') is null then
    create temp table bill_due (${columnsOfDue}) on commit delete rows;
    create temp table bill_account (${columnsOfAccount}) on commit delete rows;
    grant all on bill_due, bill_account to public;
  end if;
  truncate bill_due, bill_account;
end $$`)

/**
 * Collects what is due for a range of accounts, and for those that are billed to them, for this transaction, and locks it in key order.
 * A run that waited here for another sees what the other billed, because the condition is tested again on the locked row.
 * @param rules of which it matters whether taxes depend on regions, and which branches there are
 * @returns how many subscriptions there are
 */
export async function collectDue(
  tx: Tx,
  asOf: Temporal.PlainDate,
  range: AccountRange,
  { regime, branches }: TenantRules,
): Promise<bigint> {
  await tables.execute(tx)
  const region = regime.pack.regions.length > 0 ? sql`c.region, left(c.tax_number, 2)` : sql`null`
  const branch = branches.size > 0 ? sql`case when c.location_id = any (${[...branches.keys()]}::uuid[]) then c.location_id end` : sql`null`
  const day = sql`${asOf}::date`
  const tenant = sql`(select current_tenant())` // worked out once, not for every row
  const { payer, payers, inRange } = billedIn(range, await readMembers(tx, range))
  const certificates = regime.pack.takesCertificates
    ? sql`(select string_agg(x.jurisdiction, ',' order by x.jurisdiction) from tax_exemption x where x.tenant_id = c.tenant_id and x.customer_id = c.id
        and x.revoked_at is null and x.valid_from <= ${day} and x.valid_until >= ${day})`
    : sql`null`
  const start = sql`coalesce(s.trial_until, s.started_on)`
  const discounts = (begin: RawBuilder<unknown>) => {
    const held = sql`subscription_discount d where d.tenant_id = s.tenant_id and d.subscription_id = s.id and ${holdsOn(asOf)}`
    const facts = sql`d.percent_off, d.amount_minor, case when ${countsFromStart} then d.from_on else greatest(d.from_on, ${begin} - ${longestMonth}::int) end, d.cycles_left, d.stackable,
      case when d.spent_until > ${day} or d.spent_until > s.billed_until then d.spent_until end`
    return sql`case when exists (select from ${held}) then (select array_agg((${facts})::text order by d.created_at, d.id) from ${held}) end`
  }
  const ofSubscription = (begin: RawBuilder<unknown>) =>
    sql`s.offer_version_id, ${serviceEnd}, ${payer}.tax_exempt, ${region}, ${certificates}, ${branch}, s.bill_day, s.revision, ${discounts(begin)}`
  const party = sql`
    join account a on a.tenant_id = s.tenant_id and a.id = s.account_id ${payers}
    join customer c on c.tenant_id = s.tenant_id and c.id = ${payer}.customer_id`
  const parties = sql`${payer}.id as account_id, nullif(a.id, ${payer}.id) as member_id, c.id as customer_id, c.version, c.tax_number`
  const { rows } = await sql<{ count: bigint }>`
    -- Everything that a draft depends on. The days on which service, add-ons and discounts began matter in the first period and in parts
    -- of it, for phases, and where periods are not single months. What is metered is everybody's own.
    with subscribed as materialized (
      select ${parties}, s.id, (${ofSubscription(sql`s.billed_until`)}, s.billed_until,
        case when ${start} > s.billed_until - ${longestMonth}::int or ${countsFromStart} then ${start} end,
        case when v.charges @> '[{"kind": "usage"}]' then s.id end)::text as kind
      from ${withVersion} ${party}
      where s.tenant_id = ${tenant} and ${due(day)} and ${inRange(sql`s.account_id`)}
      order by s.account_id, s.id for no key update of s),
    added as materialized (
      select ${parties}, s.id, i.id as item_id, ('add-on', ${ofSubscription(sql`i.billed_until`)}, i.offer_version_id, i.quantity, i.billed_until, i.to_on,
        case when greatest(i.from_on, ${start}) >= i.billed_until or ${countsFromStart} or of_plan.cycle_unit = 'week' then (i.from_on, ${start}, a.bill_day) end)::text as kind
      from ${withItemVersion} join offer_version of_plan on of_plan.tenant_id = s.tenant_id and of_plan.id = s.offer_version_id ${party}
      where i.tenant_id = ${tenant} and ${itemDue(day)} and ${inRange(sql`s.account_id`)}
      order by s.account_id, s.id, i.id for no key update of s, i),
    pending as materialized (
      select ${parties}, p.subscription_id, p.item_id, p.id as pending_id, 'pending ' || p.id as kind
      from pending_charge p join account a on a.tenant_id = p.tenant_id and a.id = p.account_id ${payers}
        join customer c on c.tenant_id = p.tenant_id and c.id = ${payer}.customer_id
      where p.tenant_id = ${tenant} and ${unbilled} and ${inRange(sql`p.account_id`)}
        and (p.bill_on <= ${day} or ${payer}.id in (select account_id from subscribed union all select account_id from added))
      order by p.account_id, p.id for no key update of p),
    part as (
      select *, row_number() over account as ordinal, string_agg(kind, E'\n') over (account rows between unbounded preceding and unbounded following) as kinds
      from (
        select account_id, member_id, customer_id, version, tax_number, id, null::uuid as item_id, null::uuid as pending_id, kind from subscribed
        union all select account_id, member_id, customer_id, version, tax_number, id, item_id, null, kind from added
        union all select account_id, member_id, customer_id, version, tax_number, subscription_id, item_id, pending_id, kind from pending) due
      window account as (partition by account_id order by member_id nulls first, kind, id, item_id)),
    collected as materialized (
      select part.*, numbered.number from part join (select kinds, row_number() over ()::int as number from (select distinct kinds from part) k) numbered using (kinds)
      order by account_id, ordinal),
    billed as (
      insert into bill_account (account_id, customer_id, customer_version, tax_number, kind, invoice_id)
      select account_id, customer_id, version, tax_number, number, uuidv7() from collected where ordinal = 1),
    due as (
      insert into bill_due (account_id, member_id, subscription_id, item_id, pending_id, ordinal, kind)
      select account_id, member_id, id, item_id, pending_id, ordinal, number from collected)
    select count(*) filter (where item_id is null and pending_id is null) as count from collected`.execute(tx)
  await sql`analyze bill_due (kind, account_id), bill_account (kind, account_id)`.execute(tx) // or the planner takes a few kinds for a few accounts
  return rows[0]!.count
}

/** Accounts that are billed to those of a range: few, so they are named. */
async function readMembers(tx: Tx, range: AccountRange): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from account where tenant_id = current_tenant() and billed_to_id > ${range.after}::uuid and billed_to_id <= ${range.upTo}::uuid order by id`.execute(
    tx,
  )
  return rows.map(({ id }) => id)
}

/**
 * Who pays for account `a`, and the condition that it is one of a range: said of the account too, or the planner walks through all of
 * them. Where nobody of the range pays for others, the account itself does, and none is looked up: most tenants have no other.
 */
function billedIn({ after, upTo }: AccountRange, members: readonly string[]) {
  const within = (id: RawBuilder<unknown>) => sql<SqlBool>`(${id} > ${after}::uuid and ${id} <= ${upTo}::uuid)`
  const ownOrMember = (id: RawBuilder<unknown>) => sql<SqlBool>`(${within(id)} or ${id} = any (${members}::uuid[]))`
  if (members.length === 0)
    return {
      payer: sql`a`,
      payers: sql``,
      inRange: (id: RawBuilder<unknown>) => sql<SqlBool>`${within(id)} and ${within(sql`a.id`)} and a.billed_to_id is null`,
    }
  return {
    payer: sql`payer`,
    payers: sql`join account payer on payer.tenant_id = a.tenant_id and payer.id = ${payerOf('a')}`,
    inRange: (id: RawBuilder<unknown>) => sql<SqlBool>`${ownOrMember(id)} and ${ownOrMember(sql`a.id`)} and ${within(sql`payer.id`)}`,
  }
}

/** Accounts that are billed alike, and what is due of one of them. */
export interface Kind {
  readonly kind: number // of this chunk
  readonly accounts: number
  readonly invoiceId: string // of one of them: the taxes of all stand under it
  readonly due: readonly DueRef[] // in the order of their ordinals
  readonly facts: AccountFacts
}

/** Names a row of what is due. */
export interface DueRef {
  readonly subscriptionId: string | null
  readonly itemId: string | null
  readonly pendingId: string | null
}

/** The kinds among what was collected. */
export async function readKinds(tx: Tx, rules: ChargingRules): Promise<Kind[]> {
  const { rows } = await sql<{ kind: number; accounts: bigint; invoiceId: string; accountId: string } & DueRef>`
    select k.kind, k.accounts, k.invoice_id as "invoiceId", d.account_id as "accountId", d.subscription_id as "subscriptionId", d.item_id as "itemId", d.pending_id as "pendingId"
    from (select kind, any_value(account_id) as account_id, any_value(invoice_id) as invoice_id, count(*) as accounts from bill_account group by kind) k
    join bill_due d on d.account_id = k.account_id order by k.kind, d.ordinal`.execute(tx)
  const kinds = Map.groupBy(rows, (row) => row.kind)
  const facts = await readFacts(tx, rows, rules)
  return [...kinds].map(([kind, part]) => ({
    kind,
    accounts: Number(part[0]!.accounts),
    invoiceId: part[0]!.invoiceId,
    due: part,
    facts: facts.get(part[0]!.accountId)!,
  }))
}

/** What every account of a kind gets. */
export interface KindDraft extends Kind {
  readonly draft: AccountDraft
}
export type InvoiceKind = KindDraft & { readonly draft: { readonly invoice: InvoiceDraft } }

const records = (rows: readonly object[], columns: string) => sql`jsonb_to_recordset(${json(rows)}) as ${sql.raw(columns)}`

/** The ordinal of what a line or a period is about; 0: nothing of the account. */
function ordinalOf(due: readonly DueRef[], { subscriptionId, itemId, pendingId }: DueRef): number {
  if (pendingId !== null) return due.findIndex((one) => one.pendingId === pendingId) + 1
  return due.findIndex((one) => one.pendingId === null && one.subscriptionId === subscriptionId && one.itemId === itemId) + 1
}

/** Moves on how far what was collected is billed, and uses up the cycles of discounts. */
export async function advanceBilled(tx: Tx, drafts: readonly KindDraft[], asOf: Temporal.PlainDate): Promise<void> {
  await spend(tx, drafts, asOf) // first: which discounts hold depends on how far is billed
  const billed = drafts.flatMap(({ kind, due, draft }) =>
    draft.billed.map(({ until, ...ref }) => ({
      kind,
      ordinal: ordinalOf(due, { ...ref, pendingId: null }),
      until,
      item: ref.itemId !== null,
    })),
  )
  const rows = (part: typeof billed) =>
    sql`${records(part, 'b (kind int, ordinal int, until date)')} join bill_due d on d.kind = b.kind and d.ordinal = b.ordinal`
  await markBilled(tx, sql`select d.subscription_id, b.until from ${rows(billed.filter(({ item }) => !item))}`)
  const items = billed.filter(({ item }) => item)
  if (items.length > 0) await markItemsBilled(tx, sql`select d.item_id, b.until from ${rows(items)}`)
}

/** Discounts of a kind are alike in their order. */
async function spend(tx: Tx, drafts: readonly KindDraft[], asOf: Temporal.PlainDate): Promise<void> {
  const spent = drafts.flatMap(({ kind, due, facts, draft }) =>
    [...facts.discounts].flatMap(([subscriptionId, discounts]) =>
      draft.discountsUsed
        .filter(({ id }) => discounts.some((discount) => discount.id === id))
        .map(({ id, cycles, until }) => ({
          kind,
          ordinal: due.findIndex((one) => one.subscriptionId === subscriptionId) + 1,
          place: discounts.findIndex((discount) => discount.id === id) + 1,
          cycles,
          until,
        })),
    ),
  )
  if (spent.length === 0) return
  await spendDiscounts(
    tx,
    sql`select x.id as discount_id, u.cycles, u.until from ${records(spent, 'u (kind int, ordinal int, place int, cycles int, until date)')}
      join bill_due b on b.kind = u.kind and b.ordinal = u.ordinal
      join subscription s on s.tenant_id = current_tenant() and s.id = b.subscription_id
      cross join lateral (
        select d.id, row_number() over (order by d.created_at, d.id) as place from subscription_discount d
        where d.tenant_id = s.tenant_id and d.subscription_id = s.id and ${holdsOn(asOf)}) x
      where x.place = u.place`,
  )
}

/** Writes lines and taxes of the invoices of all accounts, and books them. */
export async function multiplyLines(tx: Tx, kinds: readonly InvoiceKind[], bookedOn: Temporal.PlainDate): Promise<void> {
  const lines = kinds.flatMap(({ kind, due, draft: { invoice } }) =>
    invoice.lines.map((line, index) => ({
      kind,
      line: index + 1,
      ordinal: ordinalOf(due, line),
      charge: line.chargeCode,
      revision: line.revision,
      of: line.kind,
      description: line.description,
      from: line.from,
      to: line.to,
      quantity: line.quantity,
      unit: line.unit.minor,
      discount: line.discount.minor,
      net: line.net.minor,
      tax: line.tax.minor,
      percent: totalPercent(line.taxes),
      category: line.taxCategory,
      code: line.supplyCode,
      taxes: lineTaxes(line.taxes),
      partner: line.partner?.partner ?? null,
      share: line.partner?.amount.minor ?? 0n,
    })),
  )
  await sql`
    insert into invoice_line (tenant_id, invoice_id, line, account_id, subscription_id, item_id, charge_code, revision, kind, description, period_from, period_to, quantity, unit_minor, discount_minor, net_minor, tax_minor, tax_percent, tax_category, supply_code, taxes, partner, partner_minor)
    select t.id, a.invoice_id, l.line, d.member_id, d.subscription_id, d.item_id, l.charge, l.revision, l.of, l.description, l."from", l."to", l.quantity, l.unit, l.discount, l.net, l.tax, l.percent, l.category, l.code, l.taxes, l.partner, l.share
    from (select current_tenant() as id offset 0) t
    cross join ${records(lines, 'l (kind int, line int, ordinal int, charge text, revision int, of text, description text, "from" date, "to" date, quantity numeric, unit bigint, discount bigint, net bigint, tax bigint, percent numeric, category text, code text, taxes jsonb, partner text, share bigint)')}
    join bill_account a on a.kind = l.kind
    left join bill_due d on d.account_id = a.account_id and d.ordinal = l.ordinal`.execute(tx)

  const taxes = kinds.flatMap(({ invoiceId, draft: { invoice } }) =>
    taxTotals(invoice.lines).map(({ net, tax, ...total }) => ({ ...total, invoiceId, net: net.minor, tax: tax.minor })),
  )
  if (taxes.length > 0)
    await sql`
      insert into invoice_tax (invoice_id, code, name, jurisdiction, rate_percent, supply_code, net_minor, tax_minor)
      select x."invoiceId", x.code, x.name, x.jurisdiction, x.percent, x."supplyCode", x.net, x.tax
      from ${records(taxes, 'x ("invoiceId" uuid, code text, name text, jurisdiction text, percent numeric, "supplyCode" text, net bigint, tax bigint)')}`.execute(
      tx,
    )

  const pending = kinds.flatMap(({ kind, draft }) => (draft.pendingIds.length > 0 ? [kind] : []))
  const waiting = kinds.flatMap(({ due, draft }) =>
    due.flatMap(({ pendingId }) => (pendingId && !draft.pendingIds.includes(pendingId) ? [pendingId] : [])),
  )
  if (pending.length > 0)
    await sql`
      update pending_charge p set billed_invoice_id = a.invoice_id
      from bill_due d join bill_account a on a.account_id = d.account_id
      where p.tenant_id = (select current_tenant()) and p.id = d.pending_id and d.kind = any (${pending}::int[]) and p.id <> all (${waiting}::uuid[])`.execute(
      tx,
    )

  await postSelected(
    tx,
    sql`select kind, invoice_id as source_id, account_id from bill_account`,
    { sourceKind: 'invoice', description: 'Invoice', bookedOn },
    kinds.map(({ kind, draft: { invoice } }) => ({ kind, lines: bookingOf(invoice) })),
  )
}

/** Writes the heads of the invoices, with numbers in the order of their accounts, and tells of each. What costs nothing is paid. */
export async function multiplyInvoices(
  tx: Tx,
  kinds: readonly InvoiceKind[],
  numbers: readonly string[],
  head: {
    readonly billRunId: string | null
    readonly sellerId: string
    readonly branchId: string | null
    readonly issuedOn: Temporal.PlainDate
    readonly dueOn: Temporal.PlainDate
  },
): Promise<void> {
  const drafts = kinds.map(({ kind, invoiceId, draft: { invoice } }) => ({
    kind,
    invoiceId,
    from: invoice.from,
    to: invoice.to,
    place: invoice.placeOfSupply,
    net: invoice.net.minor,
    tax: invoice.tax.minor,
    currency: invoice.net.currency,
    total: invoice.total,
  }))
  await emitSelected(
    tx,
    'invoice.posted.v1',
    sql`drafted as materialized (
      select d.*, n.number from (
        select b.account_id, b.customer_id, b.customer_version, b.tax_number, b.invoice_id, i.*, row_number() over (order by b.account_id) as position
        from ${records(drafts, 'i (kind int, "invoiceId" uuid, "from" date, "to" date, place text, net bigint, tax bigint, currency text, total jsonb)')} join bill_account b on b.kind = i.kind) d
      join unnest(${numbers}::text[]) with ordinality n (number, position) using (position)
      order by position),
    posted as (
      insert into invoice (tenant_id, id, number, account_id, customer_id, bill_run_id, currency, place_of_supply, seller_id, branch_id, customer_version, buyer_tax_number, issued_on, due_on, period_from, period_to, net_minor, tax_minor, total_minor, taxes_of_id, state, paid_at, posted_at)
      select t.id, d.invoice_id, d.number, d.account_id, d.customer_id, ${head.billRunId}::uuid, d.currency, d.place, ${head.sellerId}::uuid, ${head.branchId}::uuid, d.customer_version, d.tax_number, ${head.issuedOn}::date, ${head.dueOn}::date,
        d."from", d."to", d.net, d.tax, d.net + d.tax, d."invoiceId", case when d.net + d.tax = 0 then 'paid' else 'open' end, case when d.net + d.tax = 0 then t.at end, t.at
      from (select current_tenant() as id, app_now() as at offset 0) t cross join drafted d)`,
    sql`select f."invoiceId"::text as subject, to_jsonb(f) as payload from (
      select invoice_id as "invoiceId", number, account_id as "accountId", customer_id as "customerId", total, ${head.dueOn}::date as "dueOn" from drafted) f`,
  )
}
