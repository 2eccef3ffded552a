/** PDUs of SMPP 3.4, as far as sending messages and hearing of their delivery takes. All integers are big-endian. */
import { fromGsm7, fromUcs2 } from './text.ts'

export const commands = {
  generic_nack: 0x80000000,
  bind_receiver: 0x00000001,
  bind_transmitter: 0x00000002,
  bind_transceiver: 0x00000009,
  submit_sm: 0x00000004,
  deliver_sm: 0x00000005,
  unbind: 0x00000006,
  enquire_link: 0x00000015,
} as const
export type Command = keyof typeof commands
const byId: ReadonlyMap<number, Command> = new Map(Object.entries(commands).map(([name, id]) => [id, name as Command]))
const responseBit = 0x80000000

export const statuses = {
  ok: 0,
  systemError: 0x08,
  invalidSource: 0x0a,
  invalidDestination: 0x0b,
  bindFailed: 0x0d,
  invalidPassword: 0x0e,
  invalidSystemId: 0x0f,
  queueFull: 0x14,
  submitFailed: 0x45,
  throttled: 0x58,
  temporaryError: 0x64,
} as const

/** Those after which the same message may be tried again. */
export const retryable: ReadonlySet<number> = new Set([
  statuses.throttled,
  statuses.queueFull,
  statuses.systemError,
  statuses.temporaryError,
])

export interface Pdu {
  readonly command: Command
  readonly isResponse: boolean
  readonly status: number
  readonly sequence: number
  readonly body: Buffer
}

const headerOctets = 16
const pduMax = 65_536

export function encodePdu({ command, isResponse, status, sequence, body }: Pdu): Buffer {
  const header = Buffer.alloc(headerOctets)
  header.writeUInt32BE(headerOctets + body.length, 0)
  header.writeUInt32BE((commands[command] | (isResponse ? responseBit : 0)) >>> 0, 4)
  header.writeUInt32BE(status, 8)
  header.writeUInt32BE(sequence, 12)
  return Buffer.concat([header, body])
}

/**
 * Takes whole PDUs from what has come of a stream. Those of commands that are not spoken here are left out of the list, as `unknown`.
 * @throws RangeError when a length is absurd: the stream cannot be read any further
 */
export function takePdus(bytes: Buffer): { readonly pdus: readonly Pdu[]; readonly unknown: readonly number[]; readonly rest: Buffer } {
  const pdus: Pdu[] = []
  const unknown: number[] = []
  let at = 0
  while (bytes.length - at >= 4) {
    const length = bytes.readUInt32BE(at)
    if (length < headerOctets || length > pduMax) throw new RangeError(`A PDU of ${length} octets`)
    if (bytes.length - at < length) break
    const id = bytes.readUInt32BE(at + 4)
    const sequence = bytes.readUInt32BE(at + 12)
    const command = byId.get(id === commands.generic_nack ? id : id & 0x7fffffff)
    if (command === undefined) unknown.push(sequence)
    else
      pdus.push({
        command,
        isResponse: id >>> 31 === 1,
        status: bytes.readUInt32BE(at + 8),
        sequence,
        body: Buffer.from(bytes.subarray(at + headerOctets, at + length)),
      })
    at += length
  }
  return { pdus, unknown, rest: bytes.subarray(at) }
}

const cString = (text: string, max: number): Buffer => {
  if (Buffer.byteLength(text, 'latin1') >= max) throw new RangeError(`"${text}" is longer than ${max - 1} octets`)
  return Buffer.concat([Buffer.from(text, 'latin1'), Buffer.from([0])])
}

