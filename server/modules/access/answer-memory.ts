/**
 * Octets of the answers of the last seconds, and of what they answered, in chunks that are used again: a buffer for each would cost several times
 * its octets, and a router that asks from many ports would make us keep hundreds of thousands.
 *
 *   | full, of 12 s ago: next | full, of 3 s ago | being written ── | not needed so far …
 */
const chunkBytes = 1_048_576 // many of the largest packets
const chunksMaxDefault = 64 // at 40,000 answers a second six seconds

export interface Chunk {
  readonly octets: Buffer
  /** How often it was begun: what was kept of an earlier turn is gone. */
  turn: number
  used: number
  lastAtMs: number
}

export class AnswerMemory {
  readonly #keptMs: number
  readonly #chunksMax: number
  readonly #chunks: Chunk[] = []
  #current = 0

  constructor(keptMs: number, chunksMax = chunksMaxDefault) {
    this.#keptMs = keptMs
    this.#chunksMax = chunksMax
  }

  get bytes(): number {
    return this.#chunks.length * chunkBytes
  }

  /** @returns the chunk that has room for so many octets, at `used` */
  roomFor(octets: number, nowMs: number): Chunk {
    let chunk = this.#chunks[this.#current] ?? this.#add()
    if (chunk.used + octets > chunkBytes) chunk = this.#next(nowMs)
    chunk.lastAtMs = Math.max(chunk.lastAtMs, nowMs) // a late answer has the time of its request
    return chunk
  }

  /** They are filled in turn, so the next is the oldest. While it is still needed there is one more; at the limit the oldest answers go first. */
  #next(nowMs: number): Chunk {
    const next = this.#chunks[(this.#current + 1) % this.#chunks.length]!
    if (nowMs - next.lastAtMs <= this.#keptMs && this.#chunks.length < this.#chunksMax) return this.#add()
    this.#current = (this.#current + 1) % this.#chunks.length
    next.turn++
    next.used = 0
    return next
  }

  /** Behind the current one, so that the order stays that of age. */
  #add(): Chunk {
    const chunk = { octets: Buffer.allocUnsafeSlow(chunkBytes), turn: 0, used: 0, lastAtMs: 0 }
    this.#current = Math.min(this.#current + 1, this.#chunks.length)
    this.#chunks.splice(this.#current, 0, chunk)
    return chunk
  }
}
