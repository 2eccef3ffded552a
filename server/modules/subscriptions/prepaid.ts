import type { Tx } from '#kernel/db.ts'
import { later } from '#kernel/time.ts'
import { billDayOf, cyclePeriod, readVersions } from '#modules/catalog'
import { block, unblock } from './block.ts'
import { notPrepaid } from './errors.ts'
import { announce } from './events.ts'
import { lockSubscription } from './read-subscription.ts'
import { updatePrepaid, updateSubscriptions } from './store.ts'
import { anchorOf, type Subscription } from './subscription.ts'

/** Whether the next cycle of a prepaid subscription is taken by itself when the running one is over. @throws subscriptions.not_prepaid */
export async function setAutoRenew(tx: Tx, id: string, autoRenew: boolean): Promise<Subscription> {
  const subscription = await lockSubscription(tx, id)
  if (subscription.prepaidUntil === null) throw notPrepaid(subscription.number)
  const changed = { ...subscription, autoRenew }
  if (subscription.autoRenew !== autoRenew) await updateSubscriptions(tx, [changed])
  return changed
}

export interface Renewal {
  readonly from: Temporal.PlainDate
  readonly until: Temporal.PlainDate
}

/**
 * Prolongs a prepaid subscription by a cycle; whoever calls it takes the money. What has not expired goes on without a gap, what has
 * expired goes on today, and begins its cycles there where they follow the subscription's own day:
 *
 *   paid until 1 Apr, renewed in time:               1 Apr ├────── 1 May ┤
 *   paid until 1 Apr, expired, renewed on 10 Apr:   10 Apr ├────── 10 May ┤ anniversary      ├── 1 May ┤ bill day of the account
 *
 * @throws subscriptions.not_prepaid
 */
export async function renew(tx: Tx, id: string, today: Temporal.PlainDate): Promise<Renewal> {
  const subscription = await lockSubscription(tx, id)
  if (subscription.prepaidUntil === null) throw notPrepaid(subscription.number)
  const version = (await readVersions(tx, [subscription.offerVersionId])).get(subscription.offerVersionId)!
  const isLate = subscription.blockReasons.includes('expired')
  const from = isLate ? later(subscription.prepaidUntil, today) : subscription.prepaidUntil
  const followsItself = isLate && version.alignment === 'anniversary'
  const billDay = followsItself ? billDayOf(version, from, subscription.billDay) : subscription.billDay
  const { to: until } = cyclePeriod({ ...anchorOf({ ...subscription, billDay })!, cycle: version.cycle }, from)
  await updatePrepaid(tx, { id, from: isLate ? from : null, until, billDay })
  await announce(tx, 'subscription.renewed.v1', [subscription], () => ({ from, until, isLate }))
  await unblock(tx, [id], 'expired')
  return { from, until }
}

/** Withholds what nobody has paid for, until somebody does. */
export const expire = (tx: Tx, ids: readonly string[]): Promise<string[]> => block(tx, ids, 'expired')
