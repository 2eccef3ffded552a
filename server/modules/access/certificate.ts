/** What a NAS proves to be on TLS: RFC 6614 §2.3. */
import type { X509Certificate } from 'node:crypto'
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls'

export interface Certificate {
  /** SHA-256 of the certificate, 64 hexadecimal digits. */
  readonly fingerprint: string
  /** DNS names, addresses and URIs of subjectAltName, in small letters. Empty unless an authority that we trust vouches for them. */
  readonly names: readonly string[]
  /** Fingerprint of that authority; null for a certificate that is only known by its own fingerprint. */
  readonly authority: string | null
  /** Names in it, whoever signed it. */
  readonly claimedNames: readonly string[]
  /** Whether this authority itself has signed it. Remembered, because every packet asks. */
  readonly isSignedBy: (authority: X509Certificate) => boolean
}

/** @returns why the certificate is not to be believed, whoever signed it */
export function certificateOf(socket: TLSSocket, nowMs: number): Certificate | 'certificate_missing' | 'certificate_expired' {
  const certificate = socket.getPeerX509Certificate()
  if (!certificate) return 'certificate_missing'
  const isValid = certificate.validFromDate.getTime() <= nowMs && nowMs < certificate.validToDate.getTime()
  if (!isValid) return 'certificate_expired'
  const claimedNames = namesIn(certificate.subjectAltName ?? '')
  return {
    fingerprint: plainFingerprint(certificate.fingerprint256),
    names: socket.authorized ? claimedNames : [],
    claimedNames,
    isSignedBy: remembering((authority) => certificate.checkIssued(authority) && certificate.verify(authority.publicKey)),
    authority: socket.authorized ? authorityOf(socket.getPeerCertificate(true)) : null,
  }
}

function remembering(ask: (authority: X509Certificate) => boolean): (authority: X509Certificate) => boolean {
  const answers = new WeakMap<X509Certificate, boolean>()
  return (authority) => {
    const known = answers.get(authority)
    if (known !== undefined) return known
    const answer = ask(authority)
    answers.set(authority, answer)
    return answer
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
