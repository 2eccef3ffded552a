import { json, sql, type Tx } from '#kernel/db.ts'
import { type Money, money } from '#kernel/money.ts'
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

/** @returns whether it was there and not billed */
export async function withdrawPending(tx: Tx, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update pending_charge set withdrawn_at = app_now() where id = ${id} and billed_invoice_id is null and withdrawn_at is null`.execute(tx)
  return numAffectedRows === 1n
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
