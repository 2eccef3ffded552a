import type { Tx } from '#kernel/db.ts'
import { earlier, later, type Period } from '#kernel/time.ts'
import { cyclePeriod } from '#modules/catalog'
import type { Subscription } from '#modules/subscriptions'
import { readRules } from './bill-run-store.ts'
import { isMetered, readFacts, readUsage, readUsedUntil, subscriptionRefs } from './facts-store.ts'
import type { AccountFacts, Holding } from './holding.ts'
import { type AccountDraft, type BillingRules, draftInvoice, type LineDraft } from './invoice.ts'
import { servedUntil } from './proration.ts'
import type { BillingSettings } from './settings.ts'

/**
 * What was used of holdings up to a day and is not billed yet, as lines: use is billed when its period is over, and behind an end, a
 * pause, a transfer or a change of plan there is none at its prices.
 *
 *   billed in advance   ├──── March ────┤├──── April ────┤
 *   its use             billed on 1 Apr  ├─ not yet ─┤ until
 */
export async function unbilledUse(
  tx: Tx,
  facts: AccountFacts,
  until: Temporal.PlainDate,
  rules: BillingRules,
): Promise<readonly LineDraft[]> {
  const used: Holding[] = []
  for (const holding of facts.holdings.filter(isMetered)) {
    const from = later((await readUsedUntil(tx, holding.subscriptionId)) ?? holding.chargedFrom, holding.chargedFrom)
    const usage = await readUsage(tx, holding, cyclesBetween(holding, { from, to: until }))
    used.push({ ...holding, billedUntil: until, endsOn: until, usage })
  }
  const { invoice } = draftInvoice({ ...facts, holdings: used, pending: [] }, { ...rules, minimumMinor: 0n })
  return (invoice?.lines ?? []).filter(({ net }) => net.minor !== 0n)
}

/** The days and the use of one holding up to a day that are not billed yet. */
export async function unbilledBefore(
  tx: Tx,
  facts: AccountFacts,
  holding: Holding,
  until: Temporal.PlainDate,
  rules: BillingRules,
): Promise<{ readonly draft: AccountDraft; readonly use: readonly LineDraft[] }> {
  const ending: Holding = { ...holding, endsOn: earlier(holding.endsOn ?? until, until), usage: [] } // prepaid days that nobody paid for are not owed
  const draft = draftInvoice({ ...facts, holdings: [ending], pending: [] }, { ...rules, asOf: until, minimumMinor: 0n })
  const use = await unbilledUse(tx, { ...facts, holdings: [holding] }, until, rules)
  return { draft, use }
}

/** What of a subscription up to a day is not billed yet. */
export interface Unbilled {
  readonly until: Temporal.PlainDate
  readonly draft: AccountDraft
  readonly lines: readonly LineDraft[] // days and use
}

/**
 * Days and use of a subscription with its add-ons up to a day that are not billed yet: in advance, too, where nothing was billed so far.
 * @returns undefined where it has not begun
 */
export async function unbilledUpTo(
  tx: Tx,
  subscription: Subscription,
  day: Temporal.PlainDate,
  moment: { readonly timeZone: string; readonly settings: BillingSettings },
): Promise<Unbilled | undefined> {
  const until = servedUntil(subscription, day, moment)
  const rules = { ...(await readRules(tx, until)), asOf: until, minimumMinor: 0n }
  const [facts] = (await readFacts(tx, await subscriptionRefs(tx, subscription.id), rules)).values()
  if (!facts) return undefined
  const ending = (holding: Holding) => ({
    ...holding,
    endsOn: isOverBefore(holding, subscription) || subscription.prepaidUntil ? earlier(holding.endsOn!, until) : until, // nobody owes prepaid days that were not paid
    usage: [],
  })
  const draft = draftInvoice({ ...facts, holdings: facts.holdings.map(ending) }, rules)
  const use = await unbilledUse(tx, facts, until, rules)
  return { until, draft, lines: [...(draft.invoice?.lines ?? []), ...use] }
}

/** Whether an add-on has an end of its own. */
const isOverBefore = ({ itemId, endsOn }: Holding, subscription: Subscription): boolean =>
  itemId !== null && endsOn !== null && !(subscription.endsOn && endsOn.equals(subscription.endsOn))

/** A span of days, cut where cycles begin, because prices and what is included are for a cycle. */
function cyclesBetween(holding: Holding, { from, to }: Period): Period[] {
  const parts: Period[] = []
  for (let begin = from; Temporal.PlainDate.compare(begin, to) < 0;) {
    const end = earlier(cyclePeriod(holding, begin).to, to)
    parts.push({ from: begin, to: end })
    begin = end
  }
  return parts
}
