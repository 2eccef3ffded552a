/**
 * One login by EAP, from the peer's name to success or failure: EAP-TLS, EAP-TTLS or PEAP, whichever the peer wants. It does no input or
 * output and knows no time: TLS is handed in, and whoever carries the packets gives up on those that stay silent.
 *
 *   peer   identity      start / no, rather that   hello   …    finished       within the tunnel     |
 *   us             start                           …  certificate    finished           …            success or failure
 */
import type { Authority, EapFault } from './authority.ts'
import { type EapResponse, eapOutcome, eapRequest, identityOf, types } from './eap-packet.ts'
import { acknowledgement, cutFlight, Flight, readFragment, startFragment } from './fragments.ts'
import type { InnerMethod, InnerStep } from './inner-method.ts'
import { InnerPeap } from './inner-peap.ts'
import { InnerTls } from './inner-tls.ts'
import { InnerTtls } from './inner-ttls.ts'
import { masterSessionKey, type Tunnel, type TunnelType } from './tls-keys.ts'

/** The server's side of one TLS connection, as octets in and octets out. */
export interface TlsEngine extends Tunnel {
  /** Takes what the peer sent. `toPeer` may hold an alert even after a failure. */
  exchange(fromPeer: Buffer): Promise<TlsProgress>
  /** Only while open. @returns what to send the peer */
  encrypt(plain: Buffer): Promise<Buffer>
  peerCertificate(): Buffer | undefined
  close(): void
}

export interface TlsProgress {
  readonly state: 'handshake' | 'open' | 'failed' | 'refused-by-peer'
  readonly toPeer: Buffer
  /** What the peer said within the tunnel. */
  readonly plain: Buffer
}

export interface ConversationOptions {
  readonly authority: Authority
  /** Longest EAP packet that reaches the peer. */
  readonly packetOctetsMax: number
  /** Offered first; a peer that wants another says so. */
  readonly preferred: TunnelType
  /** @param wantsCertificate whether the peer must show one */
  readonly openTls: (wantsCertificate: boolean) => TlsEngine
}

export type Step =
  /** To be sent as a challenge; the peer will respond. */
  | { readonly kind: 'ask'; readonly packet: Buffer }
  | { readonly kind: 'accept'; readonly packet: Buffer; readonly identity: string; readonly masterSessionKey: Buffer }
  /** Without a fault: the authority has refused, and knows why. */
  | { readonly kind: 'reject'; readonly packet: Buffer; readonly fault: EapFault | undefined }

const offered: readonly TunnelType[] = [types.peap, types.ttls, types.tls]

/** A login takes about ten; the longest chain of certificates in the smallest fragments less than a hundred. */
const stepsMax = 150

export class Conversation {
  readonly outerIdentity: string
  readonly #options: ConversationOptions
  #identifier: number
  #type: TunnelType
  #stepsTaken = 0
  #mayNak = true
  #engine: TlsEngine | undefined
  #isOpen = false
  #inner: InnerMethod | undefined
  readonly #incoming = new Flight()
  #outgoing: Buffer[] = []
  /** Told once the alert in `#outgoing` has been acknowledged. */
  #ending: EapFault | undefined

  private constructor(outerIdentity: string, identifier: number, options: ConversationOptions) {
    this.outerIdentity = outerIdentity
    this.#options = options
    this.#type = options.preferred
    this.#identifier = identifier
  }

