import type { Tx } from '#kernel/db.ts'
import { cyclePeriod, readVersions } from '#modules/catalog'
import { readTenant } from '#modules/tenants'
import { shareOf } from './cycle.ts'
import type { Lot } from './lot.ts'
import { announceRenewed, openRestOfCycle } from './renew-quota.ts'
import { deleteLots, lockCycleLots, readAnchors, updateLots } from './store.ts'

export interface PlanChange {
  readonly subscriptionId: string
  readonly fromVersionId: string
  readonly toVersionId: string
  readonly on: Temporal.PlainDate // counts to the new plan
}

/**
 * Follows changes of plan: the running grant loses the old plan's share of the days left and gains the new plan's, exactly as the
 * price does, and what was used stays used. So nobody gets a second full quota by changing to and fro.
 *
 *   30 days, 30 GB ├── 12 days ──┤ to 60 GB ├── 18 days ──┤     30 − 18 + 36 = 48 GB in this cycle
 */
export async function followPlanChanges(tx: Tx, changes: readonly PlanChange[], now: Temporal.Instant): Promise<void> {
  const ids = [...new Set(changes.map((change) => change.subscriptionId))]
  const lots = new Map((await lockCycleLots(tx, ids, now)).map((lot) => [lot.subscriptionId, lot]))
  const shares = await readShares(tx, changes)
  for (const change of changes) {
    const lot = lots.get(change.subscriptionId)
    if (lot) lots.set(change.subscriptionId, adjusted(lot, shares(change.fromVersionId, change), shares(change.toVersionId, change), now))
  }
  await saveLots(tx, [...lots.values()], now)
  await openRestOfCycle(tx, ids, now) // those that came from an unlimited plan
}

/** What a plan grants for the days left, and when its cycle ends; undefined where it is unlimited. */
interface Share {
  readonly bytes: bigint
  readonly cycleEndsAt: Temporal.Instant
}

async function readShares(tx: Tx, changes: readonly PlanChange[]): Promise<(versionId: string, change: PlanChange) => Share | undefined> {
  const { timeZone } = await readTenant(tx)
  const versions = await readVersions(
    tx,
    changes.flatMap((change) => [change.fromVersionId, change.toVersionId]),
  )
  const anchors = await readAnchors(
    tx,
    changes.map((change) => change.subscriptionId),
  )
  return (versionId, change) => {
    const { quotaBytes, cycle } = versions.get(versionId)!
    if (quotaBytes === null) return undefined
    const period = cyclePeriod({ ...anchors.get(change.subscriptionId)!, cycle }, change.on)
    return { bytes: shareOf(quotaBytes, period, change.on), cycleEndsAt: period.to.toZonedDateTime(timeZone).toInstant() }
  }
}

/** An unlimited plan ends the grant; another quota changes it. */
function adjusted(lot: Lot, from: Share | undefined, to: Share | undefined, now: Temporal.Instant): Lot {
  if (!to) return { ...lot, validTo: now }
  const granted = lot.granted - (from?.bytes ?? 0n) + to.bytes
  return { ...lot, granted: granted > 0n ? granted : 1n, validTo: to.cycleEndsAt, reachedPercent: 0 }
}

async function saveLots(tx: Tx, lots: readonly Lot[], now: Temporal.Instant): Promise<void> {
  const isEmpty = (lot: Lot) => Temporal.Instant.compare(lot.validTo, lot.validFrom) <= 0
  await deleteLots(
    tx,
    lots.filter(isEmpty).map((lot) => lot.id),
  )
  await updateLots(
    tx,
    lots.filter((lot) => !isEmpty(lot)),
  )
  await announceRenewed(
    tx,
    lots.filter((lot) => Temporal.Instant.compare(lot.validTo, now) > 0),
  )
}
