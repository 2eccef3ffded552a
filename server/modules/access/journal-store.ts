/** The journal of accounting: what was answered is here until it has taken effect. SQL. */
import { type Db, sql, type Tx } from '#kernel/db.ts'
import { type AccountingRecord, nasOf, recordsFrom, tenantOf, textOf } from './accounting-record.ts'

/** Records of one tenant, in the order of their arrival. */
export interface JournalRow {
  readonly id: bigint
  readonly tenantId: string
  readonly records: readonly AccountingRecord[]
}

const separator = '\u001e' // JSON has no control characters

/** Stores records durably, in a transaction of its own. @returns a row for each tenant among them */
export async function appendToJournal({ kysely }: Db, records: readonly AccountingRecord[]): Promise<JournalRow[]> {
  const byTenant = Map.groupBy(records, tenantOf)
  // One plain text: as an array of PostgreSQL every quotation mark in it would have to be escaped.
  const texts = byTenant.values().map(textOf).toArray().join(separator)
  const { rows } = await sql<{ tenant_id: string; id: bigint }>`
    select tenant_id, id from journal_accounting(${`{${[...byTenant.keys()].join(',')}}`}::uuid[], string_to_array(${texts}, ${separator}))`.execute(
    kysely,
  )
  return rows.map((row) => ({ id: row.id, tenantId: row.tenant_id, records: byTenant.get(row.tenant_id)! }))
}

/**
 * Stores records of the transaction's tenant with whatever else it does. No process has them in hand, so they are as old as those that a
 * killed one left: the next look into the journal, within seconds of the commit, applies them.
 */
export async function appendWith(tx: Tx, records: readonly AccountingRecord[]): Promise<void> {
  await sql`insert into accounting_journal (records, at) values (${textOf(records)}, clock_timestamp() - interval '1 minute')`.execute(tx)
}

/** Rows that nobody has applied: of a process that was killed, of an append whose answer was lost, or to be tried again. */
export async function readJournal(
  tx: Tx,
  { olderThanSeconds, except, limit }: { olderThanSeconds: number; except: readonly bigint[]; limit: number },
): Promise<JournalRow[]> {
  const { rows } = await sql<{ id: bigint; tenant_id: string; records: string }>`
    select id, tenant_id, records from accounting_journal
    where error is null and at <= clock_timestamp() - make_interval(secs => ${olderThanSeconds}) and id <> all (${except}::bigint[])
    order by id limit ${limit}`.execute(tx)
  return rows.map((row) => ({ id: row.id, tenantId: row.tenant_id, records: recordsFrom(row.records, row.tenant_id) }))
}

/** Lets a transaction that only applies the journal not wait for the disk: were its commit lost, the rows of the journal would be there again. */
export async function relyOnJournal(tx: Tx): Promise<void> {
  await sql`set local synchronous_commit = off`.execute(tx)
}

export async function removeFromJournal(tx: Tx, rows: readonly JournalRow[]): Promise<void> {
  await sql`
    delete from accounting_journal j using unnest(${rows.map((row) => row.tenantId)}::uuid[], ${rows.map((row) => row.id)}::bigint[]) done (tenant_id, id)
    where j.tenant_id = done.tenant_id and j.id = done.id`.execute(tx)
}

/** A record that could not be applied, and why. */
export interface Refused {
  readonly record: AccountingRecord
  readonly error: string
}

/** Keeps them for a person to look at. */
export async function keepRefused(tx: Tx, refused: readonly Refused[]): Promise<void> {
  await sql`
    insert into accounting_journal (tenant_id, nas_id, records, error)
    select * from unnest(${refused.map(({ record }) => tenantOf(record))}::uuid[], ${refused.map(({ record }) => nasOf(record))}::uuid[],
      ${refused.map(({ record }) => textOf([record]))}::text[], ${refused.map(({ error }) => error)}::text[])`.execute(tx)
}

/** Lets refused records be tried again, within seconds. */
export async function replayRefused(tx: Tx, ids: readonly string[]): Promise<void> {
  await sql`update accounting_journal set error = null where id = any (${ids}::bigint[]) and error is not null`.execute(tx)
}

/** Gives refused records up: what they counted is not counted. */
export async function discardRefused(tx: Tx, ids: readonly string[]): Promise<void> {
  await sql`delete from accounting_journal where id = any (${ids}::bigint[]) and error is not null`.execute(tx)
}
