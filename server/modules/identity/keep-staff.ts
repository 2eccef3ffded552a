import { hashPassword } from '#kernel/crypto.ts'
import { isDuplicate, isReferenced, type Tx } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { enqueue } from '#kernel/jobs.ts'
import type { Platform } from '#kernel/platform.ts'
import type { RowScope as Rows } from '#kernel/row-scope.ts'
import { beyondOwn, emailTaken, lastAdministrator, locationUnknown, rowsBeyondOwn, staffNotFound, unknownRole } from './errors.ts'
import { issueLink } from './links.ts'
import { beyond, expand, type Role, shownBy, showsMore } from './role.ts'
import { normalEmail, type Staff, type StaffState } from './staff.ts'
import { deletePasskeysOf, deleteTotp } from './factor-store.ts'
import { revokeSessionsOf } from './session-store.ts'
import {
  hasAdministrator,
  insertDemoLogin,
  insertStaff,
  lockStaffing,
  readRoles,
  readStaff,
  replaceStaffLocations,
  replaceStaffRoles,
  seedRoles,
  updateStaff,
} from './store.ts'

export interface StaffDraft {
  readonly email: string
  readonly name: string
  readonly roles: readonly string[] // codes
  readonly locale?: string | undefined
  /** With a password the person can sign in at once; without, once they have chosen one. */
  readonly password?: string | undefined
}

/** Who manages, and what they may do themselves. */
export interface Manager {
  readonly permissions: ReadonlySet<string>
  /** Which customers they see; undefined: all. */
  readonly rows: Rows | undefined
  readonly declared: readonly string[]
}

/** Adds somebody to the tenant's staff. @throws identity.email_taken, identity.unknown_role */
export async function createStaff(tx: Tx, draft: StaffDraft): Promise<string> {
  return addStaff(tx, draft, draft.password === undefined ? null : await hashPassword(draft.password))
}

/** As `createStaff`, for whom the password was hashed before. */
export async function addStaff(tx: Tx, draft: StaffDraft, passwordHash: string | null): Promise<string> {
  const roles = await rolesOf(tx, draft.roles)
  const email = normalEmail(draft.email)
  const state: StaffState = passwordHash ? 'active' : 'invited'
  const id = await insertStaff(tx, { email, name: draft.name, locale: draft.locale ?? null, state, passwordHash }).catch(
    (error: unknown) => {
      throw isDuplicate(error, 'staff_tenant_id_email_key') ? emailTaken(email) : error
    },
  )
  await replaceStaffRoles(
    tx,
    id,
    roles.map((role) => role.id),
  )
  await emit(tx, 'staff.created.v1', { staffId: id, email, name: draft.name, roles: draft.roles }, id)
  return id
}

/** Staff of the demo world, whose login its sign-in screen shows. @param draft with the hash as well, since many share one password */
export async function createDemoStaff(
  tx: Tx,
  draft: StaffDraft & { readonly password: string; readonly passwordHash: string },
): Promise<string> {
  const staffId = await addStaff(tx, draft, draft.passwordHash)
  await insertDemoLogin(tx, { staffId, role: draft.roles[0] ?? '', password: draft.password })
  return staffId
}

/** Adds somebody and lets them choose a password. @returns the link as well, to be handed over where mail does not work */
export async function inviteStaff(
  tx: Tx,
  platform: Platform,
  manager: Manager,
  draft: Omit<StaffDraft, 'password'>,
): Promise<{ id: string; url: string }> {
  await lockStaffing(tx)
  assertGivable(manager, await rolesOf(tx, draft.roles), [])
  const id = await createStaff(tx, draft)
  await enqueue(tx, 'identity.mail-link', { staffId: id, purpose: 'invitation' })
  return { id, url: await issueLink(tx, platform, id, 'invitation') }
}

/** A new link to choose a password, handed over by a manager. @throws identity.staff_not_found, identity.beyond_own */
export async function linkForStaff(tx: Tx, platform: Platform, manager: Manager, id: string): Promise<string> {
  const staff = await managedStaff(tx, manager, id)
  return issueLink(tx, platform, staff.id, staff.state === 'invited' ? 'invitation' : 'password-reset')
}

