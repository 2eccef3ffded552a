/** Requests of ours on one connection, and their answers. TCP repeats what is lost, so nothing is sent twice (RFC 6613 §2.6.1). */
import { type AttributePair, encodeRequest, type Packet, replyFault, type Secret } from '#protocols/radius'
import { answerIn, type NasAnswer } from './network-command.ts'

interface Question {
  readonly request: Packet
  readonly secret: Secret
  readonly settle: (answer: NasAnswer) => void
}

const giveUpAfterMs = 6_000

export class OpenQuestions {
  readonly #send: (bytes: Buffer) => void
  readonly #open = new Map<number, Question>()
  #lastIdentifier = 255

  constructor(send: (bytes: Buffer) => void) {
    this.#send = send
  }

  /** @returns `timeout` at once when all 256 identifiers wait for an answer */
  ask(code: 'CoA-Request' | 'Disconnect-Request', attributes: readonly AttributePair[], secret: Secret): Promise<NasAnswer> {
    if (this.#open.size === 256) return Promise.resolve({ answer: 'timeout' })
    do this.#lastIdentifier = (this.#lastIdentifier + 1) & 255
    while (this.#open.has(this.#lastIdentifier))
    const identifier = this.#lastIdentifier
    const request = encodeRequest({ code, identifier, attributes }, secret)
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle({ answer: 'timeout' }), giveUpAfterMs)
      const settle = (answer: NasAnswer) => {
        clearTimeout(timer)
        this.#open.delete(identifier)
        resolve(answer)
      }
      this.#open.set(identifier, { request, secret, settle })
      this.#send(request.bytes)
    })
  }

  /** Answers to nothing, or with a wrong signature, are passed over. */
  answered(reply: Packet): void {
    const question = this.#open.get(reply.identifier)
    if (!question || replyFault(reply, question.request, question.secret, { messageAuthenticatorRequired: false })) return
    question.settle(answerIn(reply))
  }

  /** The connection has ended. */
  giveUp(): void {
    for (const { settle } of this.#open.values()) settle({ answer: 'timeout' })
  }
}
