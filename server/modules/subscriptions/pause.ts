import type { Tx } from '#kernel/db.ts'
import { dateIn, later } from '#kernel/time.ts'
import { readTenant } from '#modules/tenants'
import { dayOfChange } from './day-of-change.ts'
import { resumeTooEarly } from './errors.ts'
import { type Agreed, agreedMember, announce } from './events.ts'
import { lockSubscription } from './read-subscription.ts'
import { findPausesOver, resumeItems, updateSubscriptions } from './store.ts'
import { requireAllowed, type Subscription } from './subscription.ts'

/**
 * Stops service because the customer is away. Nothing is billed until it is resumed, by somebody or on the day given; what was paid for
 * days after the pause is billing's to give back.
 */
export async function pause(
  tx: Tx,
  id: string,
  now: Temporal.Instant,
  resumeOn: Temporal.PlainDate | null = null,
  agreed?: Agreed,
): Promise<Subscription> {
  const subscription = await lockSubscription(tx, id)
  requireAllowed(subscription, 'pause')
  const on = await dayOfChange(tx, subscription, now)
  if (resumeOn && Temporal.PlainDate.compare(resumeOn, on) <= 0) throw resumeTooEarly()
  const paused = { ...subscription, state: 'paused', pausedAt: now, resumeOn } as const
  await updateSubscriptions(tx, [paused])
  await announce(tx, 'subscription.paused.v1', [paused], () => ({ on, billedUntil: paused.billedUntil, resumeOn, ...agreedMember(agreed) }))
  return paused
}

/**
 * Takes service up again. Days that were paid before the pause stay paid; days of the pause that were not are never billed:
 *
 *   paid until 1 Apr   ──pause 10 Mar ── resume 20 Mar──   next bill from 1 Apr
 *   paid until 1 Apr   ──pause 10 Mar ── resume 15 Apr──   next bill from 15 Apr
 */
export async function resume(tx: Tx, id: string, now: Temporal.Instant): Promise<Subscription> {
  const subscription = await lockSubscription(tx, id)
  requireAllowed(subscription, 'resume')
  const { timeZone } = await readTenant(tx)
  const today = dateIn(now, timeZone)
  const billedUntil = later(subscription.billedUntil ?? today, today)
  const resumed = { ...subscription, state: 'active', pausedAt: null, resumeOn: null, billedUntil } as const
  await updateSubscriptions(tx, [resumed])
  await resumeItems(tx, id, today)
  await announce(tx, 'subscription.resumed.v1', [resumed], () => ({ on: today }))
  return resumed
}

const batchMax = 500 // pauses ended by one turn of the job

/** Pauses that are over, by tenant, for the job that ends them. */
export const pausesOver = (tx: Tx, now: Temporal.Instant) => findPausesOver(tx, now, batchMax)
