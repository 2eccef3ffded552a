import type { Currency } from '#kernel/money.ts'
import type { OfferVersion } from './offer.ts'

type Priced = Pick<OfferVersion, 'recurring' | 'setup' | 'charges' | 'prices'>

/** A version with its prices in a currency; undefined where it is not sold in that currency. */
export function inCurrency<V extends Priced>(version: V, currency: Currency): V | undefined {
  if (version.recurring.currency === currency) return version
  const other = version.prices[currency]
  if (!other) return undefined
  const charges = version.charges.map((charge) => ({ ...charge, price: charge.price && other.charges[charge.code]! })) // complete: held by `faultsIn`
  return { ...version, recurring: other.recurring, setup: other.setup, charges }
}
