import { sql, type Tx } from '#kernel/db.ts'
import { type Currency, money } from '#kernel/money.ts'
import { earlier, later, type Period, startOfDay } from '#kernel/time.ts'
import { billDayOf, cyclePeriod, inCurrency, type OfferVersion, readVersions, sharesBillDay, type Technology } from '#modules/catalog'
import { meterRecords, recordMeters } from '#modules/charging'
import { readDiscountsOn, type Subscription } from '#modules/subscriptions'
import type { Certificate, SupplyKind } from '#modules/tax'
import { readTenant } from '#modules/tenants'
import type { ChargingRules } from './charges.ts'
import type { Discount } from './discount.ts'
import { type AccountFacts, type Holding, type MeteredUsage, type PendingCharge, planOf } from './holding.ts'
import type { LineKind } from './invoice.ts'
import { duePeriods } from './proration.ts'

/** Something of an account: a subscription, an add-on or a pending charge. */
export interface FactRef {
  readonly accountId: string // for which it is drafted: its own, or the one it is billed to
  readonly subscriptionId: string | null
  readonly itemId: string | null
  readonly pendingId: string | null
}

/** What invoices of accounts depend on, by account; of each only what is named. */
export async function readFacts(tx: Tx, refs: readonly FactRef[], rules: ChargingRules): Promise<Map<string, AccountFacts>> {
  const accounts = await readAccountFacts(tx, [...new Set(refs.map((ref) => ref.accountId))])
  const held = refs.flatMap(({ accountId, subscriptionId, itemId, pendingId }) =>
    subscriptionId !== null && pendingId === null ? [{ accountId, subscriptionId, itemId }] : [],
  )
  const holdings = await readHoldings(tx, held, accounts)
  const discounts = await discountsOf(tx, [...new Set(held.map((ref) => ref.subscriptionId))], rules.asOf)
  const pending = await readPending(tx, refs)
  const facts = new Map<string, AccountFacts>()
  for (const [accountId, account] of accounts) {
    const own = await withUsage(tx, holdings.get(accountId) ?? [], rules)
    const ofAccount = new Map(own.map(({ subscriptionId }) => [subscriptionId, discounts.get(subscriptionId) ?? []]))
    facts.set(accountId, { ...account, holdings: own, discounts: ofAccount, pending: pending.get(accountId) ?? [] })
  }
  return facts
}

export type AccountParty = Pick<AccountFacts, 'accountId' | 'customerId' | 'currency' | 'party'> & { readonly billDay: number }

/** Who is billed for an account. Not `coalesce`: that is not known to be leak-proof, and so would keep the index from being used. */
export const payerOf = (account: string) =>
  sql`case when ${sql.ref(`${account}.billed_to_id`)} is null then ${sql.ref(`${account}.id`)} else ${sql.ref(`${account}.billed_to_id`)} end`

/** Accounts without what they have, by their ids: who is billed for each, and the day it is billed on. */
export async function readAccountFacts(tx: Tx, accountIds: readonly string[]): Promise<Map<string, AccountParty>> {
  const { rows } = await sql<{
    id: string
    accountId: string
    customerId: string
    currency: Currency // checked when it was written
    billDay: number
    taxExempt: boolean
    region: string
    taxNumber: string | null
    branchId: string | null
    certificates: { jurisdiction: string; validFrom: string; validUntil: string }[] | null
  }>`
    select a.id, p.id as "accountId", p.customer_id as "customerId", a.currency, a.bill_day as "billDay", p.tax_exempt as "taxExempt", c.region, c.tax_number as "taxNumber", l.id as "branchId",
      (select jsonb_agg(jsonb_build_object('jurisdiction', x.jurisdiction, 'validFrom', x.valid_from, 'validUntil', x.valid_until))
        from tax_exemption x where x.tenant_id = c.tenant_id and x.customer_id = c.id and x.revoked_at is null) as certificates
    from account a
    join account p on p.tenant_id = a.tenant_id and p.id = ${payerOf('a')}
    join customer c on c.tenant_id = p.tenant_id and c.id = p.customer_id
    left join location l on l.tenant_id = c.tenant_id and l.id = c.location_id and l.branch_code is not null
    where a.tenant_id = current_tenant() and a.id = any (${accountIds}::uuid[])`.execute(tx)
  return new Map(
    rows.map(({ id, region, taxNumber, taxExempt, branchId, certificates, ...account }) => [
      id,
      {
        ...account,
        party: { region, taxNumber, taxExempt, certificates: certificates?.map(toCertificate), branchId: branchId ?? undefined },
      },
    ]),
  )
}

