import { type AttributePair, type Packet, type UpDown, read, splitOctets, valueNumber } from '#protocols/radius'
import { receivedLimit, receivedRate } from './rate.ts'

type StatusType = 'Start' | 'Interim-Update' | 'Stop'
export type TerminateCause = Parameters<typeof valueNumber<'Acct-Terminate-Cause'>>[1]

/** How a session reaches the accounting server. Resolves to whether the server confirmed. */
export type Account = (attributes: readonly AttributePair[]) => Promise<boolean>

/** Octets per packet on an average access line, for the packet counters. */
const octetsPerPacket = 900n

/** A subscriber's connection, from Access-Accept to Accounting-Stop. */
export class Session {
  readonly id: string
  readonly username: string
  readonly callingStationId: string
  readonly framedIp: string
  /** What identifies the line in Access-Request and accounting alike. */
  readonly line: readonly AttributePair[]
  readonly #account: Account
  readonly #now: () => Temporal.Instant
  readonly #class: Uint8Array | undefined
  #state: 'authenticated' | 'open' | 'stopped' = 'authenticated'
  #startedAt: Temporal.Instant
  #upload = 0n
  #download = 0n

  /** bit/s; undefined is unlimited. */
  rate: UpDown | undefined
  /** Octets, up and down together; undefined is unlimited. */
  limitOctets: bigint | undefined
  interimSeconds: number | undefined
  timeoutSeconds: number | undefined

  constructor(fields: {
    id: string
    username: string
    callingStationId: string
    framedIp: string
    line: readonly AttributePair[]
    accept: Packet
    account: Account
    now: () => Temporal.Instant
  }) {
    this.id = fields.id
    this.username = fields.username
    this.callingStationId = fields.callingStationId
    this.framedIp = fields.framedIp
    this.line = fields.line
    this.#account = fields.account
    this.#now = fields.now
    this.#startedAt = fields.now()
    // Copied: the datagram's memory is used again.
    const sessionClass = read(fields.accept, 'Class')
    this.#class = sessionClass && Buffer.from(sessionClass)
    this.obey(fields.accept)
  }

  get state(): 'authenticated' | 'open' | 'stopped' {
    return this.#state
  }

  get octets(): { readonly upload: bigint; readonly download: bigint } {
    return { upload: this.#upload, download: this.#download }
  }

  get seconds(): number {
    return Math.floor(this.#startedAt.until(this.#now()).total('seconds'))
  }

  /** Takes over what an Access-Accept or CoA-Request says; what it does not mention stays. */
  obey(packet: Packet): void {
    this.rate = receivedRate(packet) ?? this.rate
    this.limitOctets = receivedLimit(packet) ?? this.limitOctets
    this.interimSeconds = read(packet, 'Acct-Interim-Interval') ?? this.interimSeconds
    this.timeoutSeconds = read(packet, 'Session-Timeout') ?? this.timeoutSeconds
  }

  /** @returns whether the server confirmed, as for the other two */
  start(): Promise<boolean> {
    this.#state = 'open'
    this.#startedAt = this.#now()
    return this.#tell('Start')
  }

  async interim(): Promise<boolean> {
    return this.#state === 'open' && this.#tell('Interim-Update')
  }

  /** The second time does nothing. */
  async stop(cause: TerminateCause = 'User-Request'): Promise<boolean> {
    if (this.#state === 'stopped') return false
    this.#state = 'stopped'
    return this.#tell('Stop', [['Acct-Terminate-Cause', valueNumber('Acct-Terminate-Cause', cause)]])
  }

  /** Counts traffic as it is, for tests with exact figures. */
  count(octets: { upload: bigint; download: bigint }): void {
    this.#upload += octets.upload
    this.#download += octets.download
  }

  /**
   * Moves traffic for some seconds, never faster than the rate limit.
   * @param demand bit/s the subscriber would use
   */
  transfer(seconds: number, demand: UpDown): void {
    const octets = (direction: keyof UpDown) => {
      const limit = this.rate?.[direction] || Number.POSITIVE_INFINITY // 0 is unlimited, as on RouterOS
      return BigInt(Math.floor((Math.min(demand[direction], limit) * seconds) / 8))
    }
    this.count({ upload: octets('upload'), download: octets('download') })
  }

  #tell(status: StatusType, extra: readonly AttributePair[] = []): Promise<boolean> {
    const attributes: AttributePair[] = [
      ['Acct-Status-Type', valueNumber('Acct-Status-Type', status)],
      ['Acct-Session-Id', this.id],
      ['User-Name', this.username],
      ...this.line,
      ['Framed-IP-Address', this.framedIp],
      ['Acct-Authentic', valueNumber('Acct-Authentic', 'RADIUS')],
      ['Event-Timestamp', Math.floor(this.#now().epochMilliseconds / 1000)],
      ['Acct-Delay-Time', 0],
    ]
    if (this.#class) attributes.push(['Class', this.#class])
    if (status !== 'Start') attributes.push(...this.#counters())
    return this.#account([...attributes, ...extra])
  }

  #counters(): AttributePair[] {
    const upload = splitOctets(this.#upload)
    const download = splitOctets(this.#download)
    return [
      ['Acct-Session-Time', this.seconds],
      ['Acct-Input-Octets', upload.octets],
      ['Acct-Input-Gigawords', upload.gigawords],
      ['Acct-Input-Packets', packetsOf(this.#upload)],
      ['Acct-Output-Octets', download.octets],
      ['Acct-Output-Gigawords', download.gigawords],
      ['Acct-Output-Packets', packetsOf(this.#download)],
    ]
  }
}

/** Wraps after 32 bits, as the counter of a router does. */
function packetsOf(octets: bigint): number {
  return Number((octets / octetsPerPacket) & 0xffffffffn)
}
