import type { RawBuilder } from 'kysely'
import { sql, type Tx } from '#kernel/db.ts'

/** Days of documents and bookings: `to` is exclusive. */
export interface TaxPeriod {
  readonly from: Temporal.PlainDate
  readonly to: Temporal.PlainDate
  readonly currency: string
}

/**
 * Documents that count in a period: invoices on the day they were issued, and once more, with the other sign, on the day they were
 * voided; credit notes with the other sign; and taxes that were taken back for debts that went bad, by which nothing is supplied less.
 */
const documents = ({ from, to, currency }: TaxPeriod) => {
  const columns = sql`tenant_id, id, number, seller_id, customer_id, customer_version, buyer_tax_number, place_of_supply, net_minor, tax_minor`
  const counts = (day: RawBuilder<unknown>) =>
    sql`tenant_id = current_tenant() and ${day} >= ${from}::date and ${day} < ${to}::date and currency = ${currency}`
  const parties = sql`i.number, i.seller_id, i.customer_id, i.customer_version, i.buyer_tax_number, i.place_of_supply`
  return sql`
    select ${columns}, taxes_of_id, 'invoice' as kind, 1 as sign, issued_on as on_day from invoice where ${counts(sql`issued_on`)}
    union all select ${columns}, taxes_of_id, 'void', -1, voided_on from invoice where ${counts(sql`voided_on`)}
    union all select ${columns}, id, 'credit-note', -1, issued_on from credit_note where ${counts(sql`issued_on`)}
    union all select w.tenant_id, w.id, ${parties}, w.net_minor, w.tax_minor, w.id, 'bad-debt', -1, w.booked_on
    from (select * from write_off where ${counts(sql`booked_on`)} and tax_minor <> 0) w
    join invoice i on i.tenant_id = w.tenant_id and i.id = w.invoice_id`
}

export interface TaxSum {
  readonly code: string
  readonly name: string
  readonly jurisdiction: string
  readonly percent: string
  readonly supplyCode: string
  readonly placeOfSupply: string
  /** Whether the buyers are registered. */
  readonly isBusiness: boolean
  readonly documents: bigint
  readonly net: bigint
  readonly tax: bigint
  readonly creditedNet: bigint
  readonly creditedTax: bigint
  readonly relievedTax: bigint // of debts that went bad, less what of them was paid after all
}

export async function sumTaxes(tx: Tx, period: TaxPeriod): Promise<TaxSum[]> {
  const { rows } = await sql<TaxSum>`
    select x.code, max(x.name) as name, x.jurisdiction, x.rate_percent as percent, x.supply_code as "supplyCode", d.place_of_supply as "placeOfSupply",
      d.buyer_tax_number is not null as "isBusiness", count(*) as documents,
      coalesce(sum(x.net_minor) filter (where d.sign = 1), 0)::bigint as net, coalesce(sum(x.tax_minor) filter (where d.sign = 1), 0)::bigint as tax,
      coalesce(sum(x.net_minor) filter (where d.sign = -1 and d.kind <> 'bad-debt'), 0)::bigint as "creditedNet",
      coalesce(sum(x.tax_minor) filter (where d.sign = -1 and d.kind <> 'bad-debt'), 0)::bigint as "creditedTax", coalesce(sum(x.tax_minor) filter (where d.kind = 'bad-debt'), 0)::bigint as "relievedTax"
    from (${documents(period)}) d join invoice_tax x on x.tenant_id = d.tenant_id and x.invoice_id = d.taxes_of_id
    group by x.code, x.jurisdiction, x.rate_percent, x.supply_code, d.place_of_supply, d.buyer_tax_number is not null
    order by x.jurisdiction, x.code, x.rate_percent, x.supply_code, d.place_of_supply, 7`.execute(tx)
  return rows
}

export interface SupplySum {
  readonly isBusiness: boolean
  readonly placeOfSupply: string
  readonly documents: bigint
  readonly net: bigint // less what was credited
  readonly tax: bigint
}

/** What was supplied, also where no tax was due. */
export async function sumSupplies(tx: Tx, period: TaxPeriod): Promise<SupplySum[]> {
  const { rows } = await sql<SupplySum>`
    select d.buyer_tax_number is not null as "isBusiness", d.place_of_supply as "placeOfSupply", count(*) as documents,
      sum(d.sign * d.net_minor)::bigint as net, sum(d.sign * d.tax_minor)::bigint as tax
    from (${documents(period)}) d where d.kind <> 'bad-debt' group by 1, 2 order by 1 desc, 2`.execute(tx)
  return rows
}

/** What the books say was charged less credited: credits to the account of taxes payable, less debits. */
export async function bookedTaxes(tx: Tx, { from, to, currency }: TaxPeriod): Promise<bigint> {
  const { rows } = await sql<{ minor: bigint }>`
    select coalesce(-sum(p.amount_minor), 0)::bigint as minor
    from ledger_account l
    join posting p on p.tenant_id = l.tenant_id and p.ledger_account_id = l.id and p.currency = ${currency}
    join entry e on e.tenant_id = p.tenant_id and e.id = p.entry_id and e.booked_on >= ${from}::date and e.booked_on < ${to}::date
    where l.tenant_id = current_tenant() and l.code = 'tax-payable'`.execute(tx)
  return rows[0]!.minor
}

/** One tax of one document, as it stands in a register; a document without taxes has one line, too. */
export interface RegisterLine {
  readonly invoiceId: string
  readonly number: string
  readonly on: string
  readonly kind: 'invoice' | 'void' | 'credit-note' | 'bad-debt'
  readonly sellerTaxNumber: string | null // of the branch, where it has its own
  readonly customer: string
  readonly buyerTaxNumber: string | null
  readonly placeOfSupply: string
  readonly code: string | null
  readonly jurisdiction: string | null
  readonly percent: string | null
  readonly supplyCode: string | null
  readonly net: bigint // negative in a credit
  readonly tax: bigint
}

/** Lines of the documents after one, in the order of their ids; what was issued and voided in the period is on one page. */
export async function readRegister(tx: Tx, period: TaxPeriod, page: { after: string; documents: number }): Promise<RegisterLine[]> {
  const { rows } = await sql<RegisterLine>`
    select d.id as "invoiceId", d.number, d.on_day as "on", d.kind, s.content ->> 'registration' as "sellerTaxNumber", b.content ->> 'name' as customer, d.buyer_tax_number as "buyerTaxNumber",
      d.place_of_supply as "placeOfSupply", x.code, x.jurisdiction, x.rate_percent as percent, x.supply_code as "supplyCode",
      d.sign * coalesce(x.net_minor, d.net_minor) as net, d.sign * coalesce(x.tax_minor, 0) as tax
    from (select * from (${documents(period)}) all_documents where id > ${page.after}::uuid order by id fetch first ${page.documents} rows with ties) d
    join tax_seller s on s.tenant_id = d.tenant_id and s.id = d.seller_id
    left join invoice_tax x on x.tenant_id = d.tenant_id and x.invoice_id = d.taxes_of_id
    cross join lateral (
      select content from tax_buyer where tenant_id = d.tenant_id and customer_id = d.customer_id and version <= d.customer_version order by version desc limit 1) b
    order by d.id, d.sign desc, d.kind, x.code, x.jurisdiction, x.supply_code`.execute(tx)
  return rows
}
