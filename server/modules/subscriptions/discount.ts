import type { Reduction } from '#modules/catalog'

/** What is taken off a subscription's bills: a coupon that was redeemed, or a discount that staff gave. */
export interface Discount {
  readonly id: string
  readonly subscriptionId: string
  readonly couponId: string | null
  readonly name: string // as it stands on invoices
  readonly reduction: Reduction
  readonly fromOn: Temporal.PlainDate
  readonly cyclesLeft: number | null // null: for ever
  readonly spentUntil: Temporal.PlainDate | null // first day behind the cycles that were used up
  readonly stackable: boolean
}

/** Whether a discount may join others: all of them must be stackable. */
export const canJoin = (discount: { readonly stackable: boolean }, others: readonly { readonly stackable: boolean }[]): boolean =>
  others.length === 0 || (discount.stackable && others.every((other) => other.stackable))
