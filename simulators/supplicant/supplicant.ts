/** The device's side of EAP, as wpa_supplicant would speak it: EAP-TLS, EAP-TTLS with PAP, CHAP or MS-CHAPv2, PEAP with MS-CHAPv2. */
import { createHash, randomBytes } from 'node:crypto'
import { type SecureContext, createSecureContext } from 'node:tls'
import { MemoryTls } from '#kernel/memory-tls.ts'
import { type Avp, type Tunnel, eapResponse, eapTypes, masterSessionKey, readAvps, ttlsChallenge, writeAvps } from '#protocols/eap'
import { checkMsChap2, msChap2Response, ntHash, vendors } from '#protocols/radius'

export const eapMethods = ['tls', 'ttls-pap', 'ttls-chap', 'ttls-mschapv2', 'peap-mschapv2'] as const
export type EapMethod = (typeof eapMethods)[number]

export interface SupplicantOptions {
  readonly method: EapMethod
  readonly identity: string
  readonly password?: string
  /** Default: the identity itself. */
  readonly anonymousIdentity?: string
  /** PEM of the CA that the server's certificate must come from. */
  readonly ca: string
  /** PEM, for EAP-TLS. */
  readonly certificate?: { readonly certificate: string; readonly key: string }
  readonly tlsVersion?: 'TLSv1.2' | 'TLSv1.3'
  readonly packetOctetsMax?: number
  /** Breaks off when it sees the server's certificate, as a device without our CA does. */
  readonly distrusts?: boolean
}

/** Fatal, unknown CA. */
const distrustAlert = Buffer.of(21, 3, 3, 0, 2, 2, 48)
const moreFragments = 0x40
const lengthIncluded = 0x80
const startFlag = 0x20

/** Answers EAP requests, one after the other. */
export class Supplicant {
  readonly #options: SupplicantOptions
  readonly #context: SecureContext
  readonly #type: 13 | 21 | 25
  #tls: MemoryTls | undefined
  #incoming: Buffer[] = []
  #outgoing: Buffer[] = []
  #hasSpoken = false
  #peerChallenge = randomBytes(16)
  #msk: Buffer | undefined
  /** Whether an MS-CHAPv2 server has proven that it knows the password. */
  isServerProven = false

