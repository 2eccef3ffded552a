/** Values that the secret hides: User-Password (RFC 2865 §5.2), CHAP (RFC 2865 §2.2, §5.3) and salted keys (RFC 2548 §2.4.2). */
import { type Packet, authenticatorOf, read } from './packet.ts'
import { type Secret, sameDigest } from './secret.ts'

const block = 16
export const passwordOctetsMax = 128

/** @throws RangeError when the password is longer than 128 octets or holds a NUL */
export function hidePassword(password: string, requestAuthenticator: Uint8Array, secret: Secret): Buffer {
  const octets = Buffer.from(password)
  if (octets.length > passwordOctetsMax || octets.includes(0)) throw new RangeError('the password is too long for PAP or holds a NUL')
  const padded = Buffer.alloc(Math.max(block, Math.ceil(octets.length / block) * block))
  padded.set(octets)
  return hide(padded, [requestAuthenticator], secret)
}

/** @returns the password a PAP login sent; undefined without one. Nonsense when the secret is wrong and no Message-Authenticator told so */
export function papPassword(request: Packet, secret: Secret): string | undefined {
  return papOctets(request, secret)?.toString('utf8')
}

/** Whether a PAP login was made with this password; false when it is not a PAP login. */
export function isPapPassword(request: Packet, password: string, secret: Secret): boolean {
  const octets = papOctets(request, secret)
  return octets !== undefined && isText(octets, password)
}

function papOctets(request: Packet, secret: Secret): Buffer | undefined {
  const hidden = read(request, 'User-Password')
  if (!hidden || hidden.length === 0 || hidden.length > passwordOctetsMax || hidden.length % block > 0) return undefined
  const padded = reveal(hidden, [authenticatorOf(request)], secret)
  let end = padded.length
  while (end > 0 && padded[end - 1] === 0) end--
  return padded.subarray(0, end)
}

/** Compares without making a string, except of what is not ASCII or differs. */
function isText(octets: Buffer, text: string): boolean {
  for (let at = 0; at < octets.length; at++)
    if (octets[at] !== text.charCodeAt(at) || octets[at]! >= 0x80) return octets.toString('utf8') === text
  return octets.length === text.length
}

/** The value of CHAP-Password: identifier, then MD5(identifier + password + challenge). */
export function chapPassword(identifier: number, password: string, challenge: Uint8Array, secret: Secret): Buffer {
  const value = Buffer.alloc(17, identifier)
  secret.md5.begin().add(value, 0, 1).add(Buffer.from(password)).add(challenge).finish(value, 1)
  return value
}

/** Whether a CHAP login was made with this password; false when it is not a CHAP login. */
export function isChapPassword(request: Packet, password: string, secret: Secret): boolean {
  const sent = read(request, 'CHAP-Password')
  if (sent?.length !== 17) return false
  const challenge = read(request, 'CHAP-Challenge') ?? authenticatorOf(request)
  return sameDigest(chapPassword(sent[0]!, password, challenge, secret).subarray(1), sent, 1)
}

/**
 * The value of MS-MPPE-Send-Key and MS-MPPE-Recv-Key.
 * @param salt two octets, different for each key of a packet; the top bit is set here
 */
export function hideKey(key: Uint8Array, salt: number, requestAuthenticator: Uint8Array, secret: Secret): Buffer {
  const value = Buffer.alloc(2 + Math.ceil((key.length + 1) / block) * block)
  value[0] = (salt >>> 8) | 0x80
  value[1] = salt
  value[2] = key.length
  value.set(key, 3)
  hide(value.subarray(2), [requestAuthenticator, value.subarray(0, 2)], secret)
  return value
}

/** The value of MS-CHAP-MPPE-Keys (RFC 2548 §2.4.1): the LM and NT keys, hidden as a password is. */
export function hideMppeKeys(keys: Uint8Array, requestAuthenticator: Uint8Array, secret: Secret): Buffer {
  const padded = Buffer.alloc(2 * block)
  padded.set(keys)
  return hide(padded, [requestAuthenticator], secret)
}

/** @returns undefined when the value has not the shape of a hidden key, as with a wrong secret */
export function revealKey(value: Uint8Array, requestAuthenticator: Uint8Array, secret: Secret): Buffer | undefined {
  if (value.length < 2 + block || (value.length - 2) % block > 0) return undefined
  const padded = reveal(value.subarray(2), [requestAuthenticator, value.subarray(0, 2)], secret)
  return padded[0]! < padded.length ? padded.subarray(1, 1 + padded[0]!) : undefined
}

/** Hides for another secret what was hidden as a password is, without a look at it. Empty when it has not that shape. */
export function rehide(hidden: Uint8Array, authenticator: Uint8Array, from: Secret, newAuthenticator: Uint8Array, to: Secret): Buffer {
  return hidden.length % block > 0 ? Buffer.alloc(0) : hide(reveal(hidden, [authenticator], from), [newAuthenticator], to)
}

/** Hides whole blocks where they stand: each is masked with MD5(secret + the hidden block before it), the first with MD5(secret + seed). */
function hide(plain: Buffer, seed: readonly Uint8Array[], secret: Secret): Buffer {
  for (let at = 0; at < plain.length; at += block) mask(plain, plain, at, plain, seed, secret)
  return plain
}

function reveal(hidden: Uint8Array, seed: readonly Uint8Array[], secret: Secret): Buffer {
  const plain = Buffer.allocUnsafe(hidden.length)
  for (let at = 0; at < hidden.length; at += block) mask(hidden, plain, at, hidden, seed, secret)
  return plain
}

function mask(from: Uint8Array, to: Uint8Array, at: number, hidden: Uint8Array, seed: readonly Uint8Array[], secret: Secret): void {
  const hash = secret.md5.begin().add(secret.octets)
  if (at > 0) hash.add(hidden, at - block, at)
  else for (const part of seed) hash.add(part)
  hash.finish(keyStream)
  for (let index = 0; index < block; index++) to[at + index] = from[at + index]! ^ keyStream[index]!
}

const keyStream = new Uint8Array(block)
