/** Attribute values between octets and TypeScript. */
import { isUtf8 } from 'node:buffer'
import type { AttributeName, TypeOf } from './attributes.ts'
import type { AttributeType } from './dictionary.ts'
import { ipv4Text, ipv6Text, writeIpv4, writeIpv6 } from './ip-text.ts'

/** RFC 2868 §3.1: attributes with one tag describe one thing together. 0 is "no tag". */
export interface Tagged<T> {
  readonly tag: number
  readonly value: T
}

export interface ValueTypes {
  readonly text: string
  /** When read: a view into the packet. Copy what must outlive it. */
  readonly octets: Uint8Array
  readonly integer: number
  readonly address: string
  /** Canonical text of RFC 5952. */
  readonly ipv6address: string
  /** `2001:db8::/32` */
  readonly ipv6prefix: string
  /** Seconds since 1970. */
  readonly time: number
  /** Four groups of hexadecimal digits: `0:a:b:1`. */
  readonly ifid: string
  readonly vsa: Uint8Array
  readonly taggedtext: Tagged<string>
  readonly taggedinteger: Tagged<number>
}
export type Value = ValueTypes[AttributeType]
export type ValueOf<N extends AttributeName> = ValueTypes[TypeOf<N>]

const tagMax = 0x1f

/** @returns undefined when the octets cannot be a value of this type */
export function readValue(type: AttributeType, bytes: Buffer, from: number, to: number): Value | undefined {
  switch (type) {
    case 'text':
      return readText(bytes, from, to)
    case 'octets':
    case 'vsa':
      return bytes.subarray(from, to)
    case 'integer':
    case 'time':
      return to - from === 4 ? bytes.readUInt32BE(from) : undefined
    case 'address':
      return to - from === 4 ? ipv4Text(bytes, from) : undefined
    case 'ipv6address':
      return to - from === 16 ? ipv6Text(bytes, from) : undefined
    case 'ipv6prefix':
      return readPrefix(bytes, from, to)
    case 'ifid':
      return to - from === 8 ? readInterfaceId(bytes, from) : undefined
    case 'taggedtext':
      return readTaggedText(bytes, from, to)
    case 'taggedinteger':
      return to - from === 4 ? { tag: bytes[from]!, value: bytes.readUIntBE(from + 1, 3) } : undefined
  }
  return type satisfies never
}

/** Text with a NUL, or that is not UTF-8, is refused: neither a screen nor a database column can hold it. */
function readText(bytes: Buffer, from: number, to: number): string | undefined {
  let everyBit = 0
  for (let at = from; at < to; at++) {
    if (bytes[at] === 0) return undefined
    everyBit |= bytes[at]!
  }
  if (everyBit < 0x80) return bytes.toString('latin1', from, to)
  return isUtf8(bytes.subarray(from, to)) ? bytes.toString('utf8', from, to) : undefined
}

/** RFC 3162 §2.3: a reserved octet, the length in bits, then only as many octets as needed. Bits beyond the length are ignored. */
function readPrefix(bytes: Buffer, from: number, to: number): string | undefined {
  const bits = bytes[from + 1]!
  if (to - from < 2 || to - from > 18 || bits > 128 || (to - from - 2) * 8 < bits) return undefined
  const address = new Uint8Array(16)
  address.set(bytes.subarray(from + 2, to))
  clearBitsFrom(address, bits)
  return `${ipv6Text(address, 0)}/${bits}`
}

function clearBitsFrom(address: Uint8Array, bits: number): void {
  const wholeOctets = bits >>> 3
  if (wholeOctets < address.length) address[wholeOctets]! &= 0xff00 >>> (bits & 7)
  address.fill(0, wholeOctets + 1)
}

function readInterfaceId(bytes: Buffer, from: number): string {
  return [0, 2, 4, 6].map((offset) => bytes.readUInt16BE(from + offset).toString(16)).join(':')
}

function readTaggedText(bytes: Buffer, from: number, to: number): Tagged<string> | undefined {
  const hasTag = to > from && bytes[from]! <= tagMax
  const value = readText(bytes, hasTag ? from + 1 : from, to)
  return value === undefined ? undefined : { tag: hasTag ? bytes[from]! : 0, value }
}

/**
 * Writes a value at `at`; `out` has room for any attribute there.
 * @returns the octets written, which may be more than an attribute can hold
 * @throws RangeError when the value is not one of this type
 */
export function writeValue(type: AttributeType, value: Value, out: Buffer, at: number): number {
  // Each cast repeats what AttributePair guarantees to whoever is type-checked; the writers below check ranges for the others.
  switch (type) {
    case 'text':
      return writeText(value as string, out, at)
    case 'octets':
    case 'vsa':
      out.set(value as Uint8Array, at)
      return (value as Uint8Array).length
    case 'integer':
    case 'time':
      return out.writeUInt32BE(value as number, at) - at
    case 'address':
      writeIpv4(value as string, out, at)
      return 4
    case 'ipv6address':
      writeIpv6(value as string, out, at)
      return 16
    case 'ipv6prefix':
      return writePrefix(value as string, out, at)
    case 'ifid':
      return writeInterfaceId(value as string, out, at)
    case 'taggedtext':
      writeTag((value as Tagged<string>).tag, out, at)
      return 1 + writeText((value as Tagged<string>).value, out, at + 1)
    case 'taggedinteger':
      writeTag((value as Tagged<number>).tag, out, at)
      return out.writeUIntBE((value as Tagged<number>).value, at + 1, 3) - at
  }
  return type satisfies never
}

function writeText(text: string, out: Buffer, at: number): number {
  if (!text.isWellFormed() || text.includes('\0')) throw new RangeError('text for RADIUS holds a NUL or half a character')
  return out.write(text, at)
}

function writeTag(tag: number, out: Buffer, at: number): void {
  if (!(tag >= 0 && tag <= tagMax)) throw new RangeError(`tag ${tag} is not within 0 and ${tagMax}`)
  out[at] = tag
}

function writePrefix(text: string, out: Buffer, at: number): number {
  const [, address = '', length = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? []
  const bits = Number(length)
  if (address === '' || bits > 128) throw new RangeError(`"${text}" is not an IPv6 prefix`)
  const octets = new Uint8Array(16)
  writeIpv6(address, octets, 0)
  clearBitsFrom(octets, bits)
  const needed = Math.ceil(bits / 8)
  out[at] = 0
  out[at + 1] = bits
  out.set(octets.subarray(0, needed), at + 2)
  return 2 + needed
}

function writeInterfaceId(text: string, out: Buffer, at: number): number {
  if (!/^[0-9a-f]{1,4}(:[0-9a-f]{1,4}){3}$/i.test(text)) throw new RangeError(`"${text}" is not an interface identifier`)
  text.split(':').forEach((group, index) => out.writeUInt16BE(Number.parseInt(group, 16), at + index * 2))
  return 8
}
