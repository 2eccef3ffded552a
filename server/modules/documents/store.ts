import { type RawBuilder } from 'kysely'
import { sql, type Tx } from '#kernel/db.ts'
import type { Archive, ArchiveKind, ArchivePart, ArchiveSpan, ArchiveState, Place } from './archive.ts'

interface ArchiveRow {
  id: string
  kind: ArchiveKind
  from_day: string
  to_day: string
  bill_run_id: string | null
  document_count: bigint
  document_done: bigint
  state: ArchiveState
  error: string | null
  created_at: Temporal.Instant
  finished_at: Temporal.Instant | null
  expires_at: Temporal.Instant | null
}

/** The documents of a kind in a span: (day, id). */
function documentsOf({ kind, from, to, billRunId }: ArchiveSpan, timeZone: string): RawBuilder<Place> {
  switch (kind) {
    case 'invoice':
      return sql`select issued_on as day, id from invoice where tenant_id = current_tenant() and issued_on >= ${from}::date and issued_on < ${to}::date
        and (${billRunId}::uuid is null or bill_run_id = ${billRunId}::uuid)`
    case 'credit-note':
      return sql`select issued_on as day, id from credit_note where tenant_id = current_tenant() and issued_on >= ${from}::date and issued_on < ${to}::date`
    case 'receipt':
      return sql`select (received_at at time zone ${timeZone})::date as day, id from payment where tenant_id = current_tenant()
        and received_at >= ${from}::date::timestamp at time zone ${timeZone} and received_at < ${to}::date::timestamp at time zone ${timeZone}`
    default:
      return kind satisfies never
  }
}

export async function countDocuments(tx: Tx, span: ArchiveSpan, timeZone: string): Promise<bigint> {
  const { rows } = await sql<{ count: bigint }>`select count(*) from (${documentsOf(span, timeZone)}) d`.execute(tx)
  return rows[0]!.count
}

/** The next documents of a span in the order (day, id). */
export async function nextDocuments(
  tx: Tx,
  span: ArchiveSpan,
  timeZone: string,
  after: Place | undefined,
  limit: number,
): Promise<Place[]> {
  const { day, id } = after ?? { day: '-infinity', id: '00000000-0000-0000-0000-000000000000' }
  const { rows } = await sql<Place>`
    select day, id from (${documentsOf(span, timeZone)}) d where (day, id) > (${day}::date, ${id}::uuid) order by day, id limit ${limit}`.execute(
    tx,
  )
  return rows
}

export async function insertArchive(tx: Tx, { kind, from, to, billRunId }: ArchiveSpan, documentCount: bigint): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into document_archive (kind, from_day, to_day, bill_run_id, document_count)
    values (${kind}, ${from}, ${to}, ${billRunId}, ${documentCount}) returning id`.execute(tx)
  return rows[0]!.id
}

export async function findArchive(tx: Tx, id: string): Promise<Archive | undefined> {
  const { rows } = await sql<ArchiveRow>`select * from document_archive where id = ${id}`.execute(tx)
  const row = rows[0]
  return (
    row && {
      id: row.id,
      kind: row.kind,
      from: Temporal.PlainDate.from(row.from_day),
      to: Temporal.PlainDate.from(row.to_day),
      billRunId: row.bill_run_id,
      state: row.state,
      documentCount: row.document_count,
      documentDone: row.document_done,
      parts: await readParts(tx, id),
      error: row.error,
      createdAt: row.created_at,
      finishedAt: row.finished_at,
      expiresAt: row.expires_at,
    }
  )
}

async function readParts(tx: Tx, archiveId: string): Promise<ArchivePart[]> {
  const { rows } = await sql<ArchivePart>`
    select part, document_count as "documentCount", bytes_count as "bytesCount" from document_archive_part where archive_id = ${archiveId} order by part`.execute(
    tx,
  )
  return rows
}

/** Where the last part ends; undefined before the first. */
export async function endOfParts(tx: Tx, archiveId: string): Promise<Place | undefined> {
  const { rows } = await sql<Place>`
    select last_day as day, last_id as id from document_archive_part where archive_id = ${archiveId} order by part desc limit 1`.execute(tx)
  return rows[0]
}

export interface PackedPart extends ArchivePart {
  readonly fileId: string
  readonly end: Place
}

export async function addPart(tx: Tx, archiveId: string, { part, fileId, documentCount, bytesCount, end }: PackedPart): Promise<void> {
  await sql`
    insert into document_archive_part (archive_id, part, file_id, document_count, bytes_count, last_day, last_id)
    values (${archiveId}, ${part}, ${fileId}, ${documentCount}, ${bytesCount}, ${end.day}, ${end.id})`.execute(tx)
  await sql`update document_archive set document_done = document_done + ${documentCount} where id = ${archiveId}`.execute(tx)
}

export async function findPartFile(tx: Tx, archiveId: string, part: number): Promise<string | undefined> {
  const { rows } = await sql<{ file_id: string }>`
    select file_id from document_archive_part where archive_id = ${archiveId} and part = ${part}`.execute(tx)
  return rows[0]?.file_id
}

export async function finishArchive(tx: Tx, id: string, at: Temporal.Instant, expiresAt: Temporal.Instant): Promise<void> {
  await sql`update document_archive set state = 'ready', error = null, finished_at = ${at}, expires_at = ${expiresAt} where id = ${id}`.execute(
    tx,
  )
}

export async function failArchive(tx: Tx, id: string, error: string, at: Temporal.Instant): Promise<void> {
  await sql`update document_archive set state = 'failed', error = ${error}, finished_at = ${at} where id = ${id}`.execute(tx)
}

/** Marks archives whose time is over and forgets their parts. @returns the files of these */
export async function expireArchives(tx: Tx, now: Temporal.Instant): Promise<string[]> {
  const { rows } = await sql<{ file_id: string }>`
    with expired as (
      update document_archive set state = 'expired' where state = 'ready' and expires_at <= ${now}::timestamptz returning tenant_id, id)
    delete from document_archive_part p using expired e where p.tenant_id = e.tenant_id and p.archive_id = e.id returning p.file_id`.execute(
    tx,
  )
  return rows.map((row) => row.file_id)
}
