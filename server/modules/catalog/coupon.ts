import { z } from 'zod'
import { zMoney } from '#kernel/wire.ts'
import { zPercent } from './charge.ts'

/** What a discount takes off each cycle: a part of the charges, or an amount. */
export const zReduction = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('percent'), percentOff: zPercent }),
  z.object({ kind: z.literal('amount'), amountOff: zMoney.refine(({ minor }) => minor > 0n, 'Give an amount above zero') }),
])
export type Reduction = z.output<typeof zReduction>

export interface CouponDraft {
  readonly code: string // capitals
  readonly name: string // as it stands on invoices
  readonly reduction: Reduction
  readonly cycles: number | null // null: for ever
  readonly stackable: boolean // with other stackable discounts
  readonly validFrom: Temporal.PlainDate
  readonly validTo: Temporal.PlainDate | null // first day on which it cannot be redeemed
  readonly maxRedemptions: number | null
  readonly appliesTo: readonly string[] // plans; none: all
}

/** Takes something off bills when its code is named. */
export interface Coupon extends CouponDraft {
  readonly id: string
  readonly redeemed: number
  readonly version: number
  readonly createdAt: Temporal.Instant
}

export type CouponFault = 'not-yet' | 'over' | 'used-up' | 'other-plan' | 'other-currency'

/** Why a coupon cannot be redeemed; undefined when it can. */
export function faultOf(
  coupon: Coupon,
  use: { readonly offerId: string; readonly currency: string; readonly on: Temporal.PlainDate },
): CouponFault | undefined {
  if (Temporal.PlainDate.compare(use.on, coupon.validFrom) < 0) return 'not-yet'
  if (coupon.validTo && Temporal.PlainDate.compare(use.on, coupon.validTo) >= 0) return 'over'
  if (coupon.maxRedemptions !== null && coupon.redeemed >= coupon.maxRedemptions) return 'used-up'
  if (coupon.appliesTo.length > 0 && !coupon.appliesTo.includes(use.offerId)) return 'other-plan'
  if (coupon.reduction.kind === 'amount' && coupon.reduction.amountOff.currency !== use.currency) return 'other-currency'
  return undefined
}
