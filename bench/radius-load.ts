/**
 * Load generator for any RADIUS server, ours or FreeRADIUS.
 *
 * All packets are encoded before the timed window and none is used twice, so neither the cost of signing nor a duplicate cache of the server is
 * measured. Packet k owns slot (socket k mod S, identifier k div S mod 256). Closed loop: `window` requests are in flight, a reply makes room for
 * the next. Open loop: `rate` requests a second, whatever becomes of those before. Latency is from the first sending to the reply.
 *
 * In accounting every session sends Start, three Interims and a Stop, each after the one before it was answered or is long past; every fourth
 * session counts beyond 2^32. Prints one line of JSON. Run: node bench/radius-load.ts --help
 */
import { randomBytes } from 'node:crypto'
import { type Socket, createSocket } from 'node:dgram'
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import {
  type AttributePair,
  type Code,
  type Packet,
  chapPassword,
  decode,
  encodeRequest,
  hidePassword,
  msChap2Response,
  replyFault,
  type Secret,
  sharedSecret,
  splitOctets,
  valueNumber,
} from '#protocols/radius'

export interface RadiusLoadOptions {
  readonly host?: string
  readonly authPort?: number
  readonly acctPort?: number
  readonly secret?: string
  /** mix alternates PAP and CHAP. */
  readonly mode?: 'pap' | 'chap' | 'mix' | 'mschapv2' | 'acct'
  /** Packets in all; sessions are completed, so accounting may send a few less. */
  readonly count?: number
  /** Requests in flight. */
  readonly window?: number
  /** Requests a second in an open loop; default: a closed one. Needs as many sockets as identifiers may wait for an answer. */
  readonly rate?: number
  /** Told each request that was answered. */
  readonly onAnswered?: (request: Packet) => void
  /** Source ports, 256 identifiers each. */
  readonly sockets?: number
  /** How many different users; numbers from 1. */
  readonly users?: number
  /** `%07d` stands for the number of the user, with seven digits. */
  readonly userFormat?: string
  readonly passwordFormat?: string
  /** Default: in Access-Requests, not in accounting. */
  readonly messageAuthenticator?: boolean
  /** Accounting: sessions of which all Starts are sent, then all first Interims, and so on. Default: twice the window. */
  readonly groupSessions?: number
  /** Check the signature of every n-th reply; 1 checks all. */
  readonly verifyEvery?: number
  readonly timeoutMs?: number
  readonly tries?: number
  /** Replies that are not counted, for caches to fill and code to be compiled. Default: a fifth of `count`. */
  readonly warmup?: number
  /** Called when they are over. */
  readonly onWarm?: () => void
}

export interface RadiusLoadResult {
  /** Replies per second after the warm-up. */
  readonly rps: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Requests without a reply after all tries. */
  readonly lost: number
  /** Replies that were malformed, not signed with the secret, or of another code than expected. */
  readonly bad: number
  readonly totals: {
    readonly sent: number
    readonly replies: number
    /** Replies after the warm-up. */
    readonly measured: number
    readonly retransmits: number
    readonly verified: number
    readonly seconds: number
    /** Until the last request was sent for the first time. */
    readonly sendingSeconds: number
    readonly repliesWhileSending: number
    readonly byCode: Readonly<Record<string, number>>
    /** What the Stops reported, to be compared with what the server has stored. */
    readonly sessions: number
    readonly uploadOctets: string
    readonly downloadOctets: string
  }
}

const defaults = {
  host: '127.0.0.1',
  authPort: 1812,
  acctPort: 1813,
  secret: 'testing123',
  mode: 'pap',
  count: 100_000,
  window: 128,
  sockets: 32,
  users: 100_000,
  userFormat: 'user%07d',
  passwordFormat: 'pw-%07d',
  groupSessions: 512,
  verifyEvery: 16,
  timeoutMs: 3000,
  tries: 3,
  rate: 0, // closed loop
} as const

