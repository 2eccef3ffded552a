/**
 * Logins by EAP that are under way, each found by the State it was last given (RFC 3579 §2.6.2). A State is good for one response, and for
 * the NAS it was given to. Their number is bounded: whoever floods a NAS with beginnings takes places from those that stay silent, never
 * from those that go on.
 */
import { randomBytes } from 'node:crypto'
import type { Conversation } from '#protocols/eap'
import type { AccessAnswer } from './authenticate.ts'

export interface UnderWay {
  readonly nasId: string
  readonly conversation: Conversation
  /** The answer is there once it is known who asks. The time is that of the response which is worked on. */
  readonly decided: { answer: AccessAnswer | undefined; nowMs: number }
  state: string
  heardAtMs: number
  /** While a response of the peer is worked on. */
  isBusy: boolean
}

export interface ConversationLimits {
  /** About 65 KB each, while TLS is open. */
  readonly totalMax: number
  /** So that one NAS cannot take the places of all others. */
  readonly perNasMax: number
  /** Worked on at once. Each takes the processor for a millisecond, and plain logins wait as long. */
  readonly busyMax: number
}
export const usualConversationLimits: ConversationLimits = { totalMax: 2_000, perNasMax: 1_000, busyMax: 32 }

/** A person may be typing a password. */
const silentMs = 60_000
/** Under pressure a device that has not answered for so long has left. */
const hastySilentMs = 5_000

const stateOctets = 16

export class EapConversations {
  readonly #limits: ConversationLimits
  readonly #byState = new Map<string, UnderWay>()
  readonly #countOf = new Map<string, number>() // NAS -> conversations
  #busy = 0

  constructor(limits = usualConversationLimits) {
    this.#limits = limits
  }

  get size(): number {
    return this.#byState.size
  }

  get isOverloaded(): boolean {
    return this.#busy >= this.#limits.busyMax
  }

  find(state: Uint8Array, nasId: string): UnderWay | undefined {
    const found = this.#byState.get(keyOf(state))
    return found?.nasId === nasId ? found : undefined
  }

  /** @returns undefined when there is no place, not even of one that has gone silent */
  begin(begun: Pick<UnderWay, 'nasId' | 'conversation' | 'decided'>, nowMs: number): UnderWay | undefined {
    const { nasId } = begun
    if (this.#byState.size >= this.#limits.totalMax || this.#of(nasId) >= this.#limits.perNasMax) this.forgetSilent(nowMs, hastySilentMs)
    if (this.#byState.size >= this.#limits.totalMax || this.#of(nasId) >= this.#limits.perNasMax) return undefined
    const underWay: UnderWay = { ...begun, state: '', heardAtMs: nowMs, isBusy: false }
    this.#countOf.set(nasId, this.#of(nasId) + 1)
    return underWay
  }

  /** @returns the State for the next challenge; the one before is void */
  keep(underWay: UnderWay, nowMs: number): Buffer {
    const state = randomBytes(stateOctets)
    this.#byState.delete(underWay.state)
    underWay.state = keyOf(state)
    underWay.heardAtMs = nowMs
    this.#byState.set(underWay.state, underWay)
    return state
  }

  async whileBusy<T>(underWay: UnderWay, work: () => Promise<T>): Promise<T> {
    underWay.isBusy = true
    this.#busy++
    try {
      return await work()
    } finally {
      underWay.isBusy = false
      this.#busy--
    }
  }

  end(underWay: UnderWay): void {
    underWay.conversation.close()
    if (!this.#byState.delete(underWay.state)) return
    const left = this.#of(underWay.nasId) - 1
    if (left > 0) this.#countOf.set(underWay.nasId, left)
    else this.#countOf.delete(underWay.nasId)
  }

  forgetSilent(nowMs: number, afterMs = silentMs): void {
    // `keep` puts whoever was heard last behind all others.
    for (const underWay of this.#byState.values()) {
      if (nowMs - underWay.heardAtMs <= afterMs) break
      if (!underWay.isBusy) this.end(underWay)
    }
  }

  #of(nasId: string): number {
    return this.#countOf.get(nasId) ?? 0
  }
}

const keyOf = (state: Uint8Array) => Buffer.from(state).toString('latin1')
