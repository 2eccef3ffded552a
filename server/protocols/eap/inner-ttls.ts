/** What EAP-TTLS carries in its tunnel: PAP, CHAP or MS-CHAPv2 in attributes. RFC 5281 §11.2. */
import { checkMsChap2, vendors } from '#protocols/radius'
import { createHash, timingSafeEqual } from 'node:crypto'
import { type Avp, readAvps, writeAvps } from './avp.ts'
import type { Credential } from './authority.ts'
import { identityOf } from './eap-packet.ts'
import { type InnerContext, type InnerMethod, type InnerStep, isHonest, listen, reject, say } from './inner-method.ts'
import { ttlsChallenge } from './tls-keys.ts'

const codes = { userName: 1, userPassword: 2, chapPassword: 3, chapChallenge: 60 } as const
const microsoft = { msChapChallenge: 11, msChap2Response: 25, msChap2Success: 26 } as const

interface Proof {
  readonly isProven: boolean
  /** What the peer wants to hear before it believes us. */
  readonly reply?: Avp
}
const unproven: Proof = { isProven: false }

export class InnerTtls implements InnerMethod {
  readonly #context: InnerContext
  #identity: string | undefined

  constructor(context: InnerContext) {
    this.#context = context
  }

  opened(octets: Buffer): InnerStep {
    return octets.length === 0 ? listen : this.heard(octets)
  }

  heard(octets: Buffer): InnerStep {
    if (this.#identity !== undefined) return octets.length === 0 ? { kind: 'accept', identity: this.#identity } : reject('eap-failed')
    const avps = readAvps(octets)
    const name = avps?.find((avp) => isAvp(avp, 0, codes.userName))
    const identity = name && identityOf(name.value)
    if (!avps || identity === undefined) return reject('eap-failed')
    const { authority } = this.#context
    const credential = authority.credentialOf(identity)
    const proof = this.#proofOf(avps, identity, credential)
    if (proof === undefined) return reject('method-not-offered')
    if (proof.isProven && !isHonest(this.#context, identity)) return reject('name-mismatch')
    if (authority.admit(identity, proof.isProven) || !proof.isProven) return reject()
    if (!proof.reply) return { kind: 'accept', identity }
    this.#identity = identity
    return say(writeAvps([proof.reply]))
  }

  /** @returns undefined when the peer logs in by another way */
  #proofOf(avps: readonly Avp[], identity: string, credential: Credential | undefined): Proof | undefined {
    const valueOf = (vendor: number, code: number) => avps.find((avp) => isAvp(avp, vendor, code))?.value
    const password = valueOf(0, codes.userPassword)
    if (password) return { isProven: credential !== undefined && isPassword(password, credential) }
    const chap = valueOf(0, codes.chapPassword)
    if (chap) return this.#byChap(chap, valueOf(0, codes.chapChallenge), credential)
    const msChap2 = valueOf(vendors.microsoft, microsoft.msChap2Response)
    if (msChap2) return this.#byMsChap2(msChap2, valueOf(vendors.microsoft, microsoft.msChapChallenge), identity, credential)
    return undefined
  }

  /** Whether a response was made for this tunnel: its challenge and identifier are those that nobody chose. */
  #isBound(response: Buffer, challenge: Buffer | undefined): challenge is Buffer {
    const implicit = ttlsChallenge(this.#context.tunnel, 17)
    return challenge !== undefined && challenge.equals(implicit.subarray(0, 16)) && response[0] === implicit[16]
  }

  #byChap(response: Buffer, challenge: Buffer | undefined, credential: Credential | undefined): Proof {
    if (!credential || response.length !== 17 || !this.#isBound(response, challenge)) return unproven
    const digest = createHash('md5').update(response.subarray(0, 1)).update(credential.password).update(challenge).digest()
    return { isProven: timingSafeEqual(digest, response.subarray(1)) }
  }

  #byMsChap2(response: Buffer, challenge: Buffer | undefined, identity: string, credential: Credential | undefined): Proof {
    if (!credential || response.length !== 50 || !this.#isBound(response, challenge)) return unproven
    const success = checkMsChap2(
      {
        identifier: response[0]!,
        userName: identity,
        authenticatorChallenge: challenge,
        peerChallenge: response.subarray(2, 18),
        ntResponse: response.subarray(26, 50),
      },
      credential.passwordHash,
    )
    if (!success) return unproven
    return { isProven: true, reply: { vendor: vendors.microsoft, code: microsoft.msChap2Success, value: success.success } }
  }
}

const isAvp = (avp: Avp, vendor: number, code: number) => avp.vendor === vendor && avp.code === code

/** The password is padded with zeros, so that its length is not seen from outside (RFC 5281 §11.2.5). */
function isPassword(sent: Buffer, { password }: Credential): boolean {
  let end = sent.length
  while (end > 0 && sent[end - 1] === 0) end--
  return sent.toString('utf8', 0, end) === password
}
