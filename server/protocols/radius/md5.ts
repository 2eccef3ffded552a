/**
 * MD5 (RFC 1321) and HMAC-MD5 (RFC 2104) for inputs of RADIUS size.
 *
 * A packet of 180 octets is three blocks. The cost of crossing into the native library is larger than the cost of hashing that little,
 * so this is several times faster than node:crypto here. For anything longer than a few kilobytes use node:crypto.
 */
const blockOctets = 64
const digestOctets = 16

const initialState = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476)

/** Constants of the 64 steps: the sine table of RFC 1321 §3.4. */
const sines = Int32Array.from({ length: 64 }, (_, step) => Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32) | 0)

const bufferOctets = 4 * blockOctets
/** Shorter pieces are copied octet by octet: asking for a view of them would cost more. */
const shortOctets = 32

/** A hash in progress. One object is used again and again: `begin`, any number of `add`, `finish`. */
export class Md5 {
  readonly #state = new Int32Array(4)
  /** What waits to be hashed, with room for the padding of the last block. */
  readonly #buffer = new Uint8Array(bufferOctets + blockOctets)
  /** The same memory as MD5 reads it: its words are little-endian, as those of all processors that Node is built for here. */
  readonly #words = new Int32Array(this.#buffer.buffer)
  #buffered = 0
  #octets = 0

  /** Starts again, either from nothing or from a state that has swallowed exactly one block (see HmacMd5). */
  begin(afterOneBlock: Int32Array = initialState): this {
    for (let word = 0; word < 4; word++) this.#state[word] = afterOneBlock[word]!
    this.#buffered = 0
    this.#octets = afterOneBlock === initialState ? 0 : blockOctets
    return this
  }

  add(bytes: Uint8Array, from = 0, to = bytes.length): this {
    this.#octets += to - from
    for (let at = from; at < to;) {
      const end = Math.min(to, at + bufferOctets - this.#buffered)
      this.#copy(bytes, at, end)
      if (this.#buffered === bufferOctets) this.#compress()
      at = end
    }
    return this
  }

  /** Writes the digest of 16 octets into `out` at `at`. */
  finish(out: Uint8Array, at = 0): void {
    this.#buffer[this.#buffered++] = 0x80
    while (this.#buffered % blockOctets !== blockOctets - 8) this.#buffer[this.#buffered++] = 0
    this.#words[this.#buffered >>> 2] = this.#octets << 3
    this.#words[(this.#buffered >>> 2) + 1] = this.#octets / 2 ** 29
    this.#buffered += 8
    this.#compress()
    for (let word = 0; word < 4; word++) writeWord(out, at + word * 4, this.#state[word]!)
  }

  /** The state after whole blocks only; what `begin` takes. */
  snapshot(): Int32Array {
    this.#compress()
    return this.#state.slice()
  }

  #copy(bytes: Uint8Array, from: number, to: number): void {
    if (to - from > shortOctets) this.#buffer.set(bytes.subarray(from, to), this.#buffered)
    else for (let at = from; at < to; at++) this.#buffer[this.#buffered + at - from] = bytes[at]!
    this.#buffered += to - from
  }

  /** Hashes what waits, which is whole blocks. */
  #compress(): void {
    for (let at = 0; at < this.#buffered; at += blockOctets) mix(this.#state, this.#words, at >>> 2)
    this.#buffered = 0
  }
}

/** @param at where the sixteen words of the block begin */
function mix(state: Int32Array, m: Int32Array, at: number): void {
  let a = state[0]!
  let b = state[1]!
  let c = state[2]!
  let d = state[3]!
  for (let i = 0; i < 16; i += 4) {
    a = step(a, b, d ^ (b & (c ^ d)), m[at + i]!, sines[i]!, 7)
    d = step(d, a, c ^ (a & (b ^ c)), m[at + i + 1]!, sines[i + 1]!, 12)
    c = step(c, d, b ^ (d & (a ^ b)), m[at + i + 2]!, sines[i + 2]!, 17)
    b = step(b, c, a ^ (c & (d ^ a)), m[at + i + 3]!, sines[i + 3]!, 22)
  }
  for (let i = 0; i < 16; i += 4) {
    a = step(a, b, c ^ (d & (b ^ c)), m[at + ((5 * i + 1) & 15)]!, sines[i + 16]!, 5)
    d = step(d, a, b ^ (c & (a ^ b)), m[at + ((5 * i + 6) & 15)]!, sines[i + 17]!, 9)
    c = step(c, d, a ^ (b & (d ^ a)), m[at + ((5 * i + 11) & 15)]!, sines[i + 18]!, 14)
    b = step(b, c, d ^ (a & (c ^ d)), m[at + ((5 * i) & 15)]!, sines[i + 19]!, 20)
  }
  for (let i = 0; i < 16; i += 4) {
    a = step(a, b, b ^ c ^ d, m[at + ((3 * i + 5) & 15)]!, sines[i + 32]!, 4)
    d = step(d, a, a ^ b ^ c, m[at + ((3 * i + 8) & 15)]!, sines[i + 33]!, 11)
    c = step(c, d, d ^ a ^ b, m[at + ((3 * i + 11) & 15)]!, sines[i + 34]!, 16)
    b = step(b, c, c ^ d ^ a, m[at + ((3 * i + 14) & 15)]!, sines[i + 35]!, 23)
  }
  for (let i = 0; i < 16; i += 4) {
    a = step(a, b, c ^ (b | ~d), m[at + ((7 * i) & 15)]!, sines[i + 48]!, 6)
    d = step(d, a, b ^ (a | ~c), m[at + ((7 * i + 7) & 15)]!, sines[i + 49]!, 10)
    c = step(c, d, a ^ (d | ~b), m[at + ((7 * i + 14) & 15)]!, sines[i + 50]!, 15)
    b = step(b, c, d ^ (c | ~a), m[at + ((7 * i + 5) & 15)]!, sines[i + 51]!, 21)
  }
  state[0]! += a
  state[1]! += b
  state[2]! += c
  state[3]! += d
}

function step(a: number, b: number, mixed: number, word: number, sine: number, turn: number): number {
  const sum = (a + mixed + word + sine) | 0
  return (((sum << turn) | (sum >>> (32 - turn))) + b) | 0
}

function writeWord(out: Uint8Array, at: number, word: number): void {
  out[at] = word
  out[at + 1] = word >>> 8
  out[at + 2] = word >>> 16
  out[at + 3] = word >>> 24
}

/** HMAC-MD5 under one key. The two key pads are hashed once, so that a use costs only the message and one block. */
export class HmacMd5 {
  readonly #md5 = new Md5()
  readonly #digest = new Uint8Array(digestOctets)
  readonly #inner: Int32Array
  readonly #outer: Int32Array

  constructor(key: Uint8Array) {
    const padded = new Uint8Array(blockOctets)
    if (key.length > blockOctets) this.#md5.begin().add(key).finish(padded)
    else padded.set(key)
    this.#inner = this.#stateAfter(padded, 0x36)
    this.#outer = this.#stateAfter(padded, 0x5c)
  }

  /** The hash to `add` the message to. */
  begin(): Md5 {
    return this.#md5.begin(this.#inner)
  }

  finish(out: Uint8Array, at = 0): void {
    this.#md5.finish(this.#digest)
    this.#md5.begin(this.#outer).add(this.#digest).finish(out, at)
  }

  #stateAfter(key: Uint8Array, pad: number): Int32Array {
    return this.#md5
      .begin()
      .add(key.map((octet) => octet ^ pad))
      .snapshot()
  }
}
