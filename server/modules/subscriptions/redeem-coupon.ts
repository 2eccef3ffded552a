import { isDuplicate, type Tx } from '#kernel/db.ts'
import { type Reduction, takeCoupon } from '#modules/catalog'
import { readAccount } from '#modules/customers'
import { dayOfChange } from './day-of-change.ts'
import { canJoin, type Discount } from './discount.ts'
import { insertDiscount, readDiscounts, updateEnded } from './discount-store.ts'
import { couponRepeated, discountNotFound, notStackable } from './errors.ts'
import { announce } from './events.ts'
import { lockSubscription } from './read-subscription.ts'
import { requireAllowed, type Subscription } from './subscription.ts'

/** Redeems a coupon for a subscription, from today on, or from its first billed day if that is later. */
export async function redeemCoupon(tx: Tx, subscriptionId: string, code: string, now: Temporal.Instant): Promise<Discount[]> {
  const subscription = await lockSubscription(tx, subscriptionId)
  requireAllowed(subscription, 'discount')
  const fromOn = await dayOfChange(tx, subscription, now)
  const { currency } = await readAccount(tx, subscription.accountId)
  const coupon = await takeCoupon(tx, code, { offerId: subscription.offerId, currency, on: fromOn })
  const { id: couponId, name, reduction, stackable } = coupon
  return give(tx, subscription, { couponId, name, reduction, stackable, cyclesLeft: coupon.cycles, fromOn }).catch((error: unknown) => {
    throw isDuplicate(error) ? couponRepeated(subscription.number, coupon.code) : error
  })
}

export interface DiscountDraft {
  readonly name: string
  readonly reduction: Reduction
  readonly cycles: number | null // null: for ever
  readonly stackable: boolean
}

/** Gives a discount without a coupon. @param draft an amount is in the currency of the account */
export async function giveDiscount(tx: Tx, subscriptionId: string, draft: DiscountDraft, now: Temporal.Instant): Promise<Discount[]> {
  const subscription = await lockSubscription(tx, subscriptionId)
  requireAllowed(subscription, 'discount')
  const { name, reduction, stackable } = draft
  const fromOn = await dayOfChange(tx, subscription, now)
  return give(tx, subscription, { couponId: null, name, reduction, stackable, cyclesLeft: draft.cycles, fromOn })
}

/** Takes a discount away; what it took off bills stays. */
export async function endDiscount(tx: Tx, subscriptionId: string, id: string): Promise<void> {
  if (!(await updateEnded(tx, subscriptionId, id))) throw discountNotFound()
}

async function give(
  tx: Tx,
  subscription: Subscription,
  discount: Omit<Discount, 'id' | 'subscriptionId' | 'spentUntil'>,
): Promise<Discount[]> {
  const others = await readDiscounts(tx, [subscription.id])
  if (discount.couponId && others.some((other) => other.couponId === discount.couponId))
    throw couponRepeated(subscription.number, discount.name)
  if (!canJoin(discount, others)) throw notStackable(subscription.number, discount.name)
  await insertDiscount(tx, { ...discount, subscriptionId: subscription.id })
  const { name, reduction, fromOn, cyclesLeft } = discount
  await announce(tx, 'subscription.discounted.v1', [subscription], () => ({ name, reduction, fromOn, cycles: cyclesLeft }))
  return readDiscounts(tx, [subscription.id])
}
