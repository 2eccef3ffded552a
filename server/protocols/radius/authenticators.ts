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
import { type Code, type Packet, has, headerOctets } from './packet.ts'
import { type Secret, sameDigest } from './secret.ts'

/** Never written to: the header of a packet whose authenticator is not computed yet, and the value of such a Message-Authenticator. */
const zeros: Uint8Array = new Uint8Array(headerOctets)

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

/** Fills in Message-Authenticator and, where it is a digest, the authenticator of a request that is otherwise complete; both are zero before. */
export function signRequest(request: Packet, secret: Secret): void {
  signMessage(request, secret)
  if (!hasRandomAuthenticator(request.code)) signPacket(request, secret)
}

/** Fills in Message-Authenticator and Response Authenticator of a reply that is otherwise complete; the first is zero before. */
export function signReply(reply: Packet, request: Packet, secret: Secret): void {
  for (let at = 4; at < headerOctets; at++) reply.bytes[at] = request.bytes[at]!
  signMessage(reply, secret)
  signPacket(reply, secret)
}

function signMessage({ bytes, messageAuthenticatorAt }: Packet, secret: Secret): void {
  if (messageAuthenticatorAt === 0) return
  secret.hmac.begin().add(bytes)
  secret.hmac.finish(bytes, messageAuthenticatorAt)
}

function signPacket({ bytes }: Packet, secret: Secret): void {
  secret.md5.begin().add(bytes).add(secret.octets).finish(bytes, 4)
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
  /** On TLS nobody on the path can forge anything (RFC 6614), so that of these rules only that of EAP holds. */
  readonly isEncrypted?: boolean
}

/** Checks that a request comes from someone who knows the secret, as far as its code allows. Never throws. */
export function requestFault(request: Packet, secret: Secret, policy: RequestPolicy): RequestFault | undefined {
  const { code, messageAuthenticatorAt } = request
  if (!isRequest(code)) return 'not_a_request'
  const random = hasRandomAuthenticator(code)
  if (!random && !isAuthenticatorRight(request, zeros, secret)) return 'authenticator_wrong'
  if (messageAuthenticatorAt > 0) {
    return isMessageAuthenticatorRight(request, random ? request.bytes : zeros, secret) ? undefined : 'message_authenticator_wrong'
  }
  if (!random) return undefined
  if (code === 'Status-Server' || has(request, 'EAP-Message')) return 'message_authenticator_missing'
  if (policy.isEncrypted) return undefined
  if (policy.messageAuthenticatorRequired) return 'message_authenticator_missing'
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
  if (!isAuthenticatorRight(reply, request.bytes, secret)) return 'authenticator_wrong'
  if (reply.messageAuthenticatorAt > 0) {
    return isMessageAuthenticatorRight(reply, request.bytes, secret) ? undefined : 'message_authenticator_wrong'
  }
  const expected = policy.messageAuthenticatorRequired && carriesMessageAuthenticator(reply.code)
  return expected ? 'message_authenticator_missing' : undefined
}

/** What the checks below compute, to be compared: nothing is allocated per packet. */
const digest = new Uint8Array(16)

/** @param header octets whose fifth to twentieth stand for the authenticator in what was signed */
function isAuthenticatorRight({ bytes }: Packet, header: Uint8Array, secret: Secret): boolean {
  secret.md5.begin().add(bytes, 0, 4).add(header, 4, headerOctets).add(bytes, headerOctets).add(secret.octets).finish(digest)
  return sameDigest(digest, bytes, 4)
}

/** @param header as above */
function isMessageAuthenticatorRight({ bytes, messageAuthenticatorAt }: Packet, header: Uint8Array, secret: Secret): boolean {
  const hash = secret.hmac.begin().add(bytes, 0, 4).add(header, 4, headerOctets)
  hash
    .add(bytes, headerOctets, messageAuthenticatorAt)
    .add(zeros, 0, 16)
    .add(bytes, messageAuthenticatorAt + 16)
  secret.hmac.finish(digest)
  return sameDigest(digest, bytes, messageAuthenticatorAt)
}
