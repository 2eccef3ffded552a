/** Asks the home servers of other operators about their users, and tells them what those used. */
import { randomBytes } from 'node:crypto'
import type { SecureContextOptions } from 'node:tls'
import { type Db, isDatabaseAway, scopeOfAllTenants, transact, type Tx } from '#kernel/db.ts'
import { lane } from '#kernel/events.ts'
import { counter, log } from '#kernel/telemetry.ts'
import {
  type AttributePair,
  authenticatorOf,
  decode,
  forwardReply,
  forwardRequest,
  isLooping,
  type Packet,
  read,
  sharedSecret,
} from '#protocols/radius'
import type { KnownNas } from './directory.ts'
import { HomeServerClient } from './home-server.ts'
import { openOrNote } from './open-or-note.ts'
import { alwaysBelieved, type HomeServer, realmIn, withoutRealm } from './realm.ts'
import {
  type ForwardRecord,
  postponeForwards,
  readDueForwards,
  readEnabledRealms,
  removeForwards,
  type SealedRealm,
  type WaitingForward,
} from './realm-store.ts'

export const homeServerPurpose = 'home-server.secret'

export interface KnownRealm extends SealedRealm {
  readonly homes: readonly HomeServerClient[]
  readonly isBelieved: (name: AttributePair[0]) => boolean
}

export interface RoamingOptions {
  readonly db: Db
  readonly nowMs: () => number
  /** By TLS: our certificate, and who vouches for that of home servers. */
  readonly tls: SecureContextOptions | null
}

const hopsMax = 10
const conversationMs = 60_000
const conversationsMax = 10_000
const sweepMs = 1_000
const forwardsAtOnce = 200 // fewer than there are identifiers

const asked = counter('trunkline_radius_roaming_total', 'Requests to home servers, by what came of them', ['kind', 'outcome'])

/** What we prove ourselves by to a server: its own client certificate, else that of the installation. @param key of that certificate */
const contextOf = (
  { clientCertificate }: HomeServer,
  key: string,
  installation: SecureContextOptions | null,
): SecureContextOptions | null => (clientCertificate === null ? installation : { ...installation, cert: clientCertificate, key })

/** A login in several steps goes on with the server that it began with. */
interface Conversation {
  readonly home: HomeServerClient
  readonly untilMs: number
}

export class Roaming {
  readonly #options: RoamingOptions
  readonly #proxyState = randomBytes(12)
  readonly #conversations = new Map<string, Conversation>() // by tenant and State
  readonly #forward = lane(() => this.#forwardDue(), 'accounting to home servers')
  #realms = new Map<string, KnownRealm>() // by tenant and name
  #timer: NodeJS.Timeout | undefined

  constructor(options: RoamingOptions) {
    this.#options = options
  }

  async start(): Promise<void> {
    await this.load()
    this.#timer = setInterval(() => this.#forward.wake(), sweepMs)
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#forward.stop()
    this.#close()
  }

  /** Takes over the table of realms. What is asked of a server at this moment is not answered, and comes again. */
  async load(): Promise<void> {
    const { db, tls } = this.#options
    const realms = await transact(db, await scopeOfAllTenants(db, 'radius'), async (tx) => {
      const sealed = await readEnabledRealms(tx)
      const secrets = await openOrNote(
        tx,
        'home-server',
        sealed.flatMap(({ tenantId, servers, secrets }) =>
          secrets.map(({ sealed, isUnreadable }, index) => ({ id: servers[index]!.id, tenantId, sealed, isNoted: isUnreadable })),
        ),
        homeServerPurpose,
      )
      return sealed.map((realm): KnownRealm => {
        const believed = new Set<string>([...alwaysBelieved, ...realm.believed])
        const own = secrets.splice(0, realm.servers.length)
        return {
          ...realm,
          homes: realm.servers.flatMap((server, index) => {
            const secret = own[index]
            if (secret === undefined) return []
            return [new HomeServerClient({ ...realm, ...server, secret: sharedSecret(secret), tls: contextOf(server, secret, tls) })]
          }),
          isBelieved: (name) => believed.has(name),
        }
      })
    })
    this.#close()
    this.#realms = new Map(realms.map((realm) => [`${realm.tenantId} ${realm.name}`, realm]))
  }

  #close(): void {
    for (const { homes } of this.#realms.values()) for (const home of homes) home.close()
    this.#realms = new Map()
  }

