import type { Tx } from '#kernel/db.ts'
import { later } from '#kernel/time.ts'
import { cyclePeriod, type OfferVersion, readVersions, versionInForce } from '#modules/catalog'
import { readAccount } from '#modules/customers'
import { dayOfChange } from './day-of-change.ts'
import { itemHad, itemNotFor, itemNotFound, itemOver } from './errors.ts'
import { type Agreed, agreedMember, announce } from './events.ts'
import { isFor, isHad, type Item } from './item.ts'
import { insertItem, readItems, updateItemEnd } from './item-store.ts'
import { lockSubscription } from './read-subscription.ts'
import { requireSameCurrency } from './subscribe.ts'
import { anchorOf, requireAllowed, type Subscription } from './subscription.ts'

/** Adds an add-on from today, or from the first billed day if that is later. Days of a trial are free for it too. */
export async function addItem(
  tx: Tx,
  draft: { readonly subscriptionId: string; readonly offerId: string; readonly quantity: number },
  now: Temporal.Instant,
  agreed?: Agreed,
): Promise<Item> {
  const subscription = await lockSubscription(tx, draft.subscriptionId)
  requireAllowed(subscription, 'changeItems')
  const on = await dayOfChange(tx, subscription, now)
  const version = await versionInForce(tx, draft.offerId, on, 'add-on')
  if (!isFor(version, subscription.offerId)) throw itemNotFor(version.offerName, subscription.number)
  requireSameCurrency(version, await readAccount(tx, subscription.accountId))
  const had = (await readItems(tx, [subscription.id])).some((item) => item.offerId === draft.offerId && isHad(item, on))
  if (had) throw itemHad(version.offerName, subscription.number)
  return begin(tx, subscription, { offerId: draft.offerId, offerVersionId: version.id, quantity: draft.quantity }, on, agreed)
}

/**
 * Changes how many of an add-on somebody has: the item ends and another begins on the same day, on the terms it had.
 *
 *   2 addresses ├──── 10 Mar ┤ 5 addresses ├──▶
 */
export async function changeQuantity(
  tx: Tx,
  change: { readonly subscriptionId: string; readonly itemId: string; readonly quantity: number },
  now: Temporal.Instant,
  agreed?: Agreed,
): Promise<{ ended: Item; added: Item }> {
  const subscription = await lockSubscription(tx, change.subscriptionId)
  requireAllowed(subscription, 'changeItems')
  const on = await dayOfChange(tx, subscription, now)
  const item = await requireItem(tx, subscription, change.itemId, on)
  const ended = await finish(tx, subscription, item, on, agreed)
  const added = await begin(tx, subscription, { ...item, quantity: change.quantity }, on, agreed)
  return { ended, added }
}

/** Takes an add-on away: today, or when what is paid for, or else the running cycle, is over. */
export async function removeItem(
  tx: Tx,
  removal: { readonly subscriptionId: string; readonly itemId: string; readonly when: 'now' | 'cycle-end' },
  now: Temporal.Instant,
  agreed?: Agreed,
): Promise<Item> {
  const subscription = await lockSubscription(tx, removal.subscriptionId)
  requireAllowed(subscription, 'changeItems')
  const on = await dayOfChange(tx, subscription, now)
  const item = await requireItem(tx, subscription, removal.itemId, on)
  return finish(tx, subscription, item, removal.when === 'now' ? on : await itemCycleEnd(tx, subscription, item, on), agreed)
}

/** Ends what a new plan does not allow beside it. */
export async function endUnfitItems(tx: Tx, subscription: Subscription, on: Temporal.PlainDate, agreed?: Agreed): Promise<void> {
  const had = (await readItems(tx, [subscription.id])).filter((item) => isHad(item, on))
  const versions = await readVersions(
    tx,
    had.map((item) => item.offerVersionId),
  )
  for (const item of had)
    if (!isFor(versions.get(item.offerVersionId)!, subscription.offerId)) await finish(tx, subscription, item, on, agreed)
}

async function requireItem(tx: Tx, subscription: Subscription, itemId: string, on: Temporal.PlainDate): Promise<Item> {
  const item = (await readItems(tx, [subscription.id])).find((one) => one.id === itemId)
  if (!item) throw itemNotFound()
  if (!isHad(item, on)) throw itemOver(subscription.number)
  return item
}

async function begin(
  tx: Tx,
  subscription: Subscription,
  item: Pick<Item, 'offerId' | 'offerVersionId' | 'quantity'>,
  on: Temporal.PlainDate,
  agreed?: Agreed,
): Promise<Item> {
  const { offerId, offerVersionId, quantity } = item
  const billedUntil = later(subscription.trialUntil ?? on, on)
  const begun = await insertItem(tx, {
    subscriptionId: subscription.id,
    offerId,
    offerVersionId,
    quantity,
    fromOn: on,
    toOn: null,
    billedUntil,
  })
  await announce(tx, 'subscription.item_added.v1', [subscription], () => ({
    itemId: begun.id,
    offerId,
    quantity,
    fromOn: on,
    ...agreedMember(agreed),
  }))
  return begun
}

async function finish(tx: Tx, subscription: Subscription, item: Item, on: Temporal.PlainDate, agreed?: Agreed): Promise<Item> {
  const toOn = later(on, item.fromOn)
  const over = await updateItemEnd(tx, item.id, toOn)
  const { offerId, quantity } = item
  await announce(tx, 'subscription.item_removed.v1', [subscription], () => ({
    itemId: item.id,
    offerId,
    quantity,
    toOn,
    ...agreedMember(agreed),
  }))
  return over
}

async function itemCycleEnd(tx: Tx, subscription: Subscription, item: Item, today: Temporal.PlainDate): Promise<Temporal.PlainDate> {
  if (Temporal.PlainDate.compare(item.billedUntil, today) > 0) return item.billedUntil
  const { cycle }: OfferVersion = (await readVersions(tx, [item.offerVersionId])).get(item.offerVersionId)!
  return cyclePeriod({ startedOn: today, billDay: subscription.billDay, ...anchorOf(subscription), cycle }, today).to
}