type Listeners = Pick<RadiusLoadOptions, 'onAnswered' | 'onWarm'>
type Settings = Required<Omit<RadiusLoadOptions, keyof Listeners>> & Listeners

const steps = ['Start', 'Interim-Update', 'Interim-Update', 'Interim-Update', 'Stop'] as const
const secondsPerStep = 1 // no more than it takes when samples are apart: else the session would begin earlier with every packet, as no router's does
const retransmitScanMs = 50
const paceMs = 1
const burstMax = 256 // of an open loop that is late: replies are to be read meanwhile

/** Sends the load and waits for its end. */
export async function radiusLoad(options: RadiusLoadOptions = {}): Promise<RadiusLoadResult> {
  const { mode = defaults.mode, count = defaults.count } = options
  const settings: Settings = { warmup: Math.floor(count / 5), messageAuthenticator: mode !== 'acct', ...defaults, ...options }
  if (settings.window > settings.sockets * 256) throw new RangeError('window is larger than sockets × 256 identifiers')
  const load = mode === 'acct' ? accountingLoad(settings) : accessLoad(settings)
  const sockets = await openSockets(settings, mode === 'acct' ? settings.acctPort : settings.authPort)
  try {
    return await run(settings, load, sockets)
  } finally {
    for (const socket of sockets) socket.close()
  }
}

interface Load {
  readonly requests: readonly Packet[]
  readonly expected: Code
  readonly sessions: number
  readonly upload: bigint
  readonly download: bigint
}

const identifierOf = (index: number, { sockets }: Settings) => Math.floor(index / sockets) & 255

function accessLoad(settings: Settings): Load {
  const secret = sharedSecret(settings.secret)
  const requests = Array.from({ length: settings.count }, (_, index) => {
    const user = userOf(index, settings)
    const password = numbered(settings.passwordFormat, user)
    const authenticator = randomBytes(16)
    const username = numbered(settings.userFormat, user)
    const credentials = credentialsOf(settings.mode, index, { username, password, authenticator, secret })
    const attributes: AttributePair[] = [['User-Name', username], ...credentials, ...lineOf(user)]
    const { messageAuthenticator } = settings
    return encodeRequest(
      { code: 'Access-Request', identifier: identifierOf(index, settings), authenticator, attributes, messageAuthenticator },
      secret,
    )
  })
  return { requests, expected: 'Access-Accept', sessions: 0, upload: 0n, download: 0n }
}

interface Attempt {
  readonly username: string
  readonly password: string
  readonly authenticator: Buffer
  readonly secret: Secret
}

function credentialsOf(mode: Settings['mode'], index: number, { username, password, authenticator, secret }: Attempt): AttributePair[] {
  if (mode === 'mschapv2') {
    const login = { identifier: index & 255, userName: username, authenticatorChallenge: authenticator, peerChallenge: randomBytes(16) }
    return [
      ['MS-CHAP-Challenge', authenticator],
      ['MS-CHAP2-Response', msChap2Response(login, password)],
    ]
  }
  if (mode === 'chap' || (mode === 'mix' && index % 2 === 1))
    return [
      ['CHAP-Password', chapPassword(index & 255, password, authenticator, secret)],
      ['CHAP-Challenge', authenticator],
    ]
  return [['User-Password', hidePassword(password, authenticator, secret)]]
}

/**
 * Sessions are interleaved in groups, so that two steps of one session are never in flight together:
 *
 *   group 1: all Starts, all first Interims, … all Stops | group 2: …
 */
