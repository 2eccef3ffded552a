/** Sets up WPA-Enterprise, and keeps its certificates. */
import { randomBytes, X509Certificate, createPrivateKey } from 'node:crypto'
import type { Tx } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { openSecret, sealSecret } from '#kernel/vault.ts'
import { readTenant } from '#modules/tenants'
import { pkcs12File } from '#protocols/pkcs12'
import { eapKeyPurpose } from './eap-book.ts'
import { certificateFacts, type EapCertificate, type EapCertificateRole, readUpload } from './eap-certificate.ts'
import { insertEapCertificate, lockEapSetUp, markRevoked, readCurrent, readEapCertificate } from './eap-certificate-store.ts'
import { certificateNotFound, certificateRevoked, eapNotSetUp, loginNotFound } from './errors.ts'
import { type Issued, issueClientCertificate, issueServerCertificate, newAuthority } from './issue-certificate.ts'
import { readablePassword } from './login.ts'
import { lockLogin } from './store.ts'

/** Makes a certificate for the tenant's RADIUS, signed by its own authority, which is made with the first. */
export async function issueForServer(tx: Tx, hostname: string, now: Temporal.Instant): Promise<EapCertificate> {
  const authority = await openOrMakeAuthority(tx, now)
  const made = await issueServerCertificate(authority, hostname, now)
  // With the authority behind it: phones that ask at the first connection then remember that, and not the certificate, which is renewed.
  return add(tx, 'server', { certificate: made.certificate + authority.certificate, key: made.key }, true)
}

/** @throws access.certificate_unreadable, access.certificate_expired, access.key_unreadable, access.key_of_another */
export async function uploadForServer(
  tx: Tx,
  { certificate, key }: { readonly certificate: string; readonly key: string },
  now: Temporal.Instant,
): Promise<EapCertificate> {
  await lockEapSetUp(tx)
  return add(tx, 'server', readUpload(certificate, key, now), false)
}

export interface DeviceFile {
  readonly certificate: EapCertificate
  /** Key, certificate and authority as `.p12`. It is not kept: who loses it gets another. */
  readonly file: Buffer
  readonly password: string
}

/** Issues a certificate with which a device logs in by EAP-TLS. @throws access.login_not_found, access.eap_not_set_up */
export async function issueForDevice(tx: Tx, loginId: string, now: Temporal.Instant): Promise<DeviceFile> {
  const login = await lockLogin(tx, loginId)
  if (!login) throw loginNotFound()
  const authority = await openAuthority(tx, now)
  if (!authority) throw eapNotSetUp()
  const made = await issueClientCertificate(authority, login.username, now)
  const certificate = await insertAndTell(tx, {
    role: 'device',
    loginId,
    issued: true,
    keySealed: null,
    ...certificateFacts(made.certificate),
  })
  const password = readablePassword()
  const file = pkcs12File(
    {
      key: createPrivateKey(made.key).export({ format: 'der', type: 'pkcs8' }),
      certificate: new X509Certificate(made.certificate).raw,
      authorities: [new X509Certificate(authority.certificate).raw],
      name: login.username,
    },
    password,
    randomBytes,
  )
  return { certificate, file, password }
}

/** @throws access.certificate_not_found */
export async function findEapCertificate(tx: Tx, id: string): Promise<EapCertificate> {
  const found = await readEapCertificate(tx, id)
  if (!found) throw certificateNotFound()
  return found
}

/**
 * From the next login on it opens nothing; who is online with it stays so until disconnected.
 * @throws access.certificate_not_found, access.certificate_revoked
 */
export async function revokeEapCertificate(tx: Tx, id: string, now: Temporal.Instant): Promise<EapCertificate> {
  await findEapCertificate(tx, id)
  const revoked = await markRevoked(tx, id, now)
  if (!revoked) throw certificateRevoked()
  await tell(tx, 'eap_certificate.revoked.v1', revoked)
  return revoked
}

/** The tenant's own authority, which is made when it is first needed. */
export async function openOrMakeAuthority(tx: Tx, now: Temporal.Instant): Promise<Issued> {
  await lockEapSetUp(tx)
  return (await openAuthority(tx, now)) ?? (await makeAuthority(tx, now))
}

async function openAuthority(tx: Tx, now: Temporal.Instant): Promise<Issued | undefined> {
  const found = await readCurrent(tx, 'authority', now)
  return found && { certificate: found.certificate, key: await openSecret(tx, found.keySealed, eapKeyPurpose) }
}

async function makeAuthority(tx: Tx, now: Temporal.Instant): Promise<Issued> {
  const authority = await newAuthority(`${(await readTenant(tx)).name} Wi-Fi`, now)
  await add(tx, 'authority', authority, true)
  return authority
}

async function add(tx: Tx, role: EapCertificateRole, { certificate, key }: Issued, issued: boolean): Promise<EapCertificate> {
  const keySealed = await sealSecret(tx, key, eapKeyPurpose)
  return insertAndTell(tx, { role, loginId: null, issued, keySealed, ...certificateFacts(certificate) })
}

async function insertAndTell(tx: Tx, draft: Parameters<typeof insertEapCertificate>[1]): Promise<EapCertificate> {
  const certificate = await insertEapCertificate(tx, draft)
  await tell(tx, 'eap_certificate.added.v1', certificate)
  return certificate
}

const tell = (tx: Tx, type: string, { id, role, subject, loginId, validTo }: EapCertificate) =>
  emit(tx, type, { certificateId: id, role, subject, loginId, validTo: validTo.toString() }, id)
