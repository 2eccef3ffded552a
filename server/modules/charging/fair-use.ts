import type { Tx } from '#kernel/db.ts'
import { emitAll } from '#kernel/events.ts'
import { dateIn, startOfDay } from '#kernel/time.ts'
import { cyclePeriod } from '#modules/catalog'
import { beginFairUse, type FairUseCycle, type FairUseDue, findFairUseDue, retierFairUse, type TierChange } from './fair-use-store.ts'

const batchMax = 2_000 // cycles begun by one statement

/** Begins to count the running cycles of a batch of those whose plans have tiers of fair use. @returns whether there may be more */
export async function beginFairUseCycles(tx: Tx, now: Temporal.Instant, ids?: readonly string[]): Promise<boolean> {
  const due = await findFairUseDue(tx, now, batchMax, ids)
  if (due.length === 0) return false
  await announceTiers(tx, await beginFairUse(tx, due.map((one) => cycleAt(one, now)))) // prettier-ignore
  return due.length === batchMax
}

/** Lets tiers follow changes of plan: what was used stays used. That speeds change is told by the change itself. */
export async function followTiers(tx: Tx, subscriptionIds: readonly string[], now: Temporal.Instant): Promise<void> {
  await retierFairUse(tx, subscriptionIds)
  await beginFairUseCycles(tx, now, subscriptionIds)
}

function cycleAt({ tenantId, subscriptionId, activatedAt, endsAt, timeZone, ...anchor }: FairUseDue, now: Temporal.Instant): FairUseCycle {
  if (endsAt) return { tenantId, subscriptionId, validFrom: activatedAt, validTo: endsAt }
  const { from, to } = cyclePeriod(anchor, dateIn(now, timeZone))
  const begin = startOfDay(from, timeZone)
  const validFrom = Temporal.Instant.compare(activatedAt, begin) > 0 ? activatedAt : begin
  return { tenantId, subscriptionId, validFrom, validTo: startOfDay(to, timeZone) }
}

/** Says that another speed holds: slower with a tier that was reached, full again with a new cycle. */
export async function announceTiers(tx: Tx, changes: readonly TierChange[]): Promise<void> {
  await emitAll(
    tx,
    changes.map(({ tenantId, ...payload }) => ({ tenantId, type: 'quota.tier_changed.v1', subject: payload.subscriptionId, payload })),
  )
}
