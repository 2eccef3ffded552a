/** What is known about a subscription when its login is decided upon. */
import type { BlockReason, subscriptionStates } from '#modules/subscriptions'
import type { Speed } from './policy.ts'

export type { BlockReason } from '#modules/subscriptions'
export type SubscriptionState = (typeof subscriptionStates)[number]

export const quotaStates = ['unlimited', 'left', 'used-up'] as const
export type QuotaState = (typeof quotaStates)[number]

/** The part of an offer's version that access needs. */
export interface OfferVersion {
  readonly id: string
  readonly speed: Speed
  /** Once the quota is used up; null where it does not throttle. */
  readonly throttled: Speed | null
  /** Slower steps before that, by used bytes, ascending. */
  readonly fupTiers: readonly { readonly usedBytes: number; readonly speed: Speed }[]
  readonly quotaPolicy: 'none' | 'throttle' | 'cut'
  readonly sessionsMax: number
  readonly sessionLimitPolicy: 'reject-new' | 'kick-oldest'
  readonly idleTimeoutSeconds: number | null
  readonly addressPool: string | null
}

export interface SubscriptionFacts {
  readonly state: SubscriptionState
  readonly blocks: readonly BlockReason[]
  readonly endsAtMs: number | null
  readonly quota: QuotaState
  readonly usedBytes: number // in the running cycle, where the plan has tiers of fair use
  readonly version: OfferVersion
}
