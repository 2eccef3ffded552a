import type { Tx } from '#kernel/db.ts'
import { dateIn, later } from '#kernel/time.ts'
import { readTenant } from '#modules/tenants'
import { subscriptionNotFound } from './errors.ts'
import { announce } from './events.ts'
import { lockSubscriptions, updateSubscriptions } from './store.ts'
import { requireAllowed, type Subscription } from './subscription.ts'

/** Begins service. */
export async function activate(tx: Tx, id: string, now: Temporal.Instant): Promise<Subscription> {
  const [subscription] = await activateAll(tx, [id], now)
  if (!subscription) throw subscriptionNotFound()
  return subscription
}

/**
 * Begins service of any number of subscriptions. The first billed day is the day agreed or, where service begins later, that day:
 *
 *   agreed 1 Mar, activated 27 Feb: billed from 1 Mar          agreed 1 Mar, activated 4 Mar: billed from 4 Mar
 */
export async function activateAll(tx: Tx, ids: readonly string[], now: Temporal.Instant): Promise<Subscription[]> {
  const { timeZone } = await readTenant(tx)
  const activated = (await lockSubscriptions(tx, ids)).map((subscription) => begin(subscription, now, dateIn(now, timeZone)))
  await updateSubscriptions(tx, activated)
  await announce(tx, 'subscription.activated.v1', activated, (one) => ({ startedOn: one.startedOn }))
  return activated
}

function begin(subscription: Subscription, now: Temporal.Instant, today: Temporal.PlainDate): Subscription {
  requireAllowed(subscription, 'activate')
  const startedOn = later(subscription.startedOn ?? today, today)
  return { ...subscription, state: 'active', activatedAt: now, startedOn, billedUntil: startedOn }
}
