import type { Tx } from '#kernel/db.ts'
import { dateIn, later } from '#kernel/time.ts'
import { readTenant } from '#modules/tenants'
import { announce } from './events.ts'
import { lockSubscription } from './read-subscription.ts'
import { updateSubscriptions } from './store.ts'
import { requireAllowed, type Subscription } from './subscription.ts'

/** Stops service because the customer is away. Nothing is billed until it is resumed. */
export async function pause(tx: Tx, id: string, now: Temporal.Instant): Promise<Subscription> {
  const subscription = await lockSubscription(tx, id)
  requireAllowed(subscription, 'pause')
  return save(tx, { ...subscription, state: 'paused', pausedAt: now }, 'subscription.paused.v1')
}

/**
 * Takes service up again. Days that were paid before the pause stay paid; days of the pause that were not are never billed:
 *
 *   paid until 1 Apr   ──pause 10 Mar ── resume 20 Mar──   next bill from 1 Apr
 *   paid until 1 Apr   ──pause 10 Mar ── resume 15 Apr──   next bill from 15 Apr
 */
export async function resume(tx: Tx, id: string, now: Temporal.Instant): Promise<Subscription> {
  const subscription = await lockSubscription(tx, id)
  requireAllowed(subscription, 'resume')
  const { timeZone } = await readTenant(tx)
  const today = dateIn(now, timeZone)
  const billedUntil = later(subscription.billedUntil ?? today, today)
  return save(tx, { ...subscription, state: 'active', pausedAt: null, billedUntil }, 'subscription.resumed.v1')
}

async function save(
  tx: Tx,
  subscription: Subscription,
  event: 'subscription.paused.v1' | 'subscription.resumed.v1',
): Promise<Subscription> {
  await updateSubscriptions(tx, [subscription])
  await announce(tx, event, [subscription])
  return subscription
}
