/** Reading packets: RFC 2865 §3 and §5. */
import { type AttributeName, type Attribute, type StandardName, attributeNamed, attributeNumbered } from './attributes.ts'
import { type ValueOf, readValue } from './values.ts'

export const codes = {
  'Access-Request': 1,
  'Access-Accept': 2,
  'Access-Reject': 3,
  'Accounting-Request': 4,
  'Accounting-Response': 5,
  'Access-Challenge': 11,
  'Status-Server': 12, // RFC 5997
  'Disconnect-Request': 40, // RFC 5176, as the rest
  'Disconnect-ACK': 41,
  'Disconnect-NAK': 42,
  'CoA-Request': 43,
  'CoA-ACK': 44,
  'CoA-NAK': 45,
} as const
export type Code = keyof typeof codes

export const headerOctets = 20
export const packetOctetsMax = 4096
export const vendorSpecific = 26
const messageAuthenticator = 80

/** A packet whose structure was checked. Values are read from the octets when asked for; see `read`. */
export interface Packet {
  readonly code: Code
  readonly identifier: number
  /** Exactly the packet, without padding. */
  readonly bytes: Buffer
  /** Where the value of Message-Authenticator starts; 0 when there is none. */
  readonly messageAuthenticatorAt: number
}

/** What can be wrong with octets that claim to be a packet, in the order it is looked for. */
export const malformations = [
  'too_short', // less than a header
  'unknown_code',
  'length_below_header',
  'length_above_maximum',
  'truncated', // shorter than its length field says
  'attribute_cut', // one octet left where type and length should be
  'attribute_below_header', // length below 2 would never end
  'attribute_overrun', // an attribute reaches over the end of the packet
  'message_authenticator_length',
  'message_authenticator_repeated',
] as const
export type Malformation = (typeof malformations)[number]

const codeNames: readonly (Code | undefined)[] = Array.from({ length: 256 }, (_, number) =>
  (Object.keys(codes) as Code[]).find((name) => codes[name] === number),
)

/**
 * Checks the structure of a datagram. Never throws.
 * @returns the packet, a view of the datagram's memory; or the name of what is wrong with it
 */
export function decode(datagram: Uint8Array): Packet | Malformation {
  if (datagram.length < headerOctets) return 'too_short'
  const code = codeNames[datagram[0]!]
  if (!code) return 'unknown_code'
  const length = (datagram[2]! << 8) | datagram[3]!
  if (length < headerOctets) return 'length_below_header'
  if (length > packetOctetsMax) return 'length_above_maximum'
  if (length > datagram.length) return 'truncated'

  let messageAuthenticatorAt = 0
  for (let at = headerOctets; at < length; at += datagram[at + 1]!) {
    if (at + 1 === length) return 'attribute_cut'
    const attributeLength = datagram[at + 1]!
    if (attributeLength < 2) return 'attribute_below_header'
    if (at + attributeLength > length) return 'attribute_overrun'
    if (datagram[at] !== messageAuthenticator) continue
    if (attributeLength !== 18) return 'message_authenticator_length'
    if (messageAuthenticatorAt > 0) return 'message_authenticator_repeated'
    messageAuthenticatorAt = at + 2
  }
  const isExact = datagram instanceof Buffer && length === datagram.length
  const bytes = isExact ? datagram : Buffer.from(datagram.buffer, datagram.byteOffset, length)
  return { code, identifier: datagram[1]!, bytes, messageAuthenticatorAt }
}

/** The 16 octets between header and attributes, as a view. */
export function authenticatorOf(packet: Packet): Buffer {
  return packet.bytes.subarray(4, headerOctets)
}

/** The first value of an attribute; undefined when absent or not a value of its type. */
export function read<N extends AttributeName>(packet: Packet, name: N): ValueOf<N> | undefined {
  const attribute = attributeNamed(name)
  const at = findValue(packet.bytes, attribute, 0)
  return at === 0 ? undefined : valueAt<N>(packet.bytes, attribute, at)
}

/** All values of an attribute in the packet's order, without those that are not values of its type. */
export function readAll<N extends AttributeName>(packet: Packet, name: N): ValueOf<N>[] {
  const attribute = attributeNamed(name)
  const values: ValueOf<N>[] = []
  for (let at = findValue(packet.bytes, attribute, 0); at > 0; at = findValue(packet.bytes, attribute, at)) {
    const value = valueAt<N>(packet.bytes, attribute, at)
    if (value !== undefined) values.push(value)
  }
  return values
}

/**
 * The first values of the attributes of the RFCs in one packet, for whoever reads many: it is walked through once, and not once for each.
 * One object is used for packet after packet: `of`, any number of `read`.
 */
