/** Certificates for logins by EAP. */
import { X509Certificate, createPrivateKey, type KeyObject } from 'node:crypto'
import { plainFingerprint } from './certificate.ts'
import { certificateExpired, certificateUnreadable, keyOfAnother, keyUnreadable } from './errors.ts'

export const eapCertificateRoles = ['authority', 'server', 'device'] as const
export type EapCertificateRole = (typeof eapCertificateRoles)[number]

/** Days before the end of a certificate on which it is told where only its owner can renew it. */
export const toldDays: readonly number[] = [30, 14, 7, 3, 1, 0]

export interface EapCertificate {
  readonly id: string
  readonly role: EapCertificateRole
  /** Its common name. */
  readonly subject: string
  /** Of a device: what it opens. */
  readonly loginId: string | null
  /** PEM, with those above it behind it. */
  readonly certificate: string
  /** SHA-256, 64 hexadecimal digits. */
  readonly fingerprint: string
  /** By our own authority; else it was uploaded. */
  readonly issued: boolean
  readonly validFrom: Temporal.Instant
  readonly validTo: Temporal.Instant
  readonly revokedAt: Temporal.Instant | null
}

export const certificateFacts = (pem: string) => {
  const first = new X509Certificate(pem)
  return {
    certificate: pem,
    subject: commonNameOf(first),
    fingerprint: plainFingerprint(first.fingerprint256),
    validFrom: Temporal.Instant.fromEpochMilliseconds(first.validFromDate.getTime()),
    validTo: Temporal.Instant.fromEpochMilliseconds(first.validToDate.getTime()),
  }
}

const commonNameOf = (certificate: X509Certificate): string => /^CN=(.+)$/m.exec(certificate.subject)?.[1] ?? certificate.subject

const chainMax = 10
const pemBlock = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g

/**
 * Checks what a person uploads.
 * @returns the chain without whatever else was in the file, and the key as PKCS #8
 * @throws access.certificate_unreadable, access.certificate_expired, access.key_unreadable, access.key_of_another
 */
export function readUpload(chain: string, key: string, now: Temporal.Instant): { certificate: string; key: string } {
  const blocks = chain.match(pemBlock) ?? []
  if (blocks.length === 0 || blocks.length > chainMax) throw certificateUnreadable()
  const [certificate] = blocks.map(parseCertificate)
  const privateKey = parseKey(key)
  if (!certificate!.checkPrivateKey(privateKey)) throw keyOfAnother()
  const { validTo } = certificateFacts(blocks[0]!)
  if (Temporal.Instant.compare(validTo, now) <= 0) throw certificateExpired(validTo)
  return {
    certificate: `${blocks.join('\n')}\n`,
    key: privateKey.export({ format: 'pem', type: 'pkcs8' }) as string,
  }
}

function parseCertificate(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem)
  } catch (error) {
    throw certificateUnreadable(error)
  }
}

function parseKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem)
  } catch (error) {
    throw keyUnreadable(error)
  }
}
