/**
 * SHA-1 (FIPS 180-4) for MS-CHAP, which takes six digests of a block or three for each login: the way into the native library costs more than
 * hashing that little. Nobody else should use it.
 */
import { hash } from 'node:crypto'

const digestOctets = 20
/** With the bit and the length behind it. Longer is only the challenge of a user name that nobody has. */
const octetsMax = 512
const padding = 9

const octets = new Uint8Array(octetsMax) // this and the next are used up before another call can begin
const words = new DataView(octets.buffer)
const schedule = new Int32Array(80)
const state = new Int32Array(5)

/** The digest of the parts one after the other. */
export function sha1(...parts: readonly Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  if (length + padding > octetsMax) return hash('sha1', Buffer.concat(parts), 'buffer')
  let at = 0
  for (const part of parts) {
    octets.set(part, at)
    at += part.length
  }
  return digestOf(length)
}

/** Of the first octets of `octets`. */
function digestOf(length: number): Buffer {
  const end = Math.ceil((length + padding) / 64) * 64
  octets[length] = 0x80
  octets.fill(0, length + 1, end)
  words.setInt32(end - 4, length << 3)
  state[0] = 0x67452301
  state[1] = 0xefcdab89
  state[2] = 0x98badcfe
  state[3] = 0x10325476
  state[4] = 0xc3d2e1f0
  for (let at = 0; at < end; at += 64) mix(at)
  const digest = Buffer.allocUnsafe(digestOctets)
  for (let word = 0; word < 5; word++) digest.writeInt32BE(state[word]!, word * 4)
  return digest
}

/** Takes in the block that begins at `at`. */
function mix(at: number): void {
  for (let t = 0; t < 16; t++) schedule[t] = words.getInt32(at + t * 4)
  for (let t = 16; t < 80; t++) {
    const word = schedule[t - 3]! ^ schedule[t - 8]! ^ schedule[t - 14]! ^ schedule[t - 16]!
    schedule[t] = (word << 1) | (word >>> 31)
  }
  let a = state[0]!
  let b = state[1]!
  let c = state[2]!
  let d = state[3]!
  let e = state[4]!
  for (let t = 0; t < 20; t += 5) {
    e = step(a, e, d ^ (b & (c ^ d)), schedule[t]!, 0x5a827999)
    b = (b << 30) | (b >>> 2)
    d = step(e, d, c ^ (a & (b ^ c)), schedule[t + 1]!, 0x5a827999)
    a = (a << 30) | (a >>> 2)
    c = step(d, c, b ^ (e & (a ^ b)), schedule[t + 2]!, 0x5a827999)
    e = (e << 30) | (e >>> 2)
    b = step(c, b, a ^ (d & (e ^ a)), schedule[t + 3]!, 0x5a827999)
    d = (d << 30) | (d >>> 2)
    a = step(b, a, e ^ (c & (d ^ e)), schedule[t + 4]!, 0x5a827999)
    c = (c << 30) | (c >>> 2)
  }
  for (let t = 20; t < 40; t += 5) {
    e = step(a, e, b ^ c ^ d, schedule[t]!, 0x6ed9eba1)
    b = (b << 30) | (b >>> 2)
    d = step(e, d, a ^ b ^ c, schedule[t + 1]!, 0x6ed9eba1)
    a = (a << 30) | (a >>> 2)
    c = step(d, c, e ^ a ^ b, schedule[t + 2]!, 0x6ed9eba1)
    e = (e << 30) | (e >>> 2)
    b = step(c, b, d ^ e ^ a, schedule[t + 3]!, 0x6ed9eba1)
    d = (d << 30) | (d >>> 2)
    a = step(b, a, c ^ d ^ e, schedule[t + 4]!, 0x6ed9eba1)
    c = (c << 30) | (c >>> 2)
  }
  for (let t = 40; t < 60; t += 5) {
    e = step(a, e, (b & c) | (d & (b | c)), schedule[t]!, 0x8f1bbcdc)
    b = (b << 30) | (b >>> 2)
    d = step(e, d, (a & b) | (c & (a | b)), schedule[t + 1]!, 0x8f1bbcdc)
    a = (a << 30) | (a >>> 2)
    c = step(d, c, (e & a) | (b & (e | a)), schedule[t + 2]!, 0x8f1bbcdc)
    e = (e << 30) | (e >>> 2)
    b = step(c, b, (d & e) | (a & (d | e)), schedule[t + 3]!, 0x8f1bbcdc)
    d = (d << 30) | (d >>> 2)
    a = step(b, a, (c & d) | (e & (c | d)), schedule[t + 4]!, 0x8f1bbcdc)
    c = (c << 30) | (c >>> 2)
  }
  for (let t = 60; t < 80; t += 5) {
    e = step(a, e, b ^ c ^ d, schedule[t]!, 0xca62c1d6)
    b = (b << 30) | (b >>> 2)
    d = step(e, d, a ^ b ^ c, schedule[t + 1]!, 0xca62c1d6)
    a = (a << 30) | (a >>> 2)
    c = step(d, c, e ^ a ^ b, schedule[t + 2]!, 0xca62c1d6)
    e = (e << 30) | (e >>> 2)
    b = step(c, b, d ^ e ^ a, schedule[t + 3]!, 0xca62c1d6)
    d = (d << 30) | (d >>> 2)
    a = step(b, a, c ^ d ^ e, schedule[t + 4]!, 0xca62c1d6)
    c = (c << 30) | (c >>> 2)
  }
  state[0]! += a
  state[1]! += b
  state[2]! += c
  state[3]! += d
  state[4]! += e
}

function step(a: number, e: number, mixed: number, word: number, constant: number): number {
  return (((a << 5) | (a >>> 27)) + e + mixed + word + constant) | 0
}
