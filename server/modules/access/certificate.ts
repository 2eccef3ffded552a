/** What a NAS proves to be on TLS: RFC 6614 §2.3. */
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls'

export interface Certificate {
  /** SHA-256 of the certificate, 64 hexadecimal digits. */
  readonly fingerprint: string
  /** DNS names, addresses and URIs of subjectAltName, in small letters. Empty unless an authority that we trust vouches for them. */
  readonly names: readonly string[]
  /** Fingerprint of that authority; null for a certificate that is only known by its own fingerprint. */
  readonly authority: string | null
}

/** @returns why the certificate is not to be believed, whoever signed it */
export function certificateOf(socket: TLSSocket, nowMs: number): Certificate | 'certificate_missing' | 'certificate_expired' {
  const certificate = socket.getPeerX509Certificate()
  if (!certificate) return 'certificate_missing'
  const isValid = certificate.validFromDate.getTime() <= nowMs && nowMs < certificate.validToDate.getTime()
  if (!isValid) return 'certificate_expired'
  return {
    fingerprint: plainFingerprint(certificate.fingerprint256),
    names: socket.authorized ? namesIn(certificate.subjectAltName ?? '') : [],
    authority: socket.authorized ? authorityOf(socket.getPeerCertificate(true)) : null,
  }
}

/** The self-signed end of a chain that was verified. */
function authorityOf(certificate: DetailedPeerCertificate): string {
  let last = certificate
  while (last.issuerCertificate && last.issuerCertificate !== last) last = last.issuerCertificate
  return plainFingerprint(last.fingerprint256)
}

/** Digits only, however a person or a tool wrote it. */
export const plainFingerprint = (text: string): string => text.replaceAll(/[^0-9a-f]/gi, '').toLowerCase()

/** `DNS:bng.example, IP Address:192.0.2.1`. Values in quotation marks hold what no name should, and are passed over. */
export const namesIn = (subjectAltName: string): string[] =>
  [...subjectAltName.matchAll(/(?:^|, )(?:DNS|URI|IP Address):([^",\s]+)(?=,|$)/g)].map(([, name]) => name!.toLowerCase())
