import { isDuplicate, type Tx } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { roleBuiltIn, roleNotFound, roleTaken, unknownPermission } from './errors.ts'
import { assertAdministrated, assertSeen, assertWithin, type Manager } from './keep-staff.ts'
import { type Role, type RoleDraft, shownBy } from './role.ts'
import { insertRole, lockRole, lockStaffing, updateRole } from './store.ts'

/** Adds a role of the tenant's own. @throws identity.role_taken, identity.unknown_permission, identity.beyond_own, identity.rows_beyond_own */
export async function addRole(tx: Tx, manager: Manager, draft: RoleDraft): Promise<Role> {
  assertKnown(manager, draft.permissions)
  assertSeen(manager, shownBy([draft.rowScope], []))
  const role = await insertRole(tx, draft).catch((error: unknown) => {
    throw isDuplicate(error, 'role_tenant_id_code_key') ? roleTaken(draft.code) : error
  })
  await emit(tx, 'role.changed.v1', { roleId: role.id, code: role.code }, role.id)
  return role
}

export type RolePatch = { readonly [K in 'name' | 'permissions' | 'rowScope']?: RoleDraft[K] | undefined }

/** @throws identity.role_not_found, identity.role_built_in */
export async function ownRole(tx: Tx, id: string): Promise<Role> {
  await lockStaffing(tx)
  const role = await lockRole(tx, id)
  if (!role) throw roleNotFound()
  if (role.isBuiltIn) throw roleBuiltIn(role.name)
  return role
}

/**
 * Changes what a role allows, for everybody who has it, from their next request on. Some of them may work elsewhere, so who sees a part of
 * the customers changes none.
 * @throws identity.beyond_own, identity.rows_beyond_own, identity.last_administrator
 */
export async function changeRole(tx: Tx, manager: Manager, role: Role, patch: RolePatch): Promise<Role> {
  assertWithin(manager, role.permissions)
  assertSeen(manager, undefined)
  const { name = role.name, permissions = role.permissions, rowScope = role.rowScope } = patch
  assertKnown(manager, permissions)
  const changed = await updateRole(tx, role.id, { name, permissions, rowScope })
  await assertAdministrated(tx)
  await emit(tx, 'role.changed.v1', { roleId: role.id, code: role.code }, role.id)
  return changed
}

/** Own roles name permissions one by one: a pattern would grow by what nobody has looked at. */
function assertKnown(manager: Manager, permissions: readonly string[]): void {
  const unknown = permissions.filter((permission) => !manager.declared.includes(permission))
  if (unknown.length > 0) throw unknownPermission(unknown)
  assertWithin(manager, permissions)
}
