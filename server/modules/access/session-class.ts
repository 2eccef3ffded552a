/**
 * The Class attribute: what we give with an accept and get back with every accounting packet (RFC 2865 §5.25). It names the login,
 * so that usage finds its subscription even after the user name was changed, and is signed with the secret of the NAS it was given
 * to, so that no router can book usage on a login it was never told of.
 *
 *   version (1) | flags (1) | login id (16) | HMAC-MD5, first half (8)
 */
import type { Secret } from '#protocols/radius'

export interface SessionClass {
  readonly loginId: string
  readonly isWalled: boolean
}

const version = 0x54
const signedOctets = 18
const octets = 26
const walledFlag = 1

export function signedClass({ loginId, isWalled }: SessionClass, secret: Secret): Buffer {
  const value = Buffer.allocUnsafe(octets) // every octet is written below
  value[0] = version
  value[1] = isWalled ? walledFlag : 0
  writeUuid(loginId, value, 2)
  const signature = sign(value, secret)
  for (let at = signedOctets; at < octets; at++) value[at] = signature[at - signedOctets]!
  return value
}

/** Digit by digit: twice as fast as taking the hyphens out first. */
function writeUuid(uuid: string, out: Uint8Array, at: number): void {
  for (let index = 0; index < uuid.length; index++) {
    const code = uuid.charCodeAt(index)
    if (code === hyphen) continue
    out[at++] = (digitOf(code) << 4) | digitOf(uuid.charCodeAt(++index))
  }
}
const hyphen = 0x2d
/** Of a digit in ASCII, capital or not. */
const digitOf = (code: number) => (code <= 0x39 ? code - 0x30 : (code | 0x20) - 0x57)

/** @returns undefined for a Class that is not ours, or was not given to this NAS */
export function readClass(value: Uint8Array | undefined, secret: Secret): SessionClass | undefined {
  if (value?.length !== octets || value[0] !== version) return undefined
  const signature = sign(value, secret)
  let difference = 0
  for (let index = signedOctets; index < octets; index++) difference |= value[index]! ^ signature[index - signedOctets]!
  if (difference !== 0) return undefined
  const hex = Buffer.from(value.buffer, value.byteOffset + 2, 16).toString('hex')
  return {
    loginId: `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`,
    isWalled: (value[1]! & walledFlag) !== 0,
  }
}

const digest = new Uint8Array(16)

/** @returns memory that the next call uses again */
function sign(value: Uint8Array, secret: Secret): Uint8Array {
  secret.hmac.begin().add(value, 0, signedOctets)
  secret.hmac.finish(digest)
  return digest
}