const toCertificate = ({
  jurisdiction,
  validFrom,
  validUntil,
}: {
  jurisdiction: string
  validFrom: string
  validUntil: string
}): Certificate => ({
  jurisdiction,
  validFrom: Temporal.PlainDate.from(validFrom),
  validUntil: Temporal.PlainDate.from(validUntil),
})

interface HoldingRow {
  id: string
  item_id: string | null
  account_id: string
  account_bill_day: number
  version_id: string
  plan_version_id: string
  technology: Technology
  quantity: number
  from_on: string | null
  to_on: string | null
  billed_until: string
  started_on: string
  trial_until: string | null
  ends_on: string | null
  bill_day: number
  revision: number
}

async function readHoldings(
  tx: Tx,
  refs: readonly { readonly accountId: string; readonly subscriptionId: string; readonly itemId: string | null }[],
  accounts: ReadonlyMap<string, AccountParty>,
): Promise<Map<string, Holding[]>> {
  if (refs.length === 0) return new Map()
  // Joined as written, each by its id. Of tables that were never analysed the planner believes that a tenant has one row of each,
  // and pairs all of its rows.
  await sql`set local join_collapse_limit = 1`.execute(tx)
  const { rows } = await sql<HoldingRow>`
    select s.id, i.id as item_id, r.account_id, a.bill_day as account_bill_day, coalesce(i.offer_version_id, s.offer_version_id) as version_id, s.offer_version_id as plan_version_id, o.technology,
      coalesce(i.quantity, 1) as quantity, i.from_on, i.to_on, coalesce(i.billed_until, s.billed_until) as billed_until, s.started_on, s.trial_until, least(s.ends_on, s.prepaid_until) as ends_on, s.bill_day, s.revision
    from unnest(${refs.map((ref) => ref.accountId)}::uuid[], ${refs.map((ref) => ref.subscriptionId)}::uuid[], ${refs.map((ref) => ref.itemId)}::uuid[])
      with ordinality r (account_id, subscription_id, item_id, position)
    join subscription s on s.tenant_id = current_tenant() and s.id = r.subscription_id
    join account a on a.tenant_id = s.tenant_id and a.id = s.account_id
    left join subscription_item i on i.tenant_id = s.tenant_id and i.id = r.item_id
    join offer_version v on v.tenant_id = s.tenant_id and v.id = coalesce(i.offer_version_id, s.offer_version_id)
    join offer o on o.tenant_id = v.tenant_id and o.id = v.offer_id
    order by r.position`.execute(tx)
  await sql`set local join_collapse_limit to default`.execute(tx)
  const versions = await readVersions(tx, [...new Set(rows.flatMap((row) => [row.version_id, row.plan_version_id]))])
  const ofAccount = Map.groupBy(rows, (row) => row.account_id)
  return new Map(
    [...ofAccount].map(([accountId, own]) => [accountId, own.map((row) => toHolding(row, versions, accounts.get(accountId)!.currency))]),
  )
}

const dayOf = (text: string) => Temporal.PlainDate.from(text)
const dayOrNull = (text: string | null) => (text === null ? null : dayOf(text))

function toHolding(row: HoldingRow, versions: ReadonlyMap<string, OfferVersion>, currency: Currency): Holding {
  const version = versionIn(versions.get(row.version_id)!, currency)
  const startedOn = dayOf(row.trial_until ?? row.started_on)
  const [toOn, endsOn] = [dayOrNull(row.to_on), dayOrNull(row.ends_on)]
  const sharesDay = row.item_id === null || sharesBillDay(versions.get(row.plan_version_id)!.cycle, version.cycle)
  return {
    subscriptionId: row.id,
    itemId: row.item_id,
    revision: row.revision,
    quantity: row.quantity,
    startedOn,
    chargedFrom: row.from_on === null ? startedOn : later(dayOf(row.from_on), startedOn),
    billedUntil: dayOf(row.billed_until),
    endsOn: toOn && endsOn ? earlier(toOn, endsOn) : (toOn ?? endsOn),
    billDay: sharesDay ? row.bill_day : billDayOf(version, dayOf(row.from_on!), row.account_bill_day),
    cycle: version.cycle,
    billedIn: version.billedIn,
    plan: planOf(version.offerName, row.technology, version),
    usage: [],
  }
}

/** Nobody has a version that is not sold in the currency of the account; where prices were given later, those of the tenant hold. */
export const versionIn = (version: OfferVersion, currency: Currency): OfferVersion => inCurrency(version, currency) ?? version

const bytesMeter = 'bytes' // what flowed up and down

