/**
 * Applies what the journal holds: sessions, usage, events, and the removal of the journal's rows in one transaction, so that each
 * record takes effect once, whatever is killed. One loop, in the order of arrival.
 *
 *   idle   r ─▶ 10 ms ─▶ apply                       each packet is seen at once
 *   busy   rrrrrrrrrrrr ─▶ up to 0.2 s ─▶ apply      the more arrive, the more of them are samples of one session and one row
 */
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type Db, scopeOfAllTenants, transact } from '#kernel/db.ts'
import { emitAll } from '#kernel/events.ts'
import { counter, gauge, histogram, log } from '#kernel/telemetry.ts'
import { type JournalRow, keepRefused, readJournal, type Refused, relyOnJournal, removeFromJournal } from './journal-store.ts'
import { type AccountingRecord, tenantOf } from './accounting-record.ts'
import { SessionAnnouncer } from './announce-sessions.ts'
import { LastRestarts } from './last-restarts.ts'
import type { Online } from './online.ts'
import { orderForStarted } from './order-commands.ts'
import { type Effects, type Heard, storeRecords } from './store-records.ts'

export interface ApplierOptions {
  readonly db: Db
  readonly online: Online
  readonly nowMs: () => number
  /** Told after each commit which sessions were heard, and what became of them. */
  readonly onHeard: (heard: Heard) => void
}

const batchMax = 8_000 // records of a transaction: rows of it stay locked for about 0.2 s
const gatherMinMs = 10
const gatherMaxMs = 200
const gatherMsPerRecord = 0.1
const gatheredEnough = 4_000
const retryMs = 500 // while the database is away
const sweepMs = 5_000
const orphanSeconds = 10 // longer than any append takes
const sweepRows = 20

const applied = counter('trunkline_radius_accounting_applied_total', 'Accounting packets that have taken effect')
const refusedTotal = counter('trunkline_radius_accounting_refused_total', 'Accounting packets that could not be applied and are kept')
const backlogPackets = gauge('trunkline_radius_accounting_backlog_packets', 'Accounting packets that were answered and not yet applied')
const backlogSeconds = gauge('trunkline_radius_accounting_backlog_seconds', 'How long the oldest of them has been waiting')
const applySeconds = histogram(
  'trunkline_radius_accounting_apply_seconds',
  'Time to apply a batch of accounting packets',
  [],
  [0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 1, 5],
)

interface Waiting {
  readonly row: JournalRow
  readonly sinceMs: number
}

export class Applier {
  readonly #options: ApplierOptions
  readonly #announcer = new SessionAnnouncer()
  readonly #restarts = new LastRestarts()
  #waiting: Waiting[] = []
  #backlog = 0
  #lastBatch = 0
  #lastBatchMs = 0
  /** When the batch under way was tried first. */
  #begunAtMs: number | undefined
  #isStopping = false
  #loop: Promise<void> | undefined
  #sweep: NodeJS.Timeout | undefined

  constructor(options: ApplierOptions) {
    this.#options = options
  }

  /** Records that wait, those being applied included. */
  get backlog(): number {
    return this.#backlog
  }

  /** How long one that comes now has to wait, as far as can be seen. */
  get waitMs(): number {
    const underWayMs = this.#begunAtMs === undefined ? 0 : performance.now() - this.#begunAtMs
    return expectedWaitMs(this.#backlog, Math.max(this.#lastBatchMs, underWayMs))
  }

  get #ageMs(): number {
    return this.#waiting.length === 0 ? 0 : performance.now() - this.#waiting[0]!.sinceMs
  }

