import { systemClock } from '#kernel/time.ts'
import type { UpDown } from '#protocols/radius'
import { type Login, type Nas, type NasOptions, createNas } from './nas.ts'
import type { Session, TerminateCause } from './session.ts'
import { type Random, appetite, demand, loadAt, seededRandom } from './traffic.ts'

export interface FleetOptions extends NasOptions {
  readonly logins: readonly Login[]
  /** How many of the logins are online at once; default: all. */
  readonly sessions?: number
  /** Between interim updates when the server names no interval; default 60. */
  readonly interimSeconds?: number
  /** Logins per second while the fleet comes up; default 50. */
  readonly loginsPerSecond?: number
  /** IANA zone of the daily rhythm; default UTC. */
  readonly timeZone?: string
  readonly seed?: number
}

export interface Fleet {
  readonly nas: Nas
  readonly counts: FleetCounts
  /** Ends every session with a Stop, then the fleet. */
  drain(): Promise<void>
  /** Like pulling the plug: the server learns nothing. */
  stop(): void
}

export interface FleetCounts {
  logins: number
  rejects: number
  timeouts: number
  interims: number
  /** Accounting that no server confirmed. */
  unconfirmed: number
  disconnects: number
  changes: number
}

/** How long a subscriber stays, unless the server's Session-Timeout is shorter. */
const staySeconds = { least: 20 * 60, most: 8 * 3600 } as const
const pauseSecondsAfterStop = { least: 5, most: 60 } as const
/** After each refusal in a row the pause doubles, up to the most. */
const pauseSecondsAfterRefusal = { least: 15, most: 300 } as const

/** Opens one NAS and keeps its subscribers online until stopped. */
export async function runFleet(options: FleetOptions): Promise<Fleet> {
  const nas = await createNas(options)
  const counts: FleetCounts = { logins: 0, rejects: 0, timeouts: 0, interims: 0, unconfirmed: 0, disconnects: 0, changes: 0 }
  const network: Network = { nas, counts, options, random: seededRandom(options.seed ?? 1), online: new Map() }
  const logins = options.logins.slice(0, options.sessions ?? options.logins.length)
  const subscribers = logins.map((login) => new Subscriber(network, login))

  nas.events.on('changed', () => void counts.changes++)
  nas.events.on('disconnected', (session) => {
    counts.disconnects++
    network.online.get(session)?.loseSession()
    network.online.delete(session)
  })
  // Sessions of a run before this one are closed by the server when the NAS says that it has booted.
  await nas.accountingOn()
  const perSecond = options.loginsPerSecond ?? 50
  subscribers.forEach((subscriber, index) => subscriber.comeOnline((index + 1) / perSecond))

  const stop = () => {
    for (const subscriber of subscribers) subscriber.leave()
    nas.close()
  }
  const drain = async () => {
    for (const subscriber of subscribers) subscriber.leave()
    await Promise.all([...nas.sessions.values()].map((session) => session.stop('NAS-Reboot')))
    stop()
  }
  return { nas, counts, drain, stop }
}

interface Network {
  readonly nas: Nas
  readonly counts: FleetCounts
  readonly options: FleetOptions
  readonly random: Random
  readonly online: Map<Session, Subscriber>
}

/** Someone who wants to be online, and the one timer that says what happens next. */
class Subscriber {
  readonly #network: Network
  readonly #login: Login
  /** What this one uses at the peak, bit/s. */
  readonly #peak: UpDown
  #timer: NodeJS.Timeout | undefined
  #hasLeft = false
  #refusals = 0

  constructor(network: Network, login: Login) {
    this.#network = network
    this.#login = login
    this.#peak = appetite(network.random)
  }

  comeOnline(afterSeconds: number): void {
    this.#in(afterSeconds, () => this.#logIn())
  }

  leave(): void {
    this.#hasLeft = true
    clearTimeout(this.#timer)
  }

  /** After a Disconnect: the equipment dials again by itself. */
  loseSession(): void {
    this.comeOnline(this.#between(pauseSecondsAfterStop))
  }

  async #logIn(): Promise<void> {
    const { nas, counts, online } = this.#network
    const result = await nas.login(this.#login)
    if (this.#hasLeft) return
    if (result.outcome !== 'accepted') return this.#refused(result.outcome === 'timeout' ? 'timeouts' : 'rejects')
    this.#refusals = 0
    counts.logins++
    online.set(result.session, this)
    await this.#confirmed(result.session.start())
    this.#useUntilNextUpdate(result.session, Math.round(this.#between(staySeconds)))
  }

  #refused(how: 'timeouts' | 'rejects'): void {
    this.#network.counts[how]++
    const { least, most } = pauseSecondsAfterRefusal
    this.comeOnline(Math.min(most, least * 2 ** this.#refusals++) * (0.8 + 0.4 * this.#network.random()))
  }

  /** Waits one interval, or what is left of the session, then accounts for it. */
  #useUntilNextUpdate(session: Session, stay: number): void {
    if (session.state === 'stopped') return
    const end = Math.min(stay, session.timeoutSeconds ?? Number.POSITIVE_INFINITY)
    const interval = session.interimSeconds ?? this.#network.options.interimSeconds ?? 60
    const seconds = Math.max(0, Math.min(interval, end - session.seconds))
    this.#in(seconds, async () => {
      session.transfer(seconds, demand(this.#peak, this.#load(), this.#network.random))
      if (session.seconds >= end) return this.#hangUp(session, end === stay ? 'User-Request' : 'Session-Timeout')
      this.#network.counts.interims++
      await this.#confirmed(session.interim())
      this.#useUntilNextUpdate(session, stay)
    })
  }

  async #hangUp(session: Session, cause: TerminateCause): Promise<void> {
    this.#network.online.delete(session)
    await this.#confirmed(session.stop(cause))
    this.comeOnline(this.#between(pauseSecondsAfterStop))
  }

  #load(): number {
    const { clock = systemClock, timeZone = 'UTC' } = this.#network.options
    return loadAt(clock.now().toZonedDateTimeISO(timeZone).toPlainTime())
  }

  #between({ least, most }: { least: number; most: number }): number {
    return least + (most - least) * this.#network.random()
  }

  async #confirmed(accounting: Promise<boolean>): Promise<void> {
    if (!(await accounting)) this.#network.counts.unconfirmed++
  }

  #in(seconds: number, then: () => void | Promise<void>): void {
    clearTimeout(this.#timer)
    if (!this.#hasLeft) this.#timer = setTimeout(() => void then(), seconds * 1000)
  }
}