function accountingLoad(settings: Settings): Load {
  const secret = sharedSecret(settings.secret)
  const run = randomBytes(4).toString('hex')
  const groupSessions = Math.max(settings.groupSessions, 2 * settings.window)
  const sessions = Math.floor(settings.count / steps.length)
  const startedAt = Math.floor(Temporal.Now.instant().epochMilliseconds / 1000) - secondsPerStep * steps.length
  const requests: Packet[] = []
  let upload = 0n
  let download = 0n
  for (let first = 0; first < sessions; first += groupSessions) {
    const end = Math.min(sessions, first + groupSessions)
    for (let step = 0; step < steps.length; step++) {
      for (let session = first; session < end; session++) {
        const used = octetsAt(session, step)
        const attributes = accountingAttributes(settings, `${run}-${session.toString(16)}`, session, step, startedAt, used)
        const identifier = identifierOf(requests.length, settings)
        requests.push(
          encodeRequest(
            { code: 'Accounting-Request', identifier, attributes, messageAuthenticator: settings.messageAuthenticator },
            secret,
          ),
        )
        if (steps[step] !== 'Stop') continue
        upload += used.upload
        download += used.download
      }
    }
  }
  return { requests, expected: 'Accounting-Response', sessions, upload, download }
}

/** Grows from step to step; every fourth session passes 4 GiB. */
function octetsAt(session: number, step: number): { upload: bigint; download: bigint } {
  const factor = session % 4 === 0 ? 1_500n : 1n
  const growth = BigInt(step) * factor
  return { upload: growth * BigInt(1_000_003 + session), download: growth * BigInt(5_000_011 + session) }
}

function accountingAttributes(
  settings: Settings,
  sessionId: string,
  session: number,
  step: number,
  startedAt: number,
  used: { upload: bigint; download: bigint },
): AttributePair[] {
  const user = userOf(session, settings)
  const upload = splitOctets(used.upload)
  const download = splitOctets(used.download)
  const attributes: AttributePair[] = [
    ['Acct-Status-Type', valueNumber('Acct-Status-Type', steps[step]!)],
    ['User-Name', numbered(settings.userFormat, user)],
    ...lineOf(user),
    ['Acct-Session-Id', sessionId],
    ['Acct-Authentic', valueNumber('Acct-Authentic', 'RADIUS')],
    ['Framed-IP-Address', `100.${64 + ((user >>> 16) & 63)}.${(user >>> 8) & 255}.${user & 255}`],
    ['Acct-Delay-Time', 0],
    ['Event-Timestamp', startedAt + step * secondsPerStep],
  ]
  if (step === 0) return attributes
  attributes.push(
    ['Acct-Session-Time', step * secondsPerStep],
    ['Acct-Input-Octets', upload.octets],
    ['Acct-Output-Octets', download.octets],
    ['Acct-Input-Gigawords', upload.gigawords],
    ['Acct-Output-Gigawords', download.gigawords],
  )
  if (steps[step] === 'Stop') attributes.push(['Acct-Terminate-Cause', valueNumber('Acct-Terminate-Cause', 'User-Request')])
  return attributes
}

/** Spreads users evenly over the requests, in an order that is the same in every run. */
function userOf(index: number, { users }: Settings): number {
  return 1 + ((Math.imul(index + 1, 2654435761) >>> 0) % users)
}

function numbered(format: string, number: number): string {
  return format.replace(/%0?(\d*)d/, (_, width: string) => String(number).padStart(Number(width), '0'))
}

function lineOf(user: number): AttributePair[] {
  const nas = user % 20
  const mac = [2, user >>> 24, user >>> 16, user >>> 8, user, 1].map((octet) => (octet & 255).toString(16).padStart(2, '0').toUpperCase())
  return [
    ['NAS-IP-Address', `10.255.0.${1 + nas}`],
    ['NAS-Identifier', `bras-${nas}`],
    ['NAS-Port', 15_000_000 + user],
    ['NAS-Port-Type', valueNumber('NAS-Port-Type', 'Ethernet')],
    ['NAS-Port-Id', `ether1-vlan${100 + (user % 400)}`],
    ['Service-Type', valueNumber('Service-Type', 'Framed-User')],
    ['Framed-Protocol', valueNumber('Framed-Protocol', 'PPP')],
    ['Calling-Station-Id', mac.join(':')],
    ['Called-Station-Id', `pppoe-${nas}`],
  ]
}

