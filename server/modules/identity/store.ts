import { json, sql, type Tx } from '#kernel/db.ts'
import type { Guard } from './lockout.ts'
import type { RowScope as Rows } from '#kernel/row-scope.ts'
import { builtInRoles, type Role, type RoleDraft, type RowScope } from './role.ts'
import type { SessionView } from './session.ts'
import type { Staff, StaffState } from './staff.ts'

/** Where tokens and guards stand that belong to no tenant: the nil UUID, no tenant's id. */
export const noTenant = '00000000-0000-0000-0000-000000000000'

// Staff

interface StaffRow {
  id: string
  email: string
  name: string
  locale: string | null
  state: StaffState
  roles: string[]
  patterns: string[]
  row_scopes: RowScope[]
  location_ids: string[]
  has_totp: boolean
  version: number
}

const staffRows = sql<StaffRow>`
  select s.id, s.email, s.name, s.locale, s.state, s.totp_confirmed_at is not null as has_totp, s.version,
    coalesce((select array_agg(r.code order by r.code) from staff_role sr join role r on r.tenant_id = sr.tenant_id and r.id = sr.role_id
      where sr.tenant_id = s.tenant_id and sr.staff_id = s.id), '{}') as roles,
    coalesce((select array_agg(distinct p) from staff_role sr join role r on r.tenant_id = sr.tenant_id and r.id = sr.role_id, unnest(r.permissions) p
      where sr.tenant_id = s.tenant_id and sr.staff_id = s.id), '{}') as patterns,
    array(select distinct r.row_scope from staff_role sr join role r on r.tenant_id = sr.tenant_id and r.id = sr.role_id
      where sr.tenant_id = s.tenant_id and sr.staff_id = s.id) as row_scopes,
    array(select w.location_id from staff_location w where w.tenant_id = s.tenant_id and w.staff_id = s.id order by w.id) as location_ids
  from staff s`

const toStaff = ({ has_totp, location_ids, row_scopes, ...row }: StaffRow): Staff => ({
  ...row,
  rowScopes: row_scopes,
  locationIds: location_ids,
  hasTotp: has_totp,
})

export async function readStaff(tx: Tx, id: string): Promise<Staff | undefined> {
  const { rows } = await sql<StaffRow>`${staffRows} where s.id = ${id}`.execute(tx)
  return rows[0] && toStaff(rows[0])
}

/** One at a time per tenant: who manages staff decides over what all of them may do. */
export async function lockStaffing(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('staff' || current_tenant(), 0))`.execute(tx)
}

export interface StaffInsert {
  readonly email: string
  readonly name: string
  readonly locale: string | null
  readonly state: StaffState
  readonly passwordHash: string | null
}

export async function insertStaff(tx: Tx, staff: StaffInsert): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into staff (email, name, locale, state, password_hash)
    values (${staff.email}, ${staff.name}, ${staff.locale}, ${staff.state}, ${staff.passwordHash}) returning id`.execute(tx)
  return rows[0]!.id
}

export interface StaffChange {
  readonly name?: string | undefined
  readonly locale?: string | null | undefined
  readonly state?: StaffState | undefined
}

export async function updateStaff(tx: Tx, id: string, change: StaffChange): Promise<void> {
  const { name, locale, state } = change
  await sql`
    update staff set name = coalesce(${name ?? null}, name), state = coalesce(${state ?? null}, state), version = version + 1,
      locale = case when ${locale !== undefined} then ${locale ?? null} else locale end
    where id = ${id}`.execute(tx)
}

/** Sets the password; who was invited is active from here on. */
export async function updatePassword(tx: Tx, id: string, hash: string): Promise<void> {
  await sql`
    update staff set password_hash = ${hash}, version = version + 1, state = case state when 'invited' then 'active' else state end
    where id = ${id}`.execute(tx)
}

export async function readPasswordHash(tx: Tx, id: string): Promise<string | null> {
  const { rows } = await sql<{ password_hash: string | null }>`select password_hash from staff where id = ${id}`.execute(tx)
  return rows[0]?.password_hash ?? null
}

