import { sql, type Tx } from '#kernel/db.ts'
import { type Money, money } from '#kernel/money.ts'
import { actorName } from '#modules/identity'
import type { Journal } from './book-journal.ts'
import type { ChartAccount } from './chart-store.ts'

/** Keeps accounts from being deleted until the end of this transaction. */
export async function lockChartAccounts(tx: Tx, ids: readonly string[]): Promise<Map<string, ChartAccount>> {
  const { rows } = await sql<ChartAccount>`
    select id, code, number, name, renamed, kind, version from ledger_account where id = any (${ids}::uuid[]) order by id for share`.execute(
    tx,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

export async function insertJournal(tx: Tx, { bookedOn, description, lines, overrideReason }: Journal): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into entry (booked_on, description, source_kind, source_id, override_reason)
    values (${bookedOn}::date, ${description}, 'journal', uuidv7(), ${overrideReason}) returning id`.execute(tx)
  const entryId = rows[0]!.id
  await sql`
    insert into posting (entry_id, line, ledger_account_id, amount_minor, currency)
    select ${entryId}, n - 1, account, minor, currency
    from unnest(${lines.map((line) => line.ledgerAccountId)}::uuid[], ${lines.map((line) => line.amount.minor)}::bigint[],
      ${lines.map((line) => line.amount.currency)}::text[]) with ordinality t (account, minor, currency, n)`.execute(tx)
  return entryId
}

/** An entry as it stands in the journal. */
export interface BookedEntry {
  readonly id: string
  readonly bookedOn: Temporal.PlainDate
  readonly description: string
  readonly sourceKind: string
  readonly sourceId: string
  readonly reversesId: string | null
  readonly overrideReason: string | null
  readonly actor: string
  readonly at: Temporal.Instant
}

export async function findBookedEntry(tx: Tx, id: string): Promise<BookedEntry | undefined> {
  const { rows } = await sql<{
    booked_on: string
    description: string
    source_kind: string
    source_id: string
    reverses_id: string | null
    override_reason: string | null
    actor: string
    at: Temporal.Instant
  }>`select booked_on, description, source_kind, source_id, reverses_id, override_reason, ${actorName(sql`actor`)} as actor, at from entry where id = ${id}`.execute(
    tx,
  )
  const row = rows[0]
  return (
    row && {
      id,
      bookedOn: Temporal.PlainDate.from(row.booked_on),
      description: row.description,
      sourceKind: row.source_kind,
      sourceId: row.source_id,
      reversesId: row.reverses_id,
      overrideReason: row.override_reason,
      actor: row.actor,
      at: row.at,
    }
  )
}

export interface BookedLine {
  readonly line: number
  readonly ledgerAccountId: string
  readonly code: string | null
  readonly number: string
  readonly name: string
  readonly renamed: boolean
  readonly account: string | null // number of the billing account
  readonly customerId: string | null
  readonly amount: Money // debits positive
}

export async function readBookedLines(tx: Tx, entryId: string): Promise<BookedLine[]> {
  const { rows } = await sql<Omit<BookedLine, 'amount'> & { amount_minor: bigint; currency: string }>`
    select p.line, l.id as "ledgerAccountId", l.code, l.number, l.name, l.renamed, a.number as account, a.customer_id as "customerId", p.amount_minor, p.currency
    from posting p
    join ledger_account l on l.tenant_id = p.tenant_id and l.id = p.ledger_account_id
    left join account a on a.tenant_id = p.tenant_id and a.id = p.account_id
    where p.tenant_id = current_tenant() and p.entry_id = ${entryId} order by p.line`.execute(tx)
  return rows.map(({ amount_minor, currency, ...row }) => ({ ...row, amount: money(amount_minor, currency) }))
}
