/** What a conversation asks of whoever knows the logins. */
import type { WindowsError } from '#protocols/radius'

/** What a login can be checked with. */
export interface Credential {
  readonly password: string
  /** MD4 of the password in UTF-16, see `ntHash`. */
  readonly passwordHash: Uint8Array
}

export interface Refusal {
  readonly error: WindowsError
  readonly message: string
}

/** Why a conversation failed before anybody's service was looked at. */
export const eapFaults = [
  'method-not-offered', // the device knows no method that we do
  'server-not-trusted', // the device broke off TLS: it has not our CA, or knows us by another name
  'certificate-refused', // of the device: none, or not one that opens a login
  'name-mismatch', // the name outside the tunnel is another login's
  'eap-failed', // anything else: malformed, out of turn, TLS that cannot be agreed upon
] as const
export type EapFault = (typeof eapFaults)[number]

export interface Authority {
  /** @returns undefined for an unknown name, and for one that was guessed at too often */
  credentialOf(identity: string): Credential | undefined
  /** The login that a certificate was issued for; undefined for one that was not issued here, is revoked or expired. @param certificate DER */
  identityOfCertificate(certificate: Buffer): string | undefined
  /** Whether the name is one of a login. */
  isLogin(identity: string): boolean
  /** Decides about the service of a login, once, when it is known who asks; @returns why not, undefined when let in */
  admit(identity: string, isProven: boolean): Refusal | undefined
  /** Octets nobody can foresee. */
  random(octets: number): Buffer
}
