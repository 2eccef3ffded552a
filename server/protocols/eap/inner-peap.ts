/**
 * What PEAP version 0 carries in its tunnel: an EAP conversation of identity, MS-CHAPv2 and result. Its packets have no header, except that
 * of the result (Microsoft's [MS-PEAP] §3.1.5.6; EAP-MSCHAPv2 is draft-kamath-pppext-eap-mschapv2).
 *
 *   us    identity?          challenge            proof that we know the password too     result: success, binding
 *   peer            name               response                                       ok                   result: success, binding
 *
 * The binding is asked for and need not be given: many devices know none. Who gives it must give the right one, and has keys made of it.
 */
import { checkMsChap2, msChapErrorText } from '#protocols/radius'
import type { Refusal } from './authority.ts'
import { bindingRequest, type CompoundKeys, compoundKeys, cryptoBindingTlv, isBound } from './crypto-binding.ts'
import { eapRequest, identityOf, readResponse, types } from './eap-packet.ts'
import { type InnerContext, type InnerMethod, type InnerStep, isHonest, listen, reject, say } from './inner-method.ts'
import { peapTunnelKey } from './tls-keys.ts'

const opcodes = { challenge: 1, response: 2, success: 3, failure: 4 } as const
const results = { success: 1, failure: 2 } as const
const resultTlv = 0x80_03 // mandatory, type 3

const serverName = 'trunkline'

type State =
  | { readonly at: 'opening' }
  | { readonly at: 'identity' }
  | { readonly at: 'response'; readonly identity: string; readonly identifier: number; readonly challenge: Buffer }
  /** `innerKey`: null of who is not admitted. */
  | { readonly at: 'verdict'; readonly identity: string; readonly innerKey: Buffer | null }
  | { readonly at: 'result'; readonly identity: string; readonly keys: CompoundKeys | null }

export class InnerPeap implements InnerMethod {
  readonly #context: InnerContext
  #state: State = { at: 'opening' }

  constructor(context: InnerContext) {
    this.#context = context
  }

  opened(octets: Buffer): InnerStep {
    if (octets.length > 0) return reject('eap-failed') // the server speaks first
    return this.#context.tunnel.isTls13 ? this.#askIdentity() : listen
  }

  heard(octets: Buffer): InnerStep {
    if (this.#state.at === 'opening') return octets.length === 0 ? this.#askIdentity() : reject('eap-failed')
    const response = readInner(octets)
    if (!response) return reject('eap-failed')
    if (response.type === types.nak) return reject('method-not-offered')
    switch (this.#state.at) {
      case 'identity':
        return response.type === types.identity ? this.#challenge(identityOf(response.data)) : reject('eap-failed')
      case 'response':
        return response.type === types.msChap2 ? this.#judge(this.#state, response.data) : reject('eap-failed')
      case 'verdict':
        return response.type === types.msChap2 ? this.#sayResult(this.#state) : reject('eap-failed')
      case 'result':
        return response.type === types.extensions ? this.#conclude(this.#state, response.data) : reject('eap-failed')
    }
    return this.#state satisfies never
  }

  #askIdentity(): InnerStep {
    this.#state = { at: 'identity' }
    return say(Buffer.of(types.identity))
  }

