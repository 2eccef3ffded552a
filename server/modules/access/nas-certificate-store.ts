/** SQL of the certificates of NAS that speak RADIUS over TLS. */
import { sql, type Tx } from '#kernel/db.ts'
import type { NasCertificate, NasCertificateKind } from './nas-certificate.ts'

const columns = sql`id, nas_id as "nasId", kind, subject, certificate, fingerprint, valid_from as "validFrom", valid_to as "validTo", revoked_at as "revokedAt"`

export async function insertNasCertificate(tx: Tx, made: Omit<NasCertificate, 'id' | 'revokedAt'>): Promise<NasCertificate> {
  const { rows } = await sql<NasCertificate>`
    insert into nas_certificate (nas_id, kind, subject, certificate, fingerprint, valid_from, valid_to)
    values (${made.nasId}, ${made.kind}, ${made.subject}, ${made.certificate}, ${made.fingerprint}, ${made.validFrom}, ${made.validTo})
    returning ${columns}`.execute(tx)
  return rows[0]!
}

/** Locks the row, so that it is revoked once. */
export async function lockNasCertificate(tx: Tx, id: string): Promise<NasCertificate | undefined> {
  const { rows } = await sql<NasCertificate>`select ${columns} from nas_certificate where id = ${id} for update`.execute(tx)
  return rows[0]
}

export async function markNasCertificateRevoked(tx: Tx, id: string, now: Temporal.Instant): Promise<NasCertificate> {
  const { rows } = await sql<NasCertificate>`
    update nas_certificate set revoked_at = ${now} where id = ${id} returning ${columns}`.execute(tx)
  return rows[0]!
}

export interface TrustedCertificate {
  readonly nasId: string
  readonly kind: NasCertificateKind
  readonly certificate: string
  readonly fingerprint: string
}

/** All that open a NAS now, of every tenant in scope. */
export async function readTrustedCertificates(tx: Tx, now: Temporal.Instant): Promise<TrustedCertificate[]> {
  const { rows } = await sql<TrustedCertificate>`
    select nas_id as "nasId", kind, certificate, fingerprint from nas_certificate
    where revoked_at is null and valid_to > ${now} order by id`.execute(tx)
  return rows
}

/** Those that end before `until` and that no later one of their NAS replaces, of every tenant in scope. */
export async function readEndingNasCertificates(
  tx: Tx,
  now: Temporal.Instant,
  until: Temporal.Instant,
): Promise<(NasCertificate & { readonly tenantId: string })[]> {
  const { rows } = await sql<NasCertificate & { tenantId: string }>`
    select tenant_id as "tenantId", ${columns} from nas_certificate c
    where revoked_at is null and valid_to > ${now} and valid_to < ${until}
      and not exists (
        select from nas_certificate later where later.tenant_id = c.tenant_id and later.nas_id = c.nas_id and later.kind = c.kind
          and later.revoked_at is null and later.valid_to > c.valid_to)`.execute(tx)
  return rows
}