/** Whether anybody who can sign in may manage staff. */
export async function hasAdministrator(tx: Tx): Promise<boolean> {
  const { rows } = await sql`
    select from staff s join staff_role sr on sr.tenant_id = s.tenant_id and sr.staff_id = s.id
      join role r on r.tenant_id = sr.tenant_id and r.id = sr.role_id
    where s.state = 'active' and r.permissions && array['*', 'staff.write'] limit 1`.execute(tx)
  return rows.length > 0
}

export interface Candidate {
  readonly tenant_id: string
  readonly staff_id: string
  readonly password_hash: string
  readonly has_totp: boolean
  readonly slug: string
  readonly tenant_name: string
}

const candidatesMax = 5 // each costs a password hash

/** Who of all tenants may be meant by an e-mail address. */
export async function findCandidates(tx: Tx, email: string, slug: string | undefined): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    select s.tenant_id, s.id as staff_id, s.password_hash, s.totp_confirmed_at is not null as has_totp, t.slug, t.name as tenant_name
    from staff s join tenant t on t.id = s.tenant_id
    where s.email = ${email} and s.state = 'active' and s.password_hash is not null and (${slug ?? null}::text is null or t.slug = ${slug ?? null})
    order by t.name limit ${candidatesMax}`.execute(tx)
  return rows
}

/** Those who may choose a new password, of all tenants. */
export async function findByEmail(tx: Tx, email: string): Promise<{ tenantId: string; staffId: string }[]> {
  const { rows } = await sql<{ tenantId: string; staffId: string }>`
    select tenant_id as "tenantId", id as "staffId" from staff where email = ${email} and state <> 'disabled' order by id limit ${candidatesMax}`.execute(
    tx,
  )
  return rows
}

export interface Addressee {
  readonly email: string
  readonly name: string
  readonly locale: string
  readonly tenantName: string
  readonly timeZone: string
}

export async function readAddressee(tx: Tx, staffId: string): Promise<Addressee | undefined> {
  const { rows } = await sql<Addressee>`
    select s.email, s.name, coalesce(s.locale, t.locale) as locale, t.name as "tenantName", t.time_zone as "timeZone"
    from staff s join tenant t on t.id = s.tenant_id where s.id = ${staffId} and s.state <> 'disabled'`.execute(tx)
  return rows[0]
}

/** Those who may do everything, to be told what needs somebody's hand. */
export async function readAdministrators(tx: Tx): Promise<Addressee[]> {
  const { rows } = await sql<Addressee>`
    select s.email, s.name, coalesce(s.locale, t.locale) as locale, t.name as "tenantName", t.time_zone as "timeZone"
    from staff s join tenant t on t.id = s.tenant_id
    where s.state = 'active' and exists (
      select from staff_role m join role r on r.tenant_id = m.tenant_id and r.id = m.role_id
      where m.tenant_id = s.tenant_id and m.staff_id = s.id and '*' = any (r.permissions))
    order by s.id`.execute(tx)
  return rows
}

// Roles

const roleColumns = sql`id, code, name, permissions, row_scope as "rowScope", built_in as "isBuiltIn", version`

export async function readRoles(tx: Tx): Promise<Role[]> {
  const { rows } = await sql<Role>`select ${roleColumns} from role order by built_in desc, id`.execute(tx)
  return rows
}

export async function lockRole(tx: Tx, id: string): Promise<Role | undefined> {
  const { rows } = await sql<Role>`select ${roleColumns} from role where id = ${id} for update`.execute(tx)
  return rows[0]
}

export async function seedRoles(tx: Tx): Promise<void> {
  await sql`
    insert into role (code, name, permissions, row_scope, built_in)
    select r.code, r.name, r.permissions, r.row_scope, true
    from jsonb_to_recordset(${json(builtInRoles.map(({ rowScope, ...role }) => ({ ...role, row_scope: rowScope })))})
      as r (code text, name text, permissions text[], row_scope text)
    on conflict (tenant_id, code) do nothing`.execute(tx)
}

export async function insertRole(tx: Tx, draft: RoleDraft): Promise<Role> {
  const { rows } = await sql<Role>`
    insert into role (code, name, permissions, row_scope) values (${draft.code}, ${draft.name}, ${draft.permissions}, ${draft.rowScope})
    returning ${roleColumns}`.execute(tx)
  return rows[0]!
}

export async function updateRole(
  tx: Tx,
  id: string,
  role: { name: string; permissions: readonly string[]; rowScope: RowScope },
): Promise<Role> {
  const { rows } = await sql<Role>`
    update role set name = ${role.name}, permissions = ${role.permissions}, row_scope = ${role.rowScope}, version = version + 1
    where id = ${id} returning ${roleColumns}`.execute(tx)
  return rows[0]!
}

/** Gives somebody exactly these roles. */
export async function replaceStaffRoles(tx: Tx, staffId: string, roleIds: readonly string[]): Promise<void> {
  await sql`delete from staff_role where staff_id = ${staffId} and not role_id = any (${roleIds}::uuid[])`.execute(tx)
  await sql`
    insert into staff_role (staff_id, role_id) select ${staffId}, id from unnest(${roleIds}::uuid[]) id
    on conflict (tenant_id, staff_id, role_id) do nothing`.execute(tx)
}

/** Lets somebody work at exactly these locations. */
export async function replaceStaffLocations(tx: Tx, staffId: string, locationIds: readonly string[]): Promise<void> {
  await sql`delete from staff_location where staff_id = ${staffId} and not location_id = any (${locationIds}::uuid[])`.execute(tx)
  await sql`
    insert into staff_location (staff_id, location_id) select ${staffId}, id from unnest(${locationIds}::uuid[]) id
    on conflict (tenant_id, staff_id, location_id) do nothing`.execute(tx)
}

// Sessions

interface SessionRow {
  id: string
  tenant_id: string
  csrf_secret: string
  created_at: Temporal.Instant
  seen_at: Temporal.Instant
  staff_id: string
  staff_name: string
  email: string
  staff_locale: string | null
  roles: string[]
  patterns: string[]
  row_scopes: RowScope[]
  location_ids: string[]
  tenant_name: string
  slug: string
  currency: string
  time_zone: string
  tenant_locale: string
  country: string
  brand_color: string
  logo_file_id: string | null
}

const toSession = (row: SessionRow): SessionView => ({
  id: row.id,
  tenantId: row.tenant_id,
  csrf: row.csrf_secret,
  createdAt: row.created_at,
  seenAt: row.seen_at,
  staff: { id: row.staff_id, name: row.staff_name, email: row.email, locale: row.staff_locale, roles: row.roles },
  patterns: row.patterns,
  rowScopes: row.row_scopes,
  locationIds: row.location_ids,
  tenant: {
    id: row.tenant_id,
    name: row.tenant_name,
    slug: row.slug,
    currency: row.currency,
    timeZone: row.time_zone,
    locale: row.tenant_locale,
    country: row.country,
    brandColor: row.brand_color,
    logoFileId: row.logo_file_id,
  },
})

const sessionRows = sql<SessionRow>`
  select s.id, s.tenant_id, s.csrf_secret, s.created_at, s.seen_at, s.staff_id, p.name as staff_name, p.email, p.locale as staff_locale, p.roles, p.patterns, p.row_scopes, p.location_ids,
    t.name as tenant_name, t.slug, t.currency, t.time_zone, t.locale as tenant_locale, t.country, t.brand_color, t.logo_file_id
  from staff_session s join tenant t on t.id = s.tenant_id
    join lateral (select p.*, held.roles, held.patterns, held.row_scopes,
        array(select w.location_id from staff_location w where w.tenant_id = p.tenant_id and w.staff_id = p.id) as location_ids from staff p,
      lateral (select coalesce(array_agg(distinct r.code), '{}') as roles, coalesce(array_agg(distinct one) filter (where one is not null), '{}') as patterns,
          coalesce(array_agg(distinct r.row_scope), '{}') as row_scopes
        from staff_role sr join role r on r.tenant_id = sr.tenant_id and r.id = sr.role_id left join unnest(r.permissions) one on true
        where sr.tenant_id = p.tenant_id and sr.staff_id = p.id) held
      where p.tenant_id = s.tenant_id and p.id = s.staff_id and p.state = 'active') p on true`

/** The session of a cookie, of any tenant in scope, while it is in force. */
export async function findSession(tx: Tx, tokenHash: string, now: Temporal.Instant): Promise<SessionView | undefined> {
  const { rows } =
    await sql<SessionRow>`${sessionRows} where s.token_hash = ${tokenHash} and s.revoked_at is null and s.expires_at > ${now}`.execute(tx)
  return rows[0] && toSession(rows[0])
}

export async function readSession(tx: Tx, id: string): Promise<SessionView | undefined> {
  const { rows } = await sql<SessionRow>`${sessionRows} where s.id = ${id} and s.revoked_at is null`.execute(tx)
  return rows[0] && toSession(rows[0])
}

export interface SessionInsert {
  readonly staffId: string
  readonly tokenHash: string
  readonly csrf: string
  readonly deviceHash: string
  readonly address: string
  readonly userAgent: string
  readonly now: Temporal.Instant
  readonly expiresAt: Temporal.Instant
}

export async function insertSession(tx: Tx, session: SessionInsert): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into staff_session (staff_id, token_hash, csrf_secret, device_hash, address, user_agent, created_at, seen_at, expires_at)
    values (${session.staffId}, ${session.tokenHash}, ${session.csrf}, ${session.deviceHash}, ${session.address}, ${session.userAgent},
      ${session.now}, ${session.now}, ${session.expiresAt})
    returning id`.execute(tx)
  return rows[0]!.id
}

