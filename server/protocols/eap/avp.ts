/**
 * Attributes within EAP-TTLS, RFC 5281 §10.1: those of RADIUS in Diameter's layout.
 *
 *   code (4) | flags V M (1) | length (3) | vendor (4, with V) | value … | zeros up to a multiple of four
 */
export interface Avp {
  readonly vendor: number
  readonly code: number
  readonly value: Buffer
}

const hasVendor = 0x80
const isMandatory = 0x40

/** More than any login needs; a peer that sends more is not logging in. */
const avpsMax = 64

/** @returns undefined when malformed. Never throws */
export function readAvps(octets: Buffer): Avp[] | undefined {
  const avps: Avp[] = []
  for (let at = 0; at < octets.length;) {
    if (octets.length - at < 8 || avps.length === avpsMax) return undefined
    const vendorOctets = (octets[at + 4]! & hasVendor) !== 0 ? 4 : 0
    const length = octets.readUIntBE(at + 5, 3)
    if (length < 8 + vendorOctets || at + length > octets.length) return undefined
    avps.push({
      vendor: vendorOctets ? octets.readUInt32BE(at + 8) : 0,
      code: octets.readUInt32BE(at),
      value: octets.subarray(at + 8 + vendorOctets, at + length),
    })
    at += padded(length)
  }
  return avps
}

export function writeAvps(avps: readonly Avp[]): Buffer {
  return Buffer.concat(avps.map(writeAvp))
}

function writeAvp({ vendor, code, value }: Avp): Buffer {
  const headers = vendor === 0 ? 8 : 12
  const octets = Buffer.alloc(padded(headers + value.length))
  octets.writeUInt32BE(code)
  octets[4] = isMandatory | (vendor === 0 ? 0 : hasVendor)
  octets.writeUIntBE(headers + value.length, 5, 3)
  if (vendor !== 0) octets.writeUInt32BE(vendor, 8)
  octets.set(value, headers)
  return octets
}

const padded = (octets: number) => Math.ceil(octets / 4) * 4
