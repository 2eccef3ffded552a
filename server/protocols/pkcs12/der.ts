/** Writing ASN.1 in its distinguished encoding, X.690: as much of it as PKCS #12 needs. */
const tags = { integer: 0x02, octetString: 0x04, null: 0x05, oid: 0x06, bmpString: 0x1e, sequence: 0x30, set: 0x31 } as const

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.of(tag, ...lengthOctets(content.length)), content])
}

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length]
  const octets: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest & 255)
  return [0x80 | octets.length, ...octets]
}

export const sequence = (...parts: readonly Uint8Array[]) => der(tags.sequence, ...parts)
export const set = (...parts: readonly Uint8Array[]) => der(tags.set, ...parts)
export const octetString = (octets: Uint8Array) => der(tags.octetString, octets)
/** `[0]`, around a value. */
export const explicit0 = (value: Uint8Array) => der(0xa0, value)
/** `[0]`, in place of the tag of an octet string. */
export const implicit0 = (octets: Uint8Array) => der(0x80, octets)
export const nothing = der(tags.null)

/** @param value not negative */
export function integer(value: number): Buffer {
  const octets = lengthOctets(Math.max(value, 0x80)).slice(1) // the octets of a number are written as those of a long length
  const digits = value < 0x80 ? [value] : octets
  return der(tags.integer, Buffer.of(...(digits[0]! >= 0x80 ? [0, ...digits] : digits)))
}

/** UTF-16, as Windows has its names. */
export const bmpString = (text: string) => der(tags.bmpString, Buffer.from(text, 'utf16le').swap16())

/** @param dotted like `1.2.840.113549.1.7.1` */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return der(tags.oid, Buffer.from([first * 40 + second, ...rest].flatMap(base128)))
}

function base128(arc: number): number[] {
  const octets = [arc & 0x7f]
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) octets.unshift((rest & 0x7f) | 0x80)
  return octets
}