  constructor(options: SupplicantOptions) {
    this.#options = options
    this.#type = options.method === 'tls' ? eapTypes.tls : options.method === 'peap-mschapv2' ? eapTypes.peap : eapTypes.ttls
    const version = options.tlsVersion ?? 'TLSv1.2'
    this.#context = createSecureContext({
      minVersion: version,
      maxVersion: version,
      ca: options.ca,
      ...(options.certificate && { cert: options.certificate.certificate, key: options.certificate.key }),
    })
  }

  get outerIdentity(): string {
    return this.#options.anonymousIdentity ?? this.#options.identity
  }

  /** What this side derived; undefined before the tunnel is open. */
  get masterSessionKey(): Buffer | undefined {
    return this.#msk
  }

  close(): void {
    this.#tls?.close()
  }

  /** @returns the response to a request of the server */
  async answer(request: Buffer): Promise<Buffer> {
    const [identifier, type] = [request[1]!, request[4]!]
    const respond = (data: Uint8Array, as = type) => eapResponse(identifier, as, data)
    if (type === eapTypes.identity) return respond(Buffer.from(this.outerIdentity))
    if (type !== this.#type) return respond(Buffer.of(this.#type), eapTypes.nak)

    const flags = request[5]!
    const data = request.subarray((flags & lengthIncluded) !== 0 ? 10 : 6)
    if (this.#outgoing.length > 0) return respond(this.#outgoing.shift()!)
    this.#incoming.push(data)
    if ((flags & moreFragments) !== 0) return respond(Buffer.of(0))
    const flight = Buffer.concat(this.#incoming)
    this.#incoming = []
    if ((flags & startFlag) !== 0) {
      this.#tls?.close()
      this.#tls = MemoryTls.client(this.#context)
      this.#hasSpoken = false
    }
    const [first, ...rest] = cut(await this.#advance(flight), (this.#options.packetOctetsMax ?? 1_000) - 6)
    this.#outgoing = rest
    return respond(first!)
  }

  async #advance(flight: Buffer): Promise<Buffer> {
    const tls = this.#tls!
    if (this.#options.distrusts && flight.length > 0) return distrustAlert
    const { state, toPeer, plain } = await tls.exchange(flight)
    if (state !== 'open') return toPeer
    this.#msk ??= masterSessionKey(tls, this.#type)
    const say = this.#type === eapTypes.ttls ? this.#ttls(tls, plain) : this.#type === eapTypes.peap ? this.#peap(plain) : undefined
    return say ? Buffer.concat([toPeer, (await tls.encrypt(say)).toPeer]) : toPeer
  }

  #ttls(tunnel: Tunnel, plain: Buffer): Buffer | undefined {
    if (this.#hasSpoken) {
      const success = readAvps(plain)?.find((avp) => avp.vendor === vendors.microsoft && avp.code === 26)
      if (success) this.isServerProven = this.#isProof(success.value, ttlsChallenge(tunnel, 17))
      return undefined
    }
    this.#hasSpoken = true
    const { method, identity, password = '' } = this.#options
    const name: Avp = { vendor: 0, code: 1, value: Buffer.from(identity) }
    if (method === 'ttls-pap')
      return writeAvps([name, { vendor: 0, code: 2, value: Buffer.concat([Buffer.from(password), Buffer.alloc(5)]) }])
    const implicit = ttlsChallenge(tunnel, 17)
    const [challenge, identifier] = [implicit.subarray(0, 16), implicit.subarray(16)]
    if (method === 'ttls-chap') {
      const digest = createHash('md5').update(identifier).update(password).update(challenge).digest()
      return writeAvps([
        name,
        { vendor: 0, code: 60, value: challenge },
        { vendor: 0, code: 3, value: Buffer.concat([identifier, digest]) },
      ])
    }
    const value = this.#msChap2(identifier[0]!, challenge)
    return writeAvps([name, { vendor: vendors.microsoft, code: 11, value: challenge }, { vendor: vendors.microsoft, code: 25, value }])
  }

  #peap(plain: Buffer): Buffer | undefined {
    if (plain.length === 0) return undefined
    if (plain.length === 1 && plain[0] === eapTypes.identity)
      return Buffer.concat([Buffer.of(eapTypes.identity), Buffer.from(this.#options.identity)])
    if (plain[0] === 1) return eapResponse(plain[1]!, eapTypes.extensions, plain.subarray(5, 11)) // the result, as it was told; no binding
    const [opcode, identifier] = [plain[1]!, plain[2]!]
    if (opcode === 1) {
      this.#authenticatorChallenge = Buffer.from(plain.subarray(6, 22))
      const response = this.#msChap2(identifier, this.#authenticatorChallenge)
      const value = Buffer.concat([response.subarray(2), Buffer.of(0)])
      const length = 5 + value.length + this.#options.identity.length
      return Buffer.concat([Buffer.of(26, 2, identifier, length >>> 8, length, value.length), value, Buffer.from(this.#options.identity)])
    }
    if (opcode === 3)
      this.isServerProven = this.#isProof(Buffer.concat([Buffer.of(identifier), plain.subarray(5)]), this.#authenticatorChallenge)
    return Buffer.of(26, opcode)
  }
  #authenticatorChallenge: Buffer = Buffer.alloc(16)

  #msChap2(identifier: number, authenticatorChallenge: Buffer): Buffer {
    const { identity, password = '' } = this.#options
    return msChap2Response({ identifier, userName: identity, authenticatorChallenge, peerChallenge: this.#peerChallenge }, password)
  }

  #isProof(success: Buffer, challenge: Buffer): boolean {
    const authenticatorChallenge = challenge.subarray(0, 16)
    const ntResponse = this.#msChap2(success[0]!, authenticatorChallenge).subarray(26)
    const { identity, password = '' } = this.#options
    const mine = { identifier: success[0]!, userName: identity, authenticatorChallenge, peerChallenge: this.#peerChallenge, ntResponse }
    return checkMsChap2(mine, ntHash(password))!.success.equals(success)
  }
}

function cut(flight: Buffer, octetsMax: number): Buffer[] {
  const parts: Buffer[] = []
  for (let at = 0; at === 0 || at < flight.length; at += octetsMax) {
    const isLast = at + octetsMax >= flight.length
    const flags = (isLast ? 0 : moreFragments) | (at === 0 && !isLast ? lengthIncluded : 0)
    const length = Buffer.alloc(4)
    length.writeUInt32BE(flight.length)
    parts.push(Buffer.concat([Buffer.of(flags), ...(at === 0 && !isLast ? [length] : []), flight.subarray(at, at + octetsMax)]))
  }
  return parts
}
