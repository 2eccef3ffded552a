/** By what a NAS is known on TLS, beside what stands with itself: certificates issued for it, and authorities of its own. */
import { X509Certificate } from 'node:crypto'
import { certificateFacts } from './eap-certificate.ts'
import { authorityExpected, certificateExpired, certificateUnreadable } from './errors.ts'

/** `issued`: by the tenant's own authority, opens the NAS by itself. `authority`: vouches for the name that stands with the NAS. */
export const nasCertificateKinds = ['issued', 'authority'] as const
export type NasCertificateKind = (typeof nasCertificateKinds)[number]

export interface NasCertificate {
  readonly id: string
  readonly nasId: string
  readonly kind: NasCertificateKind
  /** Its common name. */
  readonly subject: string
  /** PEM. */
  readonly certificate: string
  /** SHA-256, 64 hexadecimal digits. */
  readonly fingerprint: string
  readonly validFrom: Temporal.Instant
  readonly validTo: Temporal.Instant
  readonly revokedAt: Temporal.Instant | null
}

/**
 * Checks the certificate of an authority that a person gives.
 * @throws access.certificate_unreadable, access.certificate_expired, access.authority_expected
 */
export function readAuthority(pem: string, now: Temporal.Instant): ReturnType<typeof certificateFacts> {
  const certificate = parse(pem)
  if (!certificate.ca) throw authorityExpected()
  const facts = certificateFacts(certificate.toString())
  if (Temporal.Instant.compare(facts.validTo, now) <= 0) throw certificateExpired(facts.validTo)
  return facts
}

function parse(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem)
  } catch (error) {
    throw certificateUnreadable(error)
  }
}
