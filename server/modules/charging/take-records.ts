import { z } from 'zod'
import { assert } from '#kernel/assert.ts'
import type { Tx } from '#kernel/db.ts'
import { enqueue, job } from '#kernel/jobs.ts'
import { readSubscriptions } from '#modules/subscriptions'
import { errorNotOpen, spanEmpty, tariffNotFound } from './errors.ts'
import { openTariff } from './keep-tariffs.ts'
import { type CompiledTariff } from './rating/compile-tariff.ts'
import { rerateUsage } from './rerate-usage.ts'
import { takeUsage } from './take-usage.ts'
import { findTariff, readTariffsOf } from './tariff-store.ts'
import { type MediationRules, noTariff, type UsageFault, type UsageRecord } from './usage-record.ts'
import { insertErrors, lockError, moveErrors, readRecordRange } from './usage-store.ts'

/** How old a record may be, and how far ahead the clock of its source. */
const rules: MediationRules = { lookBackDays: 60, clockToleranceSeconds: 300 }

export interface RecordsTaken {
  readonly read: number
  readonly accepted: number
  readonly copies: number
  readonly rejected: readonly { readonly key: string; readonly fault: UsageFault }[]
}

/**
 * Takes records of any sources: each is priced by the version of the tariff of its source and measure that holds when it began, and what
 * cannot be taken waits in the error queue. accepted + copies + rejected = read.
 */
export async function takeRecords(tx: Tx, records: readonly UsageRecord[], now: Temporal.Instant): Promise<RecordsTaken> {
  const guided = await guide(tx, records)
  const tariffOf = await openTariffs(tx, guided)
  const batches = Map.groupBy(guided, tariffOf)
  let [accepted, copies] = [0, 0]
  const rejected: { key: string; fault: UsageFault }[] = []
  for (const [tariff, batch] of batches) {
    if (!tariff) {
      await insertErrors(
        tx,
        batch.map((record) => ({ record, fault: noTariff })),
      )
      rejected.push(...batch.map(({ key }) => ({ key, fault: noTariff })))
      continue
    }
    const taken = await takeUsage(tx, batch, { tariff, rules, now })
    accepted += taken.accepted
    copies += taken.copies
    rejected.push(...taken.rejected.map(({ record, fault }) => ({ key: record.key, fault })))
  }
  return { read: records.length, accepted, copies, rejected }
}

/** A subscription that is not ours guides nobody. */
async function guide(tx: Tx, records: readonly UsageRecord[]): Promise<UsageRecord[]> {
  const wanted = [...new Set(records.flatMap(({ subscriptionId }) => subscriptionId ?? []))]
  const known = new Set((await readSubscriptions(tx, wanted)).map(({ id }) => id))
  return records.map((record) => (record.subscriptionId && known.has(record.subscriptionId) ? record : { ...record, subscriptionId: null }))
}

async function openTariffs(tx: Tx, records: readonly UsageRecord[]): Promise<(record: UsageRecord) => CompiledTariff | undefined> {
  const open = new Map<string, Awaited<ReturnType<typeof openTariff>>>()
  for (const { id, source, measure } of await readTariffsOf(tx, [...new Set(records.map(({ source: name }) => name))]))
    open.set(`${measure} ${source}`, await openTariff(tx, id))
  return ({ source, measure, startedAt }) => open.get(`${measure} ${source}`)?.(startedAt)
}

/** What a person repairs in a record before it is taken again. */
export type Correction = { readonly [K in 'subscriptionId' | 'otherParty' | 'quantity']?: UsageRecord[K] | undefined }

/**
 * Takes a record of the error queue again, as it came or as it was repaired. What is wrong with it still, or something else, waits anew.
 * @throws charging.error_not_open
 */
export async function replayError(tx: Tx, id: string, correction: Correction, now: Temporal.Instant): Promise<RecordsTaken> {
  const error = await lockError(tx, id)
  if (error?.state !== 'open') throw errorNotOpen()
  const given = Object.fromEntries(Object.entries(correction).filter(([, value]) => value !== undefined))
  await moveErrors(tx, [id], 'recycled')
  return takeRecords(tx, [{ ...error.record, ...given }], now)
}

/** Rates what a tariff has priced in a span anew, in the background. @throws charging.tariff_not_found, charging.span_empty */
export async function startRerating(
  tx: Tx,
  span: { readonly tariffId: string; readonly from: Temporal.Instant; readonly to: Temporal.Instant },
): Promise<void> {
  if (!(await findTariff(tx, span.tariffId))) throw tariffNotFound()
  if (Temporal.Instant.compare(span.from, span.to) >= 0) throw spanEmpty()
  const { tariffId, from, to } = span
  await enqueue(tx, rerateRecords.name, { tariffId, from: from.toString(), to: to.toString() }, { key: `rerate:${tariffId}` })
}

const batchMax = 2_000 // records of one transaction

/** A record that costs the same is left alone, so the job may run twice. */
export const rerateRecords = job({
  name: 'charging.rerate',
  input: z.object({ tariffId: z.uuid(), from: z.string(), to: z.string() }),
  async run({ transact, platform, progress }, { tariffId, from, to }) {
    let done = 0n
    for (let after: string | undefined = ''; after !== undefined;) {
      after = await transact(async (tx) => {
        const tariff = await findTariff(tx, tariffId)
        assert(tariff, 'Tariffs are never deleted')
        const page = await readRecordRange(tx, tariff, { from, to, after: after!, max: batchMax })
        const priceOf = await openTariff(tx, tariffId)
        for (const [compiled, records] of Map.groupBy(page, (record) => priceOf(record.startedAt)))
          if (compiled)
            await rerateUsage(
              tx,
              records.map((record) => record.id),
              compiled,
              platform.clock.now(),
            )
        done += BigInt(page.length)
        return page.length === batchMax ? page.at(-1)!.id : undefined
      })
      await progress(done, done)
    }
  },
})
