import type { Money } from '#kernel/money.ts'
import { formatMoney } from '#kernel/money.ts'
import type { ReusableMethod, Standing } from './gateway.ts'

export const checkoutStates = ['open', 'paid', 'failed', 'abandoned'] as const
export type CheckoutState = (typeof checkoutStates)[number]

/**
 * An amount a customer was asked to pay through a gateway, or that a saved method is charged. Money that comes late counts all the same: every state leads to paid.
 *
 *   open ──▶ paid ◀── failed
 *     │        ▲
 *     └──▶ abandoned (nobody paid for a day)
 */
export interface Checkout {
  readonly id: string
  readonly gatewayId: string
  readonly accountId: string
  readonly customerId: string
  readonly reference: string // ours, known to the gateway
  readonly amount: Money
  readonly state: CheckoutState
  readonly url: string | null // where the customer pays; null until the gateway has answered
  readonly error: string | null
  readonly savedMethodId: string | null // charged without the customer
  readonly keepsMethod: boolean // the customer agreed that what they pay with is kept
  readonly createdAt: Temporal.Instant
  readonly settledAt: Temporal.Instant | null
}

/** What becomes of a checkout, given how its payment stands at the gateway. */
export type Verdict =
  | { readonly kind: 'take'; readonly receivedAt: Temporal.Instant | null; readonly reusable: ReusableMethod | null }
  | { readonly kind: 'reject'; readonly reason: string }
  | { readonly kind: 'fail'; readonly reason: string }
  | { readonly kind: 'abandon' }
  | { readonly kind: 'wait' }
  | { readonly kind: 'nothing' } // it was taken before

const abandonedAfterHours = 24

/** Money is taken only if it is the amount that was asked for, in its currency. */
export function judge(checkout: Checkout, standing: Standing, now: Temporal.Instant): Verdict {
  if (checkout.state === 'paid') return { kind: 'nothing' }
  switch (standing.kind) {
    case 'paid': {
      const isAsked = standing.amount.currency === checkout.amount.currency && standing.amount.minor === checkout.amount.minor
      if (isAsked) return { kind: 'take', receivedAt: standing.paidAt, reusable: standing.reusable }
      return { kind: 'reject', reason: `${formatMoney(standing.amount)} were paid, ${formatMoney(checkout.amount)} were asked for` }
    }
    case 'failed':
      return checkout.state === 'open' ? { kind: 'fail', reason: standing.detail } : { kind: 'nothing' }
    case 'open': {
      const isOld = Temporal.Instant.compare(checkout.createdAt.add({ hours: abandonedAfterHours }), now) < 0
      return isOld && checkout.state === 'open' ? { kind: 'abandon' } : { kind: 'wait' }
    }
    default:
      return standing satisfies never
  }
}
