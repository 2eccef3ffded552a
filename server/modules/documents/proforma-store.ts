import { json, sql, type Tx } from '#kernel/db.ts'
import { money } from '#kernel/money.ts'
import { type Proforma, type ProformaDraft, proformaNumber, zProformaContent } from './proforma.ts'

interface ProformaRow {
  id: string
  number: string
  customer_id: string
  account_id: string
  issued_on: string
  valid_until: string
  currency: string
  net_minor: bigint
  total_minor: bigint
  credited_minor: bigint
  content: unknown
  created_at: Temporal.Instant
}

/** Numbers and keeps a proforma; its series is apart from those of invoices. */
export async function insertProforma(tx: Tx, draft: ProformaDraft): Promise<Proforma> {
  const { customerId, accountId, issuedOn, validUntil, net, total, credited, lines, taxes } = draft
  const { rows: taken } = await sql<{ sequence: bigint }>`select take_numbers(${`proforma/${issuedOn.year}`}, 1) as sequence`.execute(tx)
  const { rows } = await sql<ProformaRow>`
    insert into proforma (number, customer_id, account_id, issued_on, valid_until, currency, net_minor, total_minor, credited_minor, content)
    values (${proformaNumber(issuedOn.year, taken[0]!.sequence)}, ${customerId}, ${accountId}, ${issuedOn}, ${validUntil}, ${total.currency}, ${net.minor},
      ${total.minor}, ${credited.minor}, ${json({ lines, taxes })}) returning *`.execute(tx)
  return toProforma(rows[0]!)
}

export async function findProforma(tx: Tx, id: string): Promise<Proforma | undefined> {
  const { rows } = await sql<ProformaRow>`select * from proforma where id = ${id}`.execute(tx)
  return rows[0] && toProforma(rows[0])
}

const toProforma = (row: ProformaRow): Proforma => ({
  id: row.id,
  number: row.number,
  customerId: row.customer_id,
  accountId: row.account_id,
  issuedOn: Temporal.PlainDate.from(row.issued_on),
  validUntil: Temporal.PlainDate.from(row.valid_until),
  net: money(row.net_minor, row.currency),
  total: money(row.total_minor, row.currency),
  credited: money(row.credited_minor, row.currency),
  ...zProformaContent.parse(row.content),
  createdAt: row.created_at,
})
