import { earlier } from '#kernel/time.ts'
import type { Subscription } from '#modules/subscriptions'

export const renewalStates = ['announced', 'charging', 'failed', 'lapsed', 'renewed'] as const
export type RenewalState = (typeof renewalStates)[number]

/**
 * How a prepaid subscription comes over the end of what was paid for. Money that comes renews it in any state.
 *
 *   announced ──its day──▶ charging ──▶ failed ──next retry stage──▶ charging
 *        │                    │            └──none is left──▶ lapsed ◀──nothing to charge── announced
 *        └──credit──▶ renewed ◀── from each of them
 */
export interface Renewal {
  readonly id: string
  readonly subscriptionId: string
  readonly dueOn: Temporal.PlainDate // first day that nobody has paid for
  readonly state: RenewalState
  readonly attempts: number // charges of a saved method
  readonly nextTryOn: Temporal.PlainDate | null
  readonly problem: string | null
  readonly renewedUntil: Temporal.PlainDate | null
}

/** Who or what asks for a renewal. */
export type Occasion = 'cycle' | 'payment' | 'staff'

/**
 * What may be taken: at the end of a cycle only what the customer agreed to; a payment is for what has run out; staff have asked. The first
 * cycle is what was bought with the subscription.
 */
export function mayTake(
  { autoRenew, prepaidUntil, startedOn }: Pick<Subscription, 'autoRenew' | 'prepaidUntil' | 'startedOn'>,
  occasion: Occasion,
): { readonly credit: boolean; readonly savedMethod: boolean } {
  const isAgreed = autoRenew || (prepaidUntil !== null && startedOn !== null && prepaidUntil.equals(startedOn))
  switch (occasion) {
    case 'cycle':
      return { credit: isAgreed, savedMethod: isAgreed }
    case 'payment':
      return { credit: true, savedMethod: false }
    case 'staff':
      return { credit: true, savedMethod: true }
    default:
      return occasion satisfies never
  }
}

/**
 * The day of the next try after a charge that failed: dunning's next retry stage, counted from the day it was due.
 * @param retryDays of the stages, in any order
 */
export function nextTry(dueOn: Temporal.PlainDate, retryDays: readonly number[], today: Temporal.PlainDate): Temporal.PlainDate | null {
  const days = retryDays.map((count) => dueOn.add({ days: count })).filter((day) => Temporal.PlainDate.compare(day, today) > 0)
  return days.length === 0 ? null : days.reduce(earlier)
}
