import { assert } from '#kernel/assert.ts'
import type { Tx } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { type Money, money } from '#kernel/money.ts'
import { dateIn, type Period } from '#kernel/time.ts'
import { applyNotes, billAccount, dueOf, lockAccount } from '#modules/billing'
import { applyCredit, chargeSavedMethod, findChargeable } from '#modules/payments'
import { expire, readSubscription, renew, type Subscription } from '#modules/subscriptions'
import { readTenant } from '#modules/tenants'
import { notDue, notPaid } from './errors.ts'
import { payerOf } from './payer.ts'
import { mayTake, nextTry, type Occasion, type Renewal } from './renewal.ts'
import { creditOf, findByCharge, insertRenewal, moveRenewal, openOf, readRenewal, retryDays, tryOut } from './store.ts'

/** `waits`: another charge of the account is under way. */
export type Outcome = 'not-due' | 'renewed' | 'charging' | 'waits' | 'unpaid'

/**
 * Renews a prepaid subscription whose day has come: out of the credit of its account, else by a charge of the saved method, else it expires.
 * Once for each day, however often it is asked for: a subscription that was renewed is not due any more.
 */
export async function takeRenewal(tx: Tx, subscriptionId: string, occasion: Occasion, now: Temporal.Instant): Promise<Outcome> {
  const payerId = await payerOf(tx, await readSubscription(tx, subscriptionId))
  await lockAccount(tx, payerId) // whoever moves its money waits here, so what is read below holds
  const subscription = await readSubscription(tx, subscriptionId)
  const today = dateIn(now, (await readTenant(tx)).timeZone)
  if (!isDue(subscription, today)) return 'not-due'
  const renewal = await openRenewal(tx, subscription)
  const allowed = mayTake(subscription, occasion)
  if (allowed.credit) {
    const cycle = await takeFromCredit(tx, subscription, payerId, { today, now })
    if (cycle.stays) {
      await moveRenewal(tx, renewal.id, { state: 'renewed', until: cycle.until })
      return 'renewed'
    }
    const charge = allowed.savedMethod ? await takeFromMethod(tx, renewal, payerId, cycle.short, now) : undefined
    if (charge) return charge
  }
  if (occasion === 'cycle') await lapse(tx, renewal)
  return 'unpaid'
}

function isDue({ state, pausedAt, prepaidUntil, endsOn }: Subscription, today: Temporal.PlainDate): boolean {
  if (prepaidUntil === null || pausedAt !== null || (state !== 'active' && state !== 'suspended')) return false
  const isOver = endsOn !== null && Temporal.PlainDate.compare(endsOn, prepaidUntil) <= 0
  return !isOver && Temporal.PlainDate.compare(prepaidUntil, today) <= 0
}

async function openRenewal(tx: Tx, { id, prepaidUntil }: Subscription): Promise<Renewal> {
  const renewal = (await insertRenewal(tx, id, prepaidUntil!)) ?? (await readRenewal(tx, id, prepaidUntil!))
  assert(renewal, 'It is there or was made')
  return renewal
}

/**
 * Bills the next cycle and pays it with credit: both, or neither. With the cycle comes what else the account is billed that day, so it is
 * tried out, however small the bill is: what waited for the next one would be had unpaid. @returns what is missing where it is taken back
 */
const takeFromCredit = (
  tx: Tx,
  { id }: Subscription,
  payerId: string,
  { today, now }: { readonly today: Temporal.PlainDate; readonly now: Temporal.Instant },
) =>
  tryOut(tx, async () => {
    const { until } = await renew(tx, id, today)
    await billAccount(tx, payerId, today, { minimumMinor: 0n })
    await applyNotes(tx, [payerId], now)
    await applyCredit(tx, payerId, now)
    const short = await openOf(tx, payerId)
    return { stays: short === 0n, until, short }
  })

