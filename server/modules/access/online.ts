/** Sessions that are open now, in memory: what simultaneous use is counted by. */
import type { AccountingRecord, NasRestart } from './accounting-record.ts'
import { staleAfterSeconds } from './nas.ts'
import { numberOf } from './number-of.ts'
import type { Sample } from './sample.ts'
import type { Stored } from './session-store.ts'

/** Whose session it is. */
export interface Owner {
  readonly subscriptionId: string
  readonly loginId: string | null
}

export interface OnlineSession {
  /** Null until its first sample has been applied. */
  id: string | null
  readonly identity: string
  readonly tenantId: string
  readonly nasId: string
  /** Null for a user name that is nobody's. */
  readonly owner: Owner | null
  readonly username: string
  readonly acctSessionId: string
  /** Tells devices apart; see `deviceOf`. */
  readonly device: string
  readonly startedAtMs: number
  updatedAtMs: number
  /** When it was last announced as changed. */
  announcedAtMs: number
}

/** A login that was accepted and whose Accounting-Start is on its way. */
interface Reservation {
  readonly device: string
  untilMs: number
}

const reservationMs = 60_000

/**
 * What tells a subscriber's devices apart: Calling-Station-Id, else Acct-Session-Id, which routers choose before they ask.
 * Empty for a request with neither, for which no place is kept: nothing would tell that its Start has come.
 */
export const deviceOf = (callingStation: string | undefined, acctSessionId: string | undefined): string =>
  callingStation || acctSessionId || ''

/** Who of one subscription is online. */
export class Presence {
  // There is one of these for every subscriber, who has one session nearly always: arrays that are shared while they are empty.
  #sessions: readonly OnlineSession[] = nobody
  #reservations: readonly Reservation[] = none

  add(session: OnlineSession): void {
    this.#sessions = [...this.#sessions.filter((one) => one.identity !== session.identity), session]
    this.#reservations = kept(this.#reservations, (one) => one.device !== session.device)
  }

  remove(identity: string): void {
    const left = this.#sessions.filter((one) => one.identity !== identity)
    this.#sessions = left.length === 0 ? nobody : left
  }

  /** Keeps a place from the accept until the Start, so that two logins cannot both take the last one. */
  reserve(device: string, nowMs: number): void {
    if (device === '') return
    const untilMs = nowMs + reservationMs
    const mine = this.#reservations.find((one) => one.device === device)
    if (mine) mine.untilMs = untilMs
    else this.#reservations = [...kept(this.#reservations, (one) => one.untilMs > nowMs), { device, untilMs }]
  }

