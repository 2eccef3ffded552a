import { newToken, sha256 } from '#kernel/crypto.ts'
import type { Tx } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { keyNotFound, unknownPermission } from './errors.ts'
import { assertWithin, type Manager } from './keep-staff.ts'
import { insertApiKey, revokeApiKeys } from './store.ts'

export interface ApiKeyDraft {
  readonly name: string
  readonly permissions: readonly string[]
  readonly expiresAt: Temporal.Instant | null
}

const prefixLength = 10 // enough to tell keys apart, useless for guessing the rest

/** Makes a key that may do part of what its maker may. @returns the token; it is not kept and never shown again */
export async function createApiKey(
  tx: Tx,
  manager: Manager,
  by: string | null,
  draft: ApiKeyDraft,
): Promise<{ id: string; prefix: string; token: string }> {
  const unknown = draft.permissions.filter((permission) => !manager.declared.includes(permission))
  if (unknown.length > 0) throw unknownPermission(unknown)
  assertWithin(manager, draft.permissions)
  const token = newToken('tlk_')
  const prefix = token.slice(0, prefixLength)
  const id = await insertApiKey(tx, { ...draft, prefix, tokenHash: sha256(token), createdBy: by })
  await emit(tx, 'api_key.created.v1', { keyId: id, name: draft.name }, id)
  return { id, prefix, token }
}

/** @throws identity.key_not_found */
export async function revokeApiKey(tx: Tx, id: string): Promise<void> {
  const revoked = await revokeApiKeys(tx, [id])
  if (revoked.length === 0) throw keyNotFound()
  await emit(tx, 'api_key.revoked.v1', { keyId: id }, id)
}
