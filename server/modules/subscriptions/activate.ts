import type { Tx } from '#kernel/db.ts'
import { dateIn, later } from '#kernel/time.ts'
import { billDayOf, type OfferVersion, readVersions } from '#modules/catalog'
import { readTenant } from '#modules/tenants'
import { subscriptionNotFound } from './errors.ts'
import { announce } from './events.ts'
import { beginPrepaid, lockSubscriptions, updateSubscriptions } from './store.ts'
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
 *
 * Where the version begins with a trial, its days are free of charge and cycles are counted from the day after it.
 */
export async function activateAll(tx: Tx, ids: readonly string[], now: Temporal.Instant): Promise<Subscription[]> {
  const { timeZone } = await readTenant(tx)
  const locked = await lockSubscriptions(tx, ids)
  const versions = await readVersions(tx, [...new Set(locked.map((one) => one.offerVersionId))])
  const activated = locked.map((one) => begin(one, versions.get(one.offerVersionId)!, now, dateIn(now, timeZone)))
  await updateSubscriptions(tx, activated)
  const prepaid = activated.filter((one) => one.prepaidUntil !== null).map((one) => one.id)
  if (prepaid.length > 0) await beginPrepaid(tx, prepaid)
  await announce(tx, 'subscription.activated.v1', activated, (one) => ({ startedOn: one.startedOn }))
  return activated
}

function begin(subscription: Subscription, version: OfferVersion, now: Temporal.Instant, today: Temporal.PlainDate): Subscription {
  requireAllowed(subscription, 'activate')
  const startedOn = later(subscription.startedOn ?? today, today)
  const [phase] = version.phases
  const trialUntil = phase?.kind === 'trial' ? startedOn.add({ days: phase.days }) : null
  const chargedFrom = trialUntil ?? startedOn
  const billDay = version.alignment === 'anniversary' ? billDayOf(version, chargedFrom, subscription.billDay) : subscription.billDay
  return { ...subscription, state: 'active', activatedAt: now, startedOn, trialUntil, billDay, billedUntil: chargedFrom }
}
