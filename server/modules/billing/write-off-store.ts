import { json, sql, type Tx } from '#kernel/db.ts'
import { type Money, money } from '#kernel/money.ts'
import type { TaxTotal } from './invoice.ts'
import type { Invoice } from './store.ts'
import type { Loss } from './write-off.ts'

/** What of an invoice nobody is expected to pay any more; negative amounts were paid after all. */
export interface WriteOff {
  readonly id: string
  readonly invoiceId: string
  readonly amount: Money
  readonly net: Money // the loss
  readonly tax: Money // taken back from what tax offices get
  readonly bookedOn: Temporal.PlainDate
  readonly reason: string
}

interface WriteOffRow {
  id: string
  invoice_id: string
  currency: string
  amount_minor: bigint
  net_minor: bigint
  tax_minor: bigint
  booked_on: string
  reason: string
}

const toWriteOff = (row: WriteOffRow): WriteOff => ({
  id: row.id,
  invoiceId: row.invoice_id,
  amount: money(row.amount_minor, row.currency),
  net: money(row.net_minor, row.currency),
  tax: money(row.tax_minor, row.currency),
  bookedOn: Temporal.PlainDate.from(row.booked_on),
  reason: row.reason,
})

export async function insertWriteOff(tx: Tx, draft: Omit<WriteOff, 'id'> & { readonly taxes: readonly TaxTotal[] }): Promise<WriteOff> {
  const { rows } = await sql<WriteOffRow>`
    insert into write_off (invoice_id, currency, net_minor, tax_minor, amount_minor, booked_on, reason)
    values (${draft.invoiceId}, ${draft.amount.currency}, ${draft.net.minor}, ${draft.tax.minor}, ${draft.amount.minor}, ${draft.bookedOn}, ${draft.reason})
    returning *`.execute(tx)
  const kept = toWriteOff(rows[0]!)
  const taxes = draft.taxes.map((total) => ({ ...total, net: total.net.minor, tax: total.tax.minor }))
  await sql`
    insert into invoice_tax (invoice_id, code, name, jurisdiction, rate_percent, supply_code, net_minor, tax_minor)
    select ${kept.id}, code, name, jurisdiction, percent, "supplyCode", net, tax
    from jsonb_to_recordset(${json(taxes)}) as x (code text, name text, jurisdiction text, percent numeric, "supplyCode" text, net bigint, tax bigint)`.execute(
    tx,
  )
  return kept
}

export async function readWriteOffs(tx: Tx, invoiceId: string): Promise<WriteOff[]> {
  const { rows } = await sql<WriteOffRow>`select * from write_off where invoice_id = ${invoiceId} order by at, id`.execute(tx)
  return rows.map(toWriteOff)
}

interface TaxRow {
  code: string
  name: string
  jurisdiction: string
  rate_percent: string
  supply_code: string
  net_minor: bigint
  tax_minor: bigint
}

const toTotal = (row: TaxRow, currency: string): TaxTotal => ({
  code: row.code,
  name: row.name,
  jurisdiction: row.jurisdiction,
  percent: row.rate_percent,
  supplyCode: row.supply_code,
  net: money(row.net_minor, currency),
  tax: money(row.tax_minor, currency),
})

/** What an invoice charged less what was credited of it, with its taxes. */
export async function chargedTaxes(tx: Tx, { id, total: { currency } }: Invoice): Promise<Loss> {
  const documents = sql`(
    select taxes_of_id, 1 as sign, total_minor from invoice where id = ${id} union all select id, -1, total_minor from credit_note where invoice_id = ${id}) d`
  const { rows: sums } = await sql<{ minor: bigint }>`select sum(sign * total_minor)::bigint as minor from ${documents}`.execute(tx)
  const { rows } = await sql<TaxRow>`
    select code, max(name) as name, jurisdiction, rate_percent, supply_code, sum(sign * net_minor)::bigint as net_minor, sum(sign * tax_minor)::bigint as tax_minor
    from ${documents} join invoice_tax x on x.tenant_id = current_tenant() and x.invoice_id = d.taxes_of_id
    group by code, jurisdiction, rate_percent, supply_code order by 1, 3, 4, 5`.execute(tx)
  return { amount: money(sums[0]!.minor, currency), taxes: rows.map((row) => toTotal(row, currency)) }
}

/** What of an invoice is written off now, with the taxes that were taken back for it. */
export async function writtenOff(tx: Tx, { id, total: { currency } }: Invoice): Promise<Loss> {
  const { rows: sums } = await sql<{ minor: bigint }>`
    select coalesce(sum(amount_minor), 0)::bigint as minor from write_off where invoice_id = ${id}`.execute(tx)
  const { rows } = await sql<TaxRow>`
    select code, max(name) as name, jurisdiction, rate_percent, supply_code, sum(x.net_minor)::bigint as net_minor, sum(x.tax_minor)::bigint as tax_minor
    from write_off w join invoice_tax x on x.tenant_id = w.tenant_id and x.invoice_id = w.id
    where w.invoice_id = ${id} group by code, jurisdiction, rate_percent, supply_code order by 1, 3, 4, 5`.execute(tx)
  return { amount: money(sums[0]!.minor, currency), taxes: rows.map((row) => toTotal(row, currency)) }
}

/** What is written off of these invoices, of those that are. */
export async function readLosses(tx: Tx, invoiceIds: readonly string[]): Promise<ReadonlyMap<string, Money>> {
  if (invoiceIds.length === 0) return new Map()
  const { rows } = await sql<{ id: string; minor: bigint; currency: string }>`
    select id, total_minor - paid_minor as minor, currency from invoice where id = any (${invoiceIds}::uuid[]) and state = 'written-off'`.execute(
    tx,
  )
  return new Map(rows.map(({ id, minor, currency }) => [id, money(minor, currency)]))
}

/** What was written off up to a day, less what of it was paid after all. */
export async function sumWrittenOff(tx: Tx, { on, currency }: { on: Temporal.PlainDate; currency: string }): Promise<Money> {
  const { rows } = await sql<{ minor: bigint }>`
    select coalesce(sum(amount_minor), 0)::bigint as minor from write_off
    where tenant_id = current_tenant() and booked_on <= ${on}::date and currency = ${currency}`.execute(tx)
  return money(rows[0]!.minor, currency)
}
