/** Logins by EAP: carries the packets of devices between RADIUS and their conversations (RFC 3579), and puts policy at the end. */
import { createHash, randomBytes } from 'node:crypto'
import { log } from '#kernel/telemetry.ts'
import { type Authority, Conversation, type EapResponse, eapOutcome, eapTypes, readResponse, type Step } from '#protocols/eap'
import { type AttributePair, type Packet, read, readAll, type ReplyFields } from '#protocols/radius'
import { type AccessAnswer, type Asked, askedIn, type Authenticator, refusalOf } from './authenticate.ts'
import type { Directory, KnownNas } from './directory.ts'
import type { EapBook } from './eap-book.ts'
import { type ConversationLimits, EapConversations, type UnderWay } from './eap-conversations.ts'
import { openEapTls } from './eap-tls-engine.ts'
import type { RejectReason } from './policy.ts'
import { hashOf, mppeKeys } from './proof.ts'
import { msChapRefusal } from './refusal.ts'

export interface EapReply {
  readonly reply: ReplyFields
  /** When it is the last. */
  readonly answer: AccessAnswer | undefined
}

/** Longest EAP packet in either direction: with all other attributes it must fit a datagram of 1,500 octets. */
const packetOctetsMax = 1_020
const packetOctetsMin = 200
const eapolHeaderOctets = 4
/** As many octets of an EAP packet as one attribute holds. */
const attributeOctets = 253

export interface EapServerOptions {
  readonly directory: Directory
  readonly authenticator: Authenticator
  readonly book: EapBook
  readonly limits?: ConversationLimits
}

export class EapServer {
  readonly #directory: Directory
  readonly #authenticator: Authenticator
  readonly #book: EapBook
  readonly #conversations: EapConversations

  constructor({ directory, authenticator, book, limits }: EapServerOptions) {
    this.#directory = directory
    this.#authenticator = authenticator
    this.#book = book
    this.#conversations = new EapConversations(limits)
  }

  get conversations(): number {
    return this.#conversations.size
  }

  forgetSilent(nowMs: number): void {
    this.#conversations.forgetSilent(nowMs)
  }

  /** @returns why the request is dropped, or its reply when it is worked out */
  answer(request: Packet, nas: KnownNas, nowMs: number): string | Promise<EapReply> {
    const response = readResponse(Buffer.concat(readAll(request, 'EAP-Message')))
    if (!response) return 'eap_malformed'
    if (this.#conversations.isOverloaded) return 'eap_overload'
    const asked = askedIn(request, nas, nowMs)
    const state = read(request, 'State')
    if (!state || response.type === eapTypes.identity) return this.#begin(request, response, asked)

    const underWay = this.#conversations.find(state, nas.id)
    // From before a restart, or a replay. The device begins anew sooner when it is told.
    if (!underWay) return Promise.resolve(refuse(asked, 'eap-failed', eapOutcome('failure', response.identifier)))
    if (underWay.isBusy) return 'eap_busy'
    if (!underWay.conversation.isAwaiting(response)) return 'eap_out_of_turn'
    return this.#goOn(request, response, underWay, asked)
  }

  #begin(request: Packet, response: EapResponse, asked: Asked): string | Promise<EapReply> {
    const { nas, nowMs } = asked
    const context = this.#book.contextOf(nas.tenantId)
    if (!context) return Promise.resolve(refuse(asked, 'no-server-certificate', eapOutcome('failure', response.identifier)))
    const decided: UnderWay['decided'] = { answer: undefined, nowMs }
    const begun = Conversation.begin(response, {
      authority: this.#authorityFor(asked, decided),
      packetOctetsMax: Math.max(packetOctetsMin, Math.min(packetOctetsMax, (read(request, 'Framed-MTU') ?? 1_500) - eapolHeaderOctets)),
      preferred: eapTypes.peap,
      openTls: (wantsCertificate) => openEapTls(context, wantsCertificate),
    })
    // RFC 3579 §2.1: User-Name is the identity; a NAS that says otherwise accounts for somebody else.
    if (!begun || begun.conversation.outerIdentity !== asked.username) return 'eap_malformed'
    const underWay = this.#conversations.begin({ nasId: nas.id, conversation: begun.conversation, decided }, nowMs)
    if (!underWay) return 'eap_overload'
    return Promise.resolve(this.#challenge(underWay, begun.packet, nowMs))
  }

  async #goOn(request: Packet, response: EapResponse, underWay: UnderWay, asked: Asked): Promise<EapReply> {
    underWay.decided.nowMs = asked.nowMs
    const step = await this.#conversations
      .whileBusy(underWay, () => underWay.conversation.respond(response))
      .catch((error: unknown) => {
        this.#conversations.end(underWay)
        throw error
      })
    if (step.kind === 'ask') return this.#challenge(underWay, step.packet, asked.nowMs)
    this.#conversations.end(underWay)
    return conclude(step, underWay, request, asked)
  }