async function takeFromMethod(
  tx: Tx,
  renewal: Renewal,
  payerId: string,
  short: bigint,
  now: Temporal.Instant,
): Promise<'charging' | 'waits' | undefined> {
  const { currency } = await creditOf(tx, payerId)
  const source = `renewal ${renewal.id} ${renewal.attempts + 1}`
  const charge = await chargeSavedMethod(tx, { accountId: payerId, amount: money(short, currency), source, now })
  if (charge.kind === 'no-method') return undefined
  if (charge.kind !== 'started') return 'waits'
  await moveRenewal(tx, renewal.id, { state: 'charging', checkoutId: charge.checkout.id })
  return 'charging'
}

async function lapse(tx: Tx, { id, subscriptionId }: Renewal, problem: string | null = null): Promise<void> {
  await moveRenewal(tx, id, { state: 'lapsed', problem })
  await expire(tx, [subscriptionId])
}

/** A charge was declined: service expires, and the charge is repeated at the next retry stage of the account's dunning, if there is one. */
export async function followFailedCharge(tx: Tx, checkoutId: string, reason: string, now: Temporal.Instant): Promise<void> {
  const renewal = await findByCharge(tx, checkoutId)
  if (!renewal) return
  const subscription = await readSubscription(tx, renewal.subscriptionId)
  const { accountId, customerId } = subscription
  const today = dateIn(now, (await readTenant(tx)).timeZone)
  const nextTryOn = nextTry(renewal.dueOn, await retryDays(tx, await payerOf(tx, subscription)), today)
  if (nextTryOn) {
    await moveRenewal(tx, renewal.id, { state: 'failed', nextTryOn, problem: reason })
    await expire(tx, [renewal.subscriptionId])
  } else await lapse(tx, renewal, reason)
  const payload = { subscriptionId: renewal.subscriptionId, customerId, accountId, dueOn: renewal.dueOn, reason, nextTryOn }
  await emit(tx, 'renewal.failed.v1', payload, renewal.subscriptionId)
}

/** Because staff ask for it. @throws renewals.not_due, renewals.not_paid */
export async function renewNow(tx: Tx, subscriptionId: string, now: Temporal.Instant) {
  const outcome = await takeRenewal(tx, subscriptionId, 'staff', now)
  const { number, prepaidUntil } = await readSubscription(tx, subscriptionId)
  if (outcome === 'not-due') throw notDue(number, prepaidUntil?.toString() ?? '')
  if (outcome === 'unpaid') throw notPaid(number)
  return outcome
}

/** What will happen on the day, as things are now. */
export interface Outlook {
  readonly on: Temporal.PlainDate
  readonly cycle: Period
  readonly amount: Money
  readonly credit: Money
  /** null: it will expire. */
  readonly paidBy: 'credit' | 'saved-method' | null
}

/** The next renewal, by the code that will bill it; nothing is changed. @returns undefined where it is not prepaid or not in service */
export async function outlookOf(tx: Tx, subscription: Subscription, today: Temporal.PlainDate): Promise<Outlook | undefined> {
  const { id, accountId, prepaidUntil: on, state } = subscription
  if (on === null || (state !== 'active' && state !== 'suspended')) return undefined
  const { cycle, amount } = await tryOut(tx, async () => {
    const { from, until } = await renew(tx, id, today)
    return { stays: false, cycle: { from, to: until }, amount: await dueOf(tx, { id, accountId }, from) }
  })
  const payerId = await payerOf(tx, subscription)
  const credit = await creditOf(tx, payerId)
  const { credit: isAgreed } = mayTake(subscription, 'cycle')
  const hasMethod = (await findChargeable(tx, payerId, on)) !== undefined
  const paidBy = credit.minor >= amount.minor ? 'credit' : hasMethod ? 'saved-method' : null
  return { on, cycle, amount, credit, paidBy: isAgreed ? paidBy : null }
}

/** Tells the customer, once, what will happen on the day. */
export async function announceRenewal(tx: Tx, subscriptionId: string, today: Temporal.PlainDate): Promise<void> {
  const subscription = await readSubscription(tx, subscriptionId)
  const outlook = await outlookOf(tx, subscription, today)
  if (!outlook || !(await insertRenewal(tx, subscriptionId, outlook.on))) return
  const { customerId, accountId } = subscription
  const { on, amount, paidBy } = outlook
  await emit(tx, 'renewal.announced.v1', { subscriptionId, customerId, accountId, on, amount, paidBy }, subscriptionId)
}
