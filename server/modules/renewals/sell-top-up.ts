import type { Tx } from '#kernel/db.ts'
import { type Subscriber, subscriber } from '#kernel/events.ts'
import { Problem } from '#kernel/problem.ts'
import { dateIn } from '#kernel/time.ts'
import { applyNotes, billOffer, lockAccount, type OfferPrice, priceOfOffer } from '#modules/billing'
import type { OfferVersion } from '#modules/catalog'
import { grantTopUp, topUpFor } from '#modules/charging'
import { applyCredit, chargeNow, type DeskMethod, isDeskMethod, receivePayment } from '#modules/payments'
import { liveStates, readSubscription, type Subscription } from '#modules/subscriptions'
import { readTenant } from '#modules/tenants'
import { creditTooSmall, moneyUsedElsewhere } from './errors.ts'
import { payerOf } from './payer.ts'
import { checkoutsOf, failSale, finishSale, insertSale, lockAwaited, openOfInvoice, topUpOffers } from './sale-store.ts'
import { tryOut } from './store.ts'
import type { SaleMethod, TopUpSale } from './top-up-sale.ts'

/** Refuses another speed where the network of a subscription would not give it: `access` knows. @throws a Problem that says why */
export type RequireSpeedTaken = (tx: Tx, subscriptionId: string) => Promise<void>

export interface TopUpOffer extends OfferPrice {
  readonly version: OfferVersion
  /** Why it cannot be sold just now; null where it can. */
  readonly refusal: Problem | null
}

/** Top-ups of the plan of a subscription, with what each costs whoever pays for it. */
export async function offersFor(
  tx: Tx,
  subscription: Subscription,
  { on, requireSpeedTaken }: { readonly on: Temporal.PlainDate; readonly requireSpeedTaken: RequireSpeedTaken },
): Promise<TopUpOffer[]> {
  if (!liveStates.some((state) => state === subscription.state)) return []
  const offers: TopUpOffer[] = []
  for (const offerId of await topUpOffers(tx, subscription.offerId)) {
    const version = await orProblem(topUpFor(tx, subscription, offerId, on))
    if (version instanceof Problem) continue // not in force yet, or not faster than the plan
    const taken = await orProblem(requireTaken(tx, subscription, version, requireSpeedTaken))
    offers.push({ version, ...(await priceOfOffer(tx, { subscription, version, on })), refusal: taken ?? null })
  }
  return offers
}

async function requireTaken(tx: Tx, { id }: Subscription, { topUp }: OfferVersion, requireSpeedTaken: RequireSpeedTaken): Promise<void> {
  if (topUp?.unit === 'boost') await requireSpeedTaken(tx, id)
}

const orProblem = async <T>(answer: Promise<T>): Promise<T | Problem> =>
  answer.catch((error: unknown) => {
    if (error instanceof Problem) return error
    throw error
  })

export interface SaleAsk {
  readonly subscriptionId: string
  readonly offerId: string
  readonly paidBy: SaleMethod
  /** Of money that is taken at the desk. */
  readonly reference?: string | undefined
}

/**
 * Sells a top-up: its bill, what pays it and what it grants, in one transaction; where the saved method is charged, when the money is there.
 * @throws renewals.credit_too_small, payments.no_saved_method, payments.charge_under_way, payments.reference_used, and those of `grantTopUp`
 * and `requireSpeedTaken`
 */
