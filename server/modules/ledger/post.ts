import type { RawBuilder } from 'kysely'
import { isDuplicate, type Tx } from '#kernel/db.ts'
import { orMonthClosed } from './closing-store.ts'
import { type LedgerCode, ledgerCodes } from './chart.ts'
import { type Entry, type EntryLine, postingsOf } from './entry.ts'
import { alreadyReversed, entryNotFound } from './errors.ts'
import {
  type AlikeEntries,
  findEntry,
  insertChart,
  insertEntries,
  insertPostings,
  insertReversal,
  insertSelected,
  readChartIds,
} from './store.ts'

/** Books one entry. @returns its id @throws ledger.month_closed */
export async function post(tx: Tx, entry: Entry): Promise<string> {
  const [id] = await postAll(tx, [entry])
  return id!
}

/** Books many entries in a fixed number of statements; a fact that was booked before fails the whole. @returns their ids @throws ledger.month_closed */
export async function postAll(tx: Tx, entries: readonly Entry[]): Promise<string[]> {
  if (entries.length === 0) return []
  const chartIds = await chartOfTenant(tx)
  const entryIds = await insertEntries(tx, entries).catch(orMonthClosed)
  const postings = entries.flatMap((entry, index) =>
    postingsOf(entry).map((posting, line) => ({
      ...posting,
      entryId: entryIds[index]!,
      line,
      ledgerAccountId: chartIds.get(posting.code)!,
    })),
  )
  await insertPostings(tx, postings)
  return entryIds
}

/**
 * Books facts that a query selects (kind, source_id, account_id), those of a kind alike: any number in two statements, and
 * nothing of them passes through the program.
 */
export async function postSelected(
  tx: Tx,
  facts: RawBuilder<unknown>,
  entries: AlikeEntries,
  kinds: readonly { readonly kind: number; readonly lines: readonly EntryLine[] }[],
): Promise<void> {
  const chartIds = await chartOfTenant(tx)
  const templates = kinds.flatMap(({ kind, lines }) =>
    postingsOf({ lines }).map((posting, line) => ({ ...posting, kind, line, ledgerAccountId: chartIds.get(posting.code)! })),
  )
  if (templates.length > 0) await insertSelected(tx, facts, entries, templates).catch(orMonthClosed)
}

/** Takes back what a fact booked, by an entry of the opposite. @throws ledger.not_found, ledger.already_reversed, ledger.month_closed */
export async function reverse(tx: Tx, fact: { sourceKind: string; sourceId: string }, bookedOn: Temporal.PlainDate): Promise<string> {
  const entryId = await findEntry(tx, fact.sourceKind, fact.sourceId)
  if (!entryId) throw entryNotFound()
  try {
    return (await insertReversal(tx, entryId, bookedOn).catch(orMonthClosed))!
  } catch (error) {
    if (isDuplicate(error)) throw alreadyReversed()
    throw error
  }
}

/** Gives a tenant its chart of accounts; what is there stays as it is. */
export const seedChart = insertChart

/** Ids by code. A tenant whose chart is older than the program gets what it lacks. */
async function chartOfTenant(tx: Tx): Promise<Map<LedgerCode, string>> {
  const known = await readChartIds(tx)
  if (ledgerCodes.every((code) => known.has(code))) return known
  await insertChart(tx)
  return readChartIds(tx)
}
