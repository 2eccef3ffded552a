/** What is known about a subscription when its login is decided upon. */
import type { BlockReason, subscriptionStates } from '#modules/subscriptions'
import type { Speed } from './policy.ts'

export type { BlockReason } from '#modules/subscriptions'
export type SubscriptionState = (typeof subscriptionStates)[number]

export const quotaStates = ['unlimited', 'left', 'used-up'] as const
export type QuotaState = (typeof quotaStates)[number]

/** How packets are treated beside the speed; see `catalog`. */
export interface Quality {
  /** Faster for so many seconds, while the average stays below so much of the speed. */
  readonly burst: { readonly speed: Speed; readonly seconds: number; readonly thresholdPercent: number } | null
  readonly guaranteed: Speed | null
  /** 1 goes first, 8 last. */
  readonly priority: number | null
  /** Name of a profile that is kept on the router. */
  readonly profile: string | null
}

/** Hours at another speed, half-open, where the tenant is; days 1 (Monday) to 7. */
export interface SpeedWindow {
  readonly days: readonly number[]
  readonly fromMinute: number
  readonly toMinute: number
  readonly speed: Speed
}

/** A speed that somebody bought or was given for a time. */
export interface Boost {
  readonly fromMs: number
  readonly untilMs: number
  readonly speed: Speed
}

/** The part of an offer's version that access needs. */
export interface OfferVersion {
  readonly id: string
  readonly speed: Speed
  /** Once the quota is used up; null where it does not throttle. */
  readonly throttled: Speed | null
  /** Slower steps before that, by used bytes, ascending. */
  readonly fupTiers: readonly { readonly usedBytes: number; readonly speed: Speed }[]
  readonly speedWindows: readonly SpeedWindow[]
  readonly timeZone: string
  readonly quality: Quality | null
  readonly quotaPolicy: 'none' | 'throttle' | 'cut'
  readonly hasFreeHours: boolean
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
  /** Until service is cut; null where it is not, and where some hours count for nothing, which no router knows of. */
  readonly bytesLeft: number | null
  readonly version: OfferVersion
  readonly boosts: readonly Boost[] // those that are not over; nearly nobody has one
}
