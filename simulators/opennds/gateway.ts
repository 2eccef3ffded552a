/** An openNDS gateway: who is sent to the authentication service, who is let in, and what is told of whoever is put off. */
import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Clock, systemClock } from '#kernel/time.ts'

export interface OpenndsOptions {
  /** `fas_secure_enabled`. */
  readonly level: 1 | 2 | 3 | 4
  /** `faskey`. */
  readonly key: string
  /** Where guests are sent, with the path. */
  readonly fasUrl: string
  readonly gatewayName?: string
  /** Between two questions of authmon; real ones take seconds. */
  readonly pollMs?: number
  readonly clock?: Clock
}

/** A device as the gateway knows it. Zero is no limit; quotas in KiB, rates in kbit/s. */
interface Client {
  readonly mac: string
  readonly address: string
  readonly hid: string
  readonly token: string
  session?: {
    readonly startedAt: Temporal.Instant
    readonly endsAt: Temporal.Instant | null
    readonly uploadRate: number
    readonly downloadRate: number
    readonly uploadQuota: number
    readonly downloadQuota: number
    readonly custom: string
  }
  incoming: number
  outgoing: number
}

export interface Opennds {
  /** `?dst=` of its address says which page of the web the device opens. */
  readonly hotspot: { readonly url: string }
  /** Says which device it is. */
  seat(mac: string): void
  /** What the one that is seated may do; undefined: it is not let in. */
  readonly session: Client['session']
  /** Counts bytes of the seated device, and looks at once whether a limit is reached, which real ones do every 15 seconds. */
  transfer(bytes: { readonly up: number; readonly down: number }): Promise<void>
  /** Looks whose time is over. */
  check(): Promise<void>
  /** As after a power cut: nobody is let in any more, and nobody is told. */
  restart(): Promise<void>
  close(): Promise<void>
}

const version = '10.3.1'
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const base64 = (text: string) => Buffer.from(text).toString('base64')

