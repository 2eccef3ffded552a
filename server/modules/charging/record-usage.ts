import type { Tx } from '#kernel/db.ts'
import { emitAll } from '#kernel/events.ts'
import { announceTiers } from './fair-use.ts'
import type { Lot, UsageDelta } from './lot.ts'
import { countUsage, drawUsage, lockGrants, type Reached, rereadLots, takeUngranted } from './store.ts'

/**
 * Counts what flowed: into the hours of each subscription, and out of its lots. Any tenants in scope, any number of deltas. Each delta
 * counts once: that it is not given twice is for the caller to see to.
 */
export async function recordUsage(tx: Tx, deltas: readonly UsageDelta[]): Promise<void> {
  for (const part of byQuarterHour(deltas)) {
    const reached = await countUsage(tx, part)
    await announceReached(tx, reached)
    await announceTiers(
      tx,
      reached.flatMap(({ tenantId, subscriptionId, customerId, used, tier }) =>
        tier === null ? [] : [{ tenantId, subscriptionId, customerId, used, tier }],
      ),
    )
  }
}

/**
 * Opens lots by `open`, and draws on them what flowed since they are valid, before they were open.
 *
 *   valid from ├── flowed, kept ──┤ opened here ├── flowed, drawn at once ──┤ valid to
 *
 * @returns the lots as they are then
 */
export async function openLots(tx: Tx, tenantIds: readonly string[], open: () => Promise<readonly Lot[]>): Promise<readonly Lot[]> {
  await lockGrants(tx, tenantIds)
  const opened = await open()
  const flowed = await takeUngranted(tx, opened)
  if (flowed.length === 0) return opened
  for (const part of byQuarterHour(flowed)) await announceReached(tx, await drawUsage(tx, part))
  return rereadLots(tx, opened)
}

const announceReached = (tx: Tx, reached: readonly Reached[]) =>
  emitAll(
    tx,
    reached.flatMap(({ tenantId, tier: _, percent, granted, ...counted }) =>
      percent === null
        ? []
        : [{ tenantId, type: 'quota.reached.v1', subject: counted.subscriptionId, payload: { ...counted, percent, granted } }],
    ),
  )

const quarterHourMs = 900_000

/**
 * Deltas that are counted together, the earliest first: normally one part, more where late packets came along. Every zone is a multiple
 * of a quarter hour off UTC, so a cycle never changes within a part.
 */
function byQuarterHour<T extends Pick<UsageDelta, 'at'>>(deltas: readonly T[]): T[][] {
  const parts = Map.groupBy(deltas, (delta) => Math.floor(delta.at.epochMilliseconds / quarterHourMs))
  return [...parts.entries()].toSorted(([a], [b]) => a - b).map(([, part]) => part)
}