function openSockets({ sockets, host }: Settings, port: number): Promise<Socket[]> {
  return Promise.all(
    Array.from({ length: sockets }, async () => {
      const socket = createSocket({ type: 'udp4', recvBufferSize: 4 << 20, sendBufferSize: 4 << 20 })
      socket.connect(port, host)
      await once(socket, 'connect')
      socket.on('error', () => {}) // refused by ICMP: the same as lost
      return socket
    }),
  )
}

function run(settings: Settings, load: Load, sockets: readonly Socket[]): Promise<RadiusLoadResult> {
  const { requests, expected } = load
  const secret = sharedSecret(settings.secret)
  const slots = settings.sockets * 256
  const requestIn = new Int32Array(slots).fill(-1)
  const firstSentAt = new Float64Array(slots)
  const lastSentAt = new Float64Array(slots)
  const triesLeft = new Uint8Array(slots)
  const latencies = new Float64Array(requests.length)
  const byCode: Record<string, number> = {}
  const count = { sent: 0, replies: 0, measured: 0, retransmits: 0, verified: 0, lost: 0, bad: 0 }
  let inFlight = 0
  let warmAt = performance.now()
  const startedAt = warmAt
  let sentAt = startedAt
  let repliesWhileSending = 0
  const isOpen = settings.rate > 0

  return new Promise((resolve) => {
    const timers = [setInterval(scan, retransmitScanMs), ...(isOpen ? [setInterval(keepPace, paceMs)] : [])]
    sockets.forEach((socket, index) => socket.on('message', (datagram) => receive(index, datagram)))
    fill()

    function slotOf(request: number): number {
      return (request % settings.sockets) * 256 + identifierOf(request, settings)
    }

    function fill(): void {
      if (!isOpen) sendWhile(() => inFlight < settings.window)
    }

    function keepPace(): void {
      const due = Math.min(((performance.now() - startedAt) / 1000) * settings.rate, count.sent + burstMax)
      sendWhile(() => count.sent < due)
    }

    function sendWhile(mayBeSent: () => boolean): void {
      while (count.sent < requests.length && mayBeSent() && requestIn[slotOf(count.sent)]! < 0) {
        const slot = slotOf(count.sent)
        requestIn[slot] = count.sent
        firstSentAt[slot] = performance.now()
        triesLeft[slot] = settings.tries
        inFlight++
        count.sent++
        transmit(slot)
        if (count.sent === requests.length) sendingEnds()
      }
    }

    function sendingEnds(): void {
      sentAt = performance.now()
      repliesWhileSending = count.replies
    }

    function transmit(slot: number): void {
      lastSentAt[slot] = performance.now()
      triesLeft[slot]!--
      sockets[slot >>> 8]!.send(requests[requestIn[slot]!]!.bytes)
    }

    function receive(socket: number, datagram: Buffer): void {
      const slot = socket * 256 + datagram[1]!
      const request = requestIn[slot] ?? -1
      if (request < 0) return // the answer to a retransmission whose first answer came after all
      const code = trustedCode(datagram, request)
      if (code !== expected) count.bad++
      if (code === undefined) return
      const now = performance.now()
      if (count.replies === settings.warmup) {
        warmAt = now
        settings.onWarm?.()
      } else if (count.replies > settings.warmup) latencies[count.measured++] = now - firstSentAt[slot]!
      count.replies++
      settings.onAnswered?.(requests[request]!)
      release(slot)
      fill()
    }

    /** Structure of every reply, signature of a sample. @returns undefined for a reply that a NAS would ignore, waiting for a better one */
    function trustedCode(datagram: Buffer, request: number): Code | undefined {
      const reply = decode(datagram)
      if (typeof reply === 'string') return undefined
      if (request % settings.verifyEvery === 0) {
        count.verified++
        if (replyFault(reply, requests[request]!, secret, { messageAuthenticatorRequired: false })) return undefined
      }
      byCode[reply.code] = (byCode[reply.code] ?? 0) + 1
      return reply.code
    }

    function release(slot: number): void {
      requestIn[slot] = -1
      inFlight--
      if (inFlight === 0 && count.sent === requests.length) finish()
    }

    function scan(): void {
      const now = performance.now()
      for (let slot = 0; slot < slots; slot++) {
        if (requestIn[slot]! < 0 || now - lastSentAt[slot]! < settings.timeoutMs) continue
        if (triesLeft[slot]! > 0) {
          count.retransmits++
          transmit(slot)
        } else {
          count.lost++
          release(slot)
        }
      }
      fill()
    }

    function finish(): void {
      for (const timer of timers) clearInterval(timer)
      const now = performance.now()
      const sorted = latencies.subarray(0, count.measured).toSorted()
      const percentile = (share: number) => rounded(sorted[Math.floor(sorted.length * share)] ?? Number.NaN)
      resolve({
        rps: Math.round((count.measured * 1000) / (now - warmAt)),
        p50Ms: percentile(0.5),
        p99Ms: percentile(0.99),
        lost: count.lost,
        bad: count.bad,
        totals: {
          sent: count.sent,
          replies: count.replies,
          measured: count.measured,
          retransmits: count.retransmits,
          verified: count.verified,
          seconds: rounded((now - startedAt) / 1000),
          sendingSeconds: rounded((sentAt - startedAt) / 1000),
          repliesWhileSending,
          byCode,
          sessions: load.sessions,
          uploadOctets: String(load.upload),
          downloadOctets: String(load.download),
        },
      })
    }
  })
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}