export class FirstValues {
  #bytes: Buffer = nothing
  /** Where the value of each number starts; 0 for an attribute that is absent. */
  readonly #starts = new Uint16Array(256)

  of({ bytes }: Packet): this {
    this.#bytes = bytes
    const starts = this.#starts.fill(0)
    for (let at = headerOctets; at < bytes.length; at += bytes[at + 1]!) {
      const number = bytes[at]!
      if (starts[number] === 0) starts[number] = at + 2
    }
    return this
  }

  /** What the function of this name says. */
  read<N extends StandardName>(attribute: Attribute<N>): ValueOf<N> | undefined {
    const at = this.#starts[attribute.number]!
    return at === 0 ? undefined : valueAt<N>(this.#bytes, attribute, at)
  }
}

const nothing = Buffer.alloc(0)

export function has(packet: Packet, name: AttributeName): boolean {
  return findValue(packet.bytes, attributeNamed(name), 0) > 0
}

function valueAt<N extends AttributeName>(bytes: Buffer, attribute: Attribute, at: number): ValueOf<N> | undefined {
  // The table's type of the attribute named N is TypeOf<N>, so what readValue returns for it is ValueOf<N>.
  return readValue(attribute.type, bytes, at, at + valueOctets(bytes, at)) as ValueOf<N> | undefined
}

/** In both layouts the octet before a value is its length with two octets of header. */
function valueOctets(bytes: Uint8Array, valueAt: number): number {
  return bytes[valueAt - 1]! - 2
}

/** @returns where the first value after position `after` starts; 0 when there is none */
function findValue(bytes: Buffer, attribute: Attribute, after: number): number {
  const outer = attribute.vendor === 0 ? attribute.number : vendorSpecific
  for (let at = headerOctets; at < bytes.length; at += bytes[at + 1]!) {
    if (bytes[at] !== outer) continue
    const found = attribute.vendor === 0 ? at + 2 : findVendorValue(bytes, at, attribute, after)
    if (found > after) return found
  }
  return 0
}

function findVendorValue(bytes: Buffer, outerAt: number, attribute: Attribute, after: number): number {
  const end = outerAt + bytes[outerAt + 1]!
  if (!holdsVendorAttributes(bytes, outerAt) || bytes.readUInt32BE(outerAt + 2) !== attribute.vendor) return 0
  for (let at = outerAt + 6; at < end; at += bytes[at + 1]!) {
    if (bytes[at] === attribute.number && at + 2 > after) return at + 2
  }
  return 0
}

/**
 * Whether a Vendor-Specific attribute has the layout recommended by RFC 2865 §5.26:
 *
 *   26 | length | vendor (4) | type | length | value … | type | length | value …
 */
function holdsVendorAttributes(bytes: Buffer, outerAt: number): boolean {
  const end = outerAt + bytes[outerAt + 1]!
  if (end - outerAt < 8 || bytes.readUInt32BE(outerAt + 2) === 0) return false
  let at = outerAt + 6
  while (at + 1 < end && bytes[at + 1]! >= 2) at += bytes[at + 1]!
  return at === end
}

/** One attribute with its value. */
export type AttributePair = { [N in AttributeName]: readonly [name: N, value: ValueOf<N>] }[AttributeName]

/** Every attribute in the packet's order, for screens and logs. What does not fit its type appears under its number, as octets. */
export function attributesOf(packet: Packet): AttributePair[] {
  const { bytes } = packet
  const pairs: AttributePair[] = []
  for (let at = headerOctets; at < bytes.length; at += bytes[at + 1]!) {
    if (bytes[at] !== vendorSpecific || !holdsVendorAttributes(bytes, at)) pairs.push(pairAt(bytes, 0, at))
    else pairs.push(...vendorPairs(bytes, at))
  }
  return pairs
}

function vendorPairs(bytes: Buffer, outerAt: number): AttributePair[] {
  const vendor = bytes.readUInt32BE(outerAt + 2)
  const end = outerAt + bytes[outerAt + 1]!
  const pairs: AttributePair[] = []
  for (let at = outerAt + 6; at < end; at += bytes[at + 1]!) pairs.push(pairAt(bytes, vendor, at))
  return pairs
}

function pairAt(bytes: Buffer, vendor: number, at: number): AttributePair {
  const number = bytes[at]!
  const { name, type } = attributeNumbered(vendor, number)
  const end = at + bytes[at + 1]!
  const value = readValue(type, bytes, at + 2, end)
  if (value !== undefined) return [name, value] as AttributePair // `type` is the type of `name`, so the pair agrees
  return [vendor === 0 ? `Attr-${number}` : `Attr-26.${vendor}.${number}`, bytes.subarray(at + 2, end)]
}