/** Whether this browser is one that somebody, who has signed in before, never used. */
export async function isNewDevice(tx: Tx, staffId: string, deviceHash: string): Promise<boolean> {
  const { rows } = await sql<{ is_new: boolean }>`
    select count(*) > 0 and count(*) filter (where device_hash = ${deviceHash}) = 0 as is_new from staff_session where staff_id = ${staffId}`.execute(
    tx,
  )
  return rows[0]!.is_new
}

export async function touchSession(tx: Tx, id: string, now: Temporal.Instant, expiresAt: Temporal.Instant): Promise<void> {
  await sql`update staff_session set seen_at = ${now}, expires_at = ${expiresAt} where id = ${id}`.execute(tx)
}

export interface OwnSession {
  readonly id: string
  readonly userAgent: string
  readonly address: string
  readonly createdAt: Temporal.Instant
  readonly seenAt: Temporal.Instant
}

export async function readSessionsOf(tx: Tx, staffId: string, now: Temporal.Instant): Promise<OwnSession[]> {
  const { rows } = await sql<OwnSession>`
    select id, user_agent as "userAgent", address, created_at as "createdAt", seen_at as "seenAt" from staff_session
    where staff_id = ${staffId} and revoked_at is null and expires_at > ${now} order by seen_at desc limit 100`.execute(tx)
  return rows
}

