import type { Tx } from '#kernel/db.ts'
import { isZero } from '#kernel/money.ts'
import type { Subscription } from '#modules/subscriptions'
import { subscriptionTerms } from './facts-store.ts'
import type { PendingCharge } from './holding.ts'
import type { BillingSettings } from './settings.ts'
import { terminationFee } from './termination.ts'

/** What a subscription that ends on a day is charged for leaving before the agreed time; nothing where it does not. */
export async function leavingFee(
  tx: Tx,
  subscription: Subscription,
  endsOn: Temporal.PlainDate,
  { dayCount }: BillingSettings,
): Promise<PendingCharge[]> {
  const terms = await subscriptionTerms(tx, subscription)
  if (!terms?.version.commitment) return []
  const { version, holding } = terms
  const amount = terminationFee(holding, version.recurring, terms.version.commitment, endsOn, dayCount)
  if (isZero(amount)) return []
  return [
    {
      id: subscription.id, // it has one at most
      subscriptionId: subscription.id,
      itemId: null,
      kind: 'termination-fee',
      chargeCode: 'termination-fee',
      revision: subscription.revision,
      description: `${version.offerName}, early termination`,
      amount,
      taxCategory: version.taxCategory,
      pricesIncludeTax: version.pricesIncludeTax,
      supply: holding.plan.supply,
      from: null,
      to: null,
    },
  ]
}
