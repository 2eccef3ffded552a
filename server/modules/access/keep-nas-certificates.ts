/** Gives NAS that speak RADIUS over TLS something to prove themselves by. */
import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto'
import type { Tx } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { pkcs12File } from '#protocols/pkcs12'
import { certificateFacts } from './eap-certificate.ts'
import { certificateNotFound, certificateRevoked, nameForAuthorityMissing } from './errors.ts'
import { issueClientCertificate } from './issue-certificate.ts'
import { openOrMakeAuthority } from './keep-eap-certificates.ts'
import { findNas } from './keep-nas.ts'
import { readablePassword } from './login.ts'
import { type NasCertificate, readAuthority } from './nas-certificate.ts'
import { insertNasCertificate, lockNasCertificate, markNasCertificateRevoked } from './nas-certificate-store.ts'

export interface NasFiles {
  readonly certificate: NasCertificate
  /** PEM of PKCS #8. Neither it nor the file is kept: who loses them gets others. */
  readonly key: string
  /** PEM of who signed it. */
  readonly authority: string
  /** Key, certificate and authority as `.p12`. */
  readonly file: Buffer
  readonly password: string
}

/** Issues a client certificate by which the NAS is known; those that it has stay good until revoked, so that it can be changed over. @throws access.nas_not_found */
export async function issueForNas(tx: Tx, nasId: string, now: Temporal.Instant): Promise<NasFiles> {
  const nas = await findNas(tx, nasId)
  const authority = await openOrMakeAuthority(tx, now)
  const made = await issueClientCertificate(authority, nas.name, now)
  const certificate = await insertNasCertificate(tx, { nasId, kind: 'issued', ...certificateFacts(made.certificate) })
  await tell(tx, 'nas_certificate.added.v1', certificate)
  const password = readablePassword()
  const file = pkcs12File(
    {
      key: createPrivateKey(made.key).export({ format: 'der', type: 'pkcs8' }),
      certificate: new X509Certificate(made.certificate).raw,
      authorities: [new X509Certificate(authority.certificate).raw],
      name: nas.name,
    },
    password,
    randomBytes,
  )
  return { certificate, key: made.key, authority: authority.certificate, file, password }
}

/**
 * Believes an authority of the NAS's owner, for this NAS and the name that stands with it alone: what it signs opens no other.
 * @throws access.nas_not_found, access.name_for_authority_missing, access.certificate_unreadable, access.certificate_expired, access.authority_expected
 */
export async function trustAuthority(tx: Tx, nasId: string, pem: string, now: Temporal.Instant): Promise<NasCertificate> {
  const { certificateName, name } = await findNas(tx, nasId)
  if (certificateName === null) throw nameForAuthorityMissing(name)
  const certificate = await insertNasCertificate(tx, { nasId, kind: 'authority', ...readAuthority(pem, now) })
  await tell(tx, 'nas_certificate.added.v1', certificate)
  return certificate
}

/** It opens nothing any more, and a connection that it opened ends. @throws access.certificate_not_found, access.certificate_revoked */
export async function revokeNasCertificate(tx: Tx, id: string, now: Temporal.Instant): Promise<NasCertificate> {
  const found = await lockNasCertificate(tx, id)
  if (!found) throw certificateNotFound()
  if (found.revokedAt) throw certificateRevoked()
  const revoked = await markNasCertificateRevoked(tx, id, now)
  await tell(tx, 'nas_certificate.revoked.v1', revoked)
  return revoked
}

export const tell = (tx: Tx, type: string, { id, nasId, kind, subject, validTo }: NasCertificate) =>
  emit(tx, type, { certificateId: id, nasId, kind, subject, validTo: validTo.toString() }, id)
