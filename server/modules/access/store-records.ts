/** Lets accounting records take effect: on sessions, on usage, on what is granted. */
import type { Tx } from '#kernel/db.ts'
import { recordUsage, type UsageDelta } from '#modules/charging'
import { type AccountingRecord, stepsOf } from './accounting-record.ts'
import type { Online } from './online.ts'
import { queueForwards } from './realm-store.ts'
import type { Sample } from './sample.ts'
import { type Closed, closeSessionsOfNas, growSessions, retireIdentities, type Stored, storeSamples } from './session-store.ts'

/** A session that was heard, and what storing that did. */
export interface Heard {
  readonly sample: Sample
  readonly result: Stored
}

export interface Effects {
  readonly heard: readonly Heard[]
  /** Sessions of a NAS that has restarted. */
  readonly closed: readonly Closed[]
}

/** Stores records in the order of their arrival. Storing them again changes nothing, because samples form a lattice, see `Sample`; what is forwarded twice home servers count once. */
export async function storeRecords(tx: Tx, records: readonly AccountingRecord[], online: Online): Promise<Effects> {
  const heard: Heard[] = []
  const closed: Closed[] = []
  for (const { samples, restarts } of stepsOf(records)) {
    heard.push(...(await storeEach(tx, samples, online)))
    for (const { nasId, atMs } of restarts) closed.push(...(await closeSessionsOfNas(tx, nasId, atMs)))
  }
  const forwards = records.filter((record) => record.kind === 'forward')
  if (forwards.length > 0) await queueForwards(tx, forwards)
  const deltas = usageDeltas(heard)
  if (deltas.length > 0) await recordUsage(tx, deltas)
  return { heard, closed }
}

async function storeEach(tx: Tx, samples: readonly Sample[], online: Online): Promise<Heard[]> {
  const byIdentity = new Map<string, Stored>()
  const store = async (write: typeof storeSamples, part: readonly Sample[]) => {
    if (part.length > 0) for (const row of await write(tx, part)) byIdentity.set(row.identity, row)
  }
  const missing = () => samples.filter((sample) => !byIdentity.has(sample.identity))
  await store(
    growSessions,
    samples.filter((sample) => online.find(sample.identity)?.id),
  )
  await store(storeSamples, missing())
  const reused = missing()
  if (reused.length > 0) {
    await retireIdentities(
      tx,
      reused.map((sample) => sample.identity),
    )
    await store(storeSamples, reused)
  }
  return samples.map((sample) => ({ sample, result: byIdentity.get(sample.identity)! }))
}

const hourMs = 3_600_000

/** What was transferred since the samples before, summed by subscription and hour. */
function usageDeltas(heard: readonly Heard[]): UsageDelta[] {
  const deltas = new Map<string, UsageDelta>()
  for (const { sample, result } of heard) {
    const { subscription_id, upload_delta, download_delta } = result
    if (!subscription_id || (upload_delta === 0n && download_delta === 0n)) continue
    const { tenantId, atMs } = sample
    const key = `${subscription_id} ${Math.floor(atMs / hourMs)}`
    const sum = deltas.get(key)
    deltas.set(key, {
      tenantId,
      subscriptionId: subscription_id,
      at: sum?.at ?? Temporal.Instant.fromEpochMilliseconds(atMs),
      uploadBytes: (sum?.uploadBytes ?? 0n) + upload_delta,
      downloadBytes: (sum?.downloadBytes ?? 0n) + download_delta,
    })
  }
  return [...deltas.values()]
}
