import type { Tx } from '#kernel/db.ts'
import { type Money, zero } from '#kernel/money.ts'
import type { Subscription } from '#modules/subscriptions'
import { readRules } from './bill-run-store.ts'
import { readFacts, subscriptionRefs } from './facts-store.ts'
import { draftInvoice } from './invoice.ts'

/** What a subscription with its add-ons is billed on a day, taxes included, by the code that bills it; nothing is changed. */
export async function dueOf(tx: Tx, { id, accountId }: Pick<Subscription, 'id' | 'accountId'>, asOf: Temporal.PlainDate): Promise<Money> {
  const rules = { ...(await readRules(tx, asOf)), minimumMinor: 0n }
  const facts = (await readFacts(tx, await subscriptionRefs(tx, id), rules)).get(accountId)!
  return draftInvoice(facts, rules).invoice?.total ?? zero(facts.currency)
}
