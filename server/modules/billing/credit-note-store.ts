import { json, sql, type Tx } from '#kernel/db.ts'
import { type Money, money } from '#kernel/money.ts'
import { totalPercent } from '#modules/tax'
import type { CreditableLine, CreditKind, CreditNoteDraft } from './credit.ts'
import { type Allocation, type LineKind, taxTotals } from './invoice.ts'
import type { IssuingBranch } from './invoice-number.ts'
import { lineTaxes, readLineTaxes, type StoredTax } from './line-taxes.ts'

/** Takes back a part of an invoice. Amounts are positive. */
export interface CreditNote {
  readonly id: string
  readonly number: string // CN-2026-000012
  readonly invoiceId: string
  readonly invoiceNumber: string
  readonly accountId: string
  readonly customerId: string
  readonly kind: CreditKind
  readonly reason: string
  readonly issuedOn: Temporal.PlainDate
  readonly postedAt: Temporal.Instant
  readonly net: Money
  readonly tax: Money
  readonly total: Money
  readonly unallocated: Money // the account's credit from it
}

interface NoteRow {
  id: string
  number: string
  invoice_id: string
  invoice_number: string
  account_id: string
  customer_id: string
  currency: string
  kind: CreditKind
  reason: string
  issued_on: string
  posted_at: Temporal.Instant
  net_minor: bigint
  tax_minor: bigint
  total_minor: bigint
  unallocated_minor: bigint
}

const toNote = (row: NoteRow): CreditNote => ({
  id: row.id,
  number: row.number,
  invoiceId: row.invoice_id,
  invoiceNumber: row.invoice_number,
  accountId: row.account_id,
  customerId: row.customer_id,
  kind: row.kind,
  reason: row.reason,
  issuedOn: Temporal.PlainDate.from(row.issued_on),
  postedAt: row.posted_at,
  net: money(row.net_minor, row.currency),
  tax: money(row.tax_minor, row.currency),
  total: money(row.total_minor, row.currency),
  unallocated: money(row.unallocated_minor, row.currency),
})

const notes = sql`select n.*, i.number as invoice_number from credit_note n join invoice i on i.tenant_id = n.tenant_id and i.id = n.invoice_id`

export async function findCreditNote(tx: Tx, id: string): Promise<CreditNote | undefined> {
  const { rows } = await sql<NoteRow>`${notes} where n.id = ${id}`.execute(tx)
  return rows[0] && toNote(rows[0])
}

export async function readCreditNotesOf(tx: Tx, invoiceId: string): Promise<CreditNote[]> {
  const { rows } = await sql<NoteRow>`${notes} where n.invoice_id = ${invoiceId} order by n.number`.execute(tx)
  return rows.map(toNote)
}

export interface CreditNoteLine {
  readonly description: string
  readonly periodFrom: Temporal.PlainDate | null
  readonly periodTo: Temporal.PlainDate | null // exclusive
  readonly net: Money
  readonly tax: Money
  readonly taxPercent: string
  readonly supplyCode: string
}

export async function readCreditNoteLines(tx: Tx, { id, total: { currency } }: CreditNote): Promise<CreditNoteLine[]> {
  const { rows } = await sql<{
    description: string
    period_from: string | null
    period_to: string | null
    net_minor: bigint
    tax_minor: bigint
    tax_percent: string
    supply_code: string
  }>`select description, period_from, period_to, net_minor, tax_minor, tax_percent, supply_code from credit_note_line where credit_note_id = ${id} order by line`.execute(
    tx,
  )
  return rows.map((row) => ({
    description: row.description,
    periodFrom: row.period_from === null ? null : Temporal.PlainDate.from(row.period_from),
    periodTo: row.period_to === null ? null : Temporal.PlainDate.from(row.period_to),
    net: money(row.net_minor, currency),
    tax: money(row.tax_minor, currency),
    taxPercent: row.tax_percent,
    supplyCode: row.supply_code,
  }))
}

