/** Who is let in, with what, and why: one pure function that RADIUS, the console, and "why offline?" all ask. */
import { eapFaults } from '#protocols/eap'
import type { BlockReason, SubscriptionFacts, SubscriptionState } from './facts.ts'

export interface Speed {
  /** bit/s, from the subscriber's side. */
  readonly uploadBps: number
  readonly downloadBps: number
}

/** What a subscriber gets, in words that no vendor owns; see vendors.ts. */
export interface Profile extends Speed {
  readonly sessionSeconds: number
  readonly interimSeconds: number
  readonly idleSeconds: number | null
  readonly addressPool: string | null
  readonly framedAddress: string | null
  /** Address list or filter that confines the subscriber to the payment page. */
  readonly walledGarden: string | null
}

export interface Facts {
  readonly nowMs: number
  readonly nas: { readonly interimSeconds: number; readonly walledGarden: string | null }
  /** Null: nobody has this user name. */
  readonly login: { readonly framedAddress: string | null } | null
  readonly isPasswordRight: boolean
  /** Refused before the password is looked at: it was wrong too often. */
  readonly isLockedOut: boolean
  readonly subscription: SubscriptionFacts | null
  /** Open sessions and fresh reservations of other devices. */
  readonly othersOnline: number
}

export const rejectReasons = [
  'locked-out',
  'unknown-user',
  'wrong-password',
  'password-change',
  'not-active',
  'paused',
  'ended',
  'blocked',
  'quota-used-up',
  'too-many-sessions',
  ...eapFaults,
  'no-server-certificate', // without which nobody can log in by EAP
] as const
export type RejectReason = (typeof rejectReasons)[number]

export const steps = ['attempts', 'login', 'password', 'subscription', 'blocks', 'quota', 'sessions'] as const

/** One question that was asked on the way to a verdict. `found` is a code that screens translate. */
export interface Step {
  readonly step: (typeof steps)[number]
  readonly passed: boolean
  readonly found: string
}

export type Decision =
  | { readonly verdict: 'accept'; readonly profile: Profile; readonly mustKickOldest: boolean; readonly trace: readonly Step[] }
  | {
      readonly verdict: 'walled-garden'
      readonly reason: RejectReason
      readonly blocks: readonly BlockReason[]
      readonly profile: Profile
      readonly trace: readonly Step[]
    }
  | { readonly verdict: 'reject'; readonly reason: RejectReason; readonly blocks: readonly BlockReason[]; readonly trace: readonly Step[] }

/** A refusal that is settled before the login is looked at. */
export const refused = (reason: RejectReason): Decision & { verdict: 'reject' } => ({ verdict: 'reject', reason, blocks: [], trace: [] })

/** What paying or waiting can cure; whoever is blocked for anything else has no business on the payment page. */
const curable: ReadonlySet<BlockReason> = new Set(['unpaid', 'expired', 'quota'])

const day = 86_400
const walledSeconds = 300 // asked again soon, so that whoever paid is not kept in by a lost CoA
const walledBps = 512_000

/** Decides about one login. The trace holds every question up to the one that settled it. */
export function decide(facts: Facts): Decision {
  const trace: Step[] = []
  const ask = (step: Step['step'], passed: boolean, found: string): boolean => {
    trace.push({ step, passed, found })
    return passed
  }
  const reject = (reason: RejectReason): Decision => ({ verdict: 'reject', reason, blocks: [], trace })

  const { login, subscription } = facts
  if (!ask('attempts', !facts.isLockedOut, facts.isLockedOut ? 'too-many-failures' : 'few-failures')) return reject('locked-out')
  if (!login || !subscription) {
    ask('login', false, 'unknown')
    return reject('unknown-user')
  }
  ask('login', true, 'known')
  if (!ask('password', facts.isPasswordRight, facts.isPasswordRight ? 'right' : 'wrong')) return reject('wrong-password')

  const state = stateOf(subscription, facts.nowMs)
  if (!ask('subscription', state === 'active' || state === 'suspended', state)) return reject(refusalOf(state))

  const withhold = (reason: RejectReason, blocks: readonly BlockReason[]): Decision =>
    facts.nas.walledGarden !== null && blocks.every((block) => curable.has(block))
      ? { verdict: 'walled-garden', reason, blocks, profile: walledProfile(facts, facts.nas.walledGarden), trace }
      : { verdict: 'reject', reason, blocks, trace }
  const { blocks, quota, version } = subscription
  if (!ask('blocks', blocks.length === 0, blocks.length === 0 ? 'none' : blocks.join(' '))) return withhold('blocked', blocks)
  const isCut = quota === 'used-up' && version.quotaPolicy === 'cut'
  if (!ask('quota', !isCut, quota)) return withhold('quota-used-up', ['quota'])

  const isFull = facts.othersOnline >= version.sessionsMax
  const mustKickOldest = isFull && version.sessionLimitPolicy === 'kick-oldest'
  if (!ask('sessions', !isFull || mustKickOldest, `${facts.othersOnline}/${version.sessionsMax}`)) return reject('too-many-sessions')
  return { verdict: 'accept', profile: profileOf(facts, login.framedAddress, subscription), mustKickOldest, trace }
}

const stateOf = ({ state, endsAtMs }: SubscriptionFacts, nowMs: number): SubscriptionState =>
  endsAtMs !== null && endsAtMs <= nowMs ? 'ended' : state

function refusalOf(state: SubscriptionState): RejectReason {
  if (state === 'pending') return 'not-active'
  return state === 'paused' ? 'paused' : 'ended'
}

/**
 * Speed a subscription has now: that of the last tier of fair use that was reached, and after the quota that which is left.
 *
 *   0 ├── 20 Mbit/s ── 200 GB ├── 10 Mbit/s ── 400 GB ├── 5 Mbit/s ── 500 GB, the quota ├── 1 Mbit/s
 */
export function speedOf({ quota, usedBytes, version }: Pick<SubscriptionFacts, 'quota' | 'usedBytes' | 'version'>): Speed {
  if (quota === 'used-up' && version.throttled) return version.throttled
  return version.fupTiers.findLast((tier) => tier.usedBytes <= usedBytes)?.speed ?? version.speed
}

function profileOf({ nas, nowMs }: Facts, framedAddress: string | null, subscription: SubscriptionFacts): Profile {
  const { version, endsAtMs } = subscription
  const secondsLeft = endsAtMs === null ? day : Math.floor((endsAtMs - nowMs) / 1000)
  return {
    ...speedOf(subscription),
    sessionSeconds: Math.max(1, Math.min(day, secondsLeft)),
    interimSeconds: nas.interimSeconds,
    idleSeconds: version.idleTimeoutSeconds,
    addressPool: version.addressPool,
    framedAddress,
    walledGarden: null,
  }
}

const walledProfile = ({ nas }: Facts, walledGarden: string): Profile => ({
  uploadBps: walledBps,
  downloadBps: walledBps,
  sessionSeconds: walledSeconds,
  interimSeconds: nas.interimSeconds,
  idleSeconds: null,
  addressPool: null,
  framedAddress: null,
  walledGarden,
})