/** @returns whether it was in force */
export async function revokeSession(tx: Tx, staffId: string, id: string, now: Temporal.Instant): Promise<boolean> {
  const result =
    await sql`update staff_session set revoked_at = ${now} where staff_id = ${staffId} and id = ${id} and revoked_at is null`.execute(tx)
  return result.numAffectedRows === 1n
}

export async function revokeSessionsOf(tx: Tx, staffId: string, now: Temporal.Instant, except: string | null): Promise<void> {
  await sql`update staff_session set revoked_at = ${now} where staff_id = ${staffId} and revoked_at is null and id is distinct from ${except}::uuid`.execute(
    tx,
  )
}

export const signInOutcomes = ['signed-in', 'wrong-password', 'second-factor', 'wrong-code', 'passkey', 'recovery-code'] as const
export type SignInOutcome = (typeof signInOutcomes)[number]

export interface SignInEntry {
  readonly tenantId: string
  readonly staffId: string
  readonly outcome: SignInOutcome
  readonly address: string
  readonly userAgent: string
  readonly at: Temporal.Instant
}

export async function logSignIn(tx: Tx, entry: SignInEntry): Promise<void> {
  await sql`
    insert into sign_in (tenant_id, staff_id, email, outcome, address, user_agent, at)
    select tenant_id, id, email, ${entry.outcome}, ${entry.address}, ${entry.userAgent}, ${entry.at} from staff
    where tenant_id = ${entry.tenantId} and id = ${entry.staffId}`.execute(tx)
}

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

