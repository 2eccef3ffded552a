/**
 * Accounting: a packet is answered when the journal holds it durably, and takes effect right after. What cannot be journalled is not
 * answered, and the NAS sends it again.
 */
import { isDatabaseAway } from '#kernel/db.ts'
import { counter, histogram, log } from '#kernel/telemetry.ts'
import { appendToJournal, type JournalRow } from './journal-store.ts'
import type { AccountingRecord } from './accounting-record.ts'
import { Applier, type ApplierOptions } from './apply-accounting.ts'

interface Entry {
  /** What one packet says. */
  readonly records: readonly AccountingRecord[]
  /** Called once: when it is durable, or when it could not be journalled. */
  readonly done: (isDurable: boolean) => void
}

const backlogMaxDefault = 100_000 // about 100 MB
const backlogMsMax = 5_000 // of wait until it is known what a packet did; beyond both, silence makes the NAS slow down
const batchMax = 2_000
const batchFull = 200 // not worth waiting for more
const gatherMs = 4

const journalled = counter('trunkline_radius_accounting_packets_total', 'Accounting packets stored and answered')
const shed = counter('trunkline_radius_accounting_shed_total', 'Accounting packets not answered', ['reason'])
const journalSeconds = histogram(
  'trunkline_radius_accounting_journal_seconds',
  'Time to store a batch of accounting packets durably',
  [],
  [0.001, 0.002, 0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.5, 2],
)

export interface AccountingOptions extends ApplierOptions {
  /** Packets in memory, answered or not, beyond which no more are taken. */
  readonly backlogMax?: number
}

export class Accounting {
  readonly #options: AccountingOptions
  readonly #applier: Applier
  #queue: Entry[] = []
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> | undefined
  #isStopping = false

  constructor(options: AccountingOptions) {
    this.#options = options
    this.#applier = new Applier(options)
  }

  /** Applies what was answered before a crash. */
  start(): Promise<void> {
    return this.#applier.start()
  }

  /** @returns whether it was taken; what is not taken must not be answered */
  add(records: readonly AccountingRecord[], done: (isDurable: boolean) => void): boolean {
    if (this.#isStopping || this.#isOverloaded) {
      shed.inc({ reason: 'overload' })
      return false
    }
    this.#queue.push({ records, done })
    if (this.#queue.length >= batchFull) this.#write()
    else this.#timer ??= setTimeout(() => this.#write(), gatherMs)
    return true
  }

  /** When all that was taken so far is answered and has taken effect. */
  async applied(): Promise<void> {
    await this.#answered()
    await this.#applier.settled()
  }

  /** Answers and applies what is in hand. */
  async stop(): Promise<void> {
    this.#isStopping = true
    await this.#answered()
    await this.#applier.stop()
  }

  async #answered(): Promise<void> {
    while (this.#writing || this.#queue.length > 0) {
      this.#write()
      await this.#writing
    }
  }

  get #isOverloaded(): boolean {
    const { backlogMax = backlogMaxDefault } = this.#options
    return this.#queue.length + this.#applier.backlog >= backlogMax || this.#applier.waitMs > backlogMsMax
  }

  /** One append at a time, so that the journal is in the order of arrival; what comes meanwhile is the next. */
  #write(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#writing || this.#queue.length === 0) return
    const entries = this.#queue.splice(0, batchMax)
    this.#writing = this.#journalAndAnswer(entries).finally(() => {
      this.#writing = undefined
      if (this.#queue.length >= batchFull) this.#write()
      else if (this.#queue.length > 0) this.#timer ??= setTimeout(() => this.#write(), gatherMs)
    })
  }

  async #journalAndAnswer(entries: readonly Entry[]): Promise<void> {
    const end = journalSeconds.startTimer()
    const records = entries.flatMap((entry) => entry.records)
    let rows: JournalRow[]
    try {
      rows = await appendToJournal(this.#options.db, records)
    } catch (error) {
      const reason = isDatabaseAway(error) ? 'database_away' : 'refused'
      shed.inc({ reason }, entries.length)
      log.warn({ packets: entries.length, reason, err: error }, 'accounting was not stored; the NAS will send it again')
      for (const entry of entries) entry.done(false)
      return
    } finally {
      end()
    }
    journalled.inc(entries.length)
    this.#options.online.hear(records)
    this.#applier.take(rows)
    for (const entry of entries) entry.done(true)
  }
}
