/**
 * What a proxy does to packets (RFC 2865 §2.3): the same attributes in the same order, with what the secrets hide hidden anew.
 * What a proxy adds as Proxy-State comes back to it last, and is taken off.
 */
import { type AttributePair, attributesOf, authenticatorOf, has, headerOctets, type Packet, readAll } from './packet.ts'
import { encodeReply, encodeRequest } from './encode.ts'
import { hideKey, rehide, revealKey } from './passwords.ts'
import type { Secret } from './secret.ts'

export interface ForwardOptions {
  readonly identifier: number
  /** 16 fresh random octets; not used in accounting. */
  readonly authenticator: Uint8Array
  readonly from: Secret
  readonly to: Secret
  /** Default: as it came. */
  readonly username?: string
  /** Last of the Proxy-States. */
  readonly proxyState: Uint8Array
  /** Accounting: seconds since it happened. */
  readonly delaySeconds?: number
}

const numbers = { userName: 1, userPassword: 2, acctDelayTime: 41, messageAuthenticator: 80 } as const

/** The request as the next server is asked. @throws RangeError when it does not fit into a packet any more */
export function forwardRequest(request: Packet, options: ForwardOptions): Packet {
  const { identifier, authenticator, from, to, username, proxyState, delaySeconds } = options
  const attributes: AttributePair[] = []
  const { bytes } = request
  for (let at = headerOctets; at < bytes.length; at += bytes[at + 1]!) {
    const number = bytes[at]!
    const value = bytes.subarray(at + 2, at + bytes[at + 1]!)
    if (number === numbers.messageAuthenticator) continue // made anew
    if (number === numbers.acctDelayTime && delaySeconds !== undefined) continue
    if (number === numbers.userName && username !== undefined) attributes.push(['User-Name', username])
    else if (number === numbers.userPassword)
      attributes.push(['User-Password', rehide(value, authenticatorOf(request), from, authenticator, to)])
    else attributes.push([`Attr-${number}`, value])
  }
  // Without a challenge of its own CHAP was answered to the authenticator, which changes on the way (RFC 2865 §5.40).
  if (has(request, 'CHAP-Password') && !has(request, 'CHAP-Challenge')) attributes.push(['CHAP-Challenge', authenticatorOf(request)])
  if (delaySeconds !== undefined) attributes.push(['Acct-Delay-Time', delaySeconds])
  attributes.push(['Proxy-State', proxyState])
  const isAccess = request.code === 'Access-Request'
  return encodeRequest({ code: request.code, identifier, attributes, ...(isAccess && { authenticator }) }, to)
}

export interface ForwardReplyOptions {
  /** As the next server was asked. */
  readonly asked: Packet
  /** The secret shared with that server, and with the NAS. */
  readonly from: Secret
  readonly to: Secret
  /** Which attributes of that server are believed. */
  readonly isBelieved: (name: AttributePair[0]) => boolean
  readonly added: readonly AttributePair[]
}

/** The answer to the NAS. What is not believed is left out; keys are hidden for the NAS. */
export function forwardReply(request: Packet, reply: Packet, options: ForwardReplyOptions): Packet {
  const { asked, from, to, isBelieved, added } = options
  const pairs = attributesOf(reply)
    .filter(([name]) => isBelieved(name))
    .flatMap((pair) => hiddenFor(pair, authenticatorOf(asked), from, authenticatorOf(request), to))
  return encodeReply(request, { code: reply.code, attributes: [...pairs, ...added] }, to)
}

function hiddenFor(pair: AttributePair, asked: Uint8Array, from: Secret, request: Uint8Array, to: Secret): AttributePair[] {
  switch (pair[0]) {
    case 'MS-MPPE-Send-Key':
    case 'MS-MPPE-Recv-Key': {
      const key = revealKey(pair[1], asked, from)
      return key ? [[pair[0], hideKey(key, (pair[1][0]! << 8) | pair[1][1]!, request, to)]] : []
    }
    case 'MS-CHAP-MPPE-Keys':
      return [[pair[0], rehide(pair[1], asked, from, request, to)]]
    default:
      return [pair]
  }
}

/** Whether a request has been here before, or has been on its way for too long. */
export function isLooping(request: Packet, ours: Uint8Array, hopsMax: number): boolean {
  const states = readAll(request, 'Proxy-State')
  return states.length >= hopsMax || states.some((state) => Buffer.compare(state, ours) === 0)
}