export async function deleteGuard(tx: Tx, id: string): Promise<void> {
  await sql`delete from sign_in_guard where id = ${id}`.execute(tx)
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

// Second factors

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

// API keys

export interface ApiKeyInsert {
  readonly name: string
  readonly prefix: string
  readonly tokenHash: string
  readonly permissions: readonly string[]
  /** Which customers it sees; undefined: all. */
  readonly rows: Rows | undefined
  readonly createdBy: string | null
  readonly expiresAt: Temporal.Instant | null
}

export async function insertApiKey(tx: Tx, key: ApiKeyInsert): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into api_key (name, prefix, token_hash, permissions, sees_all, scope_staff_id, scope_location_ids, created_by, expires_at)
    values (${key.name}, ${key.prefix}, ${key.tokenHash}, ${key.permissions}, ${key.rows === undefined}, ${key.rows?.staffId ?? null},
      ${key.rows?.locationIds ?? []}, ${key.createdBy}, ${key.expiresAt})
    returning id`.execute(tx)
  return rows[0]!.id
}

export interface ApiKeyView {
  readonly id: string
  readonly tenantId: string
  readonly permissions: readonly string[]
  readonly rows: Rows | undefined
  readonly usedAt: Temporal.Instant | null
  readonly timeZone: string
  readonly currency: string
  readonly locale: string
}

export async function findApiKey(tx: Tx, tokenHash: string, now: Temporal.Instant): Promise<ApiKeyView | undefined> {
  const { rows } = await sql<Omit<ApiKeyView, 'rows'> & { seesAll: boolean } & Rows>`
    select k.id, k.tenant_id as "tenantId", k.permissions, k.sees_all as "seesAll", k.scope_staff_id as "staffId",
      k.scope_location_ids as "locationIds", k.used_at as "usedAt", t.time_zone as "timeZone", t.currency, t.locale
    from api_key k join tenant t on t.id = k.tenant_id
    where k.token_hash = ${tokenHash} and k.revoked_at is null and (k.expires_at is null or k.expires_at > ${now})`.execute(tx)
  if (!rows[0]) return undefined
  const { seesAll, staffId, locationIds, ...key } = rows[0]
  return { ...key, rows: seesAll ? undefined : { staffId, locationIds } }
}

export async function hasLocations(tx: Tx, ids: readonly string[]): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`
    select not exists (select from unnest(${ids}::uuid[]) given (id) where not exists (select from location l where l.id = given.id)) as has`.execute(
    tx,
  )
  return rows[0]!.has
}

export async function touchApiKey(tx: Tx, id: string, now: Temporal.Instant): Promise<void> {
  await sql`update api_key set used_at = ${now} where id = ${id}`.execute(tx)
}

/** @returns ids that were in force */
export async function revokeApiKeys(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{
    id: string
  }>`update api_key set revoked_at = now() where id = any (${ids}::uuid[]) and revoked_at is null returning id`.execute(tx)
  return rows.map((row) => row.id)
}

// Demo

export async function insertDemoLogin(tx: Tx, login: { staffId: string; role: string; password: string }): Promise<void> {
  await sql`insert into demo_login (staff_id, role, password) values (${login.staffId}, ${login.role}, ${login.password})`.execute(tx)
}

export interface DemoLogin {
  readonly role: string
  readonly name: string
  readonly email: string
  readonly password: string
  readonly tenant: string // slug
  readonly tenantName: string
}

export async function readDemoLogins(tx: Tx): Promise<DemoLogin[]> {
  const { rows } = await sql<DemoLogin>`
    select d.role, s.name, s.email, d.password, t.slug as tenant, t.name as "tenantName"
    from demo_login d join staff s on s.tenant_id = d.tenant_id and s.id = d.staff_id join tenant t on t.id = d.tenant_id
    order by d.id`.execute(tx)
  return rows
}

// Forgetting

/** Deletes what has served: ended sessions, used tokens, quiet guards, old sign-ins. */
export async function deleteOld(tx: Tx, now: Temporal.Instant): Promise<void> {
  const before = (days: number) => now.subtract({ hours: days * 24 })
  await sql`delete from one_time_token where expires_at < ${before(7)}`.execute(tx)
  await sql`delete from sign_in_guard where at < ${before(2)}`.execute(tx)
  await sql`delete from staff_session where least(expires_at, revoked_at) < ${before(180)}`.execute(tx)
  await sql`delete from sign_in where at < ${before(400)}`.execute(tx)
}