  #challenge(identity: string | undefined): InnerStep {
    if (identity === undefined) return reject('eap-failed')
    const challenge = this.#context.authority.random(16)
    const identifier = challenge[0]!
    this.#state = { at: 'response', identity, identifier, challenge }
    return say(msChap2Packet(opcodes.challenge, identifier, Buffer.concat([Buffer.of(16), challenge, Buffer.from(serverName)])))
  }

  #judge({ identity, identifier, challenge }: State & { at: 'response' }, data: Buffer): InnerStep {
    const response = readMsChap2Response(data)
    if (!response) return reject('eap-failed')
    const { authority } = this.#context
    const credential = authority.credentialOf(identity)
    const success =
      credential &&
      checkMsChap2({ identifier, userName: identity, authenticatorChallenge: challenge, ...response }, credential.passwordHash)
    if (success && !isHonest(this.#context, identity)) return reject('name-mismatch')
    const refusal = authority.admit(identity, success !== undefined)
    const innerKey = success && !refusal ? Buffer.concat([success.receiveKey, success.sendKey]) : null
    this.#state = { at: 'verdict', identity, innerKey }
    if (!success || refusal) return this.#sayRefusal(identifier, refusal)
    return say(msChap2Packet(opcodes.success, identifier, success.success.subarray(1)))
  }

  #sayRefusal(identifier: number, refusal: Refusal | undefined): InnerStep {
    const { error, message } = refusal ?? { error: 'authenticationFailure', message: '' }
    const text = msChapErrorText({ error, mayRetry: false, challenge: this.#context.authority.random(16), message })
    return say(msChap2Packet(opcodes.failure, identifier, Buffer.from(text)))
  }

  #sayResult({ identity, innerKey }: State & { at: 'verdict' }): InnerStep {
    const { authority, tunnel } = this.#context
    const keys = innerKey && compoundKeys(peapTunnelKey(tunnel), innerKey)
    this.#state = { at: 'result', identity, keys }
    const result = Buffer.alloc(6)
    result.writeUInt16BE(resultTlv)
    result.writeUInt16BE(2, 2)
    result.writeUInt16BE(keys ? results.success : results.failure, 4)
    const binding = keys ? bindingRequest(keys.cmk, authority.random(32)) : Buffer.alloc(0)
    return say(eapRequest(0, types.extensions, Buffer.concat([result, binding])))
  }

  #conclude({ identity, keys }: State & { at: 'result' }, data: Buffer): InnerStep {
    if (!keys) return reject()
    const result = findTlv(data, resultTlv)
    if (result?.length !== 6 || result.readUInt16BE(4) !== results.success) return reject('eap-failed')
    const binding = findTlv(data, cryptoBindingTlv)
    if (!binding) return { kind: 'accept', identity }
    return isBound(keys.cmk, binding) ? { kind: 'accept', identity, masterSessionKey: keys.masterSessionKey } : reject('eap-failed')
  }
}

/** A response with or without its header. */
function readInner(octets: Buffer): { readonly type: number; readonly data: Buffer } | undefined {
  const whole = readResponse(octets)
  if (whole && octets.readUInt16BE(2) === octets.length) return whole
  return octets.length === 0 ? undefined : { type: octets[0]!, data: octets.subarray(1) }
}

/** type | opcode | identifier | length (2) of all but the type | data … */
function msChap2Packet(opcode: number, identifier: number, data: Uint8Array): Buffer {
  const octets = Buffer.alloc(5 + data.length)
  octets[0] = types.msChap2
  octets[1] = opcode
  octets[2] = identifier
  octets.writeUInt16BE(octets.length - 1, 3)
  octets.set(data, 5)
  return octets
}

/** opcode | identifier | length (2) | 49 | peer challenge (16) | zeros (8) | NT-Response (24) | flags | name … */
function readMsChap2Response(data: Buffer): { peerChallenge: Buffer; ntResponse: Buffer } | undefined {
  if (data[0] !== opcodes.response || data.length < 54 || data[4] !== 49) return undefined
  return { peerChallenge: data.subarray(5, 21), ntResponse: data.subarray(29, 53) }
}

/** mandatory, reserved, type (14 bits) | length (2) | data. @returns it whole, whether it is mandatory or not */
function findTlv(data: Buffer, type: number): Buffer | undefined {
  for (let at = 0; at + 4 <= data.length; at += 4 + data.readUInt16BE(at + 2))
    if ((data.readUInt16BE(at) & 0x3fff) === (type & 0x3fff)) return data.subarray(at, at + 4 + data.readUInt16BE(at + 2))
  return undefined
}
