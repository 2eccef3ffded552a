/**
 * Accounting: many packets, one transaction, then the answers. A packet is answered only after the commit that stores it; what
 * cannot be stored is not answered, and the NAS sends it again.
 */
import { type Db, isDatabaseAway, transact, type Tx } from '#kernel/db.ts'
import { emitAll } from '#kernel/events.ts'
import { counter, histogram, log } from '#kernel/telemetry.ts'
import { recordUsage, type UsageDelta } from '#modules/charging'
import { SessionAnnouncer } from './announce-sessions.ts'
import { deviceOf, type Online } from './online.ts'
import { mergeSamples, type Sample } from './sample.ts'
import { closeSessionsOfNas, growSessions, retireIdentities, type Stored, storeSamples } from './session-store.ts'

/** A packet to be stored: a sample of a session, or the word that its NAS has restarted. */
export type Record =
  | { readonly kind: 'sample'; readonly sample: Sample }
  | { readonly kind: 'nas-restart'; readonly tenantId: string; readonly nasId: string; readonly atMs: number }

interface Entry {
  readonly record: Record
  /** Called once: after the commit, or when it could not be stored. */
  readonly done: (isStored: boolean) => void
}

export interface AccountingOptions {
  readonly db: Db
  readonly online: Online
  readonly nowMs: () => number
  /** Told after each commit which sessions were heard, and which of them are over. */
  readonly onHeard: (sessionId: string, isOver: boolean) => void
}

const queueMax = 20_000 // more than a second of the highest load; beyond it, silence makes the NAS slow down
const batchMax = 2_000
const batchFull = 500 // not worth waiting for more
const waitMs = 5
const flushersMax = 2 // one commits while the other collects

const stored = counter('trunkline_radius_accounting_packets_total', 'Accounting packets stored and answered')
const shed = counter('trunkline_radius_accounting_shed_total', 'Accounting packets not answered', ['reason'])
const flushSeconds = histogram(
  'trunkline_radius_accounting_flush_seconds',
  'Time to store a batch of accounting packets',
  [],
  [0.002, 0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.5, 2],
)

export class Accounting {
  readonly #options: AccountingOptions
  readonly #announcer = new SessionAnnouncer()
  #queue: Entry[] = []
  #flushers = 0
  #timer: NodeJS.Timeout | undefined
  #isStopping = false
  readonly #idle: (() => void)[] = []

  constructor(options: AccountingOptions) {
    this.#options = options
  }

  /** @returns whether it was taken; what is not taken must not be answered */
  add(record: Record, done: (isStored: boolean) => void): boolean {
    if (this.#queue.length >= queueMax || this.#isStopping) {
      shed.inc({ reason: 'overload' })
      return false
    }
    this.#queue.push({ record, done })
    if (this.#queue.length >= batchFull) this.#flush()
    else this.#timer ??= setTimeout(() => this.#flush(), waitMs)
    return true
  }

  /** Stores what is in hand. */
  async stop(): Promise<void> {
    this.#isStopping = true
    this.#flush()
    if (this.#flushers > 0 || this.#queue.length > 0) await new Promise<void>((resolve) => this.#idle.push(resolve))
  }

  #flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#flushers >= flushersMax || this.#queue.length === 0) return
    const entries = this.#queue.length <= batchMax ? this.#queue : this.#queue.slice(0, batchMax)
    this.#queue = this.#queue.length <= batchMax ? [] : this.#queue.slice(batchMax)
    this.#flushers++
    void this.#storeAndAnswer(entries).finally(() => {
      this.#flushers--
      if (this.#queue.length > 0) this.#flush()
      else if (this.#flushers === 0) for (const done of this.#idle.splice(0)) done()
    })
  }

  async #storeAndAnswer(entries: readonly Entry[]): Promise<void> {
    const end = flushSeconds.startTimer()
    try {
      await this.#store(entries.map((entry) => entry.record))
    } catch (error) {
      return this.#afterFailure(entries, error)
    } finally {
      end()
    }
    stored.inc(entries.length)
    for (const entry of entries) entry.done(true)
  }

