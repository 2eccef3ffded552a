/** MD4 (RFC 1320), only for the NT password hash that MS-CHAP needs; OpenSSL 3 no longer has it. */
const secondRound = 0x5a827999
const thirdRound = 0x6ed9eba1

const state = new Int32Array(4) // used up before another call can begin

export function md4(message: Uint8Array): Buffer {
  const words = pad(message)
  state[0] = 0x67452301
  state[1] = 0xefcdab89
  state[2] = 0x98badcfe
  state[3] = 0x10325476
  for (let at = 0; at < words.length; at += 16) mix(words, at)
  const digest = Buffer.allocUnsafe(16)
  for (let word = 0; word < 4; word++) digest.writeInt32LE(state[word]!, word * 4)
  return digest
}

/** The message, one bit set, zeros, and the length in bits as 64 bits: a multiple of 64 octets, as little-endian words. */
function pad(message: Uint8Array): Int32Array {
  const words = new Int32Array(Math.ceil((message.length + 9) / 64) * 16)
  const octets = new Uint8Array(words.buffer)
  octets.set(message)
  octets[message.length] = 0x80
  words[words.length - 2] = message.length << 3
  words[words.length - 1] = message.length / 2 ** 29
  return words
}

/** Takes in the block whose sixteen words begin at `at`. */
function mix(m: Int32Array, at: number): void {
  let a = state[0]!
  let b = state[1]!
  let c = state[2]!
  let d = state[3]!
  for (let i = 0; i < 16; i += 4) {
    a = step(a, d ^ (b & (c ^ d)), m[at + i]!, 0, 3)
    d = step(d, c ^ (a & (b ^ c)), m[at + i + 1]!, 0, 7)
    c = step(c, b ^ (d & (a ^ b)), m[at + i + 2]!, 0, 11)
    b = step(b, a ^ (c & (d ^ a)), m[at + i + 3]!, 0, 19)
  }
  for (let i = 0; i < 4; i++) {
    a = step(a, (b & c) | (d & (b | c)), m[at + i]!, secondRound, 3)
    d = step(d, (a & b) | (c & (a | b)), m[at + i + 4]!, secondRound, 5)
    c = step(c, (d & a) | (b & (d | a)), m[at + i + 8]!, secondRound, 9)
    b = step(b, (c & d) | (a & (c | d)), m[at + i + 12]!, secondRound, 13)
  }
  for (let i = 0; i < 4; i++) {
    const from = at + (((i & 1) << 1) | (i >>> 1)) // 0, 2, 1, 3
    a = step(a, b ^ c ^ d, m[from]!, thirdRound, 3)
    d = step(d, a ^ b ^ c, m[from + 8]!, thirdRound, 9)
    c = step(c, d ^ a ^ b, m[from + 4]!, thirdRound, 11)
    b = step(b, c ^ d ^ a, m[from + 12]!, thirdRound, 15)
  }
  state[0]! += a
  state[1]! += b
  state[2]! += c
  state[3]! += d
}

function step(a: number, mixed: number, word: number, constant: number, turn: number): number {
  const sum = (a + mixed + word + constant) | 0
  return (sum << turn) | (sum >>> (32 - turn))
}