  /** Applies what a process that was killed has left behind; from then on looks for such rows every few seconds. */
  async start(): Promise<void> {
    while (await this.#takeFromJournal(0)) await this.settled()
    this.#sweep = setInterval(() => void this.#takeOrphans(), sweepMs)
  }

  /** Takes over what has just been journalled. */
  take(rows: readonly JournalRow[]): void {
    const sinceMs = performance.now()
    for (const row of rows) {
      this.#waiting.push({ row, sinceMs })
      this.#backlog += row.records.length
      this.#restarts.hear(row.records)
    }
    this.#tell()
    this.#loop ??= this.#applyAll().finally(() => (this.#loop = undefined))
  }

  /** When all that was taken has been applied. */
  async settled(): Promise<void> {
    await this.#loop
  }

  /** Applies all that was taken. */
  async stop(): Promise<void> {
    this.#isStopping = true
    clearInterval(this.#sweep)
    await this.settled()
  }

  async #takeOrphans(): Promise<void> {
    await this.#takeFromJournal(orphanSeconds).catch((error: unknown) => log.warn({ err: error }, 'the accounting journal was not read'))
  }

  /** @returns whether there was anything */
  async #takeFromJournal(olderThanSeconds: number): Promise<boolean> {
    const { db } = this.#options
    const except = this.#waiting.map(({ row }) => row.id)
    const scope = await scopeOfAllTenants(db, 'radius')
    const rows = await transact(db, scope, (tx) => readJournal(tx, { olderThanSeconds, except, limit: sweepRows }))
    if (rows.length > 0) this.take(rows.map((row) => ({ ...row, records: this.#restarts.behind(row.records) })))
    return rows.length > 0
  }

  async #applyAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      if (!this.#isStopping && this.#backlog < gatheredEnough)
        await sleep(Math.min(gatherMinMs + this.#lastBatch * gatherMsPerRecord, gatherMaxMs))
      const batch = this.#nextBatch()
      const triedAtMs = performance.now()
      this.#begunAtMs ??= triedAtMs
      try {
        await this.#apply(batch)
      } catch (error) {
        if (this.#isStopping) return log.warn({ err: error }, 'accounting stays in the journal; the next start applies it')
        log.warn({ packets: this.#backlog, err: error }, 'accounting was not applied; it is tried again')
        await sleep(retryMs)
        continue
      }
      this.#lastBatchMs = performance.now() - triedAtMs
      this.#begunAtMs = undefined
      this.#waiting = this.#waiting.slice(batch.length)
      this.#lastBatch = countOf(batch)
      this.#backlog -= this.#lastBatch
      applied.inc(this.#lastBatch)
      this.#tell()
    }
  }

  #tell(): void {
    backlogPackets.set(this.#backlog)
    backlogSeconds.set(this.#ageMs / 1000)
  }

  #nextBatch(): JournalRow[] {
    const batch: JournalRow[] = []
    let records = 0
    for (const { row } of this.#waiting) {
      records += row.records.length
      if (batch.length > 0 && records > batchMax) break
      batch.push(row)
    }
    return batch
  }

  /** One record that the database refuses must not hold up the others: then they are stored apart, and it is kept with its error. */
  async #apply(rows: readonly JournalRow[]): Promise<void> {
    const records = rows.flatMap((row) => row.records)
    const end = applySeconds.startTimer()
    try {
      await this.#store(records, rows)
    } catch (error) {
      if (!isOfRecord(error)) throw error
      await this.#settle(rows, await this.#storeApart(records, error))
    } finally {
      end()
    }
  }

  /** Halves what could not be stored until a record stands alone. After a crash before `#settle` all is stored again, which changes nothing. */
  async #storeApart(records: readonly AccountingRecord[], error: unknown): Promise<Refused[]> {
    if (!isOfRecord(error)) throw error
    if (records.length === 1) return [{ record: records[0]!, error: String(error) }]
    const middle = records.length >> 1
    const refused: Refused[] = []
    for (const part of [records.slice(0, middle), records.slice(middle)])
      await this.#store(part, []).catch(async (again: unknown) => refused.push(...(await this.#storeApart(part, again))))
    return refused
  }

  async #settle(rows: readonly JournalRow[], refused: readonly Refused[]): Promise<void> {
    await transact(this.#options.db, scopeOf(rows.map((row) => row.tenantId)), async (tx) => {
      await removeFromJournal(tx, rows)
      await keepRefused(tx, refused)
    })
    refusedTotal.inc(refused.length)
    if (refused.length > 0) log.error({ packets: refused.length, error: refused[0]!.error }, 'accounting could not be applied and is kept')
  }

  async #store(records: readonly AccountingRecord[], rows: readonly JournalRow[]): Promise<void> {
    const { db, online } = this.#options
    const nowMs = this.#options.nowMs()
    const effects = await transact(db, scopeOf(records.map(tenantOf)), async (tx) => {
      if (rows.length > 0) await relyOnJournal(tx)
      const effects = await storeRecords(tx, records, online)
      await emitAll(tx, this.#announcer.draft(effects, online, nowMs))
      if (rows.length > 0) await removeFromJournal(tx, rows)
      return effects
    })
    this.#announcer.sent(nowMs)
    this.#remember(effects)
    await this.#orderForStarted(effects)
  }

  /** After the commit, or a block that is committed at the same time would see no session, and the session no block. */
  async #orderForStarted({ heard }: Effects): Promise<void> {
    const { db, nowMs } = this.#options
    const started = heard
      .filter(({ result }) => result.was === 'absent' && result.is === 'open' && result.subscription_id)
      .map(({ sample, result }) => ({ tenantId: sample.tenantId, subscriptionId: result.subscription_id!, isWalled: sample.isWalled }))
    if (started.length === 0) return
    const now = Temporal.Instant.fromEpochMilliseconds(nowMs())
    await transact(db, scopeOf(started.map((session) => session.tenantId)), (tx) => orderForStarted(tx, started, now)).catch(
      (error: unknown) => log.warn({ err: error }, 'sessions that began during a block were not looked at'),
    )
  }

  #remember({ heard }: Effects): void {
    const { online, onHeard } = this.#options
    for (const one of heard) {
      online.stored(one.sample, one.result)
      onHeard(one)
    }
  }
}

/**
 * Of what comes behind `backlog` records, when a batch takes `batchMs`. The age of the oldest would not do: once it were too high nothing would be
 * taken until all are applied, and every router would wait so long that it gives up.
 */
export const expectedWaitMs = (backlog: number, batchMs: number) => Math.ceil(backlog / batchMax) * batchMs

const countOf = (rows: readonly JournalRow[]) => rows.reduce((sum, row) => sum + row.records.length, 0)
const scopeOf = (tenants: readonly string[]) => ({ tenants: [...new Set(tenants)], actor: 'radius', requestId: '' })

/** Whether what is in a record caused an error (SQLSTATE 22, 23, P0), and not that the database is away, full, or lacks something. */
const isOfRecord = (error: unknown) => error instanceof pg.DatabaseError && /^(22|23|P0)/.test(error.code ?? '')
