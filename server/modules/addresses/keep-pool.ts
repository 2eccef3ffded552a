import { isDuplicate, isReferenced, type Tx } from '#kernel/db.ts'
import { placeUnknown, poolImpossible, poolNotFound, poolTaken } from './errors.ts'
import { type Pool, type PoolDraft, poolFault } from './pool.ts'
import { insertPool, lockPool, updatePool } from './pool-store.ts'

const explain = (draft: PoolDraft) => (error: unknown) => {
  if (isDuplicate(error)) throw poolTaken(draft.name, draft.prefix)
  throw isReferenced(error) ? placeUnknown() : error
}

function requirePossible(draft: PoolDraft): void {
  const fault = poolFault(draft)
  if (fault) throw poolImpossible(fault)
}

/** @throws addresses.pool_impossible, addresses.pool_taken, addresses.place_unknown */
export async function addPool(tx: Tx, draft: PoolDraft): Promise<Pool> {
  requirePossible(draft)
  return insertPool(tx, draft).catch(explain(draft))
}

/** @throws addresses.pool_not_found */
export async function poolToChange(tx: Tx, id: string): Promise<Pool> {
  const pool = await lockPool(tx, id)
  if (!pool) throw poolNotFound()
  return pool
}

/** Describes the pool anew; what sessions and logins have of it is counted anew, and stays theirs. @throws as `addPool` */
export async function changePool(tx: Tx, pool: Pool, draft: PoolDraft): Promise<Pool> {
  requirePossible(draft)
  return updatePool(tx, pool.id, draft).catch(explain(draft))
}
