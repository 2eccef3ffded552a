import type { RawBuilder, SqlBool } from 'kysely'
import { json, sql, type Tx } from '#kernel/db.ts'
import { type Money, money, multiplyRatio } from '#kernel/money.ts'
import type { Technology } from '#modules/catalog'
import { type PendingRow, toPending } from './facts-store.ts'
import { type PendingCharge, supplyOf } from './holding.ts'
import type { LineKind } from './invoice.ts'
import type { NewPendingCharge } from './pending-charges.ts'

/** @returns ids of those that were added */
export async function insertPending(tx: Tx, charges: readonly NewPendingCharge[]): Promise<string[]> {
  const rows = charges.map(({ amount, partner, ...charge }) => ({
    reason: '',
    source: '',
    ...charge,
    amount: amount.minor,
    partner: partner?.partner ?? null,
    share: partner?.amount.minor ?? 0n,
    currency: amount.currency,
  }))
  const { rows: added } = await sql<{ id: string }>`
    insert into pending_charge (account_id, subscription_id, item_id, kind, charge_code, revision, description, amount_minor, currency, tax_category, prices_include_tax, supply, partner, partner_minor,
      period_from, period_to, bill_on, reason, source)
    select "accountId", "subscriptionId", "itemId", kind, "chargeCode", revision, description, amount, currency, "taxCategory", "pricesIncludeTax", supply, partner, share, "from", "to", "billOn", reason, source
    from jsonb_to_recordset(${json(rows)}) as c ("accountId" uuid, "subscriptionId" uuid, "itemId" uuid, kind text, "chargeCode" text, revision int, description text, amount bigint, currency text,
      "taxCategory" text, "pricesIncludeTax" boolean, supply text, partner text, share bigint, "from" date, "to" date, "billOn" date, reason text, source text)
    on conflict do nothing returning id`.execute(tx)
  return added.map(({ id }) => id)
}

/** A subscription with its add-ons, or one add-on of it. */
export interface WaitingOf {
  readonly subscriptionId: string
  readonly itemId: string | null
}

/** Charges for days that wait and reach beyond a day. */
export const readWaitingPeriods = (tx: Tx, of: WaitingOf, from: Temporal.PlainDate): Promise<WaitingPeriod[]> =>
  selectWaitingPeriods(tx, of, from, sql``)

/** The same, so that nobody bills or withdraws them meanwhile. */
export const lockWaitingPeriods = (tx: Tx, of: WaitingOf, from: Temporal.PlainDate): Promise<WaitingPeriod[]> =>
  selectWaitingPeriods(tx, of, from, sql`for update`)

async function selectWaitingPeriods(
  tx: Tx,
  { subscriptionId, itemId }: WaitingOf,
  from: Temporal.PlainDate,
  locking: RawBuilder<unknown>,
): Promise<WaitingPeriod[]> {
  const { rows } = await sql<PendingRow & { account_id: string; bill_on: string; reason: string }>`
    select * from pending_charge
    where subscription_id = ${subscriptionId} and kind = 'recurring' and period_to > ${from}::date and (${itemId}::uuid is null or item_id = ${itemId}::uuid)
      and billed_invoice_id is null and withdrawn_at is null order by id ${locking}`.execute(tx)
  return rows.map((row) => ({
    ...toPending(row),
    accountId: row.account_id,
    billOn: Temporal.PlainDate.from(row.bill_on),
    reason: row.reason,
  }))
}

export type WaitingPeriod = PendingCharge & NewPendingCharge

