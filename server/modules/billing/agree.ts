import type { Tx } from '#kernel/db.ts'
import { dateIn } from '#kernel/time.ts'
import {
  type Agreed,
  addItem,
  cancelNow,
  changePlan,
  changeQuantity,
  lockSubscription,
  pause,
  readSubscription,
  removeItem,
  type Subscription,
  transfer,
} from '#modules/subscriptions'
import { readTenant } from '#modules/tenants'
import { quoteChanged } from './errors.ts'
import { followedNow, followNow } from './follow-changes.ts'
import { type ChangeAsk, policyOf, type Quote, quote } from './quote.ts'
import { lockWaitingPeriods } from './pending-store.ts'
import { lockAccounts } from './store.ts'
import { accountsOfChange } from './agreement-store.ts'

/** Somebody agrees to a change for what a quote says. */
export interface Agreement {
  readonly ask: ChangeAsk
  readonly fingerprint: string // of the quote
  readonly now: Temporal.Instant
}

/**
 * Makes a change for exactly what was quoted: quotes it again while nobody else can change anything about it, and makes it with its money
 * in one transaction. Where it would cost something else now, such as after a coupon was redeemed, nothing happens.
 *
 *   quote ──shown──▶ agree ──lock──▶ quote again ──the same──▶ change, credit notes, invoice
 *                                        └──another──▶ refused, with the new one
 *
 * @param show how a quote is told
 * @throws billing.quote_changed, and what the change itself throws
 */
export async function agree(tx: Tx, { ask, fingerprint, now }: Agreement, show: (quoted: Quote) => unknown): Promise<Subscription> {
  await lockAccounts(tx, await accountsOfChange(tx, ask)) // before the subscription, as payments do
  await lockSubscription(tx, ask.subscriptionId)
  await lockWaitingPeriods(tx, { subscriptionId: ask.subscriptionId, itemId: null }, dateIn(now, (await readTenant(tx)).timeZone))
  const quoted = await quote(tx, ask, now)
  if (quoted.fingerprint !== fingerprint) throw quoteChanged(show(quoted))
  await change(tx, ask, now, { ...policyOf(ask), ...followedNow })
  await followNow(tx, ask.subscriptionId, now)
  return readSubscription(tx, ask.subscriptionId)
}

async function change(tx: Tx, ask: ChangeAsk, now: Temporal.Instant, agreed: Agreed): Promise<unknown> {
  switch (ask.kind) {
    case 'plan-change':
      return changePlan(tx, ask.subscriptionId, ask.offerId, now, agreed)
    case 'add-on':
      return addItem(tx, ask, now, agreed)
    case 'quantity':
      return changeQuantity(tx, ask, now, agreed)
    case 'removal':
      return removeItem(tx, { ...ask, when: 'now' }, now, agreed)
    case 'transfer':
      return transfer(tx, ask.subscriptionId, ask, now, agreed)
    case 'pause':
      return pause(tx, ask.subscriptionId, now, ask.until ?? null, agreed)
    case 'cancellation':
      return cancelNow(tx, ask.subscriptionId, now, agreed)
    default:
      return ask satisfies never
  }
}