  /** @returns undefined for the users that are ours */
  realmOf(request: Packet, { tenantId }: KnownNas): KnownRealm | undefined {
    if (this.#realms.size === 0) return undefined
    const name = realmIn(read(request, 'User-Name') ?? '')
    return name === undefined ? undefined : this.#realms.get(`${tenantId} ${name}`)
  }

  /**
   * Asks the home servers, one after the other. While all are silent so are we, and the NAS may know another way.
   * @returns why it cannot be asked
   */
  askAccess(
    request: Packet,
    nas: KnownNas,
    realm: KnownRealm,
    nowMs: number,
    reply: (packet: Packet | undefined) => void,
  ): string | undefined {
    if (isLooping(request, this.#proxyState, hopsMax)) return 'proxy_loop'
    this.#askAccess(request, nas, realm, nowMs).then(reply, (error: unknown) => {
      log.warn({ realm: realm.name, err: error }, 'login could not be forwarded')
      reply(undefined)
    })
    return undefined
  }

  async #askAccess(request: Packet, nas: KnownNas, realm: KnownRealm, nowMs: number): Promise<Packet | undefined> {
    const state = read(request, 'State')
    const begun = state && this.#conversations.get(conversationKey(nas, state))
    const homes = begun && begun.untilMs > nowMs && realm.homes.includes(begun.home) ? [begun.home] : inOrder(realm.homes)
    for (const home of homes) {
      const authenticator = randomBytes(16)
      let forwarded: Packet | undefined
      const answer = await home.ask('auth', (identifier) => {
        forwarded = forwardRequest(request, {
          identifier,
          authenticator,
          from: nas.secret,
          to: home.secret,
          ...this.#rewrite(request, realm),
        })
        return forwarded
      })
      if (!answer || !forwarded) continue
      asked.inc({ kind: 'auth', outcome: answer.code })
      this.#remember(answer, nas, home, nowMs)
      return forwardReply(request, answer, {
        asked: forwarded,
        from: home.secret,
        to: nas.secret,
        isBelieved: realm.isBelieved,
        added: answer.code === 'Access-Accept' ? [['Acct-Interim-Interval', nas.interimSeconds]] : [],
      })
    }
    asked.inc({ kind: 'auth', outcome: 'silence' })
    return undefined
  }

  #rewrite(request: Packet, { stripsRealm }: KnownRealm): { proxyState: Buffer; username?: string } {
    const username = read(request, 'User-Name')
    return { proxyState: this.#proxyState, ...(stripsRealm && username && { username: withoutRealm(username) }) }
  }

  #remember(answer: Packet, nas: KnownNas, home: HomeServerClient, nowMs: number): void {
    const state = answer.code === 'Access-Challenge' && read(answer, 'State')
    if (!state) return
    if (this.#conversations.size >= conversationsMax) this.#conversations.delete(this.#conversations.keys().next().value!)
    this.#conversations.set(conversationKey(nas, state), { home, untilMs: nowMs + conversationMs })
  }

  /** What is to be kept of an accounting packet until the home server has acknowledged it; or why it is not forwarded. */
  recordOf(request: Packet, nas: KnownNas, realm: KnownRealm, atMs: number): ForwardRecord | 'proxy_loop' {
    if (isLooping(request, this.#proxyState, hopsMax)) return 'proxy_loop'
    return { kind: 'forward', tenantId: nas.tenantId, nasId: nas.id, realmId: realm.id, atMs, packet: request.bytes.toString('hex') }
  }

  async #forwardDue(): Promise<boolean> {
    if (this.#realms.size === 0) return false
    try {
      const waiting = await this.#transact((tx) => readDueForwards(tx, this.#now(), forwardsAtOnce))
      if (waiting.length === 0) return false
      const results = await Promise.all(waiting.map(async (one) => ({ id: one.id, isKnown: await this.#forwardOne(one) })))
      const idsWhere = (isKnown: boolean) => results.filter((result) => result.isKnown === isKnown).map(({ id }) => id)
      await this.#transact(async (tx) => {
        await removeForwards(tx, idsWhere(true))
        await postponeForwards(tx, idsWhere(false), this.#now())
      })
      return waiting.length === forwardsAtOnce && idsWhere(true).length > 0
    } catch (error) {
      if (!isDatabaseAway(error)) log.error({ err: error }, 'accounting for home servers could not be read')
      return false
    }
  }

  /** @returns whether the home server has acknowledged it */
  async #forwardOne({ realm_id, at_ms, packet }: WaitingForward): Promise<boolean> {
    const realm = this.#realms.values().find(({ id }) => id === realm_id)
    const request = decode(packet)
    if (!realm || typeof request === 'string') return false
    const delaySeconds = Math.max(0, Math.round((this.#options.nowMs() - at_ms) / 1000))
    for (const home of inOrder(realm.homes)) {
      const answer = await home.ask('acct', (identifier) =>
        // Of what accounting carries nothing is hidden with the secret of the NAS, so it need not be known here.
        forwardRequest(request, {
          identifier,
          authenticator: authenticatorOf(request),
          from: home.secret,
          to: home.secret,
          delaySeconds,
          ...this.#rewrite(request, realm),
        }),
      )
      asked.inc({ kind: 'acct', outcome: answer?.code ?? 'silence' })
      if (answer) return true
    }
    return false
  }

  #now(): Temporal.Instant {
    return Temporal.Instant.fromEpochMilliseconds(Math.floor(this.#options.nowMs()))
  }

  async #transact<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return transact(this.#options.db, await scopeOfAllTenants(this.#options.db, 'radius'), work)
  }
}

const conversationKey = ({ tenantId }: KnownNas, state: Uint8Array) => `${tenantId} ${Buffer.from(state).toString('hex')}`

/** The living first; the dead are better than nobody. */
const inOrder = (homes: readonly HomeServerClient[]) => [...homes.filter((home) => home.isAlive), ...homes.filter((home) => !home.isAlive)]