/** @returns whether it was there and not billed */
export async function withdrawPending(tx: Tx, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update pending_charge set withdrawn_at = app_now() where id = ${id} and billed_invoice_id is null and withdrawn_at is null`.execute(tx)
  return numAffectedRows === 1n
}

/**
 * Lets charges that an invoice carried wait anew, but for periods. What took something off was not taken back with it. Another revision,
 * because the line that was taken back keeps its own.
 */
export async function releasePending(tx: Tx, invoiceId: string): Promise<void> {
  await sql`
    update pending_charge set billed_invoice_id = null, revision = revision + 1
    where billed_invoice_id = ${invoiceId} and amount_minor > 0 and ${isNoPeriod}`.execute(tx)
}

/** A pending charge that no period of a subscription brings again: what was sold once has a source, set-up has a day. */
const isNoPeriod = sql<SqlBool>`kind <> 'recurring' and not (kind = 'one-time' and subscription_id is not null and period_from is not null)`

/**
 * What is left of lines of an invoice that nothing would bring again once it is taken back, as charges: use that was counted by records,
 * because those are billed once, and everything of subscriptions that are not billed any more, or not to whom they were.
 */
export async function readOtherwiseLost(
  tx: Tx,
  invoiceId: string,
  billedAgain: readonly string[],
): Promise<Omit<NewPendingCharge, 'billOn'>[]> {
  const { rows } = await sql<LostRow>`
    select coalesce(l.account_id, i.account_id) as account_id, l.subscription_id, l.item_id, l.kind, l.charge_code, l.revision, l.description, i.currency, l.net_minor - c.credited as left,
      l.tax_category, o.technology, l.partner, l.partner_minor, l.net_minor, l.period_from, least(l.period_to, c.credited_from) as period_to
    from invoice_line l join invoice i on i.tenant_id = l.tenant_id and i.id = l.invoice_id
    join subscription s on s.tenant_id = l.tenant_id and s.id = l.subscription_id
    join offer_version v on v.tenant_id = s.tenant_id and v.id = s.offer_version_id
    join offer o on o.tenant_id = s.tenant_id and o.id = s.offer_id
    cross join lateral (
      select coalesce(sum(n.net_minor), 0)::bigint as credited, min(n.period_from) filter (where n.is_unused) as credited_from from credit_note_line n
      where n.tenant_id = l.tenant_id and n.invoice_id = l.invoice_id and n.invoice_line = l.line) c
    where l.invoice_id = ${invoiceId} and l.net_minor > c.credited and l.kind in ('recurring', 'one-time', 'usage')
      and (s.id <> all (${billedAgain}::uuid[])
        or l.kind = 'usage' and exists (select from jsonb_array_elements(v.charges) e where e ->> 'code' = l.charge_code and e -> 'usage' ->> 'meter' <> 'bytes'))
      and not exists (
        select from pending_charge p where p.tenant_id = l.tenant_id and p.billed_invoice_id = l.invoice_id and p.charge_code = l.charge_code
          and p.subscription_id = l.subscription_id and p.period_from is not distinct from l.period_from and ${isNoPeriod})
    order by l.line`.execute(tx)
  return rows.map(toLost)
}

interface LostRow {
  account_id: string
  subscription_id: string
  item_id: string | null
  kind: LineKind
  charge_code: string
  revision: number
  description: string
  currency: string
  left: bigint
  tax_category: string
  technology: Technology
  partner: string | null
  partner_minor: bigint
  net_minor: bigint
  period_from: string | null
  period_to: string | null
}

function toLost(row: LostRow): Omit<NewPendingCharge, 'billOn'> {
  const amount = money(row.left, row.currency)
  const share = multiplyRatio(money(row.partner_minor, row.currency), row.left, row.net_minor)
  return {
    accountId: row.account_id,
    subscriptionId: row.subscription_id,
    itemId: row.item_id,
    kind: row.kind,
    chargeCode: row.charge_code,
    revision: row.revision + 1,
    description: row.description,
    amount,
    taxCategory: row.tax_category,
    pricesIncludeTax: false,
    supply: supplyOf(row.technology),
    partner: row.partner === null ? null : { partner: row.partner, amount: share },
    from: row.period_from === null ? null : Temporal.PlainDate.from(row.period_from),
    to: row.period_to === null ? null : Temporal.PlainDate.from(row.period_to),
  }
}

/** The line that carries a charge; undefined while it waits. */
export async function readBilledCharge(
  tx: Tx,
  id: string,
): Promise<{ invoiceId: string; invoiceNumber: string; net: Money; tax: Money } | undefined> {
  const { rows } = await sql<{ id: string; number: string; currency: string; net_minor: bigint; tax_minor: bigint }>`
    select i.id, i.number, i.currency, l.net_minor, l.tax_minor
    from pending_charge p join invoice i on i.tenant_id = p.tenant_id and i.id = p.billed_invoice_id
    join invoice_line l on l.tenant_id = p.tenant_id and l.invoice_id = i.id and l.charge_code = p.charge_code and l.description = p.description
    where p.id = ${id} order by l.line limit 1`.execute(tx)
  const row = rows[0]
  return (
    row && {
      invoiceId: row.id,
      invoiceNumber: row.number,
      net: money(row.net_minor, row.currency),
      tax: money(row.tax_minor, row.currency),
    }
  )
}

/** A charge that waits, for people. */
export interface WaitingCharge {
  readonly id: string
  readonly subscriptionId: string | null
  readonly kind: LineKind
  readonly description: string
  readonly amount: Money
  readonly pricesIncludeTax: boolean
  readonly billOn: Temporal.PlainDate
  readonly reason: string
}

export async function readWaiting(tx: Tx, accountId: string): Promise<WaitingCharge[]> {
  const { rows } = await sql<{
    id: string
    subscription_id: string | null
    kind: LineKind
    description: string
    amount_minor: bigint
    currency: string
    prices_include_tax: boolean
    bill_on: string
    reason: string
  }>`
    select * from pending_charge where account_id = ${accountId} and billed_invoice_id is null and withdrawn_at is null order by created_at, id`.execute(
    tx,
  )
  return rows.map((row) => ({
    id: row.id,
    subscriptionId: row.subscription_id,
    kind: row.kind,
    description: row.description,
    amount: money(row.amount_minor, row.currency),
    pricesIncludeTax: row.prices_include_tax,
    billOn: Temporal.PlainDate.from(row.bill_on),
    reason: row.reason,
  }))
}
