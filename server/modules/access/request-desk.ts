/** What becomes of a request of a known NAS, whichever way it came: answered, answered again, or dropped for a reason. */
import { log } from '#kernel/telemetry.ts'
import type { Packet } from '#protocols/radius'
import type { KnownNas } from './directory.ts'
import type { NasAllowances } from './nas-allowances.ts'
import type { GivenAnswers } from './reply-cache.ts'

/**
 * Works out the answer, now or later.
 * @param reply called at most once, with undefined when there will be no answer after all
 * @returns why the packet is dropped; undefined when it is answered, now or when it is durable
 */
export type Answer = (request: Packet, nas: KnownNas, nowMs: number, reply: (packet: Packet | undefined) => void) => string | undefined

/** Who sent a request: a port of an address, or a connection. */
export interface Sender {
  readonly given: GivenAnswers
  send(reply: Buffer): void
  /** Called once for each of its requests, when it is answered or never will be. */
  settled?(): void
}

export class RequestDesk {
  readonly #answer: Answer
  readonly #allowances: NasAllowances

  constructor(answer: Answer, allowances: NasAllowances) {
    this.#answer = answer
    this.#allowances = allowances
  }

  /** @returns why the request is dropped; undefined when it is answered, now or later */
  receive(request: Packet, nas: KnownNas, sender: Sender, nowMs: number): string | undefined {
    const { given } = sender
    if (!this.#allowances.allows(nas, nowMs)) {
      sender.settled?.()
      return 'nas_rate_limit'
    }
    const known = given.find(request, nowMs)
    if (known) {
      if (known.reply) sender.send(known.reply)
      sender.settled?.()
      return undefined // without a reply: the first one is still being stored, and will be answered
    }
    const settle = (reply: Packet | undefined) => {
      if (reply) {
        given.answered(request, reply.bytes)
        sender.send(reply.bytes)
      } else {
        given.forget(request) // the next try starts anew
      }
      sender.settled?.()
    }
    try {
      const reason = this.#answer(request, nas, nowMs, settle)
      if (reason) settle(undefined)
      return reason
    } catch (error) {
      // A bug must cost one packet, not the service.
      log.error({ nas: nas.name, code: request.code, err: error }, 'RADIUS request failed')
      settle(undefined)
      return 'failed'
    }
  }
}
