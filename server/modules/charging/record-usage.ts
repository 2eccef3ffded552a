import type { Tx } from '#kernel/db.ts'
import { emitAll } from '#kernel/events.ts'
import { announceTiers } from './fair-use.ts'
import type { UsageDelta } from './lot.ts'
import { countUsage } from './store.ts'

/**
 * Counts what flowed: into the hours of each subscription, and out of its lots. Any tenants in scope, any number of deltas. Each delta
 * counts once: that it is not given twice is for the caller to see to.
 */
export async function recordUsage(tx: Tx, deltas: readonly UsageDelta[]): Promise<void> {
  for (const part of byQuarterHour(deltas)) {
    const reached = await countUsage(tx, part)
    await emitAll(
      tx,
      reached.flatMap(({ tenantId, tier, percent, granted, ...counted }) =>
        percent === null
          ? []
          : [{ tenantId, type: 'quota.reached.v1', subject: counted.subscriptionId, payload: { ...counted, percent, granted } }],
      ),
    )
    await announceTiers(
      tx,
      reached.flatMap(({ tenantId, subscriptionId, customerId, used, tier }) =>
        tier === null ? [] : [{ tenantId, subscriptionId, customerId, used, tier }],
      ),
    )
  }
}

const quarterHourMs = 900_000

/**
 * Deltas that are counted together, the earliest first: normally one part, more where late packets came along. Every zone is a multiple
 * of a quarter hour off UTC, so a cycle never changes within a part.
 */
function byQuarterHour(deltas: readonly UsageDelta[]): UsageDelta[][] {
  const parts = Map.groupBy(deltas, (delta) => Math.floor(delta.at.epochMilliseconds / quarterHourMs))
  return [...parts.entries()].toSorted(([a], [b]) => a - b).map(([, part]) => part)
}
