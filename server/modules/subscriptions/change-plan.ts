import type { Tx } from '#kernel/db.ts'
import { dateIn, later } from '#kernel/time.ts'
import { versionInForce } from '#modules/catalog'
import { readAccount } from '#modules/customers'
import { readTenant } from '#modules/tenants'
import { samePlan } from './errors.ts'
import { announce } from './events.ts'
import { lockSubscription } from './read-subscription.ts'
import { updateSubscriptions } from './store.ts'
import { requireSameCurrency } from './subscribe.ts'
import { requireAllowed, type Subscription } from './subscription.ts'

/** Moves a subscription to the version of a plan that is in force today (or on its first day, if that is later). The day of the change counts to the new plan. */
export async function changePlan(tx: Tx, id: string, offerId: string, now: Temporal.Instant): Promise<Subscription> {
  const subscription = await lockSubscription(tx, id)
  requireAllowed(subscription, 'changePlan')
  const { timeZone } = await readTenant(tx)
  const on = later(subscription.startedOn ?? dateIn(now, timeZone), dateIn(now, timeZone))
  const version = await versionInForce(tx, offerId, on)
  if (version.id === subscription.offerVersionId) throw samePlan(subscription.number, version.offerName)
  requireSameCurrency(version, await readAccount(tx, subscription.accountId))

  const changed = { ...subscription, offerId, offerVersionId: version.id }
  await updateSubscriptions(tx, [changed])
  await announce(tx, 'subscription.plan_changed.v1', [changed], () => ({
    fromVersionId: subscription.offerVersionId,
    toVersionId: version.id,
    on,
    state: changed.state,
  }))
  return changed
}
