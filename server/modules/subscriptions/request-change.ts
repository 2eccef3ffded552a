import { isDuplicate, type Tx } from '#kernel/db.ts'
import { dateIn } from '#kernel/time.ts'
import { readTenant } from '#modules/tenants'
import { cancelNow, cycleEnd } from './cancel.ts'
import { addItem, changeQuantity, removeItem } from './change-items.ts'
import { changePlan } from './change-plan.ts'
import { type AgreedTerms, canMoveRequest, type Change, type ChangeRequest, type RequestDeed } from './change-request.ts'
import {
  findRequest,
  findRequestsDue,
  insertRequest,
  lockRequest,
  type NewRequest,
  updateConsent,
  updateDecision,
  updateOutcome,
  updateUnagreed,
} from './change-request-store.ts'
import { requestMoveNotAllowed, requestNotFound, requestWaiting } from './errors.ts'
import { announce, type EventType } from './events.ts'
import { pause, resume } from './pause.ts'
import { lockSubscription, readSubscription } from './read-subscription.ts'
import { type Deed, requireAllowed, type Subscription } from './subscription.ts'
import { transfer } from './transfer.ts'

/** Carries out a change of a kind. Where money moves with it, billing takes the place of these. */
export type ChangeDeeds = {
  readonly [K in Change['kind']]: (
    tx: Tx,
    subscriptionId: string,
    change: Extract<Change, { kind: K }>,
    now: Temporal.Instant,
  ) => Promise<unknown>
}

export const changeDeeds: ChangeDeeds = {
  plan: (tx, id, { offerId }, now) => changePlan(tx, id, offerId, now),
  'add-item': (tx, subscriptionId, { offerId, quantity }, now) => addItem(tx, { subscriptionId, offerId, quantity }, now),
  'item-quantity': (tx, subscriptionId, { itemId, quantity }, now) => changeQuantity(tx, { subscriptionId, itemId, quantity }, now),
  'remove-item': (tx, subscriptionId, { itemId }, now) => removeItem(tx, { subscriptionId, itemId, when: 'now' }, now),
  pause: (tx, id, { until }, now) => pause(tx, id, now, until),
  resume: (tx, id, _, now) => resume(tx, id, now),
  transfer: (tx, id, to, now) => transfer(tx, id, to, now),
  cancel: (tx, id, _, now) => cancelNow(tx, id, now),
}

/**
 * What a change costs from a day on, as a fingerprint of prices, fees and taxes: the same while they are the same, on whatever day it is made.
 * Prices are not this module's, so billing says it; null where the change costs nothing.
 */
export type TermsOf = (tx: Tx, subscriptionId: string, change: Change, on: Temporal.PlainDate) => Promise<string | null>

/** Where nothing is billed. */
export const noTerms: TermsOf = async () => null

/** What a customer who asks for a change now agrees to. */
export async function agreedNow(
  tx: Tx,
  { subscriptionId, change, effective }: Pick<NewRequest, 'subscriptionId' | 'change' | 'effective'>,
  now: Temporal.Instant,
  termsOf: TermsOf,
): Promise<AgreedTerms | null> {
  const today = dateIn(now, (await readTenant(tx)).timeZone)
  const on = effective === 'now' ? today : await cycleEnd(tx, await readSubscription(tx, subscriptionId), today)
  const fingerprint = await termsOf(tx, subscriptionId, change, on)
  return fingerprint === null ? null : { on, fingerprint }
}

/** What must be allowed now for a change to be asked for. */
const deedOf: Partial<Record<Change['kind'], Deed>> = {
  plan: 'changePlan',
  'add-item': 'changeItems',
  'item-quantity': 'changeItems',
  'remove-item': 'changeItems',
  transfer: 'transfer',
  pause: 'pause',
  resume: 'resume',
}

/** Asks for a change; somebody who may approve it decides. Of a change of plan, a pause or an end only one waits at a time. */
export async function requestChange(tx: Tx, draft: NewRequest): Promise<ChangeRequest> {
  const subscription = await lockSubscription(tx, draft.subscriptionId)
  const deed = deedOf[draft.change.kind]
  if (deed) requireAllowed(subscription, deed)
  const request = await insertRequest(tx, draft).catch((error: unknown) => {
    throw isDuplicate(error, 'change_request_waiting') ? requestWaiting(subscription.number) : error
  })
  await tell(tx, 'subscription.change_requested.v1', request, subscription)
  return request
}

export interface Approval {
  readonly effective?: ChangeRequest['effective'] | undefined // as asked unless said
  readonly note: string
}

/** How changes are made, and what they cost. */
export interface Making {
  readonly deeds: ChangeDeeds
  readonly termsOf: TermsOf
}

const plainMaking: Making = { deeds: changeDeeds, termsOf: noTerms }