  #challenge(underWay: UnderWay, packet: Buffer, nowMs: number): EapReply {
    const state = this.#conversations.keep(underWay, nowMs)
    return { reply: { code: 'Access-Challenge', attributes: [['State', state], ...messages(packet)] }, answer: undefined }
  }

  #authorityFor(asked: Asked, decided: UnderWay['decided']): Authority {
    const { nas } = asked
    const named = (username: string): Asked => ({ ...asked, username, nowMs: decided.nowMs })
    return {
      credentialOf: (identity) => {
        const login = this.#authenticator.loginToCheck(named(identity))
        // The password of a device is its address, which everybody near can read.
        return login && login.kind !== 'mac' ? { password: login.password, passwordHash: hashOf(login) } : undefined
      },
      identityOfCertificate: (certificate) => {
        const fingerprint = createHash('sha256').update(certificate).digest('hex')
        const loginId = this.#book.loginOf(nas.tenantId, fingerprint, decided.nowMs)
        return loginId === undefined ? undefined : this.#directory.loginById(loginId)?.username
      },
      isLogin: (identity) => this.#directory.findLogin(nas.tenantId, identity) !== undefined,
      admit: (identity, isProven) => {
        const answer = this.#authenticator.decide(named(identity), isProven)
        decided.answer = answer
        return answer.decision.verdict === 'reject' ? msChapRefusal(answer.decision, 16) : undefined
      },
      random: randomBytes,
    }
  }
}

function conclude(step: Extract<Step, { kind: 'accept' | 'reject' }>, underWay: UnderWay, request: Packet, asked: Asked): EapReply {
  const { answer } = underWay.decided
  if (step.kind === 'reject') {
    if (!step.fault && answer) return withMessages(answer, step.packet)
    return refuse({ ...asked, username: underWay.conversation.outerIdentity }, step.fault ?? 'eap-failed', step.packet)
  }
  if (!answer || answer.decision.verdict === 'reject') {
    log.error({ nas: asked.nas.name }, 'EAP let in whom policy had not') // cannot be; if it were, nobody comes in
    return refuse(asked, 'eap-failed', eapOutcome('failure', step.packet[1]!))
  }
  const [receiveKey, sendKey] = [step.masterSessionKey.subarray(0, 32), step.masterSessionKey.subarray(32)]
  // The NAS accounts by the name it is given here, not by "anonymous" (RFC 2865 §5.1).
  answer.attributes.push(['User-Name', step.identity], ...mppeKeys({ sendKey, receiveKey }, request, asked.nas.secret))
  return withMessages(answer, step.packet)
}

function refuse(asked: Asked, reason: RejectReason, packet: Buffer): EapReply {
  return withMessages(refusalOf(asked, reason), packet)
}

function withMessages(answer: AccessAnswer, packet: Buffer): EapReply {
  return { reply: { code: answer.code, attributes: [...answer.attributes, ...messages(packet)] }, answer }
}

const messages = (packet: Buffer): AttributePair[] =>
  Array.from({ length: Math.ceil(packet.length / attributeOctets) }, (_, index) => [
    'EAP-Message',
    packet.subarray(index * attributeOctets, (index + 1) * attributeOctets),
  ])