/** The branches that issued invoices, by their invoices; absent where the tenant itself did. */
export async function readIssuingBranches(tx: Tx, invoiceIds: readonly string[]): Promise<Map<string, IssuingBranch>> {
  const { rows } = await sql<IssuingBranch & { invoiceId: string }>`
    select i.id as "invoiceId", l.id, l.branch_code as code from invoice i join location l on l.tenant_id = i.tenant_id and l.id = i.branch_id
    where i.id = any (${invoiceIds}::uuid[])`.execute(tx)
  return new Map(rows.map(({ invoiceId, ...branch }) => [invoiceId, branch]))
}

/** Inserts a note with its lines and taxes; place, seller and buyer are those of its invoice. */
export async function insertCreditNote(
  tx: Tx,
  draft: CreditNoteDraft,
  head: { readonly number: string; readonly kind: CreditKind; readonly reason: string; readonly issuedOn: Temporal.PlainDate },
): Promise<CreditNote> {
  const { rows } = await sql<{ id: string }>`
    insert into credit_note (number, invoice_id, account_id, customer_id, currency, place_of_supply, seller_id, customer_version, buyer_tax_number, issued_on, kind, reason,
      net_minor, tax_minor, total_minor, unallocated_minor)
    select ${head.number}, id, account_id, customer_id, currency, place_of_supply, seller_id, customer_version, buyer_tax_number, ${head.issuedOn}::date, ${head.kind}, ${head.reason},
      ${draft.net.minor}::bigint, ${draft.tax.minor}::bigint, ${draft.total.minor}::bigint, ${draft.total.minor}::bigint
    from invoice where id = ${draft.invoiceId} returning id`.execute(tx)
  const { id } = rows[0]!
  const lines = draft.lines.map((line, index) => ({
    line: index + 1,
    invoice_line: line.invoiceLine,
    description: line.description,
    from: line.from,
    to: line.to,
    unused: line.isUnused,
    net: line.net.minor,
    tax: line.tax.minor,
    percent: totalPercent(line.taxes),
    category: line.taxCategory,
    code: line.supplyCode,
    taxes: lineTaxes(line.taxes),
    partner: line.partner?.partner ?? null,
    share: line.partner?.amount.minor ?? 0n,
  }))
  await sql`
    insert into credit_note_line (credit_note_id, line, invoice_id, invoice_line, description, period_from, period_to, is_unused, net_minor, tax_minor, tax_percent, tax_category, supply_code, taxes, partner, partner_minor)
    select ${id}, line, ${draft.invoiceId}, invoice_line, description, "from", "to", unused, net, tax, percent, category, code, taxes, partner, share
    from jsonb_to_recordset(${json(lines)}) as l (line int, invoice_line int, description text, "from" date, "to" date, unused boolean, net bigint, tax bigint, percent numeric, category text, code text,
      taxes jsonb, partner text, share bigint)`.execute(tx)
  const taxes = taxTotals(draft.lines).map((total) => ({ ...total, net: total.net.minor, tax: total.tax.minor }))
  await sql`
    insert into invoice_tax (invoice_id, code, name, jurisdiction, rate_percent, supply_code, net_minor, tax_minor)
    select ${id}, code, name, jurisdiction, percent, "supplyCode", net, tax
    from jsonb_to_recordset(${json(taxes)}) as x (code text, name text, jurisdiction text, percent numeric, "supplyCode" text, net bigint, tax bigint)`.execute(
    tx,
  )
  return (await findCreditNote(tx, id))!
}

export async function allocateCredit(tx: Tx, creditNoteId: string, allocations: readonly Allocation[], unallocated: Money): Promise<void> {
  await sql`update credit_note set unallocated_minor = ${unallocated.minor} where id = ${creditNoteId}`.execute(tx)
  await sql`
    insert into credit_allocation (credit_note_id, invoice_id, amount_minor)
    select ${creditNoteId}, * from unnest(${allocations.map((one) => one.invoiceId)}::uuid[], ${allocations.map((one) => one.amount.minor)}::bigint[])
    on conflict (tenant_id, credit_note_id, invoice_id) do update set amount_minor = credit_allocation.amount_minor + excluded.amount_minor`.execute(
    tx,
  )
}