  /** One record that the database refuses must not hold up the others: the batch is halved until it stands alone. */
  async #afterFailure(entries: readonly Entry[], error: unknown): Promise<void> {
    if (isDatabaseAway(error) || entries.length === 1) {
      const reason = isDatabaseAway(error) ? 'database_away' : 'refused'
      shed.inc({ reason }, entries.length)
      log.warn({ packets: entries.length, reason, err: error }, 'accounting was not stored; the NAS will send it again')
      for (const entry of entries) entry.done(false)
      return
    }
    const middle = entries.length >> 1
    await this.#storeAndAnswer(entries.slice(0, middle))
    await this.#storeAndAnswer(entries.slice(middle))
  }

  async #store(records: readonly Record[]): Promise<void> {
    const { db, online } = this.#options
    const samples = mergedSamples(records)
    const restarts = records.filter((record) => record.kind === 'nas-restart')
    const tenants = [...new Set([...samples.map((sample) => sample.tenantId), ...restarts.map((restart) => restart.tenantId)])]
    const nowMs = this.#options.nowMs()

    const outcome = await transact(db, { tenants, actor: 'radius', requestId: '' }, async (tx) => {
      const results = samples.length === 0 ? [] : await storeAll(tx, samples, online)
      const closed = []
      // After the samples: a Start that came in the same batch before the restart is over with it.
      for (const restart of restarts) closed.push(...(await closeSessionsOfNas(tx, restart.nasId, restart.atMs)))
      const deltas = usageDeltas(samples, results)
      if (deltas.length > 0) await recordUsage(tx, deltas)
      const drafts = this.#announcer.draft(samples, results, closed, online, nowMs)
      if (drafts.length > 0) await emitAll(tx, drafts)
      return { results, closed }
    })

    this.#announcer.sent(nowMs)
    samples.forEach((sample, index) => this.#remember(sample, outcome.results[index]!))
    for (const session of outcome.closed) online.remove(session.identity)
  }

  #remember(sample: Sample, result: Stored): void {
    const { online, onHeard } = this.#options
    const known = online.find(sample.identity)
    if (result.is === 'closed') {
      if (known) online.remove(sample.identity)
    } else if (known && known.id === result.id) {
      known.updatedAtMs = Math.max(known.updatedAtMs, sample.atMs)
    } else {
      online.remove(sample.identity)
      online.add({
        id: result.id,
        identity: sample.identity,
        tenantId: sample.tenantId,
        nasId: sample.nasId,
        owner: result.subscription_id ? { subscriptionId: result.subscription_id, loginId: sample.loginId } : null,
        username: sample.username,
        acctSessionId: sample.acctSessionId,
        device: deviceOf(sample.callingStation ?? undefined, sample.acctSessionId),
        startedAtMs: sample.startedAtMs,
        updatedAtMs: sample.atMs,
        announcedAtMs: 0,
      })
    }
    onHeard(result.id, result.is === 'closed')
  }
}

/** One sample per session, in order of identity: the order in which rows are locked. */
function mergedSamples(records: readonly Record[]): Sample[] {
  const merged = new Map<string, Sample>()
  for (const record of records) {
    if (record.kind !== 'sample') continue
    const { sample } = record
    const other = merged.get(sample.identity)
    merged.set(sample.identity, other ? mergeSamples(other, sample) : sample)
  }
  return [...merged.values()].toSorted((a, b) => (a.identity < b.identity ? -1 : 1))
}

/** @returns a result for each sample, in their order */
async function storeAll(tx: Tx, samples: readonly Sample[], online: Online): Promise<Stored[]> {
  const byIdentity = new Map<string, Stored>()
  const store = async (write: typeof storeSamples, part: readonly Sample[]) => {
    if (part.length > 0) for (const row of await write(tx, part)) byIdentity.set(row.identity, row)
  }
  const missing = () => samples.filter((sample) => !byIdentity.has(sample.identity))
  await store(
    growSessions,
    samples.filter((sample) => online.find(sample.identity)),
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
  return samples.map((sample) => byIdentity.get(sample.identity)!)
}

const hourMs = 3_600_000

/** What was transferred since the samples before, summed by subscription and hour. */
function usageDeltas(samples: readonly Sample[], results: readonly Stored[]): UsageDelta[] {
  const deltas = new Map<string, UsageDelta>()
  results.forEach(({ subscription_id, upload_delta, download_delta }, index) => {
    if (!subscription_id || (upload_delta === 0n && download_delta === 0n)) return
    const { tenantId, atMs } = samples[index]!
    const key = `${subscription_id} ${Math.floor(atMs / hourMs)}`
    const sum = deltas.get(key)
    deltas.set(key, {
      tenantId,
      subscriptionId: subscription_id,
      at: sum?.at ?? Temporal.Instant.fromEpochMilliseconds(atMs),
      uploadBytes: (sum?.uploadBytes ?? 0n) + upload_delta,
      downloadBytes: (sum?.downloadBytes ?? 0n) + download_delta,
    })
  })
  return [...deltas.values()]
}
