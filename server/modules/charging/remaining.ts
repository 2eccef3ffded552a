import type { Tx } from '#kernel/db.ts'
import { type Quota, quotaOf } from './lot.ts'
import { readLots } from './store.ts'

/** What is left of the lots that are valid now. A subscription that nothing limits is absent. */
export async function remaining(tx: Tx, subscriptionIds: readonly string[], now: Temporal.Instant): Promise<Map<string, Quota>> {
  const lots = await readLots(tx, subscriptionIds, now)
  return new Map([...Map.groupBy(lots, (lot) => lot.subscriptionId)].map(([id, own]) => [id, quotaOf(own)]))
}
