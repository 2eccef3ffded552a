import type { Tx } from '#kernel/db.ts'
import { emitAll } from '#kernel/events.ts'
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
      reached.map(({ tenantId, ...payload }) => ({ tenantId, type: 'quota.reached.v1', subject: payload.subscriptionId, payload })),
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
