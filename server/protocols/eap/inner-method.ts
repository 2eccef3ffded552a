/** What happens within a TLS tunnel, once it is open. */
import type { Authority, EapFault } from './authority.ts'
import type { Tunnel } from './tls-keys.ts'

export type InnerStep =
  /** To be sent encrypted. */
  | { readonly kind: 'say'; readonly octets: Buffer }
  /** It is the peer's turn. */
  | { readonly kind: 'listen' }
  /** With a key of its own where the method within is bound to the tunnel; else that of the tunnel counts. */
  | { readonly kind: 'accept'; readonly identity: string; readonly masterSessionKey?: Buffer }
  /** Without a fault: the authority has refused, and knows why. */
  | { readonly kind: 'reject'; readonly fault?: EapFault }

export interface InnerMethod {
  /** The tunnel is open. @param octets what the peer said in the same breath */
  opened(octets: Buffer): InnerStep
  /** @param octets what the peer said; nothing when it only acknowledged */
  heard(octets: Buffer): InnerStep
}

export interface InnerContext {
  readonly authority: Authority
  readonly tunnel: Tunnel
  /** The name outside the tunnel, which anybody can read and nobody has proven. */
  readonly outerIdentity: string
  /** DER of the certificate that the peer has shown and has the key of. */
  readonly peerCertificate: () => Buffer | undefined
}

export const listen: InnerStep = { kind: 'listen' }
export const say = (octets: Buffer): InnerStep => ({ kind: 'say', octets })
export const reject = (fault?: EapFault): InnerStep => (fault === undefined ? { kind: 'reject' } : { kind: 'reject', fault })

/**
 * The name outside the tunnel may say nothing ("anonymous@isp.example") or the same as the name within. If it were another login's, a NAS
 * that accounts by it would bill another customer. To be asked about who has proven the name within, or it would tell strangers which names
 * are logins.
 */
export function isHonest({ authority, outerIdentity }: InnerContext, identity: string): boolean {
  return isSameName(outerIdentity, identity) || !authority.isLogin(outerIdentity)
}

const isSameName = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase()
