/**
 * Packets of the Extensible Authentication Protocol, RFC 3748 §4.
 *
 *   code (1) | identifier (1) | length (2) | type (1) | data …       requests and responses
 *   code (1) | identifier (1) | 4                                    success and failure
 */
export const codes = { request: 1, response: 2, success: 3, failure: 4 } as const

export const types = {
  identity: 1,
  nak: 3,
  md5: 4,
  tls: 13,
  ttls: 21,
  peap: 25,
  msChap2: 26,
  extensions: 33, // the result of PEAPv0
} as const

export interface EapResponse {
  readonly identifier: number
  readonly type: number
  /** Behind the type; a view. */
  readonly data: Buffer
}

const headerOctets = 4

/** @returns undefined for anything but a well-formed response: the other codes are never sent by a peer. Never throws */
export function readResponse(octets: Buffer): EapResponse | undefined {
  if (octets.length <= headerOctets || octets[0] !== codes.response) return undefined
  const length = octets.readUInt16BE(2)
  if (length <= headerOctets || length > octets.length) return undefined
  return { identifier: octets[1]!, type: octets[headerOctets]!, data: octets.subarray(headerOctets + 1, length) }
}

export function eapRequest(identifier: number, type: number, data: Uint8Array): Buffer {
  return packet(codes.request, identifier, type, data)
}

export function eapResponse(identifier: number, type: number, data: Uint8Array): Buffer {
  return packet(codes.response, identifier, type, data)
}

/** What ends a conversation; it carries the identifier of the response it answers. */
export function eapOutcome(outcome: 'success' | 'failure', identifier: number): Buffer {
  return Buffer.of(codes[outcome], identifier, 0, headerOctets)
}

function packet(code: number, identifier: number, type: number, data: Uint8Array): Buffer {
  const octets = Buffer.alloc(headerOctets + 1 + data.length)
  octets[0] = code
  octets[1] = identifier
  octets.writeUInt16BE(octets.length, 2)
  octets[headerOctets] = type
  octets.set(data, headerOctets + 1)
  return octets
}

/** EAP identities are UTF-8 (RFC 3748 §5.1); some peers end them with a NUL. @returns undefined when it cannot be a user name */
export function identityOf(data: Buffer): string | undefined {
  const end = data.indexOf(0)
  const octets = end < 0 ? data : data.subarray(0, end)
  if (octets.length > identityOctetsMax) return undefined
  const text = octets.toString('utf8')
  return Buffer.from(text).equals(octets) ? text : undefined
}

/** As much as a User-Name can hold. */
const identityOctetsMax = 253