async function withUsage(tx: Tx, holdings: readonly Holding[], rules: ChargingRules): Promise<Holding[]> {
  const done: Holding[] = []
  for (const holding of holdings) {
    if (!isMetered(holding)) done.push(holding)
    else done.push({ ...holding, usage: await readUsage(tx, holding, await unbilledPeriods(tx, holding, rules)) })
  }
  return done
}

/** Without days whose use was billed with a change of plan. */
async function unbilledPeriods(tx: Tx, holding: Holding, rules: ChargingRules): Promise<Period[]> {
  const used = await readUsedUntil(tx, holding.subscriptionId)
  return usagePeriods(holding, rules)
    .map(({ from, to }) => ({ from: used ? later(from, used) : from, to }))
    .filter(({ from, to }) => Temporal.PlainDate.compare(from, to) < 0)
}

export const isMetered = (holding: Holding) => metersOf(holding).size > 0

/** What a plan charges by use. Add-ons share the use of the plan, so they meter nothing. */
export const metersOf = ({ plan, itemId }: Pick<Holding, 'plan' | 'itemId'>): ReadonlySet<string> =>
  new Set(itemId === null ? plan.charges.flatMap(({ kind, usage }) => (kind === 'usage' && usage ? [usage.meter] : [])) : [])

export const countsRecords = (holding: Holding) => recordMeters.some((meter) => metersOf(holding).has(meter))

/** Use of the periods that are over: of those that are billed in arrears, or of each before one that is billed in advance. */
export function usagePeriods(holding: Holding, rules: ChargingRules): Period[] {
  const due = duePeriods(holding, holding.billedUntil, rules.asOf, rules.firstPeriod).map(({ covered }) => covered)
  if (holding.billedIn === 'arrears') return due
  return due.flatMap(({ from }) => {
    if (Temporal.PlainDate.compare(from, holding.chargedFrom) <= 0) return []
    const before = cyclePeriod(holding, from.subtract({ days: 1 })).from
    return [{ from: later(before, holding.chargedFrom), to: from }]
  })
}

/** What meters counted of a holding in periods. */
export async function readUsage(tx: Tx, holding: Holding, periods: readonly Period[]): Promise<MeteredUsage[]> {
  return [
    ...(metersOf(holding).has(bytesMeter) ? await readBytes(tx, holding, periods) : []),
    ...(countsRecords(holding) ? await readRecords(tx, holding, periods) : []),
  ]
}

/** What calls, data and messages that carriers told of count in periods, with those that came too late for the ones before. */
async function readRecords(tx: Tx, { subscriptionId }: Holding, periods: readonly Period[]): Promise<MeteredUsage[]> {
  const { timeZone } = await readTenant(tx)
  const instants = periods.map(({ from, to }) => ({ subscriptionId, from: startOfDay(from, timeZone), to: startOfDay(to, timeZone) }))
  const counted = await meterRecords(tx, instants)
  return counted.flatMap((counts, index) => recordMeters.map((meter) => ({ meter, period: periods[index]!, quantity: counts[meter] })))
}

async function readBytes(tx: Tx, holding: Holding, periods: readonly Period[]): Promise<MeteredUsage[]> {
  const { timeZone } = await readTenant(tx)
  const { rows } = await sql<{ bytes: bigint }>`
    select (select coalesce(sum(upload_bytes + download_bytes), 0)::bigint from usage_hour
      where tenant_id = current_tenant() and subscription_id = ${holding.subscriptionId} and hour >= p.begins and hour < p.ends) as bytes
    from unnest(${periods.map(({ from }) => startOfDay(from, timeZone))}::timestamptz[], ${periods.map(({ to }) => startOfDay(to, timeZone))}::timestamptz[])
      with ordinality p (begins, ends, position) order by position`.execute(tx)
  return rows.map(({ bytes }, index) => ({ meter: bytesMeter, period: periods[index]!, quantity: { units: bytes, scale: 0 } }))
}

/** First day whose use is not settled and on no invoice, nor waits for one; undefined where none ever was. What was credited in full does not count. */
export async function readUsedUntil(tx: Tx, subscriptionId: string): Promise<Temporal.PlainDate | undefined> {
  const { rows } = await sql<{ until: string | null }>`
    select max(until) as until from (
      select l.period_to as until from invoice_line l
      where l.tenant_id = current_tenant() and l.subscription_id = ${subscriptionId} and l.kind = 'usage' and (l.net_minor = 0 or l.net_minor > (
        select coalesce(sum(n.net_minor), 0) from credit_note_line n
        where n.tenant_id = l.tenant_id and n.invoice_id = l.invoice_id and n.invoice_line = l.line))
      union all
      select used_until from subscription where id = ${subscriptionId}
      union all
      select period_to from pending_charge
      where tenant_id = current_tenant() and subscription_id = ${subscriptionId} and kind = 'usage' and billed_invoice_id is null and withdrawn_at is null) part`.execute(
    tx,
  )
  return rows[0]!.until === null ? undefined : dayOf(rows[0]!.until)
}

