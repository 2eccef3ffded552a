import { sha256 } from '#kernel/crypto.ts'
import { isDuplicate, type Tx } from '#kernel/db.ts'
import { usageFileTaken } from './errors.ts'
import { takeRecords } from './take-records.ts'
import { readUsageFile } from './usage-file.ts'
import { findUsageFile, idsOfNumbers, insertUsageFile, type StoredUsageFile } from './usage-file-store.ts'

/**
 * Takes a file of usage records: all of it in one transaction, and once. Records that cannot be taken wait in the error queue; those that came
 * before, in whatever file, are counted as copies.
 * @throws charging.usage_file_invalid, charging.usage_file_taken
 */
export async function takeUsageFile(
  tx: Tx,
  { name, text }: { name: string; text: string },
  now: Temporal.Instant,
): Promise<StoredUsageFile> {
  const { fileId, source, records, total } = readUsageFile(text)
  if (await findUsageFile(tx, source, fileId)) throw usageFileTaken(fileId, source)
  const ids = await idsOfNumbers(tx, [...new Set(records.map(({ subscription }) => subscription))])
  const guided = records.map(({ subscription, ...record }) => ({ ...record, source, subscriptionId: ids.get(subscription) ?? null }))
  const { read, accepted, copies, rejected } = await takeRecords(tx, guided, now)
  const file = { fileId, source, name, digest: sha256(text), records: read, total, accepted, copies, rejected: rejected.length }
  return insertUsageFile(tx, file).catch((error: unknown) => {
    throw isDuplicate(error) ? usageFileTaken(fileId, source) : error // the same file came at the same moment
  })
}
