/** A MikroTik router: its menus, doors, RADIUS client, PPPoE and hotspot subscribers, and its terminal. */
import { generateKeyPairSync } from 'node:crypto'
import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'
import { type Clock, systemClock } from '#kernel/time.ts'
import { read } from '#protocols/radius'
import { formatDuration, isYes, type Row } from '#protocols/routeros'
import { type CoaBehaviour, createNas, type Login, type LoginResult, type Nas, type Retry, type Session } from '#simulators/nas'
import { createApiServer } from './api.ts'
import * as certificate from './certificate.ts'
import { type Hotspot, type HotspotAnswer, type HotspotLogin, openHotspot } from './hotspot.ts'
import { menusOf } from './menus.ts'
import { createRestServer } from './rest.ts'
import { runScript, type Value } from './script.ts'
import { menuPath, Trap, Tree } from './tree.ts'

export interface MikrotikOptions {
  /** Version of RouterOS; below 7 there is no REST, before 6.43 the old login. Default: 7.16.2. */
  readonly version?: string
  readonly board?: string
  /** 0, the default, lets the kernel choose. The ports show in `/ip service`. */
  readonly ports?: { readonly api?: number; readonly apiSsl?: number; readonly rest?: number; readonly hotspot?: number }
  readonly clock?: Clock
  /** How far the router's own clock is ahead. */
  readonly clockAheadSeconds?: number
  readonly retry?: Retry
}

/** What the router does wrong, for tests. */
export interface Habits {
  coa: CoaBehaviour
  /** The API takes connections and says nothing. */
  isApiDeaf: boolean
  /** `remove` of an active user is confirmed and not done. */
  keepsActive: boolean
}

export interface Mikrotik {
  readonly tree: Tree
  readonly habits: Habits
  readonly hotspot: Hotspot
  readonly ports: { readonly api: number; readonly apiSsl: number; readonly rest: number }
  /** What scripts have put on the terminal. */
  readonly terminal: readonly string[]
  readonly sessions: () => readonly Session[]
  /** Types a line at the terminal, as its administrator. @throws Trap */
  type(line: string): Promise<void>
  /** What the scheduler would do now: each entry's event once. */
  runSchedule(): Promise<void>
  pppoe(login: Login): Promise<LoginResult>
  close(): Promise<void>
}

interface Online {
  readonly session: Session
  readonly service: 'pppoe' | 'hotspot'
  readonly addressList: string | undefined
}

export async function createMikrotik(options: MikrotikOptions = {}): Promise<Mikrotik> {
  const router = new Router(options)
  await router.open()
  return router
}

class Router implements Mikrotik {
  readonly tree: Tree
  readonly habits: Habits
  readonly terminal: string[] = []
  readonly #options: MikrotikOptions
  readonly #clock: Clock
  readonly #startedAt: Temporal.Instant
  readonly #files = new Map<string, string>()
  readonly #online = new Map<string, Online>()
  readonly #servers: Server[] = []
  #hotspot: Hotspot | undefined
  #listening: Promise<void> = Promise.resolve()
  #nas: { readonly key: string; readonly nas: Nas } | undefined

