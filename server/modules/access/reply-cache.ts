/**
 * Answers given lately to one sender, so that a request sent again gets the same answer and has no second effect (RFC 5080 §2.2.2). A sender has
 * 256 identifiers, each with the last request that used it.
 */
import type { Packet } from '#protocols/radius'

export const answersKeptMs = 10_000

export class GivenAnswers {
  readonly #slots: (Slot | undefined)[] = []

  /** @returns the slot of a request seen before; undefined for a new one, which is remembered until `answered` */
  find(request: Packet, nowMs: number): Slot | undefined {
    const slot = (this.#slots[request.identifier] ??= new Slot())
    if (nowMs - slot.atMs <= answersKeptMs && slot.isOf(request)) return slot
    slot.begin(request, nowMs)
    return undefined
  }

  answered(request: Packet, reply: Buffer): void {
    const slot = this.#slots[request.identifier]
    if (slot?.open === request) slot.answered(reply)
  }

  /** After a failure the next try starts anew. */
  forget(request: Packet): void {
    const slot = this.#slots[request.identifier]
    if (slot?.open === request) slot.clear()
  }
}

/**
 * The last request under one identifier. Once it is answered its octets and those of the answer are copied into memory that the next one uses
 * again: if packets were kept as they came, every one would live just long enough to cost the garbage collector most.
 */
class Slot {
  atMs = 0
  /** The request while its answer is being worked out. */
  open: Packet | undefined
  #memory = nothing
  #requestOctets = 0
  #octets = 0

  /** A copy; undefined while it is being worked out. */
  get reply(): Buffer | undefined {
    return this.open ? undefined : Buffer.from(this.#memory.subarray(this.#requestOctets, this.#octets))
  }

  /** The authenticator alone would do for honest senders; the whole packet also keeps others from being given someone's answer. */
  isOf({ bytes }: Packet): boolean {
    const kept = this.open?.bytes ?? this.#memory
    if (bytes.length !== (this.open ? kept.length : this.#requestOctets)) return false
    for (let at = 0; at < bytes.length; at++) if (bytes[at] !== kept[at]) return false
    return true
  }

  begin(request: Packet, nowMs: number): void {
    this.open = request
    this.atMs = nowMs
  }

  answered(reply: Buffer): void {
    const request = this.open!.bytes
    this.#requestOctets = request.length
    this.#octets = request.length + reply.length
    if (this.#octets > this.#memory.length) this.#memory = Buffer.allocUnsafeSlow(this.#octets)
    this.#memory.set(request)
    this.#memory.set(reply, request.length)
    this.open = undefined
  }

  clear(): void {
    this.open = undefined
    this.#requestOctets = 0
  }
}

const nothing = Buffer.alloc(0)
