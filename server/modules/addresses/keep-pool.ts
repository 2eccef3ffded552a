import { isDuplicate, isReferenced, type Tx } from '#kernel/db.ts'
import { placeUnknown, poolImpossible, poolTaken } from './errors.ts'
import { type Pool, type PoolDraft, poolFault } from './pool.ts'
import { insertPool } from './pool-store.ts'

/** @throws addresses.pool_impossible, addresses.pool_taken, addresses.place_unknown */
export async function addPool(tx: Tx, draft: PoolDraft): Promise<Pool> {
  const fault = poolFault(draft)
  if (fault) throw poolImpossible(fault)
  try {
    return await insertPool(tx, draft)
  } catch (error) {
    if (isDuplicate(error)) throw poolTaken(draft.name, draft.prefix)
    throw isReferenced(error) ? placeUnknown() : error
  }
}
