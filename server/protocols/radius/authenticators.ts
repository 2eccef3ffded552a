/**
 * Signing and checking packets: RFC 2865 §3, RFC 2866 §3, RFC 3579 §3.2, RFC 5176 §3, RFC 5997 §3.
 *
 *   Request Authenticator    Access-Request, Status-Server   16 random octets
 *                            Accounting-, CoA-, Disconnect-  MD5(packet with authenticator zero + secret)
 *   Response Authenticator   every reply                     MD5(packet with the request's authenticator + secret)
 *   Message-Authenticator    HMAC-MD5(secret, packet with its own value zero and the authenticator as above, before the MD5)
 *
 * A Message-Authenticator in every Access-Request and as the first attribute of every reply to one is what keeps an attacker on the path from
 * turning a reject into an accept (CVE-2024-3596).
 */
import type { Md5 } from './md5.ts'
import { type Code, type Packet, authenticatorOf, has, headerOctets } from './packet.ts'
import { type Secret, sameDigest } from './secret.ts'

/** Never written to. */
const zeros: Uint8Array = new Uint8Array(16)

const randomlyAuthenticated: readonly Code[] = ['Access-Request', 'Status-Server']
const digestAuthenticated: readonly Code[] = ['Accounting-Request', 'CoA-Request', 'Disconnect-Request']

/** Where a Message-Authenticator cannot be expected: accounting is not open to the forgery above, and old NAS refuse it there. */
const accounting: readonly Code[] = ['Accounting-Request', 'Accounting-Response']

export function hasRandomAuthenticator(code: Code): boolean {
  return randomlyAuthenticated.includes(code)
}

export function isRequest(code: Code): boolean {
  return randomlyAuthenticated.includes(code) || digestAuthenticated.includes(code)
}

export function carriesMessageAuthenticator(code: Code): boolean {
  return !accounting.includes(code)
}

/** Fills in Message-Authenticator and, where it is a digest, the authenticator of a request that is otherwise complete. */
export function signRequest({ code, bytes, messageAuthenticatorAt }: Packet, secret: Secret): void {
  const random = hasRandomAuthenticator(code)
  if (messageAuthenticatorAt > 0) {
    writeMessageAuthenticator(
      bytes,
      random ? bytes.subarray(4, headerOctets) : zeros,
      messageAuthenticatorAt,
      secret,
      bytes,
      messageAuthenticatorAt,
    )
  }
  if (!random) writeAuthenticator(bytes, zeros, secret, bytes, 4)
}

/** Fills in Message-Authenticator and Response Authenticator of a reply that is otherwise complete. */
export function signReply({ bytes, messageAuthenticatorAt }: Packet, requestAuthenticator: Uint8Array, secret: Secret): void {
  if (messageAuthenticatorAt > 0) {
    writeMessageAuthenticator(bytes, requestAuthenticator, messageAuthenticatorAt, secret, bytes, messageAuthenticatorAt)
  }
  writeAuthenticator(bytes, requestAuthenticator, secret, bytes, 4)
}

/** Why a packet must be discarded without an answer, in the order it is looked for. */
export const requestFaults = [
  'not_a_request',
  'authenticator_wrong', // wrong secret, or tampered with
  'message_authenticator_wrong',
  'message_authenticator_missing', // EAP-Message, Status-Server, or a NAS of which it is required
  'proxy_state_unprotected', // the forgery needs Proxy-State to hide its collision block in
] as const
export type RequestFault = (typeof requestFaults)[number]

export interface RequestPolicy {
  /** Refuse Access-Requests without Message-Authenticator. Old NAS never send it; require it once it was seen from one. */
  readonly messageAuthenticatorRequired: boolean
}

/** Checks that a request comes from someone who knows the secret, as far as its code allows. Never throws. */
export function requestFault(request: Packet, secret: Secret, policy: RequestPolicy): RequestFault | undefined {
  const { code, bytes, messageAuthenticatorAt } = request
  if (!isRequest(code)) return 'not_a_request'
  const random = hasRandomAuthenticator(code)
  if (!random && !isAuthenticatorRight(bytes, zeros, secret)) return 'authenticator_wrong'
  if (messageAuthenticatorAt > 0) {
    const authenticator = random ? authenticatorOf(request) : zeros
    return isMessageAuthenticatorRight(request, authenticator, secret) ? undefined : 'message_authenticator_wrong'
  }
  if (!random) return undefined
  if (policy.messageAuthenticatorRequired || code === 'Status-Server' || has(request, 'EAP-Message')) return 'message_authenticator_missing'
  return has(request, 'Proxy-State') ? 'proxy_state_unprotected' : undefined
}

/** Why the reply must be ignored and the request stays open, in the order it is looked for. */
export const replyFaults = [
  'not_a_reply',
  'identifier_wrong',
  'authenticator_wrong',
  'message_authenticator_wrong',
  'message_authenticator_missing',
] as const
export type ReplyFault = (typeof replyFaults)[number]

/** Checks, for the side that asked, that a reply answers this request and comes from someone who knows the secret. Never throws. */
export function replyFault(reply: Packet, request: Packet, secret: Secret, policy: RequestPolicy): ReplyFault | undefined {
  if (isRequest(reply.code)) return 'not_a_reply'
  if (reply.identifier !== request.identifier) return 'identifier_wrong'
  const authenticator = authenticatorOf(request)
  if (!isAuthenticatorRight(reply.bytes, authenticator, secret)) return 'authenticator_wrong'
  if (reply.messageAuthenticatorAt > 0) {
    return isMessageAuthenticatorRight(reply, authenticator, secret) ? undefined : 'message_authenticator_wrong'
  }
  const expected = policy.messageAuthenticatorRequired && carriesMessageAuthenticator(reply.code)
  return expected ? 'message_authenticator_missing' : undefined
}

const digest = new Uint8Array(16)

function isAuthenticatorRight(bytes: Buffer, authenticator: Uint8Array, secret: Secret): boolean {
  writeAuthenticator(bytes, authenticator, secret, digest, 0)
  return sameDigest(digest, 0, bytes, 4)
}

function isMessageAuthenticatorRight({ bytes, messageAuthenticatorAt }: Packet, authenticator: Uint8Array, secret: Secret): boolean {
  writeMessageAuthenticator(bytes, authenticator, messageAuthenticatorAt, secret, digest, 0)
  return sameDigest(digest, 0, bytes, messageAuthenticatorAt)
}

function writeAuthenticator(bytes: Buffer, authenticator: Uint8Array, secret: Secret, out: Uint8Array, at: number): void {
  const hash = addHeader(secret.md5.begin(), bytes, authenticator)
  hash.add(bytes, headerOctets).add(secret.octets).finish(out, at)
}

function writeMessageAuthenticator(
  bytes: Buffer,
  authenticator: Uint8Array,
  messageAuthenticatorAt: number,
  secret: Secret,
  out: Uint8Array,
  at: number,
): void {
  addHeader(secret.hmac.begin(), bytes, authenticator)
    .add(bytes, headerOctets, messageAuthenticatorAt)
    .add(zeros)
    .add(bytes, messageAuthenticatorAt + 16)
  secret.hmac.finish(out, at)
}

function addHeader(hash: Md5, bytes: Buffer, authenticator: Uint8Array): Md5 {
  return hash.add(bytes, 0, 4).add(authenticator)
}