/** Of these accounts, those with credit from notes. They are locked first, as for payments. */
export async function lockAccountsWithNotes(tx: Tx, accountIds: readonly string[]): Promise<string[]> {
  await sql`select from account where id = any (${accountIds}::uuid[]) order by id for no key update`.execute(tx)
  const { rows } = await sql<{ account_id: string }>`
    select distinct account_id from credit_note where account_id = any (${accountIds}::uuid[]) and unallocated_minor > 0 order by account_id`.execute(
    tx,
  )
  return rows.map((row) => row.account_id)
}

/** Locks notes of an account that have credit left, oldest first. */
export async function lockNotesWithCredit(tx: Tx, accountId: string): Promise<{ id: string; unallocated: Money }[]> {
  const { rows } = await sql<{ id: string; unallocated_minor: bigint; currency: string }>`
    select id, unallocated_minor, currency from credit_note where account_id = ${accountId} and unallocated_minor > 0 order by issued_on, id for update`.execute(
    tx,
  )
  return rows.map((row) => ({ id: row.id, unallocated: money(row.unallocated_minor, row.currency) }))
}

interface LineRow {
  invoice_id: string
  line: number
  kind: LineKind
  description: string
  period_from: string | null
  period_to: string | null
  currency: string
  net_minor: bigint
  taxes: StoredTax[]
  tax_minor: bigint
  tax_category: string
  supply_code: string
  partner: string | null
  partner_minor: bigint
  credited_minor: bigint
  credited_from: string | null
}

const toLine = (row: LineRow): CreditableLine => ({
  invoiceId: row.invoice_id,
  line: row.line,
  kind: row.kind,
  description: row.description,
  from: row.period_from === null ? null : Temporal.PlainDate.from(row.period_from),
  to: row.period_to === null ? null : Temporal.PlainDate.from(row.period_to),
  net: money(row.net_minor, row.currency),
  taxes: readLineTaxes(row.taxes, row.currency),
  tax: money(row.tax_minor, row.currency),
  taxCategory: row.tax_category,
  supplyCode: row.supply_code,
  partner: row.partner === null ? null : { partner: row.partner, amount: money(row.partner_minor, row.currency) },
  credited: money(row.credited_minor, row.currency),
  creditedFrom: row.credited_from === null ? null : Temporal.PlainDate.from(row.credited_from),
})

/** Lines from which something is left to take back. */
const creditableLines = sql`
  select l.invoice_id, l.line, l.kind, l.description, l.period_from, l.period_to, i.currency, l.net_minor, l.taxes, l.tax_minor, l.tax_category, l.supply_code, l.partner, l.partner_minor, c.credited_minor, c.credited_from
  from invoice_line l
  join invoice i on i.tenant_id = l.tenant_id and i.id = l.invoice_id and i.state <> 'void'
  cross join lateral (
    select coalesce(sum(n.net_minor), 0)::bigint as credited_minor, min(n.period_from) filter (where n.is_unused) as credited_from from credit_note_line n
    where n.tenant_id = l.tenant_id and n.invoice_id = l.invoice_id and n.invoice_line = l.line) c`
const hasRest = sql`l.net_minor > c.credited_minor`

/** Recurring lines of a subscription with days from a day on; of an add-on only where it is named. */
export async function readUnusedLines(
  tx: Tx,
  subscriptionId: string,
  from: Temporal.PlainDate,
  itemId: string | null = null,
): Promise<CreditableLine[]> {
  const { rows } = await sql<LineRow>`
    ${creditableLines} where l.tenant_id = current_tenant() and l.subscription_id = ${subscriptionId} and l.kind = 'recurring' and l.period_to > ${from}::date
      and (${itemId}::uuid is null or l.item_id = ${itemId}::uuid) and ${hasRest}
    order by l.period_from, l.invoice_id, l.line`.execute(tx)
  return rows.map(toLine)
}

export async function readCreditableLines(tx: Tx, invoiceId: string): Promise<CreditableLine[]> {
  const { rows } = await sql<LineRow>`${creditableLines} where l.invoice_id = ${invoiceId} and ${hasRest} order by l.line`.execute(tx)
  return rows.map(toLine)
}
