/**
 * Notes what RADIUS did, for people: last answers, refused logins, dropped packets, when each NAS was heard. It is written every
 * second in a few statements, and bounded: under attack the newest notes are counted but not kept. No answer waits for it.
 */
import { type Db, isDatabaseAway, scopeOfAllTenants, transact } from '#kernel/db.ts'
import { emitAll } from '#kernel/events.ts'
import { counter, log } from '#kernel/telemetry.ts'
import type { AccessAnswer } from './authenticate.ts'
import type { Directory, KnownNas } from './directory.ts'
import { type DropRecord, type FailureRecord, recordDrops, recordFailures, recordReplies, type ReplyRecord } from './answer-store.ts'
import { markNasSeen } from './nas-store.ts'

const everyMs = 1_000
const repliesMax = 1_000 // a second
const failuresMax = 500
const dropsMax = 200
const eventsMax = 10
const seenEveryMs = 10_000

const dropped = counter('trunkline_radius_dropped_total', 'Packets not answered', ['reason'])
const answered = counter('trunkline_radius_access_total', 'Access-Requests answered', ['verdict', 'reason'])

type Growing<T, K extends keyof T> = Omit<T, K> & { -readonly [P in K]: T[P] }

export class Recorder {
  readonly #db: Db
  readonly #directory: Directory
  #replies = new Map<string, ReplyRecord>()
  #failures = new Map<string, Growing<FailureRecord, 'attempts' | 'lastAtMs'>>()
  #drops = new Map<string, Growing<DropRecord, 'packets' | 'lastAtMs'>>()
  /** Answers not yet in the counter: that makes a text of its labels at each use, which costs more than finding a login. */
  readonly #answered = { accept: new Map<string, number>(), 'walled-garden': new Map<string, number>(), reject: new Map<string, number>() }
  #seenWrittenAtMs = 0
  readonly #nowMs: () => number
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> | undefined

  constructor(db: Db, directory: Directory, nowMs: () => number) {
    this.#nowMs = nowMs
    this.#db = db
    this.#directory = directory
  }

  start(): void {
    this.#timer = setInterval(() => this.#write(), everyMs)
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#writing
    this.#write()
    await this.#writing
  }

  answered({ decision, login, username, callingStation }: AccessAnswer, nas: KnownNas, nowMs: number): void {
    const reason = decision.verdict === 'accept' ? null : decision.reason
    this.#count(decision.verdict, reason ?? '')
    if (login && (this.#replies.size < repliesMax || this.#replies.has(login.id)))
      this.#replies.set(login.id, {
        tenantId: nas.tenantId,
        loginId: login.id,
        atMs: nowMs,
        verdict: decision.verdict,
        nasId: nas.id,
        callingStation: callingStation ?? null,
        reason: decision.verdict !== 'accept' && decision.blocks.length > 0 ? `${decision.reason}: ${decision.blocks.join(' ')}` : reason,
      })
    if (decision.verdict === 'reject')
      this.#fail(nas, username, callingStation ?? '', decision.reason, login?.subscription.id ?? null, nowMs)
  }

  #count(verdict: AccessAnswer['decision']['verdict'], reason: string): void {
    const counts = this.#answered[verdict]
    counts.set(reason, (counts.get(reason) ?? 0) + 1)
  }

  #fail(nas: KnownNas, username: string, callingStation: string, reason: string, subscriptionId: string | null, nowMs: number): void {
    const key = `${nas.id} ${reason} ${callingStation} ${username}`
    const known = this.#failures.get(key)
    if (known) {
      known.attempts++
      known.lastAtMs = nowMs
    } else if (this.#failures.size < failuresMax) {
      this.#failures.set(key, {
        tenantId: nas.tenantId,
        nasId: nas.id,
        username,
        callingStation,
        reason,
        subscriptionId,
        attempts: 1,
        lastAtMs: nowMs,
      })
    }
  }

  dropped(reason: string, source: string, nas: KnownNas | undefined, nowMs: number): void {
    dropped.inc({ reason })
    const key = `${source} ${reason} ${nas?.id ?? ''}`
    const known = this.#drops.get(key)
    if (known) {
      known.packets++
      known.lastAtMs = nowMs
    } else if (this.#drops.size < dropsMax) {
      this.#drops.set(key, { tenantId: nas?.tenantId ?? null, nasId: nas?.id ?? null, source, reason, packets: 1, lastAtMs: nowMs })
    }
  }

  #write(): void {
    this.#tellCounts()
    this.#writing ??= this.#writeNotes().finally(() => (this.#writing = undefined))
  }

  #tellCounts(): void {
    for (const [verdict, counts] of Object.entries(this.#answered)) {
      for (const [reason, count] of counts) answered.inc({ verdict, reason }, count)
      counts.clear()
    }
  }

  async #writeNotes(): Promise<void> {
    const nowMs = this.#nowMs()
    const replies = [...this.#replies.values()]
    const failures = [...this.#failures.values()]
    const drops = [...this.#drops.values()]
    const seen =
      nowMs - this.#seenWrittenAtMs < seenEveryMs
        ? []
        : [...this.#directory.allNas()].filter((nas) => nas.heard.atMs > this.#seenWrittenAtMs)
    if (replies.length + failures.length + drops.length + seen.length === 0) return
    this.#replies = new Map()
    this.#failures = new Map()
    this.#drops = new Map()
    if (seen.length > 0) this.#seenWrittenAtMs = nowMs
    for (const { source, reason, packets } of drops) log.warn({ source, reason, packets }, 'RADIUS packets were not answered')
    try {
      await transact(this.#db, await scopeOfAllTenants(this.#db, 'radius'), async (tx) => {
        if (replies.length > 0) await recordReplies(tx, replies)
        if (failures.length > 0) await recordFailures(tx, failures)
        if (drops.length > 0) await recordDrops(tx, drops)
        const heardFirst =
          seen.length === 0
            ? []
            : await markNasSeen(
                tx,
                seen.map((nas) => ({ tenantId: nas.tenantId, nasId: nas.id, atMs: nas.heard.atMs })),
              )
        await emitAll(
          tx,
          heardFirst.map(({ tenantId, nasId }) => ({ tenantId, type: 'nas.heard.v1', subject: nasId, payload: { nasId } })),
        )
        await emitAll(
          tx,
          failures.slice(0, eventsMax).map((failure) => ({
            tenantId: failure.tenantId,
            type: 'login.rejected.v1',
            subject: failure.subscriptionId ?? failure.nasId,
            payload: { username: failure.username, reason: failure.reason, nasId: failure.nasId, attempts: failure.attempts },
          })),
        )
      })
    } catch (error) {
      // These notes are lost on purpose: keeping them would fill memory while the database is away.
      if (!isDatabaseAway(error)) log.error({ err: error }, 'notes of RADIUS answers could not be written')
    }
  }
}
