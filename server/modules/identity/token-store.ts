/** What is guessed at: how often somebody tried, and links and codes that serve once. */
import { sql, type Tx } from '#kernel/db.ts'
import type { Guard } from './lockout.ts'
import { noTenant } from './store.ts'

// Guards

/** Makes attempts at one address wait for each other, so that none is uncounted. */
export async function lockGuard(tx: Tx, id: string): Promise<Guard | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${id}, 0))`.execute(tx)
  const { rows } = await sql<Guard>`select attempts, locked_until as "lockedUntil", at from sign_in_guard where id = ${id}`.execute(tx)
  return rows[0]
}

export async function saveGuard(tx: Tx, id: string, guard: Guard): Promise<void> {
  await sql`
    insert into sign_in_guard (tenant_id, id, attempts, locked_until, at) values (${noTenant}, ${id}, ${guard.attempts}, ${guard.lockedUntil}, ${guard.at})
    on conflict (tenant_id, id) do update set attempts = excluded.attempts, locked_until = excluded.locked_until, at = excluded.at`.execute(
    tx,
  )
}

export async function deleteGuards(tx: Tx, ids: readonly string[]): Promise<void> {
  await sql`delete from sign_in_guard where id = any (${ids})`.execute(tx)
}

// One-time tokens

export const tokenPurposes = [
  'set-up',
  'invitation',
  'password-reset',
  'second-factor',
  'used-code',
  'passkey-registration',
  'passkey-sign-in',
] as const
export type TokenPurpose = (typeof tokenPurposes)[number]

export interface TokenInsert {
  readonly purpose: TokenPurpose
  readonly hash: string
  readonly staffId: string | null
  readonly now: Temporal.Instant
  readonly expiresAt: Temporal.Instant
}

/** @returns false where a token with this hash exists already */
export async function insertToken(tx: Tx, token: TokenInsert): Promise<boolean> {
  const result = await sql`
    insert into one_time_token (purpose, staff_id, token_hash, created_at, expires_at)
    values (${token.purpose}, ${token.staffId}, ${token.hash}, ${token.now}, ${token.expiresAt}) on conflict (token_hash) do nothing`.execute(
    tx,
  )
  return result.numAffectedRows === 1n
}

export interface TakenToken {
  readonly tenantId: string
  readonly staffId: string | null
  readonly purpose: TokenPurpose
}

/** Uses a token up, if it is still good. */
export async function takeToken(
  tx: Tx,
  hash: string,
  purposes: readonly TokenPurpose[],
  now: Temporal.Instant,
): Promise<TakenToken | undefined> {
  const { rows } = await sql<TakenToken>`
    update one_time_token set used_at = ${now}
    where token_hash = ${hash} and purpose = any (${purposes}) and used_at is null and expires_at > ${now}
    returning tenant_id as "tenantId", staff_id as "staffId", purpose`.execute(tx)
  return rows[0]
}

/** Counts a try with a token that is good for `triesMax`; `takeToken` ends it. */
export async function tryToken(
  tx: Tx,
  hash: string,
  purpose: TokenPurpose,
  triesMax: number,
  now: Temporal.Instant,
): Promise<TakenToken | undefined> {
  const { rows } = await sql<TakenToken>`
    update one_time_token set attempts = attempts + 1
    where token_hash = ${hash} and purpose = ${purpose} and used_at is null and expires_at > ${now} and attempts < ${triesMax}
    returning tenant_id as "tenantId", staff_id as "staffId", purpose`.execute(tx)
  return rows[0]
}

/** Ends every token of a purpose: of one person, or with null those that belong to nobody. */
export async function endTokens(tx: Tx, purposes: readonly TokenPurpose[], staffId: string | null, now: Temporal.Instant): Promise<void> {
  await sql`
    update one_time_token set used_at = ${now}
    where purpose = any (${purposes}) and staff_id is not distinct from ${staffId}::uuid and used_at is null`.execute(tx)
}

export async function countLiveTokens(tx: Tx, purpose: TokenPurpose, staffId: string, now: Temporal.Instant): Promise<number> {
  const { rows } = await sql<{ live: bigint }>`
    select count(*) as live from one_time_token where purpose = ${purpose} and staff_id = ${staffId} and used_at is null and expires_at > ${now}`.execute(
    tx,
  )
  return Number(rows[0]!.live)
}
