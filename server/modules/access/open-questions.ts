/**
 * Requests of ours on one link (a connection, or a socket that speaks with one server), and their answers. Of what is sent on a connection
 * nothing is repeated: TCP does that (RFC 6613 §2.6.1).
 */
import { type Packet, replyFault, type Secret } from '#protocols/radius'

interface Question {
  readonly request: Packet
  readonly options: QuestionOptions
  readonly settle: (reply: Packet | undefined) => void
}

export interface QuestionOptions {
  readonly secret: Secret
  readonly timeoutMs: number
  readonly messageAuthenticatorRequired: boolean
}

export class OpenQuestions {
  readonly #send: (bytes: Buffer) => void
  readonly #open = new Map<number, Question>()
  #lastIdentifier = 255

  constructor(send: (bytes: Buffer) => void) {
    this.#send = send
  }

  /** @returns undefined when no answer came in time that can be trusted; at once when all 256 identifiers wait for one */
  ask(make: (identifier: number) => Packet, options: QuestionOptions): Promise<Packet | undefined> {
    if (this.#open.size === 256) return Promise.resolve(undefined)
    do this.#lastIdentifier = (this.#lastIdentifier + 1) & 255
    while (this.#open.has(this.#lastIdentifier))
    const identifier = this.#lastIdentifier
    const request = make(identifier)
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle(undefined), options.timeoutMs)
      const settle = (reply: Packet | undefined) => {
        clearTimeout(timer)
        this.#open.delete(identifier)
        resolve(reply)
      }
      this.#open.set(identifier, { request, options, settle })
      this.#send(request.bytes)
    })
  }

  /** Answers to nothing, and forged or replayed ones, are passed over: the right one may still come. */
  answered(reply: Packet): void {
    const question = this.#open.get(reply.identifier)
    if (!question || replyFault(reply, question.request, question.options.secret, question.options)) return
    question.settle(reply)
  }

  /** The link has ended. */
  giveUp(): void {
    for (const { settle } of this.#open.values()) settle(undefined)
  }
}
