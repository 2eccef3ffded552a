import { moveNotAllowed } from './errors.ts'

export const states = ['pending', 'active', 'paused', 'suspended', 'cancelled', 'ended'] as const
export type State = (typeof states)[number]

/** States in which somebody has the service, or would have it but for a pause or a block. */
export const liveStates = ['active', 'paused', 'suspended'] as const satisfies readonly State[]

/** Why service is withheld. Paying lifts `unpaid` and `expired`, never what a person set. */
export const blockReasons = ['unpaid', 'arrears', 'expired', 'quota', 'abuse', 'admin', 'lost-device'] as const
export type BlockReason = (typeof blockReasons)[number]

/** An offer that somebody has. */
export interface Subscription {
  readonly id: string
  readonly tenantId: string
  readonly number: string // S-000041
  readonly customerId: string
  readonly accountId: string
  readonly offerId: string
  readonly offerVersionId: string
  readonly locationId: string | null
  readonly state: State
  readonly blockReasons: readonly BlockReason[] // in force, in the order of the set above
  readonly startedOn: Temporal.PlainDate | null // first billed day; while pending the day agreed
  readonly trialUntil: Temporal.PlainDate | null // first charged day; null: the first billed day
  readonly billDay: number
  readonly billedUntil: Temporal.PlainDate | null // first day that no invoice covers yet
  readonly endsOn: Temporal.PlainDate | null // first day without service
  readonly endsAt: Temporal.Instant | null // of a pass: the moment before that day
  readonly activatedAt: Temporal.Instant | null
  readonly pausedAt: Temporal.Instant | null
  readonly resumeOn: Temporal.PlainDate | null // day on which the pause ends by itself
  readonly endedAt: Temporal.Instant | null
  readonly prepaidUntil: Temporal.PlainDate | null // prepaid: first day that nobody has paid for; null: postpaid
  readonly autoRenew: boolean // prepaid: the next cycle is taken from credit, or else from a saved method
  readonly revision: number // counts changes of plan
  readonly version: number
  readonly createdAt: Temporal.Instant
}

/** Where the cycles of a subscription are counted from: the first charged day. */
export const anchorOf = ({ startedOn, trialUntil, billDay }: Pick<Subscription, 'startedOn' | 'trialUntil' | 'billDay'>) =>
  startedOn && { startedOn: trialUntil ?? startedOn, billDay }

/**
 * The one table of allowed moves: deed -> states in which it may be done.
 *
 *               ┌───────────────── pause ────────────────┐
 *   pending ─activate─▶ active ◀──────── resume ──────── paused
 *      │                 │  ▲                            │  ▲
 *    cancel            block unblock (the last)        block unblock (the last)
 *      ▼                 ▼  │                            ▼  │
 *   cancelled         suspended ◀──── the same state ─▶ suspended, pause kept beneath
 *
 *   active, paused, suspended ─end─▶ ended, and every block is lifted
 */
export const allowed = {
  activate: ['pending'],
  pause: ['active'],
  resume: ['paused'],
  block: liveStates,
  unblock: ['suspended'],
  changePlan: ['pending', 'active', 'paused', 'suspended'],
  changeItems: ['pending', 'active', 'paused', 'suspended'],
  discount: ['pending', 'active', 'paused', 'suspended'],
  transfer: ['pending', 'active', 'paused', 'suspended'],
  cancel: ['pending'],
  end: liveStates,
} as const satisfies Record<string, readonly State[]>
export type Deed = keyof typeof allowed

export function isAllowed(state: State, deed: Deed): boolean {
  const from: readonly State[] = allowed[deed]
  return from.includes(state)
}

/** @throws subscriptions.move_not_allowed */
export function requireAllowed(subscription: Pick<Subscription, 'number' | 'state'>, deed: Deed): void {
  if (!isAllowed(subscription.state, deed)) throw moveNotAllowed(subscription.number, subscription.state, deed)
}

/** The part of a subscription that moves: a state, and what it follows from. */
export interface Standing {
  readonly state: State
  readonly pausedAt: Temporal.Instant | null
  readonly blockReasons: readonly BlockReason[]
}

/** The state of a live subscription: withheld while anything blocks it, else paused or active. */
function liveState(pausedAt: Temporal.Instant | null, reasons: readonly BlockReason[]): State {
  if (reasons.length > 0) return 'suspended'
  return pausedAt ? 'paused' : 'active'
}

const inOrder = (reasons: ReadonlySet<BlockReason>) => blockReasons.filter((reason) => reasons.has(reason))

/** Adds a reason. The same standing comes back where it changes nothing: no service to withhold, or withheld for that reason already. */
export function blocked<S extends Standing>(standing: S, reason: BlockReason): S {
  if (!isAllowed(standing.state, 'block') || standing.blockReasons.includes(reason)) return standing
  const reasons = inOrder(new Set([...standing.blockReasons, reason]))
  return { ...standing, blockReasons: reasons, state: liveState(standing.pausedAt, reasons) }
}

/** Lifts a reason. The same standing comes back where it was not in force. */
export function unblocked<S extends Standing>(standing: S, reason: BlockReason): S {
  if (!standing.blockReasons.includes(reason)) return standing
  const reasons = standing.blockReasons.filter((other) => other !== reason)
  return { ...standing, blockReasons: reasons, state: liveState(standing.pausedAt, reasons) }
}

/** Ends service for good, or gives it up before it began. Nothing is withheld from what is over. */
export function ended<S extends Standing>(standing: S): S {
  if (isAllowed(standing.state, 'cancel')) return { ...standing, state: 'cancelled' }
  return { ...standing, state: 'ended', blockReasons: [] }
}
