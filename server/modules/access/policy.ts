/** Who is let in, with what, and why: one pure function that RADIUS, the console, and "why offline?" all ask. */
import { eapFaults } from '#protocols/eap'
import type { BlockReason, OfferVersion, Quality, SpeedWindow, SubscriptionFacts, SubscriptionState } from './facts.ts'

export interface Speed {
  /** bit/s, from the subscriber's side. */
  readonly uploadBps: number
  readonly downloadBps: number
}

export const speedSources = ['plan', 'fair-use', 'used-up', 'hours', 'boost'] as const
/** What a speed comes from: the plan, a tier of fair use, what is left after the quota, hours at another speed, a boost. */
export type SpeedSource = (typeof speedSources)[number]

/** A speed, and how packets are treated at it. */
export interface Treatment extends Speed {
  readonly quality: Quality | null
}

/** What a subscriber gets, in words that no vendor owns; see vendors.ts. */
export interface Profile extends Treatment {
  readonly sessionSeconds: number
  readonly interimSeconds: number
  /** After which the router itself ends the session, up and down together; null: no limit. */
  readonly sessionBytes: number | null
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
  'voucher-unknown',
  'voucher-used',
  'voucher-expired',
  'voucher-void',
  'voucher-not-given-out',
  'voucher-locked-out', // too many wrong codes
  ...eapFaults,
  'no-server-certificate', // without which nobody can log in by EAP
] as const
export type RejectReason = (typeof rejectReasons)[number]

export const steps = ['attempts', 'login', 'password', 'subscription', 'blocks', 'quota', 'sessions', 'speed'] as const

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
  const { blocks, quota, bytesLeft, version } = subscription
  if (!ask('blocks', blocks.length === 0, blocks.length === 0 ? 'none' : blocks.join(' '))) return withhold('blocked', blocks)
  const isUsedUp = quota === 'used-up' || (bytesLeft !== null && bytesLeft <= 0) // counted here before the database says so
  const isCut = isUsedUp && version.quotaPolicy === 'cut'
  if (!ask('quota', !isCut, isCut ? 'used-up' : quota)) return withhold('quota-used-up', ['quota'])

  const isFull = facts.othersOnline >= version.sessionsMax
  const mustKickOldest = isFull && version.sessionLimitPolicy === 'kick-oldest'
  if (!ask('sessions', !isFull || mustKickOldest, `${facts.othersOnline}/${version.sessionsMax}`)) return reject('too-many-sessions')
  const treatment = speedOf(subscription, facts.nowMs)
  ask('speed', true, treatment.source)
  return { verdict: 'accept', profile: profileOf(facts, login.framedAddress, subscription, treatment), mustKickOldest, trace }
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
 *
 * Hours at another speed, such as a night boost, replace the plan's speed and its tiers, but give nothing back once the quota is used up.
 * A boost is never slower than what it comes upon. Bursts and guarantees belong to the speed of the plan; priority stays.
 */
export function speedOf(
  { quota, usedBytes, version, boosts }: Pick<SubscriptionFacts, 'quota' | 'usedBytes' | 'version' | 'boosts'>,
  nowMs: number,
): Treatment & { readonly source: SpeedSource } {
  const found = withoutBoost(quota, usedBytes, version, nowMs)
  const boost = boosts.find(({ fromMs, untilMs }) => fromMs <= nowMs && nowMs < untilMs)
  if (!boost) return found
  const { speed } = boost
  const isFaster = speed.downloadBps > found.downloadBps || speed.uploadBps > found.uploadBps
  if (!isFaster) return found
  return {
    uploadBps: Math.max(speed.uploadBps, found.uploadBps),
    downloadBps: Math.max(speed.downloadBps, found.downloadBps),
    quality: asideFrom(version.quality),
    source: 'boost',
  }
}

function withoutBoost(
  quota: SubscriptionFacts['quota'],
  usedBytes: number,
  version: OfferVersion,
  nowMs: number,
): Treatment & { readonly source: SpeedSource } {
  if (quota === 'used-up' && version.throttled) return { ...version.throttled, quality: asideFrom(version.quality), source: 'used-up' }
  const hours = version.speedWindows.length > 0 ? windowAt(version, nowMs) : undefined
  if (hours) return { ...hours.speed, quality: asideFrom(version.quality), source: 'hours' }
  const tier = version.fupTiers.findLast((one) => one.usedBytes <= usedBytes)
  if (tier) return { ...tier.speed, quality: asideFrom(version.quality), source: 'fair-use' }
  return { ...version.speed, quality: version.quality, source: 'plan' }
}

/** Every speed that a plan may come to, in the order in which use and the clock bring them. */
export function treatmentsOf({
  speed,
  quality,
  fupTiers,
  speedWindows,
  throttled,
}: Pick<OfferVersion, 'speed' | 'quality' | 'fupTiers' | 'speedWindows' | 'throttled'>): (Treatment & { readonly source: SpeedSource })[] {
  const aside = (source: SpeedSource) => (other: Speed) => ({ ...other, quality: asideFrom(quality), source })
  return [
    { ...speed, quality, source: 'plan' },
    ...speedWindows.map((window) => aside('hours')(window.speed)),
    ...fupTiers.map((tier) => aside('fair-use')(tier.speed)),
    ...(throttled ? [aside('used-up')(throttled)] : []),
  ]
}

/** At another speed than the plan's, what was measured for the plan's makes no sense. */
const asideFrom = (quality: Quality | null): Quality | null =>
  quality?.priority == null && quality?.profile == null ? null : { ...quality, burst: null, guaranteed: null }

/** The hours in which a moment lies where the tenant is; the earlier of two that overlap. */
export function windowAt(
  { speedWindows, timeZone }: Pick<OfferVersion, 'speedWindows' | 'timeZone'>,
  nowMs: number,
): SpeedWindow | undefined {
  const { dayOfWeek, hour, minute } = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(timeZone)
  const minuteOfDay = hour * 60 + minute
  return speedWindows.find(
    ({ days, fromMinute, toMinute }) => days.includes(dayOfWeek) && fromMinute <= minuteOfDay && minuteOfDay < toMinute,
  )
}

function profileOf(
  { nas, nowMs }: Facts,
  framedAddress: string | null,
  subscription: SubscriptionFacts,
  { uploadBps, downloadBps, quality }: Treatment,
): Profile {
  const { version, endsAtMs, bytesLeft } = subscription
  const secondsLeft = endsAtMs === null ? day : Math.floor((endsAtMs - nowMs) / 1000)
  return {
    uploadBps,
    downloadBps,
    quality,
    sessionSeconds: Math.max(1, Math.min(day, secondsLeft)),
    interimSeconds: nas.interimSeconds,
    sessionBytes: bytesLeft,
    idleSeconds: version.idleTimeoutSeconds,
    addressPool: version.addressPool,
    framedAddress,
    walledGarden: null,
  }
}

const walledProfile = ({ nas }: Facts, walledGarden: string): Profile => ({
  uploadBps: walledBps,
  downloadBps: walledBps,
  quality: null,
  sessionSeconds: walledSeconds,
  interimSeconds: nas.interimSeconds,
  sessionBytes: null,
  idleSeconds: null,
  addressPool: null,
  framedAddress: null,
  walledGarden,
})
