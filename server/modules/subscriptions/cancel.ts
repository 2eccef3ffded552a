import type { Tx } from '#kernel/db.ts'
import { dateIn, earlier } from '#kernel/time.ts'
import { cyclePeriod, readVersions } from '#modules/catalog'
import { readTenant } from '#modules/tenants'
import { endNotPlanned } from './errors.ts'
import { type Agreed, agreedMember, announce } from './events.ts'
import { lockSubscription } from './read-subscription.ts'
import { findOver, liftBlocks, lockSubscriptions, updateSubscriptions } from './store.ts'
import { anchorOf, ended, isAllowed, requireAllowed, type Subscription } from './subscription.ts'

/** Ends service now, or gives a subscription up before it began. */
export async function cancelNow(tx: Tx, id: string, now: Temporal.Instant, agreed?: Agreed): Promise<Subscription> {
  const subscription = await lockSubscription(tx, id)
  if (!isAllowed(subscription.state, 'cancel')) requireAllowed(subscription, 'end')
  const { timeZone } = await readTenant(tx)
  const endsOn = earlier(subscription.endsOn ?? dateIn(now, timeZone), dateIn(now, timeZone))
  const [over] = await end(tx, [{ ...subscription, endsOn }], now, { isDuringDay: true, ...agreedMember(agreed) })
  return over!
}

/** Lets service run until what is paid for, or else the running cycle, is over. */
export async function cancelAtCycleEnd(tx: Tx, id: string, now: Temporal.Instant): Promise<Subscription> {
  const subscription = await lockSubscription(tx, id)
  requireAllowed(subscription, 'end')
  const { timeZone } = await readTenant(tx)
  const planned = { ...subscription, endsOn: await cycleEnd(tx, subscription, dateIn(now, timeZone)) }
  await updateSubscriptions(tx, [planned])
  await announce(tx, 'subscription.end_planned.v1', [planned], (one) => ({ endsOn: one.endsOn }))
  return planned
}

/** Takes a planned end back. */
export async function keep(tx: Tx, id: string): Promise<Subscription> {
  const subscription = await lockSubscription(tx, id)
  if (!subscription.endsOn || subscription.endsAt || !isAllowed(subscription.state, 'end')) throw endNotPlanned(subscription.number)
  const kept = { ...subscription, endsOn: null }
  await updateSubscriptions(tx, [kept])
  await announce(tx, 'subscription.end_planned.v1', [kept], () => ({ endsOn: null }))
  return kept
}

const batchMax = 500 // locks held at once

/** Ends a batch of what has come to its last day. @returns whether there may be more */
export async function endOver(tx: Tx, now: Temporal.Instant): Promise<boolean> {
  const ids = await findOver(tx, now, batchMax)
  const over = (await lockSubscriptions(tx, ids)).filter((one) => isAllowed(one.state, 'end') && one.endsOn !== null)
  await end(tx, over, now)
  return ids.length === batchMax
}

/** @param more what its event says beside: whether there was service on a part of the last day, and what was agreed */
async function end(
  tx: Tx,
  subscriptions: readonly Subscription[],
  now: Temporal.Instant,
  more: object = { isDuringDay: false },
): Promise<Subscription[]> {
  const over = subscriptions.map((one) => ({ ...ended(one), endedAt: now }))
  const withheld = subscriptions.filter((one) => one.blockReasons.length > 0)
  if (withheld.length > 0)
    await liftBlocks(
      tx,
      withheld,
      withheld.flatMap((one) => one.blockReasons),
    )
  if (over.length > 0) await updateSubscriptions(tx, over)
  await announce(tx, 'subscription.ended.v1', over, (one) => ({ state: one.state, endsOn: one.endsOn, ...more }))
  return over
}

/** When what is paid for, or else the running cycle, is over. */
export async function cycleEnd(tx: Tx, subscription: Subscription, today: Temporal.PlainDate): Promise<Temporal.PlainDate> {
  if (subscription.billedUntil && Temporal.PlainDate.compare(subscription.billedUntil, today) > 0) return subscription.billedUntil
  const version = (await readVersions(tx, [subscription.offerVersionId])).get(subscription.offerVersionId)!
  return cyclePeriod({ startedOn: today, billDay: subscription.billDay, ...anchorOf(subscription), cycle: version.cycle }, today).to
}
