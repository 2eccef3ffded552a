/** EAP-TLS: the certificate says it all. RFC 5216 and, for TLS 1.3, RFC 9190. */
import { type InnerContext, type InnerMethod, type InnerStep, isHonest, listen, reject, say } from './inner-method.ts'

/** RFC 9190 §2.1.1: one octet within the tunnel, after which the server says no more. */
const commitment = Buffer.of(0)

export class InnerTls implements InnerMethod {
  readonly #context: InnerContext
  #identity: string | undefined

  constructor(context: InnerContext) {
    this.#context = context
  }

  opened(): InnerStep {
    const { authority, tunnel, peerCertificate } = this.#context
    const certificate = peerCertificate()
    const identity = certificate && authority.identityOfCertificate(certificate)
    if (identity === undefined) return reject('certificate-refused')
    if (!isHonest(this.#context, identity)) return reject('name-mismatch')
    if (authority.admit(identity, true)) return reject()
    this.#identity = identity
    return tunnel.isTls13 ? say(commitment) : listen
  }

  heard(octets: Buffer): InnerStep {
    if (this.#identity === undefined || octets.length > 0) return reject('eap-failed')
    return { kind: 'accept', identity: this.#identity }
  }
}