/** Approves a change and carries it out now, or lets the job do it when the cycle is over. @throws what the change itself throws */
export async function approveChange(
  tx: Tx,
  id: string,
  approval: Approval,
  now: Temporal.Instant,
  making: Making = plainMaking,
): Promise<ChangeRequest> {
  const request = await holdRequest(tx, id, 'approve')
  const subscription = await lockSubscription(tx, request.subscriptionId)
  const today = dateIn(now, (await readTenant(tx)).timeZone)
  const isNow = (approval.effective ?? request.effective) === 'now'
  const effectiveOn = isNow ? today : await cycleEnd(tx, subscription, today)
  const approved = await updateDecision(tx, id, { state: 'approved', note: approval.note, effectiveOn })
  await tell(tx, 'subscription.change_decided.v1', approved, subscription)
  return isNow ? carryOut(tx, approved, now, making) : approved
}

/** Declines a change, with words for the customer. */
export async function declineChange(tx: Tx, id: string, note: string): Promise<ChangeRequest> {
  await holdRequest(tx, id, 'decline')
  const declined = await updateDecision(tx, id, { state: 'declined', note, effectiveOn: null })
  await tell(tx, 'subscription.change_decided.v1', declined, await readSubscription(tx, declined.subscriptionId))
  return declined
}

/** Takes a request back, as long as it is not carried out. */
export async function withdrawChange(tx: Tx, id: string): Promise<ChangeRequest> {
  const request = await holdRequest(tx, id, 'withdraw')
  return updateDecision(tx, id, { state: 'withdrawn', note: request.note, effectiveOn: null })
}

/** Carries out an approved change whose day has come. @throws what the change itself throws */
export async function carryOutChange(tx: Tx, id: string, now: Temporal.Instant, making: Making = plainMaking): Promise<ChangeRequest> {
  return carryOut(tx, await holdRequest(tx, id, 'carryOut'), now, making)
}

/** The customer agrees to what a change costs now; staff decides on it again. */
export async function renewConsent(tx: Tx, id: string, now: Temporal.Instant, termsOf: TermsOf): Promise<ChangeRequest> {
  const request = await holdRequest(tx, id, 'consent')
  const subscription = await lockSubscription(tx, request.subscriptionId)
  const open = await updateConsent(tx, id, await agreedNow(tx, request, now, termsOf))
  await tell(tx, 'subscription.change_requested.v1', open, subscription)
  return open
}

/** Leaves a request that could not be carried out, with the reason, for a person to see. */
export async function failChange(tx: Tx, id: string, problem: string): Promise<ChangeRequest> {
  await holdRequest(tx, id, 'carryOut')
  const failed = await updateOutcome(tx, id, { state: 'failed', problem })
  await tell(tx, 'subscription.change_failed.v1', failed, await readSubscription(tx, failed.subscriptionId))
  return failed
}

const batchMax = 500 // changes carried out by one turn of the job

/** Approved changes whose day has come, by tenant, for the job that carries them out. */
export const changesDue = (tx: Tx, now: Temporal.Instant) => findRequestsDue(tx, now, batchMax)

async function carryOut(tx: Tx, request: ChangeRequest, now: Temporal.Instant, { deeds, termsOf }: Making): Promise<ChangeRequest> {
  const { subscriptionId, change } = request
  await lockSubscription(tx, subscriptionId)
  if (!(await isAsAgreed(tx, request, termsOf))) {
    const unagreed = await updateUnagreed(tx, request.id)
    await tell(tx, 'subscription.change_consent_needed.v1', unagreed, await readSubscription(tx, subscriptionId))
    return unagreed
  }
  // The kind picks the deed of that kind; the compiler cannot follow that through a union.
  await (deeds[change.kind] as ChangeDeeds['plan'])(tx, subscriptionId, change as Extract<Change, { kind: 'plan' }>, now)
  const done = await updateOutcome(tx, request.id, { state: 'done', problem: null })
  await tell(tx, 'subscription.change_done.v1', done, await readSubscription(tx, subscriptionId))
  return done
}

/** A fee for leaving early falls day by day, as was agreed: it is compared for the day it was agreed for, everything else for the day of the change. */
async function isAsAgreed(tx: Tx, { subscriptionId, change, agreed, effectiveOn }: ChangeRequest, termsOf: TermsOf): Promise<boolean> {
  if (!agreed) return true
  const on = change.kind === 'cancel' ? agreed.on : effectiveOn!
  return (await termsOf(tx, subscriptionId, change, on)) === agreed.fingerprint
}

async function holdRequest(tx: Tx, id: string, deed: RequestDeed): Promise<ChangeRequest> {
  const request = await lockRequest(tx, id)
  if (!request) throw requestNotFound()
  if (!canMoveRequest(request.state, deed)) throw requestMoveNotAllowed(request.state, deed)
  return request
}

/** @throws subscriptions.request_not_found */
export async function readRequest(tx: Tx, id: string): Promise<ChangeRequest> {
  const request = await findRequest(tx, id)
  if (!request) throw requestNotFound()
  return request
}

const tell = (tx: Tx, type: EventType, request: ChangeRequest, subscription: Subscription): Promise<void> =>
  announce(tx, type, [subscription], () => ({
    requestId: request.id,
    kind: request.change.kind,
    state: request.state,
    effectiveOn: request.effectiveOn,
    note: request.note,
    problem: request.problem,
  }))
