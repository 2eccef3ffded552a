import type { OfferTerms } from '#modules/catalog'
import type { NewPendingCharge } from './pending-charges.ts'

/** The price of a pass: charged once, when it is paid. @param offer of the plan whose pass it is @param on the day on which it begins */
export const passCharge = (
  { name, terms }: { readonly name: string; readonly terms: Pick<OfferTerms, 'recurring' | 'taxCategory' | 'pricesIncludeTax'> },
  accountId: string,
  on: Temporal.PlainDate,
): NewPendingCharge => ({
  accountId,
  amount: terms.recurring,
  description: name,
  billOn: on,
  subscriptionId: null,
  itemId: null,
  kind: 'one-time',
  chargeCode: 'pass',
  revision: 0,
  taxCategory: terms.taxCategory,
  pricesIncludeTax: terms.pricesIncludeTax,
  supply: 'internet',
  from: on,
  to: on.add({ days: 1 }),
})
