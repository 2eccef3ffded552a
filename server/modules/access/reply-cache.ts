/**
 * Answers given lately to one sender, so that a request sent again gets the same answer and has no second effect (RFC 5080 §2.2.2). A sender has
 * 256 identifiers, each with the last request that used it.
 */
import type { Packet } from '#protocols/radius'
import type { AnswerMemory, Chunk } from './answer-memory.ts'

export const answersKeptMs = 10_000

export class GivenAnswers {
  readonly #slots: (Slot | undefined)[] = []
  readonly #memory: AnswerMemory

  /** @param memory shared with others that are asked much at the same time */
  constructor(memory: AnswerMemory) {
    this.#memory = memory
  }

  /** @returns the slot of a request seen before; undefined for a new one, which is remembered until `answered` */
  find(request: Packet, nowMs: number): Slot | undefined {
    const slot = (this.#slots[request.identifier] ??= new Slot())
    if (nowMs - slot.atMs <= answersKeptMs && slot.isOf(request)) return slot
    slot.begin(request, nowMs)
    return undefined
  }

  answered(request: Packet, reply: Buffer): void {
    const slot = this.#slots[request.identifier]
    if (slot?.open === request) slot.answered(reply, this.#memory)
  }

  /** After a failure the next try starts anew. */
  forget(request: Packet): void {
    const slot = this.#slots[request.identifier]
    if (slot?.open === request) slot.clear()
  }
}

/**
 * The last request under one identifier. Once it is answered its octets and those of the answer are copied away: if packets were kept as they
 * came, every one would live just long enough to cost the garbage collector most.
 */
class Slot {
  atMs = 0
  /** The request while its answer is being worked out. */
  open: Packet | undefined
  #chunk: Chunk | undefined
  #turn = 0
  #start = 0
  #requestOctets = 0
  #octets = 0

  /** A copy; undefined while it is being worked out. */
  get reply(): Buffer | undefined {
    if (this.open) return undefined
    return Buffer.from(this.#chunk!.octets.subarray(this.#start + this.#requestOctets, this.#start + this.#octets))
  }

  /** The authenticator alone would do for honest senders; the whole packet also keeps others from being given someone's answer. */
  isOf({ bytes }: Packet): boolean {
    if (this.open) return isSame(bytes, this.open.bytes, 0, this.open.bytes.length)
    const chunk = this.#chunk
    return chunk?.turn === this.#turn && isSame(bytes, chunk.octets, this.#start, this.#requestOctets)
  }

  begin(request: Packet, nowMs: number): void {
    this.open = request
    this.atMs = nowMs
  }

  answered(reply: Buffer, memory: AnswerMemory): void {
    const request = this.open!.bytes
    this.#requestOctets = request.length
    this.#octets = request.length + reply.length
    const chunk = memory.roomFor(this.#octets, this.atMs)
    this.#chunk = chunk
    this.#turn = chunk.turn
    this.#start = chunk.used
    chunk.octets.set(request, chunk.used)
    chunk.octets.set(reply, chunk.used + request.length)
    chunk.used += this.#octets
    this.open = undefined
  }

  clear(): void {
    this.open = undefined
    this.#chunk = undefined
  }
}

function isSame(bytes: Uint8Array, kept: Uint8Array, start: number, octets: number): boolean {
  if (bytes.length !== octets) return false
  for (let at = 0; at < octets; at++) if (bytes[at] !== kept[start + at]) return false
  return true
}
