import type { Tx } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { type BoostGrant, type Faster, type OfferVersion, readVersions, validityEnd } from '#modules/catalog'
import { readSubscription, type Subscription } from '#modules/subscriptions'
import { endBoost, endOfBought, insertBoost, type SpeedBoost } from './boost-store.ts'
import { boostNotFaster, boostNotFound, boostOver, boostUnused, boostWithoutData } from './errors.ts'
import { remaining } from './remaining.ts'

export interface BoostDraft {
  readonly subscriptionId: string
  readonly faster: Faster
  /** Now unless said. */
  readonly from?: Temporal.Instant | undefined
  readonly until: Temporal.Instant
  readonly reason: string
}

/**
 * Makes a subscription faster for a time. What is online changes at once, or when the time has come.
 * @throws charging.boost_over, charging.boost_not_faster
 */
export async function boostSpeed(
  tx: Tx,
  { subscriptionId, from, until, faster, reason }: BoostDraft,
  now: Temporal.Instant,
): Promise<SpeedBoost> {
  const subscription = await readSubscription(tx, subscriptionId)
  const fromAt = from && Temporal.Instant.compare(from, now) > 0 ? from : now
  if (Temporal.Instant.compare(until, fromAt) <= 0) throw boostOver()
  const speed = await boostedSpeed(tx, subscription, faster)
  return begin(tx, { subscriptionId, ...speed, fromAt, untilAt: until, reason, isBought: false }, now)
}

/**
 * Begins a boost that was paid for; one more of the same speed goes on where the one before ends.
 *
 *   2 hours at 10:00 ├────────┤ 12:00, and 2 hours more at 11:00 ├────────┤ 14:00
 *
 * @throws charging.boost_not_faster, and those of `requireUseful`
 */
export async function beginBoughtBoost(
  tx: Tx,
  { subscription, version, grant }: { readonly subscription: Subscription; readonly version: OfferVersion; readonly grant: BoostGrant },
  at: { readonly now: Temporal.Instant; readonly timeZone: string },
): Promise<SpeedBoost> {
  const subscriptionId = subscription.id
  await requireUseful(tx, subscription, at.now)
  const speed = await boostedSpeed(tx, subscription, grant.faster)
  const fromAt = (await endOfBought(tx, { subscriptionId, ...speed }, at.now)) ?? at.now
  const untilAt = validityEnd(grant.validity, fromAt, at.timeZone)
  return begin(tx, { subscriptionId, ...speed, fromAt, untilAt, reason: version.offerName, isBought: true }, at.now)
}

async function begin(tx: Tx, draft: Omit<SpeedBoost, 'id'>, now: Temporal.Instant): Promise<SpeedBoost> {
  const boost = await insertBoost(tx, draft, now)
  if (Temporal.Instant.compare(boost.fromAt, now) <= 0) await tell(tx, 'subscription.boosted.v1', boost)
  return boost
}

interface Speeds {
  readonly downloadBps: bigint
  readonly uploadBps: bigint
}

/** What a subscription would have. @throws charging.boost_not_faster */
export async function boostedSpeed(tx: Tx, { offerVersionId, number }: Subscription, faster: Faster): Promise<Speeds> {
  const plan = (await readVersions(tx, [offerVersionId])).get(offerVersionId)!
  const speed = speedsOf(faster, plan)
  if (speed.downloadBps <= plan.downloadBps && speed.uploadBps <= plan.uploadBps) throw boostNotFaster(number)
  return speed
}

const speedsOf = (faster: Faster, plan: Speeds): Speeds =>
  faster.kind === 'speed'
    ? { downloadBps: faster.downloadBps, uploadBps: faster.uploadBps }
    : { downloadBps: percentOf(plan.downloadBps, faster.percent), uploadBps: percentOf(plan.uploadBps, faster.percent) }

const percentOf = (bps: bigint, percent: number) => (bps * BigInt(percent)) / 100n

/** A boost runs out by the clock, so nobody buys one that could not be used. @throws charging.boost_unused, charging.boost_without_data */
async function requireUseful(tx: Tx, { id, number, state, offerVersionId }: Subscription, now: Temporal.Instant): Promise<void> {
  if (state !== 'active') throw boostUnused(number, state)
  const { quotaPolicy } = (await readVersions(tx, [offerVersionId])).get(offerVersionId)!
  if (quotaPolicy !== 'none' && (await remaining(tx, [id], now)).get(id)?.remaining === 0n) throw boostWithoutData(number)
}

/** Ends a boost before its time. @throws charging.boost_not_found */
export async function endBoostNow(tx: Tx, id: string, now: Temporal.Instant): Promise<SpeedBoost> {
  const boost = await endBoost(tx, id, now)
  if (!boost) throw boostNotFound()
  await tell(tx, 'subscription.boost_ended.v1', boost)
  return boost
}

async function tell(tx: Tx, type: string, { id, subscriptionId, downloadBps, uploadBps, fromAt, untilAt }: SpeedBoost): Promise<void> {
  const { customerId } = await readSubscription(tx, subscriptionId)
  await emit(tx, type, { subscriptionId, customerId, boostId: id, downloadBps, uploadBps, from: fromAt, until: untilAt }, subscriptionId)
}
