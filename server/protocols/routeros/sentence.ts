/** Words and sentences: a word is its length and its octets, an empty word ends the sentence. */

/** The peer does not speak the API, or sends more than is reasonable. The connection must be closed: what follows has no meaning. */
export class RouterOsFormatError extends Error {
  override readonly name = 'RouterOsFormatError'
}

/**
 *   length below       octets    first octet
 *   0x80               1         0xxxxxxx
 *   0x4000             2         10xxxxxx
 *   0x200000           3         110xxxxx
 *   0x10000000         4         1110xxxx
 *   otherwise          5         11110000; from F8 on reserved
 */
export function encodeLength(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length])
  if (length < 0x4000) return bigEndian((length | 0x8000) >>> 0, 2)
  if (length < 0x20_0000) return bigEndian((length | 0xc0_0000) >>> 0, 3)
  if (length < 0x1000_0000) return bigEndian((length | 0xe000_0000) >>> 0, 4)
  return Buffer.concat([Buffer.from([0xf0]), bigEndian(length, 4)])
}

function bigEndian(value: number, octets: number): Buffer {
  const bytes = Buffer.alloc(octets)
  bytes.writeUIntBE(value, 0, octets)
  return bytes
}

/** @throws RangeError for an empty word, which would end the sentence in its middle */
export function encodeSentence(words: readonly string[]): Buffer {
  const parts = words.flatMap((word) => {
    const bytes = Buffer.from(word)
    if (bytes.length === 0) throw new RangeError('A word of a sentence cannot be empty')
    return [encodeLength(bytes.length), bytes]
  })
  return Buffer.concat([...parts, Buffer.from([0])])
}

/** How many octets a length takes, by its first. */
function lengthOctets(first: number): number {
  if (first < 0x80) return 1
  if (first < 0xc0) return 2
  if (first < 0xe0) return 3
  if (first < 0xf0) return 4
  if (first < 0xf8) return 5
  throw new RouterOsFormatError(`Reserved control octet ${first.toString(16)}`)
}

/** The length at the beginning of `bytes` and how many octets it takes; undefined while it has not come whole. */
export function decodeLength(bytes: Uint8Array): { readonly length: number; readonly octets: number } | undefined {
  const [first] = bytes
  if (first === undefined) return undefined
  const octets = lengthOctets(first)
  if (bytes.length < octets) return undefined
  const marker = octets === 5 ? 0xff : [0, 0, 0x80, 0xc0, 0xe0][octets]!
  let length = first & ~marker
  for (const octet of bytes.subarray(1, octets)) length = length * 256 + octet
  return { length, octets }
}

export interface ReaderLimits {
  readonly wordOctetsMax: number
  readonly sentenceWordsMax: number
}

const reasonable: ReaderLimits = { wordOctetsMax: 65_536, sentenceWordsMax: 256 }

/** Gathers octets as they come and gives out whole sentences. */
export class SentenceReader {
  readonly #limits: ReaderLimits
  #rest: Buffer = Buffer.alloc(0)
  #words: string[] = []

  constructor(limits: ReaderLimits = reasonable) {
    this.#limits = limits
  }

  /** @throws RouterOsFormatError for a reserved length, or more than the limits */
  push(chunk: Uint8Array): string[][] {
    this.#rest = Buffer.concat([this.#rest, chunk])
    const sentences: string[][] = []
    for (let word = this.#takeWord(); word !== undefined; word = this.#takeWord()) {
      if (word !== '') this.#words.push(word)
      else if (this.#words.length > 0) sentences.push(this.#words.splice(0)) // an empty sentence says nothing
      if (this.#words.length > this.#limits.sentenceWordsMax) throw new RouterOsFormatError('A sentence has too many words')
    }
    return sentences
  }

  #takeWord(): string | undefined {
    const prefix = decodeLength(this.#rest)
    if (!prefix) return undefined
    if (prefix.length > this.#limits.wordOctetsMax) throw new RouterOsFormatError(`A word of ${prefix.length} octets is too long`)
    const end = prefix.octets + prefix.length
    if (this.#rest.length < end) return undefined
    const word = this.#rest.toString('utf8', prefix.octets, end)
    this.#rest = this.#rest.subarray(end)
    return word
  }
}
