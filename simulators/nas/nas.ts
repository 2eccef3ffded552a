import { createHash, randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { EventEmitter, once } from 'node:events'
import { type Clock, systemClock } from '#kernel/time.ts'
import {
  type AttributePair,
  type Packet,
  type Secret,
  chapPassword,
  checkMsChap2,
  hidePassword,
  msChap1Response,
  msChap2Response,
  ntHash,
  read,
  sharedSecret,
  valueNumber,
} from '#protocols/radius'
import { type CoaBehaviour, answerCoa } from './coa.ts'
import { type Exchange, type Retry, openExchange, routerOsRetry } from './exchange.ts'
import type { Supplicant } from '#simulators/supplicant'
import { authenticateByEap } from './eap.ts'
import { Session } from './session.ts'

export const loginMethods = ['pap', 'chap', 'mschapv1', 'mschapv2'] as const
export type LoginMethod = (typeof loginMethods)[number]

export interface Login {
  readonly username: string
  readonly password: string
  /** Default: pap. */
  readonly method?: LoginMethod
  /** The subscriber's MAC address, as RouterOS writes it. */
  readonly callingStationId?: string
  /** What a hotspot client has by DHCP, or a PPP client asks for; used when the server names no other. */
  readonly framedIp?: string
  /** Of this login alone; default: the service of the NAS. */
  readonly service?: 'pppoe' | 'hotspot'
  /** The device logs in by EAP, and `method` and password are its own affair. */
  readonly eap?: Supplicant
  /** A hotspot page that asked for CHAP knows this instead of the password. */
  readonly chap?: { readonly identifier: number; readonly challenge: Uint8Array; readonly digest: Uint8Array }
}

export type LoginResult =
  | { readonly outcome: 'accepted'; readonly reply: Packet; readonly session: Session }
  | { readonly outcome: 'rejected'; readonly reply: Packet; readonly message: string }
  | { readonly outcome: 'challenged'; readonly reply: Packet }
  /** The server accepted without proving that it knows the password, or with other keys than the device has; a client hangs up. */
  | { readonly outcome: 'unproven'; readonly reply: Packet }
  | { readonly outcome: 'timeout' }

export interface NasOptions {
  readonly host: string
  readonly authPort: number
  readonly acctPort: number
  readonly secret: string
  /** Source address of its packets, and where it listens for CoA; default: the system's choice. */
  readonly address?: string
  readonly identifier?: string
  readonly nasIp?: string
  /** What kind of access it offers: decides Service-Type, NAS-Port-Type and the look of its attributes. Default: pppoe. */
  readonly service?: 'pppoe' | 'hotspot'
  /** Where it listens for CoA and Disconnect; 0 lets the kernel choose. */
  readonly coaPort?: number
  readonly coaBehaviour?: CoaBehaviour
  readonly retry?: Retry
  readonly clock?: Clock
}

export interface NasEvents {
  started: [session: Session]
  /** After Accounting-Stop was confirmed or given up, whoever ended the session. */
  stopped: [session: Session]
  /** By a CoA-Request that was obeyed. */
  changed: [session: Session, request: Packet]
  /** By a Disconnect-Request that was obeyed; the Stop is on its way. */
  disconnected: [session: Session, request: Packet]
}

export interface Nas {
  readonly coaPort: number
  readonly events: EventEmitter<NasEvents>
  /** Sessions between Start and Stop. */
  readonly sessions: ReadonlyMap<string, Session>
  coaBehaviour: CoaBehaviour
  login(login: Login): Promise<LoginResult>
  /** As after a boot and before a shutdown. @returns whether the server confirmed */
  accountingOn(): Promise<boolean>
  accountingOff(): Promise<boolean>
  /** Like pulling the plug: no Stop is sent. The second time does nothing. */
  close(): void
}

/** Opens the sockets of a NAS. */
export async function createNas(options: NasOptions): Promise<Nas> {
  const secret = sharedSecret(options.secret)
  const retry = options.retry ?? routerOsRetry
  const now = () => (options.clock ?? systemClock).now()
  const self: readonly AttributePair[] = [
    ['NAS-Identifier', options.identifier ?? 'nas-simulator'],
    ['NAS-IP-Address', options.nasIp ?? '127.0.0.1'],
  ]
  const sessions = new Map<string, Session>()
  const events = new EventEmitter<NasEvents>()
  const coaSocket = createSocket('udp4')
  coaSocket.bind(options.coaPort ?? 0, options.address)
  await once(coaSocket, 'listening')
  const [access, accounting] = await Promise.all([
    openExchange({ ...options, port: options.authPort, secret, retry }),
    openExchange({ ...options, port: options.acctPort, secret, retry }),
  ])

  const account = async (attributes: readonly AttributePair[]) =>
    (await accounting.ask('Accounting-Request', () => attributes)) !== undefined
  const announce = (status: 'Accounting-On' | 'Accounting-Off') =>
    account([['Acct-Status-Type', valueNumber('Acct-Status-Type', status)], ['Acct-Session-Id', '00000000'], ...self])

  // RouterOS counts sessions up from a number that differs after each boot.
  const firstSession = randomBytes(4).readUInt32BE() & 0x7fffff00
  let sessionsBegun = 0
  let isClosed = false

  async function login(wanted: Login): Promise<LoginResult> {
    const number = ++sessionsBegun
    const id = (0x80000000 + firstSession + number).toString(16)
    const callingStationId = wanted.callingStationId ?? macAddress(number)
    const line = [...self, ...lineAttributes(wanted.service ?? options.service ?? 'pppoe', number, callingStationId)]
    const asked: AttributePair[] = [['Acct-Session-Id', id], ...addressOf(wanted), ...line]
    const { reply, isProven } = await (wanted.eap
      ? authenticateByEap(access, secret, wanted.eap, asked)
      : authenticate(access, secret, wanted, asked))
    if (!reply) return { outcome: 'timeout' }
    if (reply.code === 'Access-Challenge') return { outcome: 'challenged', reply }
    if (reply.code !== 'Access-Accept') return { outcome: 'rejected', reply, message: read(reply, 'Reply-Message') ?? '' }
    if (!isProven) return { outcome: 'unproven', reply }
    const framedIp = assignedAddress(reply) ?? wanted.framedIp ?? poolAddress(poolOf(options.identifier ?? ''), number)
    const session = new Session({
      id,
      username: read(reply, 'User-Name') ?? wanted.eap?.outerIdentity ?? wanted.username, // RFC 2865 §5.1
      callingStationId,
      framedIp,
      line,
      accept: reply,
      account: accountOf(() => session),
      now,
    })
    return { outcome: 'accepted', reply, session }
  }

  /** Keeps the list of sessions, and tells about them, as their accounting goes by. */
  function accountOf(session: () => Session): (attributes: readonly AttributePair[]) => Promise<boolean> {
    return async (attributes) => {
      const { id, state } = session()
      const isStart = state === 'open' && !sessions.has(id)
      if (state === 'stopped') sessions.delete(id)
      else sessions.set(id, session())
      const isConfirmed = await account(attributes)
      if (isStart) events.emit('started', session())
      if (state === 'stopped') events.emit('stopped', session())
      return isConfirmed
    }
  }

  function obey(request: Packet, session: Session): void {
    if (request.code === 'CoA-Request') {
      session.obey(request)
      events.emit('changed', session, request)
    } else {
      events.emit('disconnected', session, request)
      void session.stop('Admin-Reset')
    }
  }

  const nas: Nas = {
    coaPort: coaSocket.address().port,
    events,
    sessions,
    coaBehaviour: options.coaBehaviour ?? 'obey',
    login,
    accountingOn: () => announce('Accounting-On'),
    accountingOff: () => announce('Accounting-Off'),
    close: () => {
      if (isClosed) return
      isClosed = true
      access.close()
      accounting.close()
      coaSocket.close()
    },
  }
  answerCoa(coaSocket, {
    secret,
    now,
    behaviour: () => nas.coaBehaviour,
    sessions: () => sessions.values(),
    isAddressedTo: (request) => self.every(([name, value]) => (read(request, name) ?? value) === value),
    obey,
  })
  return nas
}

/** @returns the trusted reply, and whether the server proved itself where the method asks for it */
async function authenticate(
  access: Exchange,
  secret: Secret,
  { username, password, method = 'pap', chap }: Login,
  line: readonly AttributePair[],
): Promise<{ reply: Packet | undefined; isProven: boolean }> {
  const msChap = { identifier: 1, userName: username, authenticatorChallenge: randomBytes(16), peerChallenge: randomBytes(16) }
  const msResponse = method === 'mschapv2' ? msChap2Response(msChap, password) : undefined
  const credentials = (authenticator: Uint8Array): AttributePair[] => {
    if (method === 'pap') return [['User-Password', hidePassword(password, authenticator, secret)]]
    if (msResponse)
      return [
        ['MS-CHAP-Challenge', msChap.authenticatorChallenge],
        ['MS-CHAP2-Response', msResponse],
      ]
    if (method === 'mschapv1') {
      const challenge = randomBytes(8)
      return [
        ['MS-CHAP-Challenge', challenge],
        ['MS-CHAP-Response', msChap1Response(1, challenge, password)],
      ]
    }
    if (chap)
      return [
        ['CHAP-Password', Buffer.concat([Buffer.of(chap.identifier), chap.digest])],
        ['CHAP-Challenge', chap.challenge],
      ]
    const challenge = randomBytes(16)
    return [
      ['CHAP-Password', chapPassword(1, password, challenge, secret)],
      ['CHAP-Challenge', challenge],
    ]
  }
  const reply = await access.ask('Access-Request', (authenticator) => [['User-Name', username], ...credentials(authenticator), ...line])
  if (!reply || !msResponse) return { reply, isProven: true }
  const expected = checkMsChap2({ ...msChap, ntResponse: msResponse.subarray(26) }, ntHash(password))!.success
  return { reply, isProven: expected.equals(read(reply, 'MS-CHAP2-Success') ?? Buffer.of()) }
}

function lineAttributes(service: 'pppoe' | 'hotspot', number: number, callingStationId: string): AttributePair[] {
  const port: AttributePair[] = [
    ['NAS-Port', 15_000_000 + number],
    ['Calling-Station-Id', callingStationId],
  ]
  if (service === 'hotspot') {
    return [
      ...port,
      ['NAS-Port-Type', valueNumber('NAS-Port-Type', 'Wireless-802.11')],
      ['Called-Station-Id', 'hotspot1'],
      ['NAS-Port-Id', 'bridge-hotspot'],
    ]
  }
  return [
    ...port,
    ['NAS-Port-Type', valueNumber('NAS-Port-Type', 'Ethernet')],
    ['Called-Station-Id', 'pppoe1'],
    ['NAS-Port-Id', 'ether1'],
    ['Service-Type', valueNumber('Service-Type', 'Framed-User')],
    ['Framed-Protocol', valueNumber('Framed-Protocol', 'PPP')],
  ]
}

function addressOf({ framedIp }: Login): AttributePair[] {
  return framedIp === undefined ? [] : [['Framed-IP-Address', framedIp]]
}

/** RFC 2865 §5.8: two values leave the choice to the NAS or the user. */
function assignedAddress(accept: Packet): string | undefined {
  const address = read(accept, 'Framed-IP-Address')
  return address === '255.255.255.254' || address === '255.255.255.255' ? undefined : address
}

const pools = 64

/** Routers of one operator hand out networks of their own: by chance, but always the same. */
const poolOf = (identifier: string): number => createHash('sha256').update(identifier).digest()[0]! % pools

function poolAddress(pool: number, number: number): string {
  return `10.${64 + ((pool + (number >>> 16)) % pools)}.${(number >>> 8) & 255}.${number & 255}`
}

/** Locally administered. */
function macAddress(number: number): string {
  const octets = [0x02, 0x54, number >>> 24, number >>> 16, number >>> 8, number]
  return octets.map((octet) => (octet & 255).toString(16).padStart(2, '0').toUpperCase()).join(':')
}
