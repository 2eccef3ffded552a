import { sql, type Tx } from '#kernel/db.ts'

export interface StoredUsageFile {
  readonly id: string
  readonly fileId: string
  readonly source: string
  readonly name: string
  readonly records: number
  readonly accepted: number
  readonly copies: number
  readonly rejected: number
}

export async function findUsageFile(tx: Tx, source: string, fileId: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from usage_file where tenant_id = current_tenant() and source = ${source} and file_id = ${fileId}`.execute(tx)
  return rows[0]?.id
}

export async function insertUsageFile(
  tx: Tx,
  file: Omit<StoredUsageFile, 'id'> & { readonly digest: string; readonly total: number },
): Promise<StoredUsageFile> {
  const { rows } = await sql<StoredUsageFile>`
    insert into usage_file (file_id, source, name, digest, records, total, accepted, copies, rejected)
    values (${file.fileId}, ${file.source}, ${file.name}, ${file.digest}, ${file.records}, ${file.total}, ${file.accepted}, ${file.copies}, ${file.rejected})
    returning id, file_id as "fileId", source, name, records, accepted, copies, rejected`.execute(tx)
  return rows[0]!
}

/** Services by the numbers that carriers know them by. */
export async function idsOfNumbers(tx: Tx, numbers: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; number: string }>`
    select id, number from subscription where tenant_id = current_tenant() and number = any (${numbers}::text[])`.execute(tx)
  return new Map(rows.map(({ id, number }) => [number, id]))
}
