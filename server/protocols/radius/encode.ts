/** Writing packets. */
import { attributeNamed } from './attributes.ts'
import { carriesMessageAuthenticator, hasRandomAuthenticator, isRequest, signReply, signRequest } from './authenticators.ts'
import { type AttributePair, type Code, type Packet, codes, headerOctets, packetOctetsMax, readAll, vendorSpecific } from './packet.ts'
import type { Secret } from './secret.ts'
import { writeValue } from './values.ts'

export interface RequestFields {
  readonly code: Code
  readonly identifier: number
  /** 16 fresh random octets for Access-Request and Status-Server; the other requests compute theirs. */
  readonly authenticator?: Uint8Array
  readonly attributes: readonly AttributePair[]
  /** Default: everywhere but in accounting. */
  readonly messageAuthenticator?: boolean
}

/**
 * Encodes and signs a request. A User-Password among the attributes is expected to be hidden already, see `hidePassword`.
 * @throws RangeError when a value cannot be sent, or the packet would be longer than 4096 octets
 */
export function encodeRequest(fields: RequestFields, secret: Secret): Packet {
  const { code, identifier, authenticator, attributes } = fields
  if (!isRequest(code)) throw new RangeError(`${code} is not a request`)
  if (hasRandomAuthenticator(code) && authenticator?.length !== 16) throw new RangeError(`${code} needs 16 random octets`)
  const request = write(code, identifier, attributes, fields.messageAuthenticator ?? carriesMessageAuthenticator(code))
  if (authenticator && hasRandomAuthenticator(code)) request.bytes.set(authenticator, 4)
  signRequest(request, secret)
  return request
}

export interface ReplyFields {
  readonly code: Code
  readonly attributes: readonly AttributePair[]
  /** Default: everywhere but in accounting. */
  readonly messageAuthenticator?: boolean
}

/**
 * Encodes and signs the reply to a request. Proxy-States of the request are returned in their order (RFC 2865 §5.33).
 * @throws RangeError when a value cannot be sent, or the packet would be longer than 4096 octets
 */
export function encodeReply(request: Packet, fields: ReplyFields, secret: Secret): Packet {
  const { code, attributes } = fields
  if (isRequest(code)) throw new RangeError(`${code} is not a reply`)
  const proxyStates = readAll(request, 'Proxy-State').map((state) => ['Proxy-State', state] as const)
  const all = proxyStates.length > 0 ? [...attributes, ...proxyStates] : attributes
  const reply = write(code, request.identifier, all, fields.messageAuthenticator ?? carriesMessageAuthenticator(code))
  signReply(reply, request, secret)
  return reply
}

/** One attribute is written beyond the longest packet before its length is checked, so there is room for the longest text of its caller. */
const scratch = Buffer.alloc(packetOctetsMax * 2)

/** Header, Message-Authenticator first when wanted (its value and the authenticator still zero), then the attributes. */
function write(code: Code, identifier: number, attributes: readonly AttributePair[], messageAuthenticator: boolean): Packet {
  scratch.fill(0, 4, headerOctets)
  let length = headerOctets
  if (messageAuthenticator) length = writeAttribute(['Message-Authenticator', zeros], length)
  for (const pair of attributes) length = writeAttribute(pair, length)
  scratch[0] = codes[code]
  scratch[1] = identifier
  scratch.writeUInt16BE(length, 2)
  const bytes = Buffer.allocUnsafe(length)
  scratch.copy(bytes, 0, 0, length)
  return {
    code,
    identifier,
    bytes,
    messageAuthenticatorAt: messageAuthenticator ? headerOctets + 2 : 0,
  }
}

const zeros: Uint8Array = new Uint8Array(16)

/** @returns where the next attribute goes */
function writeAttribute([name, value]: AttributePair, at: number): number {
  const { vendor, number, type } = attributeNamed(name)
  const headers = vendor === 0 ? 2 : 8
  const valueAt = at + headers
  const octets = writeValue(type, value, scratch, valueAt)
  const end = valueAt + octets
  if (headers + octets > 255) throw new RangeError(`${name}: ${octets} octets do not fit into an attribute`)
  if (end > packetOctetsMax) throw new RangeError(`${name} makes the packet longer than ${packetOctetsMax} octets`)
  if (vendor > 0) {
    scratch[at] = vendorSpecific
    scratch[at + 1] = headers + octets
    scratch.writeUInt32BE(vendor, at + 2)
  }
  scratch[valueAt - 2] = number
  scratch[valueAt - 1] = octets + 2
  return end
}
