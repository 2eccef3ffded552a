import type { Tx } from '#kernel/db.ts'
import { earlier, later, type Period } from '#kernel/time.ts'
import { cyclePeriod } from '#modules/catalog'
import { isMetered, readUsage, readUsedUntil } from './facts-store.ts'
import type { AccountFacts, Holding } from './holding.ts'
import { type AccountDraft, type BillingRules, draftInvoice, type LineDraft } from './invoice.ts'

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
