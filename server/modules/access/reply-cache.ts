/**
 * Answers given lately, so that a request sent again gets the same answer and has no second effect (RFC 5080 §2.2.2). A sender has
 * 256 identifiers per port, each with the last request that used it.
 */
import type { Packet } from '#protocols/radius'

interface Slot {
  readonly request: Buffer
  readonly atMs: number
  /** Undefined while the answer is being worked out. */
  reply: Buffer | undefined
}

interface Sender {
  readonly slots: (Slot | undefined)[]
  usedAtMs: number
}

const keptMs = 10_000
const sendersMax = 10_000

export class ReplyCache {
  readonly #senders = new Map<string, Sender>()
  #sweptAtMs = 0

  /** @returns the slot of a request seen before; undefined for a new one, which is remembered until `answered` */
  find(sender: string, request: Packet, nowMs: number): Slot | undefined {
    if (nowMs - this.#sweptAtMs > keptMs) this.#sweep(nowMs)
    let known = this.#senders.get(sender)
    if (!known) {
      if (this.#senders.size >= sendersMax) this.#senders.delete(this.#senders.keys().next().value!)
      this.#senders.set(sender, (known = { slots: [], usedAtMs: nowMs }))
    }
    known.usedAtMs = nowMs
    const slot = known.slots[request.identifier]
    if (slot && nowMs - slot.atMs <= keptMs && isSame(slot.request, request.bytes)) return slot
    known.slots[request.identifier] = { request: request.bytes, atMs: nowMs, reply: undefined }
    return undefined
  }

  answered(sender: string, request: Packet, reply: Buffer): void {
    const slot = this.#senders.get(sender)?.slots[request.identifier]
    if (slot && slot.request === request.bytes) slot.reply = reply
  }

  /** After a failure the next try starts anew. */
  forget(sender: string, request: Packet): void {
    const known = this.#senders.get(sender)
    if (known?.slots[request.identifier]?.request === request.bytes) known.slots[request.identifier] = undefined
  }

  #sweep(nowMs: number): void {
    this.#sweptAtMs = nowMs
    for (const [key, sender] of this.#senders) if (nowMs - sender.usedAtMs > keptMs) this.#senders.delete(key)
  }
}

/** The authenticator alone would do for honest senders; the whole packet also keeps others from being given someone's answer. */
const isSame = (a: Buffer, b: Buffer) => a.length === b.length && a.equals(b)
