import type { RawBuilder } from 'kysely'
import { json, sql, type Tx } from '#kernel/db.ts'
import { builtInRoles, type Role, type RoleDraft, type RowScope } from './role.ts'
import type { Staff, StaffState } from './staff.ts'

/** Where tokens and guards stand that belong to no tenant: the nil UUID, no tenant's id. */
export const noTenant = '00000000-0000-0000-0000-000000000000'

// Staff

/** The name of the person who did something; null where a customer or the program itself did. @param actor as `app_actor()` told */
export const staffNameOf = (actor: RawBuilder<unknown>) =>
  sql<string | null>`(select f.name from staff f where f.tenant_id = current_tenant() and 'staff:' || f.id = ${actor})`

/** Who did something, for lists: a person by name, everybody else as they are called in the records. */
export const actorName = (actor: RawBuilder<unknown>) => sql<string>`coalesce(${staffNameOf(actor)}, ${actor})`

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