/** Reads fields one after the other; what is missing reads as empty, because peers leave off what they do not use. */
class Reader {
  #at = 0
  readonly #body: Buffer
  constructor(body: Buffer) {
    this.#body = body
  }
  text(): string {
    const end = this.#body.indexOf(0, this.#at)
    const until = end < 0 ? this.#body.length : end
    const text = this.#body.toString('latin1', this.#at, until)
    this.#at = Math.min(until + 1, this.#body.length)
    return text
  }
  octet(): number {
    return this.#at < this.#body.length ? this.#body[this.#at++]! : 0
  }
  octets(length: number): Buffer {
    const octets = this.#body.subarray(this.#at, this.#at + length)
    this.#at = Math.min(this.#at + length, this.#body.length)
    return octets
  }
  /** Tag, length and value of what is left. */
  parameters(): Map<number, Buffer> {
    const found = new Map<number, Buffer>()
    while (this.#body.length - this.#at >= 4) {
      const [tag, length] = [this.#body.readUInt16BE(this.#at), this.#body.readUInt16BE(this.#at + 2)]
      this.#at += 4
      found.set(tag, this.octets(length))
    }
    return found
  }
}

export interface Bind {
  readonly systemId: string
  readonly password: string
  readonly systemType: string
}

const version34 = 0x34

export const bindBody = ({ systemId, password, systemType }: Bind): Buffer =>
  Buffer.concat([cString(systemId, 16), cString(password, 9), cString(systemType, 13), Buffer.from([version34, 0, 0]), cString('', 41)])

export function readBind(body: Buffer): Bind {
  const reader = new Reader(body)
  return { systemId: reader.text(), password: reader.text(), systemType: reader.text() }
}

export const systemIdBody = (systemId: string): Buffer => cString(systemId, 16)
export const messageIdBody = (messageId: string): Buffer => cString(messageId, 65)
export const readMessageId = (body: Buffer): string => new Reader(body).text()

export interface ShortMessage {
  readonly source: string
  readonly destination: string
  readonly esmClass: number
  readonly registeredDelivery: number
  readonly dataCoding: number
  readonly octets: Buffer
  /** For how long the centre is to try; absent: as long as it usually does. */
  readonly validSeconds?: number
  /** Optional parameters by tag. */
  readonly parameters?: ReadonlyMap<number, Buffer>
}

export const esmClasses = { default: 0, receipt: 0x04, header: 0x40 } as const
const types = { unknown: 0, international: 1, alphanumeric: 5 } as const
const plans = { unknown: 0, isdn: 1 } as const

/** An international number without its plus, or a name of at most eleven characters. */
function addressFields(address: string): Buffer {
  const isNumber = /^\+?\d+$/.test(address)
  const [type, plan] = isNumber ? [types.international, plans.isdn] : [types.alphanumeric, plans.unknown]
  return Buffer.concat([Buffer.from([type, plan]), cString(address.replace(/^\+/, ''), 21)])
}

const shortMax = 254

const twoDigits = (value: number) => String(value).padStart(2, '0')
const minute = 60
const hour = 60 * minute
const day = 24 * hour
const relativeDaysMax = 99

/** From now on, as `YYMMDDhhmmss000R` (SMPP 3.4 §7.1.1.2): without months and years, whose length is not the same everywhere. */
function relativeTime(seconds: number): string {
  const days = Math.min(Math.floor(seconds / day), relativeDaysMax)
  const rest = [Math.floor((seconds % day) / hour), Math.floor((seconds % hour) / minute), Math.floor(seconds % minute)]
  return `0000${[days, ...rest].map(twoDigits).join('')}000R`
}

/** Undefined for none, and for an absolute time. */
function secondsOf(time: string): number | undefined {
  const [, days, hours, minutes, seconds] = /^0000(\d\d)(\d\d)(\d\d)(\d\d)\d{3}R$/.exec(time) ?? []
  return days === undefined ? undefined : Number(days) * day + Number(hours) * hour + Number(minutes) * minute + Number(seconds)
}

export function messageBody(message: ShortMessage): Buffer {
  if (message.octets.length > shortMax) throw new RangeError(`A part of ${message.octets.length} octets`)
  const parameters = [...(message.parameters ?? [])].map(([tag, value]) => {
    const head = Buffer.alloc(4)
    head.writeUInt16BE(tag, 0)
    head.writeUInt16BE(value.length, 2)
    return Buffer.concat([head, value])
  })
  return Buffer.concat([
    cString('', 6),
    addressFields(message.source),
    addressFields(message.destination),
    Buffer.from([message.esmClass, 0, 0]),
    cString('', 17),
    cString(message.validSeconds === undefined ? '' : relativeTime(message.validSeconds), 17),
    Buffer.from([message.registeredDelivery, 0, message.dataCoding, 0, message.octets.length]),
    message.octets,
    ...parameters,
  ])
}

export function readMessage(body: Buffer): ShortMessage {
  const reader = new Reader(body)
  reader.text()
  reader.octets(2)
  const source = reader.text()
  reader.octets(2)
  const destination = reader.text()
  const esmClass = reader.octet()
  reader.octets(2)
  reader.text()
  const validSeconds = secondsOf(reader.text())
  const registeredDelivery = reader.octet()
  reader.octet()
  const dataCoding = reader.octet()
  reader.octet()
  const octets = Buffer.from(reader.octets(reader.octet()))
  return {
    source,
    destination,
    esmClass,
    registeredDelivery,
    dataCoding,
    octets,
    ...(validSeconds !== undefined && { validSeconds }),
    parameters: reader.parameters(),
  }
}

/** The text of a message of one part. */
export const textOf = ({ dataCoding, octets }: Pick<ShortMessage, 'dataCoding' | 'octets'>): string =>
  dataCoding === 8 ? fromUcs2(octets) : dataCoding === 3 ? octets.toString('latin1') : fromGsm7(octets)

export const deliveryStates = ['enroute', 'delivered', 'expired', 'deleted', 'undeliverable', 'accepted', 'unknown', 'rejected'] as const
export type DeliveryState = (typeof deliveryStates)[number]

export interface Receipt {
  readonly messageId: string
  readonly state: DeliveryState
  readonly error: string
}

const tags = { receiptedMessageId: 0x001e, messageState: 0x0427 } as const
const abbreviations: Readonly<Record<string, DeliveryState>> = {
  ENROUTE: 'enroute',
  DELIVRD: 'delivered',
  EXPIRED: 'expired',
  DELETED: 'deleted',
  UNDELIV: 'undeliverable',
  ACCEPTD: 'accepted',
  UNKNOWN: 'unknown',
  REJECTD: 'rejected',
}

/** What a delivery receipt says: by its parameters, else by its text; undefined where the message is none. */
export function receiptOf(message: ShortMessage): Receipt | undefined {
  if ((message.esmClass & 0x3c) !== esmClasses.receipt) return undefined
  const text = message.octets.toString('latin1')
  const field = (name: string) => new RegExp(`(?:^|\\s)${name}:(\\S+)`, 'i').exec(text)?.[1]
  const id = message.parameters?.get(tags.receiptedMessageId)
  const number = message.parameters?.get(tags.messageState)?.[0]
  const messageId = id ? new Reader(id).text() : field('id')
  if (messageId === undefined) return undefined
  return {
    messageId,
    state:
      (number === undefined ? undefined : deliveryStates[number - 1]) ?? abbreviations[(field('stat') ?? '').toUpperCase()] ?? 'unknown',
    error: field('err') ?? '',
  }
}
