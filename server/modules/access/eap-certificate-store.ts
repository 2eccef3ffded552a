/** SQL of the certificates for logins by EAP. */
import { sql, type Tx } from '#kernel/db.ts'
import type { EapCertificate, EapCertificateRole } from './eap-certificate.ts'

interface Row {
  id: string
  role: EapCertificateRole
  subject: string
  login_id: string | null
  certificate: string
  fingerprint: string
  issued: boolean
  valid_from: Temporal.Instant
  valid_to: Temporal.Instant
  revoked_at: Temporal.Instant | null
}

const columns = sql`id, role, subject, login_id, certificate, fingerprint, issued, valid_from, valid_to, revoked_at`

const toCertificate = (row: Row): EapCertificate => ({
  id: row.id,
  role: row.role,
  subject: row.subject,
  loginId: row.login_id,
  certificate: row.certificate,
  fingerprint: row.fingerprint,
  issued: row.issued,
  validFrom: row.valid_from,
  validTo: row.valid_to,
  revokedAt: row.revoked_at,
})

export interface NewEapCertificate extends Omit<EapCertificate, 'id' | 'revokedAt'> {
  /** Null of a device: it is handed out once, and not kept. */
  readonly keySealed: string | null
}

export async function insertEapCertificate(tx: Tx, made: NewEapCertificate): Promise<EapCertificate> {
  const { rows } = await sql<Row>`
    insert into eap_certificate (role, subject, login_id, certificate, key_sealed, fingerprint, issued, valid_from, valid_to)
    values (${made.role}, ${made.subject}, ${made.loginId}, ${made.certificate}, ${made.keySealed}, ${made.fingerprint}, ${made.issued},
      ${made.validFrom}, ${made.validTo})
    returning ${columns}`.execute(tx)
  return toCertificate(rows[0]!)
}

export async function readEapCertificate(tx: Tx, id: string): Promise<EapCertificate | undefined> {
  const { rows } = await sql<Row>`select ${columns} from eap_certificate where id = ${id}`.execute(tx)
  return rows[0] && toCertificate(rows[0])
}

/** The one of a role that is used now: the latest that is neither revoked nor over. */
export async function readCurrent(
  tx: Tx,
  role: 'authority' | 'server',
  now: Temporal.Instant,
): Promise<(EapCertificate & { readonly keySealed: string }) | undefined> {
  const { rows } = await sql<Row & { key_sealed: string }>`
    select ${columns}, key_sealed from eap_certificate where role = ${role} and revoked_at is null and valid_to > ${now}
    order by created_at desc, id desc limit 1`.execute(tx)
  return rows[0] && { ...toCertificate(rows[0]), keySealed: rows[0].key_sealed }
}

/** So that two people who set it up at once do not make two authorities. */
export async function lockEapSetUp(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('eap_certificate ' || current_tenant(), 0))`.execute(tx)
}

/** @returns undefined when it was revoked before */
export async function markRevoked(tx: Tx, id: string, now: Temporal.Instant): Promise<EapCertificate | undefined> {
  const { rows } = await sql<Row>`
    update eap_certificate set revoked_at = ${now} where id = ${id} and revoked_at is null returning ${columns}`.execute(tx)
  return rows[0] && toCertificate(rows[0])
}

/** What a tenant's RADIUS shows, and whose certificates it asks devices for. */
export interface SealedIdentity {
  readonly tenant_id: string
  readonly id: string
  readonly certificate: string
  readonly key_sealed: string
  readonly is_unreadable: boolean
  readonly authorities: readonly string[]
}

export async function readEapIdentities(tx: Tx): Promise<SealedIdentity[]> {
  const { rows } = await sql<SealedIdentity>`
    select distinct on (c.tenant_id) c.tenant_id, c.id, c.certificate, c.key_sealed, c.unreadable_since is not null as is_unreadable,
      array(select a.certificate from eap_certificate a where a.tenant_id = c.tenant_id and a.role = 'authority' and a.revoked_at is null) as authorities
    from eap_certificate c where c.role = 'server' and c.revoked_at is null
    order by c.tenant_id, c.created_at desc, c.id desc`.execute(tx)
  return rows
}

export interface DeviceCertificate {
  readonly tenant_id: string
  readonly fingerprint: string
  readonly login_id: string
  readonly valid_from_ms: number
  readonly valid_to_ms: number
}

export async function readDeviceCertificates(tx: Tx): Promise<DeviceCertificate[]> {
  const { rows } = await sql<DeviceCertificate>`
    select tenant_id, fingerprint, login_id, (extract(epoch from valid_from) * 1000)::float8 as valid_from_ms,
      (extract(epoch from valid_to) * 1000)::float8 as valid_to_ms
    from eap_certificate where role = 'device' and revoked_at is null`.execute(tx)
  return rows
}

/** Certificates in use that end before `until`, of every tenant in scope. */
export async function readEnding(tx: Tx, until: Temporal.Instant): Promise<(EapCertificate & { readonly tenantId: string })[]> {
  const { rows } = await sql<Row & { tenant_id: string }>`
    select * from (
      select distinct on (tenant_id, role) tenant_id, created_at, ${columns} from eap_certificate
      where role in ('authority', 'server') and revoked_at is null order by tenant_id, role, created_at desc, id desc) latest
    where valid_to < ${until}`.execute(tx)
  return rows.map((row) => ({ ...toCertificate(row), tenantId: row.tenant_id }))
}
