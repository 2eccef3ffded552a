/**
 * Answers given lately to one sender, so that a request sent again gets the same answer and has no second effect (RFC 5080 §2.2.2). A sender has
 * 256 identifiers, each with the last request that used it.
 */
import type { Packet } from '#protocols/radius'

interface Slot {
  readonly request: Buffer
  readonly atMs: number
  /** Undefined while the answer is being worked out. */
  reply: Buffer | undefined
}

export const answersKeptMs = 10_000

export class GivenAnswers {
  readonly #slots: (Slot | undefined)[] = []

  /** @returns the slot of a request seen before; undefined for a new one, which is remembered until `answered` */
  find(request: Packet, nowMs: number): Slot | undefined {
    const slot = this.#slots[request.identifier]
    if (slot && nowMs - slot.atMs <= answersKeptMs && isSame(slot.request, request.bytes)) return slot
    this.#slots[request.identifier] = { request: request.bytes, atMs: nowMs, reply: undefined }
    return undefined
  }

  answered(request: Packet, reply: Buffer): void {
    const slot = this.#slots[request.identifier]
    if (slot && slot.request === request.bytes) slot.reply = reply
  }

  /** After a failure the next try starts anew. */
  forget(request: Packet): void {
    if (this.#slots[request.identifier]?.request === request.bytes) this.#slots[request.identifier] = undefined
  }
}

/** The authenticator alone would do for honest senders; the whole packet also keeps others from being given someone's answer. */
const isSame = (a: Buffer, b: Buffer) => a.length === b.length && a.equals(b)