  /** Sessions that are believed and fresh reservations, except those of the device that asks: it is coming back, not coming in addition. */
  others(device: string, nowMs: number, interimSeconds: number): number {
    let count = 0
    const staleMs = staleAfterSeconds(interimSeconds) * 1000
    for (const session of this.#sessions) if (session.device !== device && nowMs - session.updatedAtMs <= staleMs) count++
    for (const one of this.#reservations) if (one.untilMs > nowMs && one.device !== device) count++
    return count
  }

  oldest(): OnlineSession | undefined {
    let oldest: OnlineSession | undefined
    for (const session of this.#sessions) if (!oldest || session.startedAtMs < oldest.startedAtMs) oldest = session
    return oldest
  }

  get size(): number {
    return this.#sessions.length
  }
}

const nobody: readonly OnlineSession[] = []
const none: readonly Reservation[] = []
const kept = (reservations: readonly Reservation[], isKept: (one: Reservation) => boolean) =>
  reservations.length === 0 ? none : reservations.filter(isKept)

/** All open sessions by their identity and by their name at a NAS, and the presence of each subscription. */
export class Online {
  readonly #sessions = new Map<string, OnlineSession>()
  /** By `numberOf` their names, the latest where several have the same. */
  readonly #named = new Map<number, OnlineSession>()
  readonly #presences = new Map<string, Presence>()

  get size(): number {
    return this.#sessions.size
  }

  find(identity: string): OnlineSession | undefined {
    return this.#sessions.get(identity)
  }

  /** The session that a NAS calls so; see `sessionIdentity`, which says the same of any session and costs more. */
  findNamed(nasId: string, acctSessionId: string, username: string): OnlineSession | undefined {
    const session = this.#named.get(numberOfName(nasId, acctSessionId, username))
    return session?.acctSessionId === acctSessionId && session.username === username && session.nasId === nasId ? session : undefined
  }

  presenceOf(subscriptionId: string): Presence {
    let presence = this.#presences.get(subscriptionId)
    if (!presence) this.#presences.set(subscriptionId, (presence = new Presence()))
    return presence
  }

  add(session: OnlineSession): void {
    this.#sessions.set(session.identity, session)
    this.#named.set(nameOf(session), session)
    if (session.owner) this.presenceOf(session.owner.subscriptionId).add(session)
  }

  remove(identity: string): OnlineSession | undefined {
    const session = this.#sessions.get(identity)
    if (!session) return undefined
    this.#sessions.delete(identity)
    if (this.#named.get(nameOf(session)) === session) this.#named.delete(nameOf(session))
    if (session.owner) this.#presences.get(session.owner.subscriptionId)?.remove(identity)
    return session
  }

  /** Follows what was just answered: who is online must not wait until it is applied. A restart is looked at once per NAS, as it costs a walk through all. */
  hear(records: readonly AccountingRecord[]): void {
    const restarts = new Map<string, NasRestart>()
    for (const record of records) {
      if (record.kind === 'sample') this.#hear(record.sample)
      else if (record.kind === 'nas-restart') restarts.set(record.nasId, record)
    }
    for (const restart of restarts.values()) this.#removeOfNas(restart)
  }

  #hear(sample: Sample): void {
    const known = this.#sessions.get(sample.identity)
    if (sample.endedAtMs !== null) this.#end(sample.identity, sample.atMs)
    else if (known) known.updatedAtMs = Math.max(known.updatedAtMs, sample.atMs)
    else this.add(sessionOf(sample, null, sample.subscriptionId))
  }

  /** Takes over what became of a sample. */
  stored(sample: Sample, { id, is, subscription_id }: Stored): void {
    const known = this.#sessions.get(sample.identity)
    if (!known) return // ended meanwhile
    if (is === 'closed') return this.#end(sample.identity, sample.atMs)
    if (known.id === id) return
    if (known.id === null && (known.owner?.subscriptionId ?? null) === subscription_id) {
      known.id = id
      return
    }
    this.remove(sample.identity)
    this.add({ ...sessionOf(sample, id, subscription_id), updatedAtMs: Math.max(known.updatedAtMs, sample.atMs) })
  }

  /** Something may have been heard since, of this session or of another under the same name. */
  #end(identity: string, untilMs: number): void {
    if ((this.#sessions.get(identity)?.updatedAtMs ?? Infinity) <= untilMs) this.remove(identity)
  }

  #removeOfNas({ nasId, atMs }: NasRestart): void {
    for (const session of this.#sessions.values()) if (session.nasId === nasId) this.#end(session.identity, atMs)
  }

  /** Forgets what was not heard of for long; the database closes those sessions by itself. */
  forgetUnheard(nowMs: number, staleMsOf: (nasId: string) => number): void {
    for (const session of this.#sessions.values()) if (nowMs - session.updatedAtMs > staleMsOf(session.nasId)) this.remove(session.identity)
  }
}

const nameOf = ({ nasId, acctSessionId, username }: OnlineSession) => numberOfName(nasId, acctSessionId, username)
const numberOfName = (nasId: string, acctSessionId: string, username: string) =>
  numberOf(nasId, numberOf(username, numberOf(acctSessionId)))

const sessionOf = (sample: Sample, id: string | null, subscriptionId: string | null): OnlineSession => ({
  id,
  identity: sample.identity,
  tenantId: sample.tenantId,
  nasId: sample.nasId,
  owner: subscriptionId ? { subscriptionId, loginId: sample.loginId } : null,
  username: sample.username,
  acctSessionId: sample.acctSessionId,
  device: deviceOf(sample.callingStation ?? undefined, sample.acctSessionId),
  startedAtMs: sample.startedAtMs,
  updatedAtMs: sample.atMs,
  announcedAtMs: 0,
})
