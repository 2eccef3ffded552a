import type { Tx } from '#kernel/db.ts'
import { subscriber } from '#kernel/events.ts'
import { moneyToDecimal } from '#kernel/decimal.ts'
import { type Money, negate } from '#kernel/money.ts'
import { dateIn, startOfDay } from '#kernel/time.ts'
import { zMoney } from '#kernel/wire.ts'
import { lineAmount, priceModel, priceQuantity } from '#modules/catalog'
import { markRecordsBilled } from '#modules/charging'
import { markUsed, readSubscription } from '#modules/subscriptions'
import { readTenant } from '#modules/tenants'
import { countsRecords, subscriptionTerms } from './facts-store.ts'
import type { AccountFacts, Holding } from './holding.ts'
import type { AccountDraft } from './invoice.ts'
import { addPendingCharges } from './pending-charges.ts'

/** Remembers that drafts which are billed have taken the usage records of their periods, so that none is charged twice. */
export async function markUsageBilled(
  tx: Tx,
  drafts: readonly { readonly facts: Pick<AccountFacts, 'holdings'>; readonly draft: AccountDraft }[],
): Promise<void> {
  const metered = drafts.flatMap(({ facts, draft }) =>
    facts.holdings.filter(
      (holding) =>
        countsRecords(holding) &&
        draft.billed.some(({ subscriptionId, itemId }) => subscriptionId === holding.subscriptionId && itemId === null),
    ),
  )
  if (metered.length === 0) return
  const { timeZone } = await readTenant(tx)
  await markRecordsBilled(
    tx,
    metered.flatMap(({ subscriptionId, usage }) => {
      const last = usage.at(-1)
      return last ? [{ subscriptionId, before: startOfDay(last.period.to, timeZone) }] : []
    }),
  )
}

/** Settles what was used up to a day, which is billed apart from its periods, or was free. */
export async function markUseBilled(tx: Tx, subscriptionId: string, until: Temporal.PlainDate): Promise<void> {
  const { timeZone } = await readTenant(tx)
  await markRecordsBilled(tx, [{ subscriptionId, before: startOfDay(until, timeZone) }])
  await markUsed(tx, subscriptionId, until)
}

/** A correction comes with the next invoice; where there is none, alone, after so many days. */
const correctionWaitsDays = 31

/**
 * Records that were billed cost something else now: the difference comes with the next invoice, as a charge or a credit, at the price
 * by which the plan charges what is rated. Where the plan prices seconds or messages itself, what a tariff says changes no bill.
 */
export const followRerating = subscriber({
  name: 'billing.follow-rerating',
  types: ['usage.rerated.v1'],
  async handle(tx, events, { clock }) {
    const today = dateIn(clock.now(), (await readTenant(tx)).timeZone)
    for (const { id, payload } of events) {
      const difference = zMoney.parse(payload.ofWhichBilled)
      const subscription = await readSubscription(tx, String(payload.subscriptionId))
      const holding = (await subscriptionTerms(tx, subscription))?.holding
      const correction = holding && correctionOf(holding, difference)
      if (!holding || !correction) continue
      const { taxCategory, pricesIncludeTax, supply } = holding.plan
      await addPendingCharges(tx, [
        {
          accountId: subscription.accountId,
          subscriptionId: subscription.id,
          itemId: null,
          kind: 'adjustment',
          chargeCode: `rerated ${id}`,
          revision: holding.revision,
          description: correction.name,
          amount: correction.amount,
          taxCategory,
          pricesIncludeTax,
          supply,
          from: null,
          to: null,
          billOn: today.add({ days: correctionWaitsDays }),
          reason: 'Usage was rated again after it was billed',
          source: `rerated ${id}`,
        },
      ])
    }
  },
})

function correctionOf({ plan }: Holding, difference: Money): { name: string; amount: Money } | undefined {
  const charge = plan.charges.find(({ kind, usage }) => kind === 'usage' && usage?.meter === 'rated')
  const model = charge && priceModel(charge.usage!.model)
  if (!charge || model?.model !== 'per-unit' || difference.minor === 0n) return undefined
  const size = difference.minor < 0n ? negate(difference) : difference
  const amount = lineAmount(model, priceQuantity({ ...model, free: undefined }, moneyToDecimal(size)), difference.currency)
  return { name: charge.name, amount: difference.minor < 0n ? negate(amount) : amount }
}
