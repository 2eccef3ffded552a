import type { Tx } from '#kernel/db.ts'
import type { CompiledTariff } from './rating/compile-tariff.ts'
import { rateUsage } from './rating/rate-usage.ts'
import {
  conflict,
  contentOf,
  faultIn,
  type MediationRules,
  type RatedRecord,
  recordIdOf,
  unratedFault,
  type UsageFault,
  type UsageRecord,
} from './usage-record.ts'
import { insertErrors, insertRecords, readContents } from './usage-store.ts'

/** What became of each record of a batch: accepted + copies + rejected are what was read. */
export interface UsageTaken {
  readonly accepted: number
  readonly copies: number // came before with the same content; ignored
  readonly rejected: readonly { readonly record: UsageRecord; readonly fault: UsageFault }[]
}

/**
 * Mediates, rates and stores a batch of records of one tenant. A batch that comes again is all copies. What cannot be taken goes to the
 * error queue, and holds up nothing.
 */
export async function takeUsage(
  tx: Tx,
  records: readonly UsageRecord[],
  terms: { readonly tariff: CompiledTariff; readonly rules: MediationRules; readonly now: Temporal.Instant },
): Promise<UsageTaken> {
  const { rated, rejected } = rateRecords(records, terms)
  const { first, again } = byFirst(rated)
  const inserted = await insertRecords(tx, first, { measure: terms.tariff.measure, decimals: terms.tariff.rounding.decimals })
  const known = first.filter((record) => !inserted.has(record.id))
  const contents = await readContents(tx, [...known, ...again])
  const repeated = known.concat(again)
  const conflicts = repeated.filter((record) => contents.get(record.id) !== record.content).map((record) => ({ record, fault: conflict }))
  const allRejected = [...rejected, ...conflicts]
  await insertErrors(tx, allRejected)
  return { accepted: inserted.size, copies: repeated.length - conflicts.length, rejected: allRejected }
}

/** Rates records in memory; those that have a fault are put aside. */
export function rateRecords(
  records: readonly UsageRecord[],
  { tariff, rules, now }: { readonly tariff: CompiledTariff; readonly rules: MediationRules; readonly now: Temporal.Instant },
) {
  const rated: RatedRecord[] = []
  const rejected: { record: UsageRecord; fault: UsageFault }[] = []
  for (const record of records) {
    const fault = faultIn(record, tariff.measure, rules, now)
    const outcome = fault ?? rateUsage(tariff, record)
    if (typeof outcome === 'string') rejected.push({ record, fault: unratedFault(outcome) })
    else if ('code' in outcome) rejected.push({ record, fault: outcome })
    else rated.push({ ...record, id: recordIdOf(record), content: contentOf(record), zone: outcome.zone, cost: outcome.cost })
  }
  return { rated, rejected }
}

/** The first record of each key in a batch, and those that come again in it. */
function byFirst(records: readonly RatedRecord[]): { first: RatedRecord[]; again: RatedRecord[] } {
  const seen = new Set<string>()
  const first: RatedRecord[] = []
  const again: RatedRecord[] = []
  for (const record of records) {
    if (seen.has(record.id)) again.push(record)
    else first.push(record)
    seen.add(record.id)
  }
  return { first, again }
}
