/** Sessions that are open now, in memory: what simultaneous use is counted by. */
import { staleAfterSeconds } from './nas.ts'

/** Whose session it is. */
export interface Owner {
  readonly subscriptionId: string
  readonly loginId: string | null
}

export interface OnlineSession {
  readonly id: string
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
  readonly untilMs: number
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
  readonly #sessions = new Map<string, OnlineSession>()
  #reservations: Reservation[] = []

  add(session: OnlineSession): void {
    this.#sessions.set(session.identity, session)
    this.#reservations = this.#reservations.filter((one) => one.device !== session.device)
  }

  remove(identity: string): void {
    this.#sessions.delete(identity)
  }

  /** Keeps a place from the accept until the Start, so that two logins cannot both take the last one. */
  reserve(device: string, nowMs: number): void {
    if (device === '') return
    this.#reservations = this.#reservations.filter((one) => one.untilMs > nowMs && one.device !== device)
    this.#reservations.push({ device, untilMs: nowMs + reservationMs })
  }

  /** Sessions that are believed and fresh reservations, except those of the device that asks: it is coming back, not coming in addition. */
  others(device: string, nowMs: number, interimSeconds: number): number {
    let count = 0
    const staleMs = staleAfterSeconds(interimSeconds) * 1000
    for (const session of this.#sessions.values()) if (session.device !== device && nowMs - session.updatedAtMs <= staleMs) count++
    for (const one of this.#reservations) if (one.untilMs > nowMs && one.device !== device) count++
    return count
  }

  oldest(): OnlineSession | undefined {
    let oldest: OnlineSession | undefined
    for (const session of this.#sessions.values()) if (!oldest || session.startedAtMs < oldest.startedAtMs) oldest = session
    return oldest
  }

  get size(): number {
    return this.#sessions.size
  }
}

/** All open sessions by their identity, and the presence of each subscription. */
export class Online {
  readonly #sessions = new Map<string, OnlineSession>()
  readonly #presences = new Map<string, Presence>()

  get size(): number {
    return this.#sessions.size
  }

  find(identity: string): OnlineSession | undefined {
    return this.#sessions.get(identity)
  }

  presenceOf(subscriptionId: string): Presence {
    let presence = this.#presences.get(subscriptionId)
    if (!presence) this.#presences.set(subscriptionId, (presence = new Presence()))
    return presence
  }

  add(session: OnlineSession): void {
    this.#sessions.set(session.identity, session)
    if (session.owner) this.presenceOf(session.owner.subscriptionId).add(session)
  }

  remove(identity: string): OnlineSession | undefined {
    const session = this.#sessions.get(identity)
    if (!session) return undefined
    this.#sessions.delete(identity)
    if (session.owner) this.#presences.get(session.owner.subscriptionId)?.remove(identity)
    return session
  }

  /** A NAS that restarted has none of the sessions it had before. */
  removeOfNas(nasId: string, startedUntilMs: number): void {
    for (const session of this.#sessions.values())
      if (session.nasId === nasId && session.startedAtMs <= startedUntilMs) this.remove(session.identity)
  }

  /** Forgets what was not heard of for long; the database closes those sessions by itself. */
  forgetUnheard(nowMs: number, staleMsOf: (nasId: string) => number): void {
    for (const session of this.#sessions.values()) if (nowMs - session.updatedAtMs > staleMsOf(session.nasId)) this.remove(session.identity)
  }
}
