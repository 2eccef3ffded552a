/** What staff sign in with beside a password. */
import { sql, type Tx } from '#kernel/db.ts'

/** The sealed secret, with whether it is in force. */
export async function readTotp(tx: Tx, staffId: string): Promise<{ sealed: string | null; isConfirmed: boolean } | undefined> {
  const { rows } = await sql<{ sealed: string | null; isConfirmed: boolean }>`
    select totp_sealed as sealed, totp_confirmed_at is not null as "isConfirmed" from staff where id = ${staffId} for update`.execute(tx)
  return rows[0]
}

export async function saveTotp(tx: Tx, staffId: string, sealed: string | null, confirmedAt: Temporal.Instant | null): Promise<void> {
  await sql`update staff set totp_sealed = ${sealed}, totp_confirmed_at = ${confirmedAt}, version = version + 1 where id = ${staffId}`.execute(
    tx,
  )
}

/** The app and its recovery codes. */
export async function deleteTotp(tx: Tx, staffId: string): Promise<void> {
  await saveTotp(tx, staffId, null, null)
  await replaceRecoveryCodes(tx, staffId, [])
}

export async function replaceRecoveryCodes(tx: Tx, staffId: string, hashes: readonly string[]): Promise<void> {
  await sql`delete from recovery_code where staff_id = ${staffId}`.execute(tx)
  await sql`insert into recovery_code (staff_id, code_hash) select ${staffId}, unnest(${hashes}::text[])`.execute(tx)
}

/** @returns false when there is no such code, or it was used before */
export async function takeRecoveryCode(tx: Tx, staffId: string, hash: string, now: Temporal.Instant): Promise<boolean> {
  const taken = await sql`
    update recovery_code set used_at = ${now} where staff_id = ${staffId} and code_hash = ${hash} and used_at is null`.execute(tx)
  return taken.numAffectedRows === 1n
}

/** Codes that are left. */
export async function countRecoveryCodes(tx: Tx, staffId: string): Promise<number> {
  const { rows } = await sql<{ left: bigint }>`
    select count(*) as left from recovery_code where staff_id = ${staffId} and used_at is null`.execute(tx)
  return Number(rows[0]!.left)
}

export interface PasskeyRow {
  readonly tenantId: string
  readonly id: string
  readonly staffId: string
  readonly credentialId: string
  readonly publicKey: Buffer
  readonly counter: bigint
  readonly transports: readonly string[]
}

export async function insertPasskey(tx: Tx, passkey: Omit<PasskeyRow, 'id' | 'tenantId'> & { readonly name: string }): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into passkey (staff_id, name, credential_id, public_key, counter, transports)
    values (${passkey.staffId}, ${passkey.name}, ${passkey.credentialId}, ${passkey.publicKey}, ${passkey.counter}, ${passkey.transports})
    returning id`.execute(tx)
  return rows[0]!.id
}

/** The passkey of a credential, of any tenant in scope. */
export async function findPasskey(tx: Tx, credentialId: string): Promise<PasskeyRow | undefined> {
  const { rows } = await sql<PasskeyRow>`
    select k.tenant_id as "tenantId", k.id, k.staff_id as "staffId", k.credential_id as "credentialId", k.public_key as "publicKey", k.counter, k.transports
    from passkey k join staff s on s.tenant_id = k.tenant_id and s.id = k.staff_id
    where k.credential_id = ${credentialId} and s.state = 'active'`.execute(tx)
  return rows[0]
}

export interface OwnPasskey {
  readonly id: string
  readonly name: string
  readonly credentialId: string
  readonly transports: readonly string[]
  readonly createdAt: Temporal.Instant
  readonly usedAt: Temporal.Instant | null
}

export async function readPasskeysOf(tx: Tx, staffId: string): Promise<OwnPasskey[]> {
  const { rows } = await sql<OwnPasskey>`
    select id, name, credential_id as "credentialId", transports, created_at as "createdAt", used_at as "usedAt" from passkey
    where staff_id = ${staffId} order by id`.execute(tx)
  return rows
}

export async function usePasskey(tx: Tx, id: string, counter: bigint, now: Temporal.Instant): Promise<void> {
  await sql`update passkey set counter = ${counter}, used_at = ${now} where id = ${id}`.execute(tx)
}

/** @returns whether it was there */
export async function deletePasskey(tx: Tx, staffId: string, id: string): Promise<boolean> {
  const result = await sql`delete from passkey where staff_id = ${staffId} and id = ${id}`.execute(tx)
  return result.numAffectedRows === 1n
}

export async function deletePasskeysOf(tx: Tx, staffId: string): Promise<void> {
  await sql`delete from passkey where staff_id = ${staffId}`.execute(tx)
}