const help = `node bench/radius-load.ts [options]
  --host H          ${defaults.host}    --auth-port N ${defaults.authPort}    --acct-port N ${defaults.acctPort}    --secret S ${defaults.secret}
  --mode M          pap | chap | mix | mschapv2 | acct [${defaults.mode}]
  --count N         packets [${defaults.count}]      --warmup N   replies not counted [a fifth]
  --window N        in flight [${defaults.window}]          --sockets N  source ports [${defaults.sockets}]
  --rate N          a second, in an open loop: whatever becomes of those before
  --users N         [${defaults.users}]   --user-format F [${defaults.userFormat}]   --password-format F [${defaults.passwordFormat}]
  --no-message-authenticator    send Access-Requests without it, as old NAS do
  --group-sessions N  accounting: sessions in the same step [twice the window]
  --verify-every N  check the signature of each Nth reply [${defaults.verifyEvery}]
  --timeout-ms N    per try [${defaults.timeoutMs}]       --tries N    sendings in all [${defaults.tries}]
`

async function main(): Promise<void> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    options: {
      host: text,
      'auth-port': text,
      'acct-port': text,
      secret: text,
      mode: text,
      count: text,
      warmup: text,
      window: text,
      rate: text,
      sockets: text,
      users: text,
      'user-format': text,
      'password-format': text,
      'no-message-authenticator': { type: 'boolean' },
      'group-sessions': text,
      'verify-every': text,
      'timeout-ms': text,
      tries: text,
      help: { type: 'boolean' },
    },
  })
  if (values.help) return void process.stdout.write(help)
  const given = Object.entries(values).map(([name, value]): [string, unknown] => {
    if (name === 'no-message-authenticator') return ['messageAuthenticator', false]
    const option = name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
    return [option, typeof defaults[option as keyof typeof defaults] === 'number' || option === 'warmup' ? Number(value) : value]
  })
  const result = await radiusLoad(Object.fromEntries(given))
  process.stdout.write(`${JSON.stringify(result)}\n`)
  process.exitCode = result.lost > 0 || result.bad > 0 ? 1 : 0
}

if (import.meta.main) await main()
