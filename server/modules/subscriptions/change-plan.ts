import type { Tx } from '#kernel/db.ts'
import { billDayOf, type OfferVersion, readVersions, sharesBillDay, versionInForce } from '#modules/catalog'
import { readAccount } from '#modules/customers'
import { endUnfitItems } from './change-items.ts'
import { dayOfChange } from './day-of-change.ts'
import { samePlan } from './errors.ts'
import { type Agreed, agreedMember, announce } from './events.ts'
import { lockSubscription } from './read-subscription.ts'
import { updateSubscriptions } from './store.ts'
import { requireSameCurrency } from './subscribe.ts'
import { requireAllowed, type Subscription } from './subscription.ts'

/** Moves a subscription to the version of a plan that is in force today (or on its first day, if that is later). The day of the change counts to the new plan. */
export async function changePlan(tx: Tx, id: string, offerId: string, now: Temporal.Instant, agreed?: Agreed): Promise<Subscription> {
  const subscription = await lockSubscription(tx, id)
  requireAllowed(subscription, 'changePlan')
  const on = await dayOfChange(tx, subscription, now)
  const version = await versionInForce(tx, offerId, on)
  if (version.id === subscription.offerVersionId) throw samePlan(subscription.number, version.offerName)
  const account = await readAccount(tx, subscription.accountId)
  requireSameCurrency(version, account)

  const before = (await readVersions(tx, [subscription.offerVersionId])).get(subscription.offerVersionId)!
  const changed = movedTo(subscription, before, version, { on, accountBillDay: account.billDay })
  await updateSubscriptions(tx, [changed])
  await endUnfitItems(tx, changed, on, agreed)
  await announce(tx, 'subscription.plan_changed.v1', [changed], () => ({
    fromVersionId: subscription.offerVersionId,
    fromBillDay: subscription.billDay,
    toVersionId: version.id,
    on,
    state: changed.state,
    ...agreedMember(agreed),
  }))
  return changed
}

/** The bill day stays, so that nobody's due day jumps; only where weeks become months or months weeks it cannot. */
export function movedTo(
  subscription: Subscription,
  from: OfferVersion,
  to: OfferVersion,
  { on, accountBillDay }: { on: Temporal.PlainDate; accountBillDay: number },
): Subscription {
  const billDay = sharesBillDay(from.cycle, to.cycle) ? subscription.billDay : billDayOf(to, on, accountBillDay)
  return { ...subscription, offerId: to.offerId, offerVersionId: to.id, billDay, revision: subscription.revision + 1 }
}