async function discountsOf(tx: Tx, subscriptionIds: readonly string[], day: Temporal.PlainDate): Promise<Map<string, Discount[]>> {
  if (subscriptionIds.length === 0) return new Map()
  return Map.groupBy(
    (await readDiscountsOn(tx, subscriptionIds, day)).map(({ reduction, ...discount }) => ({
      ...discount,
      percentOff: reduction.kind === 'percent' ? reduction.percentOff : null,
      amountOff: reduction.kind === 'amount' ? reduction.amountOff : null,
    })),
    (discount) => discount.subscriptionId,
  )
}

export interface PendingRow {
  id: string
  subscription_id: string | null
  item_id: string | null
  kind: LineKind
  charge_code: string
  revision: number
  description: string
  amount_minor: bigint
  currency: string
  tax_category: string
  prices_include_tax: boolean
  supply: SupplyKind
  partner: string | null
  partner_minor: bigint
  period_from: string | null
  period_to: string | null
}

async function readPending(tx: Tx, refs: readonly FactRef[]): Promise<Map<string, PendingCharge[]>> {
  const billedTo = new Map(refs.flatMap(({ pendingId, accountId }) => (pendingId === null ? [] : [[pendingId, accountId] as const])))
  if (billedTo.size === 0) return new Map()
  const { rows } = await sql<PendingRow>`
    select * from pending_charge where id = any (${[...billedTo.keys()]}::uuid[]) order by created_at, id`.execute(tx)
  return Map.groupBy(rows.map(toPending), ({ id }) => billedTo.get(id)!)
}

export const toPending = (row: PendingRow): PendingCharge => ({
  id: row.id,
  subscriptionId: row.subscription_id,
  itemId: row.item_id,
  kind: row.kind,
  chargeCode: row.charge_code,
  revision: row.revision,
  description: row.description,
  amount: money(row.amount_minor, row.currency),
  taxCategory: row.tax_category,
  pricesIncludeTax: row.prices_include_tax,
  supply: row.supply,
  partner: row.partner === null ? null : { partner: row.partner, amount: money(row.partner_minor, row.currency) },
  from: dayOrNull(row.period_from),
  to: dayOrNull(row.period_to),
})

/** A subscription and its add-ons, also those that are over. */
export async function subscriptionRefs(tx: Tx, subscriptionId: string): Promise<FactRef[]> {
  const { rows } = await sql<FactRef>`
    select s.account_id as "accountId", s.id as "subscriptionId", i.id as "itemId", null::uuid as "pendingId"
    from subscription s left join lateral (
      select null::uuid as id, null::date as from_on union all select id, from_on from subscription_item where tenant_id = s.tenant_id and subscription_id = s.id) i on true
    where s.id = ${subscriptionId} and s.started_on is not null order by i.from_on nulls first, i.id`.execute(tx)
  return rows
}

/** A subscription as a holding, and the terms it was agreed on; undefined while it has no first day. */
export async function subscriptionTerms(
  tx: Tx,
  { id, accountId, offerVersionId }: Pick<Subscription, 'id' | 'accountId' | 'offerVersionId'>,
): Promise<{ readonly version: OfferVersion; readonly holding: Holding } | undefined> {
  const accounts = await readAccountFacts(tx, [accountId])
  const holdings = await readHoldings(tx, [{ accountId, subscriptionId: id, itemId: null }], accounts)
  const holding = holdings.get(accountId)?.[0]
  const version = (await readVersions(tx, [offerVersionId])).get(offerVersionId)!
  return holding && { version: versionIn(version, accounts.get(accountId)!.currency), holding }
}

/** A subscription as a holding on terms that it had, with the bill day of then. */
export async function onTerms(
  tx: Tx,
  { version, holding }: { readonly version: OfferVersion; readonly holding: Holding },
  billDay: number,
): Promise<Holding> {
  const { offerName, offerId, cycle, billedIn } = version
  return { ...holding, billDay, cycle, billedIn, plan: planOf(offerName, await offerTechnology(tx, offerId), version) }
}

export async function offerTechnology(tx: Tx, offerId: string): Promise<Technology> {
  const { rows } = await sql<{ technology: Technology }>`select technology from offer where id = ${offerId}`.execute(tx)
  return rows[0]!.technology
}
