/** Sessions of staff, and what is kept of how they signed in. */
import { sql, type Tx } from '#kernel/db.ts'
import type { RowScope } from './role.ts'
import type { SessionView } from './session.ts'

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

/** The browsers in which an address has signed in, at any tenant of the transaction, as long as their sessions are remembered. */
export async function readDevices(tx: Tx, email: string): Promise<string[]> {
  const { rows } = await sql<{ device_hash: string }>`
    select distinct s.device_hash from staff f join staff_session s on s.tenant_id = f.tenant_id and s.staff_id = f.id
    where f.email = ${email} and s.device_hash is not null`.execute(tx)
  return rows.map((row) => row.device_hash)
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