export interface StaffPatch {
  readonly name?: string | undefined
  readonly locale?: string | null | undefined
  readonly state?: 'active' | 'disabled' | undefined
  readonly roles?: readonly string[] | undefined
  readonly locationIds?: readonly string[] | undefined
}

/**
 * Changes somebody. Nobody may give, or manage people who have, more than they have or see themselves; one administrator remains.
 * Who is disabled is signed out at once.
 * @throws identity.beyond_own, identity.rows_beyond_own, identity.unknown_role, identity.location_unknown, identity.last_administrator
 */
export async function changeStaff(tx: Tx, manager: Manager, staff: Staff, patch: StaffPatch, now: Temporal.Instant): Promise<Staff> {
  const roles = await rolesOf(tx, patch.roles ?? staff.roles)
  assertGivable(manager, roles, patch.locationIds ?? staff.locationIds)
  if (patch.roles)
    await replaceStaffRoles(
      tx,
      staff.id,
      roles.map((role) => role.id),
    )
  if (patch.locationIds)
    await replaceStaffLocations(tx, staff.id, patch.locationIds).catch((error: unknown) => {
      throw isReferenced(error) ? locationUnknown() : error
    })
  await updateStaff(tx, staff.id, { ...patch, state: patch.state === 'active' && staff.state === 'invited' ? 'invited' : patch.state })
  if (patch.state === 'disabled') await revokeSessionsOf(tx, staff.id, now, null)
  await assertAdministrated(tx)
  await emit(tx, 'staff.changed.v1', { staffId: staff.id, fields: Object.keys(patch) }, staff.id)
  return findStaff(tx, staff.id)
}

/** Takes the second factors of somebody who lost them. They sign in by password, then set up new ones. */
export async function removeSecondFactors(tx: Tx, manager: Manager, id: string, now: Temporal.Instant): Promise<void> {
  const staff = await managedStaff(tx, manager, id)
  await deleteTotp(tx, staff.id)
  await deletePasskeysOf(tx, staff.id)
  await revokeSessionsOf(tx, staff.id, now, null)
  await emit(tx, 'staff.second_factors_removed.v1', { staffId: staff.id }, staff.id)
}

/** @throws identity.staff_not_found */
export async function findStaff(tx: Tx, id: string): Promise<Staff> {
  const staff = await readStaff(tx, id)
  if (!staff) throw staffNotFound()
  return staff
}

/** Somebody this manager may manage; managing waits its turn. @throws identity.staff_not_found, identity.beyond_own, identity.rows_beyond_own */
export async function managedStaff(tx: Tx, manager: Manager, id: string): Promise<Staff> {
  await lockStaffing(tx)
  const staff = await findStaff(tx, id)
  assertWithin(manager, staff.patterns)
  assertSeen(manager, shownBy(staff.rowScopes, staff.locationIds))
  return staff
}

/** @throws identity.beyond_own */
export function assertWithin(manager: Manager, patterns: readonly string[]): void {
  const excess = beyond(manager.permissions, expand(patterns, manager.declared))
  if (excess.length > 0) throw beyondOwn(excess)
}

/** @throws identity.rows_beyond_own */
export function assertSeen(manager: Manager, rows: Rows | undefined): void {
  if (showsMore(manager.rows, rows)) throw rowsBeyondOwn()
}

function assertGivable(manager: Manager, roles: readonly Role[], locationIds: readonly string[]): void {
  assertWithin(
    manager,
    roles.flatMap((role) => role.permissions),
  )
  const scopes = roles.map((role) => role.rowScope)
  assertSeen(manager, shownBy(scopes, locationIds))
}

/** @throws identity.last_administrator */
export async function assertAdministrated(tx: Tx): Promise<void> {
  if (!(await hasAdministrator(tx))) throw lastAdministrator()
}

/** Roles by code. Seeds the built-in ones first: staff may be created before the tenant's events were heard. */
async function rolesOf(tx: Tx, codes: readonly string[]): Promise<Role[]> {
  await seedRoles(tx)
  const known = await readRoles(tx)
  const unknown = codes.filter((code) => !known.some((role) => role.code === code))
  if (unknown.length > 0) throw unknownRole(unknown)
  return known.filter((role) => codes.includes(role.code))
}
