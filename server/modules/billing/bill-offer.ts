import type { Tx } from '#kernel/db.ts'
import { type Money, zero } from '#kernel/money.ts'
import type { OfferVersion } from '#modules/catalog'
import type { Subscription } from '#modules/subscriptions'
import { billCharge, type BilledCharge } from './bill-charge.ts'
import { readRules } from './bill-run-store.ts'
import { offerTechnology, readAccountFacts, versionIn } from './facts-store.ts'
import { supplyOf } from './holding.ts'
import { draftInvoice } from './invoice.ts'
import type { NewPendingCharge } from './pending-charges.ts'

/** What is sold once beside a subscription, such as a top-up. */
export interface OfferSale {
  readonly subscription: Pick<Subscription, 'id' | 'accountId'>
  readonly version: OfferVersion
  readonly on: Temporal.PlainDate
}

export interface OfferPrice {
  readonly net: Money
  readonly tax: Money
  readonly total: Money
}

/** What an offer costs whoever pays for the subscription, by the code that bills it; nothing is changed. */
export async function priceOfOffer(tx: Tx, sale: OfferSale): Promise<OfferPrice> {
  const { accountId } = sale.subscription
  const account = (await readAccountFacts(tx, [accountId])).get(accountId)!
  const rules = { ...(await readRules(tx, sale.on)), minimumMinor: 0n }
  const pending = [{ ...(await chargeOf(tx, sale, '')), id: '' }]
  const { invoice } = draftInvoice({ ...account, holdings: [], discounts: new Map(), pending }, rules)
  const nothing = zero(account.currency)
  return invoice ? { net: invoice.net, tax: invoice.tax, total: invoice.total } : { net: nothing, tax: nothing, total: nothing }
}

/** Bills an offer at once. @param source names the sale, so that it is billed once. @returns undefined where it costs nothing */
export async function billOffer(tx: Tx, sale: OfferSale, source: string): Promise<BilledCharge | undefined> {
  const charge = await chargeOf(tx, sale, source)
  return charge.amount.minor === 0n ? undefined : billCharge(tx, charge)
}

async function chargeOf(tx: Tx, { subscription, version, on }: OfferSale, source: string): Promise<NewPendingCharge> {
  const account = (await readAccountFacts(tx, [subscription.accountId])).get(subscription.accountId)!
  const { offerId, offerName, recurring, taxCategory, pricesIncludeTax } = versionIn(version, account.currency)
  return {
    accountId: subscription.accountId,
    subscriptionId: subscription.id,
    itemId: null,
    kind: 'one-time',
    chargeCode: source, // one can be sold again on the same day
    revision: 0,
    description: offerName,
    amount: recurring,
    taxCategory,
    pricesIncludeTax,
    supply: supplyOf(await offerTechnology(tx, offerId)),
    from: null,
    to: null,
    billOn: on,
    source,
  }
}
