/** Which NAS are connected to us now, and commands on the connection that they opened. */
import { type AttributePair, encodeRequest } from '#protocols/radius'
import type { KnownNas } from './directory.ts'
import { answerIn, type CommandCode, type NasAnswer } from './network-command.ts'
import type { OpenQuestions } from './open-questions.ts'

const giveUpAfterMs = 6_000

interface Connected {
  /** As it is known on this connection: with the secret of the connection. */
  readonly nas: KnownNas
  readonly questions: OpenQuestions
}

export class NasConnections {
  readonly #connected = new Map<string, Connected>()

  /** A NAS was heard on a connection; of several the last one counts. */
  join(nas: KnownNas, questions: OpenQuestions): void {
    const known = this.#connected.get(nas.id)
    if (known?.questions !== questions || known.nas !== nas) this.#connected.set(nas.id, { nas, questions })
  }

  leave(questions: OpenQuestions): void {
    for (const [nasId, connected] of this.#connected) if (connected.questions === questions) this.#connected.delete(nasId)
  }

  /** @returns `timeout` when it is not connected */
  async ask(nasId: string, code: CommandCode, attributes: readonly AttributePair[]): Promise<NasAnswer> {
    const connected = this.#connected.get(nasId)
    if (!connected) return { answer: 'timeout' }
    const { secret } = connected.nas
    const make = (identifier: number) => encodeRequest({ code, identifier, attributes }, secret)
    const reply = await connected.questions.ask(make, { secret, timeoutMs: giveUpAfterMs, messageAuthenticatorRequired: false })
    return reply ? answerIn(reply) : { answer: 'timeout' }
  }
}
