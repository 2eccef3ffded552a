import { newToken, sha256 } from '#kernel/crypto.ts'
import type { Tx } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import type { RowScope as Rows } from '#kernel/row-scope.ts'
import { keyNotFound, locationUnknown, rowsBeyondOwn, unknownPermission } from './errors.ts'
import { assertSeen, assertWithin, findStaff, type Manager } from './keep-staff.ts'
import { hasLocations, insertApiKey, revokeApiKeys } from './api-key-store.ts'

export interface ApiKeyDraft {
  readonly name: string
  readonly permissions: readonly string[]
  /** Which customers it sees; undefined: those that its maker sees now. */
  readonly rows?: Rows | undefined
  readonly expiresAt: Temporal.Instant | null
}

const prefixLength = 10 // enough to tell keys apart, useless for guessing the rest

/**
 * Makes a key that may do part of what its maker may, and sees part of the customers that they see.
 * @returns the token; it is not kept and never shown again
 * @throws identity.unknown_permission, identity.beyond_own, identity.rows_beyond_own, identity.location_unknown, identity.staff_not_found
 */
export async function createApiKey(
  tx: Tx,
  manager: Manager,
  by: string | null,
  draft: ApiKeyDraft,
): Promise<{ id: string; prefix: string; token: string }> {
  const unknown = draft.permissions.filter((permission) => !manager.declared.includes(permission))
  if (unknown.length > 0) throw unknownPermission(unknown)
  assertWithin(manager, draft.permissions)
  const rows = draft.rows ? await givableRows(tx, manager, draft.rows) : manager.rows
  const token = newToken('tlk_')
  const prefix = token.slice(0, prefixLength)
  const id = await insertApiKey(tx, { ...draft, rows, prefix, tokenHash: sha256(token), createdBy: by })
  await emit(tx, 'api_key.created.v1', { keyId: id, name: draft.name }, id)
  return { id, prefix, token }
}

async function givableRows(tx: Tx, manager: Manager, rows: Rows): Promise<Rows> {
  const isAnothers = manager.rows !== undefined && rows.staffId !== null && rows.staffId !== manager.rows.staffId
  if (isAnothers) throw rowsBeyondOwn()
  assertSeen(manager, rows)
  if (rows.staffId !== null) await findStaff(tx, rows.staffId)
  if (!(await hasLocations(tx, rows.locationIds))) throw locationUnknown()
  return rows
}

/** @throws identity.key_not_found */
export async function revokeApiKey(tx: Tx, id: string): Promise<void> {
  const revoked = await revokeApiKeys(tx, [id])
  if (revoked.length === 0) throw keyNotFound()
  await emit(tx, 'api_key.revoked.v1', { keyId: id }, id)
}