  constructor(options: MikrotikOptions) {
    this.#options = options
    const setCoa = (behaviour: CoaBehaviour) => this.#nas && (this.#nas.nas.coaBehaviour = behaviour)
    let coa: CoaBehaviour = 'obey'
    this.habits = {
      isApiDeaf: false,
      keepsActive: false,
      get coa() {
        return coa
      },
      set coa(behaviour) {
        coa = behaviour
        setCoa(behaviour)
      },
    }
    this.#clock = options.clock ?? systemClock
    this.#startedAt = this.#clock.now()
    const version = options.version ?? '7.16.2'
    const parts = {
      version,
      board: options.board ?? 'hAP ax3',
      uptimeSeconds: () => Math.floor(this.#startedAt.until(this.#clock.now()).total('seconds')),
      clock: () => this.#clockRow(),
      hotspotActive: { rows: () => this.#activeRows('hotspot'), remove: (id: string) => this.#kick(id) },
      pppActive: { rows: () => this.#activeRows('pppoe'), remove: (id: string) => this.#kick(id) },
      queues: { rows: () => this.#queueRows() },
      lists: { rows: () => this.#listRows() },
      services: ['api', 'api-ssl', 'www', 'www-ssl'].map((name) => ({
        name,
        port: '0',
        address: '',
        disabled: name.endsWith('ssl') ? 'true' : 'false',
      })),
      isOld: version.startsWith('6.'),
    }
    this.tree = new Tree(menusOf(parts), (path) => this.#changed(path))
  }

  async open(): Promise<void> {
    const { ports = {}, version = '7.16.2' } = this.#options
    const api = { tree: this.tree, hasOldLogin: /^6\.([0-3]?\d|4[0-2])(\.|$)/.test(version), isDeaf: () => this.habits.isApiDeaf }
    await this.#listen('api', createApiServer(api), ports.api)
    await this.#listen('api-ssl', createApiServer(api, certificate), ports.apiSsl)
    await this.#listen('www-ssl', createRestServer(this.tree, certificate), ports.rest)
    this.#hotspot = await openHotspot(
      {
        loginBy: () => (this.tree.find('/ip/hotspot/profile', 'name', this.#hotspotProfile())?.['login-by'] ?? '').split(','),
        identity: () => this.#identity(),
        loginPage: () =>
          this.#files.get(`${this.tree.find('/ip/hotspot/profile', 'name', this.#hotspotProfile())?.['html-directory']}/login.html`),
        isAllowed: (host) => this.#isInGarden(host),
        login: (login) => this.#hotspotLogin(login),
        logout: async (address) => void (await this.#at(address)?.session.stop('User-Request')),
        session: (address) => this.#activeRows('hotspot').find((row) => row['address'] === address),
      },
      ports.hotspot ?? 0,
    )
  }

  get hotspot(): Hotspot {
    return this.#hotspot!
  }

  get ports(): Mikrotik['ports'] {
    const port = (name: string) => Number(this.tree.find('/ip/service', 'name', name)!['port'])
    return { api: port('api'), apiSsl: port('api-ssl'), rest: port('www-ssl') }
  }

  sessions = (): readonly Session[] => [...this.#online.values()].map((online) => online.session)

  async #listen(service: string, server: Server, port = 0): Promise<void> {
    server.listen(port)
    await once(server, 'listening')
    this.#servers.push(server)
    const row = this.tree.find('/ip/service', 'name', service)!
    this.tree.set('/ip/service', row['.id'], { port: String((server.address() as AddressInfo).port) })
  }

  async close(): Promise<void> {
    await this.#listening
    this.#nas?.nas.close()
    for (const server of this.#servers) server.close()
    await this.#hotspot?.close()
  }

  // ---- the terminal -------------------------------------------------------------------------------------------------------

  async type(line: string): Promise<void> {
    await runScript(line, {
      command: (menu, verb, named, positional) => this.#command(menu, verb, named, positional),
      resolve: async (host) => (await lookup(host, 4)).address,
      put: (text) => void this.terminal.push(text),
    })
  }

  async runSchedule(): Promise<void> {
    for (const entry of this.tree.print('/system/scheduler')) await this.#runNamed(entry['on-event'] ?? '')
  }

  async #runNamed(name: string): Promise<void> {
    const script = this.tree.find('/system/script', 'name', name)
    if (!script) throw new Trap(`no such item ${name}`, 0)
    await this.type(script['source'] ?? '')
  }

  async #command(
    menu: readonly string[],
    verb: string,
    named: Readonly<Record<string, Value>>,
    positional: readonly Value[],
  ): Promise<Value> {
    const path = menuPath(menu.join('/'))
    const values = Object.fromEntries(Object.entries(named).map(([name, value]) => [name, String(value)]))
    const [first = ''] = positional
    const ids = typeof first === 'string' ? (first === '' ? [] : [first]) : first
    switch (`${path} ${verb}`) {
      case '/tool fetch':
        return this.#fetch(values)
      case '/ import':
        await this.type(this.#files.get(values['file-name'] ?? String(first)) ?? raise(`no such file ${String(first)}`))
        return ''
      case '/file remove':
        if (!this.#files.delete(String(first))) throw new Trap('no such item', 0)
        return ''
      case '/system/script run':
        await this.#runNamed(values['number'] ?? String(first))
        return ''
      case '/certificate sign':
        for (const id of ids) this.tree.set(path, id, { fingerprint: certificate.fingerprint })
        return ''
      case '/log info':
      case '/log warning':
      case '/log error':
        this.terminal.push(String(first))
        return ''
    }
    if (!this.tree.has(path)) throw new Trap(`bad command name ${menu.at(-1) ?? verb}`, 1)
    switch (verb) {
      case 'add':
        return this.tree.add(path, values)
      case 'set':
        if (positional.length === 0) this.tree.set(path, undefined, values)
        for (const id of ids) this.tree.set(path, id, values)
        return ''
      case 'enable':
      case 'disable':
        for (const id of ids) this.tree.set(path, id, { disabled: String(verb === 'disable') })
        return ''
      case 'remove':
        for (const id of ids) this.tree.remove(path, id)
        return ''
      case 'find':
        return this.tree
          .print(path)
          .filter((row) => Object.entries(values).every(([name, value]) => sameValue(row[name], value)))
          .map((row) => row['.id']!)
      case 'get': {
        const [id, property] = positional.length > 1 ? [ids[0], String(positional[1])] : [undefined, String(first)]
        const row = id === undefined ? this.tree.find(path) : (this.tree.find(path, '.id', id) ?? this.tree.find(path, 'name', id))
        return row?.[property] ?? raise('no such item')
      }
      case 'print':
        this.terminal.push(...this.tree.print(path).map((row) => JSON.stringify(row)))
        return ''
      default:
        throw new Trap(`bad command name ${verb}`, 1)
    }
  }

  async #fetch({ url = '', 'dst-path': path, output, 'http-method': method = 'get', 'http-data': body }: Row): Promise<Value> {
    const answer = await fetch(url, {
      method: method.toUpperCase(),
      ...(body !== undefined && { body, headers: { 'content-type': 'text/plain' } }),
    }).catch((error: unknown) => raise(`failure: connection failed (${String(error)})`))
    if (!answer.ok) throw new Trap(`failure: Fetch failed with status ${answer.status}`)
    if (output !== 'none') this.#files.set(path ?? url.split('/').at(-1)!, await answer.text())
    return ''
  }

  // ---- subscribers --------------------------------------------------------------------------------------------------------

  async pppoe(login: Login): Promise<LoginResult> {
    if (!isYes(this.tree.find('/ppp/aaa')?.['use-radius'])) throw new Trap('authentication failed: RADIUS is not used')
    if (!this.tree.print('/interface/pppoe-server/server').some((server) => server['disabled'] === 'false'))
      throw new Trap('no PPPoE server is running')
    return this.#login(login, 'pppoe')
  }

  async #hotspotLogin({ username, address, mac, proof }: HotspotLogin): Promise<HotspotAnswer> {
    const line = { username, callingStationId: mac, framedIp: address }
    const result = await this.#login(
      proof.kind === 'pap' ? { ...line, password: proof.password, method: 'pap' } : { ...line, password: '', method: 'chap', chap: proof },
      'hotspot',
    )
    switch (result.outcome) {
      case 'accepted':
        return { isIn: true }
      case 'rejected':
        return { isIn: false, error: result.message || 'invalid username or password' }
      default:
        return { isIn: false, error: 'RADIUS server is not responding' }
    }
  }

  async #login(login: Login, service: 'pppoe' | 'hotspot'): Promise<LoginResult> {
    const nas = await this.#radius(service)
    if (!nas) return { outcome: 'timeout' }
    const result = await nas.login({ ...login, service })
    if (result.outcome !== 'accepted') return result
    const { session } = result
    this.#online.set(session.id, { session, service, addressList: read(result.reply, 'Mikrotik-Address-List') })
    await session.start()
    return result
  }

  /** The RADIUS client that the first fitting row of `/radius` describes; made anew when that or the identity changes. */
  async #radius(service: 'pppoe' | 'hotspot'): Promise<Nas | undefined> {
    await this.#listening
    return this.#openRadius(service)
  }

  async #openRadius(service: 'pppoe' | 'hotspot'): Promise<Nas | undefined> {
    const wanted = service === 'pppoe' ? 'ppp' : 'hotspot'
    const row = this.tree.print('/radius').find((one) => one['disabled'] === 'false' && (one['service'] ?? '').split(',').includes(wanted))
    if (!row) return undefined
    const incoming = this.tree.find('/radius/incoming')
    const { address, secret, 'authentication-port': authPort, 'accounting-port': acctPort } = row
    const key = JSON.stringify([address, secret, authPort, acctPort, incoming, this.#identity()])
    if (this.#nas?.key !== key) {
      this.#nas?.nas.close()
      const nas = await createNas({
        host: address!,
        secret: secret!,
        authPort: Number(authPort),
        acctPort: Number(acctPort),
        identifier: this.#identity(),
        coaPort: Number(incoming?.['port']),
        ...(this.#options.retry && { retry: this.#options.retry }),
        ...(this.#options.clock && { clock: this.#options.clock }),
      })
      nas.coaBehaviour = isYes(incoming?.['accept']) ? this.habits.coa : 'silent'
      nas.events.on('stopped', (session) => void this.#online.delete(session.id))
      this.#nas = { key, nas }
    }
    return this.#nas.nas
  }

  #kick(id: string): void {
    if (this.habits.keepsActive) return
    const online = this.#online.get(id.slice(1))
    if (!online) throw new Trap('no such item', 0)
    void online.session.stop('Admin-Reset')
  }

  #at(address: string): Online | undefined {
    return [...this.#online.values()].find(({ session }) => session.framedIp === address)
  }

  // ---- rows that come and go ----------------------------------------------------------------------------------------------

  #activeRows(service: 'pppoe' | 'hotspot'): Row[] {
    return [...this.#online.values()]
      .filter((online) => online.service === service && online.session.state === 'open')
      .map(({ session }) => {
        const common = { '.id': `*${session.id}`, address: session.framedIp, uptime: formatDuration(session.seconds), radius: 'true' }
        if (service === 'pppoe')
          return {
            ...common,
            name: session.username,
            service: 'pppoe',
            'caller-id': session.callingStationId,
            'session-id': `0x${session.id}`,
          }
        const { upload, download } = session.octets
        return {
          ...common,
          user: session.username,
          server: 'trunkline',
          'mac-address': session.callingStationId,
          'bytes-in': String(upload),
          'bytes-out': String(download),
        }
      })
  }

  #queueRows(): Row[] {
    return [...this.#online.values()].map(({ session, service }) => ({
      '.id': `*Q${session.id}`,
      name: `<${service}-${session.username}>`,
      target: `${session.framedIp}/32`,
      'max-limit': session.rate ? `${session.rate.upload}/${session.rate.download}` : '0/0',
      bytes: `${session.octets.upload}/${session.octets.download}`,
      dynamic: 'true',
    }))
  }

  #listRows(): Row[] {
    return [...this.#online.values()].flatMap(({ session, addressList }) =>
      addressList ? [{ '.id': `*L${session.id}`, list: addressList, address: session.framedIp, dynamic: 'true' }] : [],
    )
  }

  #changed(path: string): void {
    if (path === '/radius/incoming' || path === '/radius') this.#listenForCommands()
    if (path === '/interface/wireguard') this.#makeKeys(path)
  }

  /** A router listens from the moment it is told to, not from the first login on. */
  #listenForCommands(): void {
    if (!isYes(this.tree.find('/radius/incoming')?.['accept'])) return
    this.#listening = this.#listening
      .then(async () => void ((await this.#openRadius('hotspot')) ?? (await this.#openRadius('pppoe'))))
      .catch((error: unknown) => void this.terminal.push(String(error)))
  }

  #makeKeys(path: string): void {
    // RouterOS makes a key pair for an interface that was added without one.
    for (const row of this.tree.print(path).filter((one) => one['public-key'] === undefined)) {
      const { privateKey, publicKey } = generateKeyPairSync('x25519')
      const raw = (key: typeof publicKey, type: 'spki' | 'pkcs8') => key.export({ type, format: 'der' } as never) as unknown as Buffer
      this.tree.set(path, row['.id'], {
        'private-key': raw(privateKey, 'pkcs8').subarray(-32).toString('base64'),
        'public-key': raw(publicKey, 'spki').subarray(-32).toString('base64'),
      })
    }
  }

  #clockRow(): Row {
    const ahead = this.#clock
      .now()
      .add({ seconds: this.#options.clockAheadSeconds ?? 0 })
      .toZonedDateTimeISO('UTC')
    return { date: ahead.toPlainDate().toString(), time: ahead.toPlainTime().toString({ smallestUnit: 'second' }), 'gmt-offset': '+00:00' }
  }

  #identity(): string {
    return this.tree.find('/system/identity')!['name']!
  }

  #hotspotProfile(): string {
    return this.tree.print('/ip/hotspot').find((server) => server['disabled'] === 'false')?.['profile'] ?? 'default'
  }

  /** `*.example.com` matches what is below. */
  #isInGarden(host: string): boolean {
    const isAllowed = (row: Row) => row['action'] === 'allow' && row['disabled'] === 'false'
    const pattern = (wanted: string) =>
      new RegExp(
        `^${wanted
          .split('*')
          .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
          .join('.*')}$`,
      )
    return (
      this.tree.print('/ip/hotspot/walled-garden').some((row) => isAllowed(row) && pattern(row['dst-host'] ?? '').test(host)) ||
      this.tree.print('/ip/hotspot/walled-garden/ip').some((row) => row['disabled'] === 'false' && row['dst-address'] === host)
    )
  }
}

const sameValue = (one: string | undefined, other: string) => one === other || (one !== undefined && isYes(one) && isYes(other))

function raise(message: string): never {
  throw new Trap(message)
}