  /** Begins with what the peer calls itself. @returns undefined when the response is not an identity */
  static begin(response: EapResponse, options: ConversationOptions): { conversation: Conversation; packet: Buffer } | undefined {
    const outerIdentity = response.type === types.identity ? identityOf(response.data) : undefined
    if (outerIdentity === undefined) return undefined
    const conversation = new Conversation(outerIdentity, response.identifier, options)
    return { conversation, packet: conversation.#request(startFragment) }
  }

  /** Gives up, and frees what TLS holds. */
  close(): void {
    this.#engine?.close()
    this.#engine = undefined
  }

  /** Whether a response answers the last request. Any other is to be dropped, and the right one waited for (RFC 3748 §4.1). */
  isAwaiting(response: EapResponse): boolean {
    return response.identifier === this.#identifier
  }

  /** Answers a response that is awaited. Not to be called again before it is done. */
  async respond(response: EapResponse): Promise<Step> {
    if (!this.isAwaiting(response) || ++this.#stepsTaken > stepsMax) return this.#reject('eap-failed')
    if (response.type === types.nak) return this.#change(response.data)
    if (response.type !== this.#type) return this.#reject('eap-failed')
    this.#mayNak = false

    const fragment = readFragment(response.data)
    if (!fragment || fragment.isStart) return this.#reject('eap-failed')
    if (this.#outgoing.length > 0) return fragment.data.length === 0 ? this.#ask(this.#outgoing.shift()!) : this.#reject('eap-failed')
    if (this.#ending) return this.#reject(this.#ending)
    const flight = this.#incoming.add(fragment)
    if (flight === 'malformed') return this.#reject('eap-failed')
    return flight === undefined ? this.#ask(acknowledgement) : this.#advance(flight)
  }

  /** The peer wants another method. Once, and before TLS has begun: nobody on the way can talk it out of TLS later. */
  #change(wanted: Buffer): Step {
    const type = offered.find((one) => one !== this.#type && wanted.includes(one))
    if (!this.#mayNak) return this.#reject('eap-failed')
    if (type === undefined) return this.#reject('method-not-offered')
    this.#mayNak = false
    this.#type = type
    return this.#ask(startFragment)
  }

  async #advance(flight: Buffer): Promise<Step> {
    this.#engine ??= this.#options.openTls(this.#type === types.tls)
    if (flight.length === 0) return this.#isOpen ? this.#carryOut(this.#inner!.heard(flight), noOctets) : this.#reject('eap-failed')

    const { state, toPeer, plain } = await this.#engine.exchange(flight)
    if (state === 'refused-by-peer') return this.#reject('server-not-trusted')
    if (state === 'failed') return this.#rejectAfter(toPeer, 'eap-failed')
    if (state === 'handshake') return toPeer.length > 0 ? this.#send(toPeer) : this.#reject('eap-failed')
    if (this.#isOpen) return plain.length > 0 ? this.#carryOut(this.#inner!.heard(plain), toPeer) : this.#reject('eap-failed')
    this.#isOpen = true
    this.#inner = this.#innerMethod(this.#engine)
    return this.#carryOut(this.#inner.opened(plain), toPeer)
  }

  #innerMethod(engine: TlsEngine): InnerMethod {
    const { authority } = this.#options
    const { outerIdentity } = this
    const context = { authority, tunnel: engine, outerIdentity, peerCertificate: () => engine.peerCertificate() }
    if (this.#type === types.tls) return new InnerTls(context)
    return this.#type === types.ttls ? new InnerTtls(context) : new InnerPeap(context)
  }

  /** @param pending what TLS itself has still to send */
  async #carryOut(step: InnerStep, pending: Buffer): Promise<Step> {
    switch (step.kind) {
      case 'say':
        return this.#send(Buffer.concat([pending, await this.#engine!.encrypt(step.octets)]))
      case 'listen':
        return this.#send(pending)
      case 'accept':
        return this.#accept(step.identity, step.masterSessionKey ?? masterSessionKey(this.#engine!, this.#type))
      case 'reject':
        return this.#reject(step.fault)
    }
    return step satisfies never
  }

  #accept(identity: string, key: Buffer): Step {
    this.close()
    return { kind: 'accept', packet: eapOutcome('success', this.#identifier), identity, masterSessionKey: key }
  }

  #reject(fault: EapFault | undefined): Step {
    this.close()
    return { kind: 'reject', packet: eapOutcome('failure', this.#identifier), fault }
  }

  /** Lets the peer hear the alert first, so that it can tell its user what was wrong. */
  #rejectAfter(alert: Buffer, fault: EapFault): Step {
    if (alert.length === 0) return this.#reject(fault)
    this.#ending = fault
    return this.#send(alert)
  }

  #send(flight: Buffer): Step {
    const [first, ...rest] = cutFlight(flight, this.#options.packetOctetsMax - eapHeaderOctets)
    this.#outgoing = rest
    return this.#ask(first!)
  }

  #ask(data: Uint8Array): Step {
    return { kind: 'ask', packet: this.#request(data) }
  }

  #request(data: Uint8Array): Buffer {
    this.#identifier = (this.#identifier + 1) & 255
    return eapRequest(this.#identifier, this.#type, data)
  }
}

const eapHeaderOctets = 5
const noOctets = Buffer.alloc(0)
