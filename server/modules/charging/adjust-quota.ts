import { z } from 'zod'
import type { Tx } from '#kernel/db.ts'
import { subscriber } from '#kernel/events.ts'
import { dateIn, type Period, startOfDay } from '#kernel/time.ts'
import { type Cycle, type CycleAnchor, cyclePeriod, readVersions } from '#modules/catalog'
import { readTenant } from '#modules/tenants'
import { shareOf } from './cycle.ts'
import type { Lot } from './lot.ts'
import { announceRenewed, openRestOfCycle } from './renew-quota.ts'
import { deleteLots, lockCycleLots, readAnchors, readOverused, updateLots } from './store.ts'

/** How much of its quota a new plan brings in the middle of a cycle: by the days left, as the price; or as if it had been had from the beginning. */
export const quotaOnChanges = ['scaled', 'full'] as const
export type QuotaOnChange = (typeof quotaOnChanges)[number]

export interface PlanChange {
  readonly subscriptionId: string
  readonly fromVersionId: string
  readonly fromBillDay: number // weeks and months count it differently
  readonly toVersionId: string
  readonly on: Temporal.PlainDate // counts to the new plan
}

const zChange = z.object({
  subscriptionId: z.string(),
  fromVersionId: z.string(),
  fromBillDay: z.int(),
  toVersionId: z.string(),
  on: z.string().transform((text) => Temporal.PlainDate.from(text)),
})

/** Lets quotas follow changes of plan. @param policyOf where the policy is kept is not this module's to know */
export const followPlans = (policyOf: (tx: Tx) => Promise<QuotaOnChange>) =>
  subscriber({
    name: 'charging.follow-plan',
    types: ['subscription.plan_changed.v1'],
    handle: async (tx, events, { clock }) =>
      followPlanChanges(
        tx,
        events.map((event) => zChange.parse(event.payload)),
        await policyOf(tx),
        clock.now(),
      ),
  })

/**
 * Follows changes of plan. Scaled, the running grant loses the old plan's share of the days left and gains the new plan's, exactly as the
 * price does; full, it is that of a plan had since the grant began. In both, what was used stays used, also through a time without a
 * limit: so nobody gets more by changing to and fro than the days of each plan bring.
 *
 *   30 days, 30 GB ├── 12 days ──┤ to 60 GB ├── 18 days ──┤     scaled: 30 − 18 + 36 = 48 GB in this cycle     full: 60 GB
 */
export async function followPlanChanges(
  tx: Tx,
  changes: readonly PlanChange[],
  policy: QuotaOnChange,
  now: Temporal.Instant,
): Promise<void> {
  const { timeZone } = await readTenant(tx)
  const ids = [...new Set(changes.map((change) => change.subscriptionId))]
  const lots = new Map((await lockCycleLots(tx, ids, now)).map((lot) => [lot.subscriptionId, lot]))
  const termsOf = await readQuotaTerms(tx, changes)
  for (const change of changes) {
    const lot = lots.get(change.subscriptionId)
    if (lot) lots.set(lot.subscriptionId, adjusted(lot, termsOf(change), { on: change.on, policy, timeZone, now }))
  }
  await saveLots(tx, [...lots.values()], now)
  await openRestOfCycle(tx, ids, now, await readOverused(tx, beginnings(changes, termsOf, timeZone), now)) // those that came from an unlimited plan
}

/** The quotas of a change, and what their cycles are counted from. */
export interface QuotaTerms {
  readonly anchor: Omit<CycleAnchor, 'cycle'>
  readonly fromBillDay: number
  readonly from: PlanQuota
  readonly to: PlanQuota
}
export interface PlanQuota {
  readonly quotaBytes: bigint | null // null: unlimited
  readonly cycle: Cycle
}

async function readQuotaTerms(tx: Tx, changes: readonly PlanChange[]): Promise<(change: PlanChange) => QuotaTerms> {
  const versions = await readVersions(
    tx,
    changes.flatMap((change) => [change.fromVersionId, change.toVersionId]),
  )
  const anchors = await readAnchors(
    tx,
    changes.map((change) => change.subscriptionId),
  )
  return ({ subscriptionId, fromVersionId, fromBillDay, toVersionId }) => ({
    anchor: anchors.get(subscriptionId)!,
    fromBillDay,
    from: versions.get(fromVersionId)!,
    to: versions.get(toVersionId)!,
  })
}

const periodOf = ({ cycle }: PlanQuota, anchor: QuotaTerms['anchor'], on: Temporal.PlainDate): Period =>
  cyclePeriod({ ...anchor, cycle }, on)

/** When the cycles of the new plans began in which the changes lie. */
const beginnings = (changes: readonly PlanChange[], termsOf: (change: PlanChange) => QuotaTerms, timeZone: string) =>
  changes.flatMap((change) => {
    const { anchor, to } = termsOf(change)
    if (!anchor) return [] // it never began
    return [{ subscriptionId: change.subscriptionId, since: startOfDay(periodOf(to, anchor, change.on).from, timeZone) }]
  })

export interface ChangeMoment {
  readonly on: Temporal.PlainDate
  readonly policy: QuotaOnChange
  readonly timeZone: string
  readonly now: Temporal.Instant
}

/** An unlimited plan ends the grant with what its days had earned; another quota changes it. Plans of other cycles change by the days left. */
export function adjusted(lot: Lot, { anchor, fromBillDay, from, to }: QuotaTerms, { on, policy, timeZone, now }: ChangeMoment): Lot {
  const isSameCycle = from.cycle.unit === to.cycle.unit && from.cycle.count === to.cycle.count
  const isFull = policy === 'full' && isSameCycle && to.quotaBytes !== null
  const since = isFull ? dateIn(lot.validFrom, timeZone) : on
  const share = (plan: PlanQuota, billDay: number) =>
    plan.quotaBytes === null ? 0n : shareOf(plan.quotaBytes, periodOf(plan, { ...anchor, billDay }, on), since)
  const granted = lot.granted - share(from, fromBillDay) + share(to, anchor.billDay)
  const validTo = to.quotaBytes === null ? now : startOfDay(periodOf(to, anchor, on).to, timeZone)
  return { ...lot, granted: granted > 0n ? granted : 1n, validTo, reachedPercent: 0 }
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
