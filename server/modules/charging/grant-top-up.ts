import type { Tx } from '#kernel/db.ts'
import { dateIn } from '#kernel/time.ts'
import { type OfferVersion, type QuantityGrant, validityEnd, versionInForce } from '#modules/catalog'
import { readSubscription, type Subscription } from '#modules/subscriptions'
import { readTenant } from '#modules/tenants'
import { beginBoughtBoost, boostedSpeed } from './boost-speed.ts'
import { topUpNotForPlan } from './errors.ts'
import { deleteLots, lockLotsOf, updateLots } from './store.ts'
import { topUp } from './top-up.ts'
import { topUpBalance } from './top-up-balance.ts'

/**
 * Grants what a top-up that is on sale promises; whoever sells it takes the money. Bytes join the quota of the plan, seconds and messages
 * the balances, and a boost begins.
 * @returns the version that was sold, with its price
 * @throws catalog.not_found, catalog.wrong_kind, catalog.not_on_sale, charging.top_up_not_for_plan, charging.not_in_service,
 * charging.boost_not_faster, charging.boost_unused, charging.boost_without_data
 */
export async function grantTopUp(
  tx: Tx,
  { subscriptionId, offerId }: { readonly subscriptionId: string; readonly offerId: string },
  now: Temporal.Instant,
): Promise<OfferVersion> {
  const { timeZone } = await readTenant(tx)
  const subscription = await readSubscription(tx, subscriptionId)
  const version = await topUpFor(tx, subscription, offerId, dateIn(now, timeZone))
  const grant = version.topUp! // a top-up has one: held by `faultsIn`
  if (grant.unit === 'boost') await beginBoughtBoost(tx, { subscription, version, grant }, { now, timeZone })
  else await grantQuantity(tx, subscriptionId, grant, { now, timeZone })
  return version
}

/** The top-up that a subscription can buy on a day. @throws as `grantTopUp` */
export async function topUpFor(tx: Tx, subscription: Subscription, offerId: string, on: Temporal.PlainDate): Promise<OfferVersion> {
  const version = await versionInForce(tx, offerId, on, 'top-up')
  if (version.appliesTo.length > 0 && !version.appliesTo.includes(subscription.offerId))
    throw topUpNotForPlan(version.offerName, subscription.number)
  if (version.topUp?.unit === 'boost') await boostedSpeed(tx, subscription, version.topUp.faster)
  return version
}

async function grantQuantity(
  tx: Tx,
  subscriptionId: string,
  granted: QuantityGrant,
  at: { now: Temporal.Instant; timeZone: string },
): Promise<void> {
  const { unit, quantity, rule } = granted
  const validTo = validityEnd(granted.validity, at.now, at.timeZone)
  if (unit !== 'bytes')
    return void (await topUpBalance(
      tx,
      { subscriptionId, unit, amount: quantity, rule: rule === 'own' ? 'own-expiry' : rule, validTo },
      at.now,
    ))
  const lots = await lockLotsOf(tx, subscriptionId, 'top-up', at.now)
  if (rule === 'extend')
    await updateLots(
      tx,
      lots.map((lot) => ({ ...lot, validTo: latest(lot.validTo, validTo) })),
    )
  if (rule === 'reset') {
    const isNew = (lot: { readonly validFrom: Temporal.Instant }) => lot.validFrom.equals(at.now) // a lot without any time cannot be kept
    await deleteLots(
      tx,
      lots.filter(isNew).map((lot) => lot.id),
    )
    await updateLots(
      tx,
      lots.filter((lot) => !isNew(lot)).map((lot) => ({ ...lot, validTo: at.now })),
    )
  }
  await topUp(tx, { subscriptionId, bytes: quantity, validTo, now: at.now })
}

const latest = (a: Temporal.Instant, b: Temporal.Instant) => (Temporal.Instant.compare(a, b) >= 0 ? a : b)