export async function sellTopUp(
  tx: Tx,
  ask: SaleAsk,
  { now, requireSpeedTaken }: { readonly now: Temporal.Instant; readonly requireSpeedTaken: RequireSpeedTaken },
): Promise<TopUpSale> {
  const { subscriptionId, offerId, paidBy } = ask
  const subscription = await readSubscription(tx, subscriptionId)
  const payerId = await payerOf(tx, subscription)
  await lockAccount(tx, payerId)
  const on = dateIn(now, (await readTenant(tx)).timeZone)
  const version = await topUpFor(tx, subscription, offerId, on)
  await requireTaken(tx, subscription, version, requireSpeedTaken)
  const { total } = await priceOfOffer(tx, { subscription, version, on })
  const sale = { id: crypto.randomUUID(), subscriptionId, offerId, paidBy, now }

  if (paidBy === 'saved-method' && total.minor > 0n) {
    const { id: checkoutId } = await chargeNow(tx, { accountId: payerId, amount: total, now })
    return insertSale(tx, { ...sale, checkoutId, invoiceId: null })
  }
  if (isDeskMethod(paidBy) && total.minor > 0n)
    await receivePayment(tx, {
      accountId: payerId,
      amount: total,
      method: paidBy satisfies DeskMethod,
      reference: ask.reference,
      receivedAt: now,
    })
  const { invoiceId, open } = await deliver(tx, sale, now)
  if (open > 0n && paidBy !== 'invoice') throw creditTooSmall(version.offerName)
  return insertSale(tx, { ...sale, checkoutId: null, invoiceId })
}

/** Bills a sale, pays it with what the account has, and grants it. */
async function deliver(
  tx: Tx,
  { id, subscriptionId, offerId }: Pick<TopUpSale, 'id' | 'subscriptionId' | 'offerId'>,
  now: Temporal.Instant,
): Promise<{ readonly invoiceId: string | null; readonly open: bigint }> {
  const subscription = await readSubscription(tx, subscriptionId)
  const version = await grantTopUp(tx, { subscriptionId, offerId }, now)
  const on = dateIn(now, (await readTenant(tx)).timeZone)
  const billed = await billOffer(tx, { subscription, version, on }, `top-up ${id}`)
  if (!billed) return { invoiceId: null, open: 0n }
  const payerId = await payerOf(tx, subscription)
  await applyNotes(tx, [payerId], now)
  await applyCredit(tx, payerId, now)
  return { invoiceId: billed.invoiceId, open: await openOfInvoice(tx, billed.invoiceId) }
}

/** Delivers what was waited for. Where that cannot be any more, the money stays the customer's credit, and the sale says why. */
async function complete(tx: Tx, sale: TopUpSale, now: Temporal.Instant, requireSpeedTaken: RequireSpeedTaken): Promise<void> {
  const { problem } = await tryOut(tx, async () => {
    try {
      await requireStillTaken(tx, sale, now, requireSpeedTaken)
      const { invoiceId, open } = await deliver(tx, sale, now)
      if (open > 0n) throw moneyUsedElsewhere()
      await finishSale(tx, sale.id, invoiceId, now)
      return { stays: true, problem: null }
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      return { stays: false, problem: error.message }
    }
  })
  if (problem !== null) await failSale(tx, sale.id, problem)
}

/** The router may have become another one since the money was asked for. */
async function requireStillTaken(tx: Tx, sale: TopUpSale, now: Temporal.Instant, requireSpeedTaken: RequireSpeedTaken): Promise<void> {
  const subscription = await readSubscription(tx, sale.subscriptionId)
  const on = dateIn(now, (await readTenant(tx)).timeZone)
  await requireTaken(tx, subscription, await topUpFor(tx, subscription, sale.offerId, on), requireSpeedTaken)
}

/** A charge that was paid delivers what it was for; one that failed ends the sale. */
export const completeSales = (requireSpeedTaken: RequireSpeedTaken): Subscriber =>
  subscriber({
    name: 'renewals.complete-sales',
    types: ['payment.received.v1', 'checkout.failed.v1'],
    async handle(tx, events, { clock }) {
      for (const { type, payload } of events) {
        if (type === 'checkout.failed.v1') {
          const sale = await lockAwaited(tx, String(payload.checkoutId))
          if (sale) await failSale(tx, sale.id, String(payload.reason))
          continue
        }
        for (const checkoutId of await checkoutsOf(tx, [String(payload.paymentId)])) {
          const sale = await lockAwaited(tx, checkoutId)
          if (sale) await complete(tx, sale, clock.now(), requireSpeedTaken)
        }
      }
    },
  })