export async function createOpennds(options: OpenndsOptions): Promise<Opennds> {
  const { level, key, fasUrl, gatewayName = 'Balogun Market', pollMs = 1_000, clock = systemClock } = options
  const escapedName = escape(gatewayName)
  const clients = new Map<string, Client>()
  let seated = '02:54:00:00:00:01'

  const server = http.createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://gateway')
    const client = clientOf(seated)
    if (pathname === '/opennds_auth/') {
      if (!client.session && searchParams.get('tok') === returnHash(client)) authenticate(client, [], searchParams.get('custom') ?? '') // with the limits of its own configuration: none
      const location = client.session ? searchParams.get('redir') : redirectOf(client, 'http://gateway/')
      return void (location ? response.writeHead(307, { location }).end() : response.end('Connected'))
    }
    if (client.session) return void response.end('The internet')
    response.writeHead(307, { location: redirectOf(client, searchParams.get('dst') ?? 'http://connectivity.example/') }).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`

  function clientOf(mac: string): Client {
    const known = clients.get(mac)
    if (known) return known
    const token = randomBytes(4).toString('hex')
    const client = { mac, address: `192.168.8.${clients.size + 2}`, token, hid: sha256(token), incoming: 0, outgoing: 0 }
    clients.set(mac, client)
    return client
  }

  const returnHash = ({ hid }: Client) => sha256(hid + key)

  function redirectOf(client: Client, wanted: string): string {
    const isEncrypted = level === 2 || level === 3
    const said = [
      `hid=${client.hid}`,
      `clientip=${client.address}`,
      `clientmac=${client.mac}`,
      'client_type=cpd_can',
      'cpi_query=(null)',
      `gatewayname=${escapedName}`,
      `gatewayurl=${escape('http://status.client')}`,
      `version=${version}`,
      `gatewayaddress=${address}`,
      'gatewaymac=02aa00000001',
      ...(isEncrypted ? ['authdir=opennds_auth'] : []),
      `originurl=${escape(wanted)}`,
      'clientif=wlan0',
      'themespec=(null)',
      '(null)(null)(null)(null)',
    ].join(', ')
    if (!isEncrypted) return `${fasUrl}?fas=${base64(said)}`
    const iv = randomBytes(8).toString('hex')
    const secret = Buffer.alloc(32)
    secret.write(key)
    const cipher = createCipheriv('aes-256-cbc', secret, Buffer.from(iv))
    return `${fasUrl}?fas=${base64(cipher.update(said, 'utf8', 'base64') + cipher.final('base64'))}&iv=${iv}`
  }

  /** `ndsctl auth`: @returns whether somebody was let in who was not. */
  function authenticate(
    client: Client,
    [minutes = 0, uploadRate = 0, downloadRate = 0, uploadQuota = 0, downloadQuota = 0]: number[],
    custom: string,
  ): boolean {
    if (client.session) return false
    const startedAt = clock.now()
    const endsAt = minutes > 0 ? startedAt.add({ minutes }) : null
    client.session = { startedAt, endsAt, uploadRate, downloadRate, uploadQuota, downloadQuota, custom }
    return true
  }

  // ---- authmon: level 3 posts with PHP, level 4 gets with wget ----

  async function tell(ask: string, payload: string): Promise<string> {
    const form = new URLSearchParams({ auth_get: ask, gatewayhash: sha256(escapedName), payload: base64(payload) })
    const headers = { 'user-agent': `openNDS(authmon;NDS:${version};)` }
    const answer = await (level === 4 ? fetch(`${fasUrl}?${form}`, { headers }) : fetch(fasUrl, { method: 'POST', headers, body: form }))
    return (await answer.text()).trim()
  }

  async function poll(): Promise<void> {
    const list = await tell('view', 'none')
    if (!list.startsWith('*')) return
    const letIn: string[] = []
    for (const word of list.slice(2, 1026).split(' ').slice(0, 4)) {
      const [who = '', ...rest] = decodeURIComponent(word).split(' ')
      const client = [...clients.values()].find((one) => [returnHash(one), one.token, one.address, one.mac].includes(who))
      if (client && authenticate(client, rest.slice(0, 5).map(Number), rest[5] ?? '')) letIn.push(who)
    }
    await tell('view', ['*', ...letIn].join(' '))
  }

  const stopping = new AbortController()
  async function authmon(): Promise<void> {
    await tell('clear', 'none').catch(() => undefined)
    while (!stopping.signal.aborted) {
      await poll().catch(() => undefined) // its service is away: it asks again
      await sleep(pollMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }
  const running = level >= 3 ? authmon() : Promise.resolve()

  async function deauthenticate(client: Client, method: string): Promise<void> {
    const { session, mac, incoming, outgoing, token } = client
    clients.delete(mac) // with its id: the next time it is another client
    if (level < 3 || !session) return
    const seconds = (at: Temporal.Instant) => Math.floor(at.epochMilliseconds / 1000)
    await tell(
      'deauthed',
      `method="${method}", clientmac="${mac}", timestamp=${seconds(clock.now())}, bytes_incoming=${incoming}, bytes_outgoing=${outgoing}, session_start=${seconds(session.startedAt)}, session_end=${seconds(clock.now())}, token=${token}, custom="${session.custom}"`,
    )
  }

  async function check(): Promise<void> {
    for (const client of clients.values()) {
      const { session, incoming, outgoing } = client
      if (!session) continue
      const reached = (quota: number, bytes: number) => quota > 0 && quota <= Math.floor(bytes / 1024)
      if (session.endsAt && Temporal.Instant.compare(session.endsAt, clock.now()) <= 0) await deauthenticate(client, 'timeout_deauth')
      else if (reached(session.downloadQuota, incoming)) await deauthenticate(client, 'downquota_deauth')
      else if (reached(session.uploadQuota, outgoing)) await deauthenticate(client, 'upquota_deauth')
    }
  }

  return {
    hotspot: { url: `http://${address}` },
    seat: (mac) => void (seated = mac),
    get session() {
      return clients.get(seated)?.session
    },
    async transfer({ up, down }) {
      const client = clientOf(seated)
      client.outgoing += up
      client.incoming += down
      await check()
    },
    check,
    async restart() {
      clients.clear()
      if (level >= 3) await tell('clear', 'none')
    },
    async close() {
      stopping.abort()
      await running
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** As openNDS does it: small letters, and all but the unreserved. */
const escape = (text: string) =>
  encodeURIComponent(text)
    .replaceAll(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16)}`)
    .replaceAll(/%[0-9A-F]{2}/g, (one) => one.toLowerCase())
