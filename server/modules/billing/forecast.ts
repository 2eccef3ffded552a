import { earlier, later } from '#kernel/time.ts'
import type { AccountFacts } from './holding.ts'
import { type AccountDraft, type BillingRules, draftInvoice, type InvoiceDraft } from './invoice.ts'
import { nextBillDay } from './proration.ts'

/** An invoice that is not made yet. */
export interface ForecastInvoice {
  readonly on: Temporal.PlainDate
  readonly invoice: InvoiceDraft
}

const stepsMax = 200 // where much is free, or waits for a minimum

/**
 * The next invoices of an account, if nothing changes: taxes and terms are those of `rules`. It is the draft of a bill run, day after
 * day on which one finds something.
 */
export function nextInvoices(facts: AccountFacts, rules: BillingRules, count: number): ForecastInvoice[] {
  const found: ForecastInvoice[] = []
  let held = facts
  let { asOf } = rules
  for (let step = 0; step < stepsMax && found.length < count; step++) {
    const days = held.holdings.flatMap((holding) => nextBillDay(holding, holding.billedUntil, rules.firstPeriod) ?? [])
    const isWaiting = held.pending.length > 0 && days.length === 0
    if (days.length === 0 && !isWaiting) break
    asOf = later(asOf, isWaiting ? asOf : days.reduce(earlier))
    const draft = draftInvoice(held, { ...rules, asOf })
    if (draft.invoice) found.push({ on: asOf, invoice: draft.invoice })
    if (draft.billed.length === 0 && draft.pendingIds.length === 0) asOf = asOf.add({ days: 1 })
    held = afterDraft(held, draft)
  }
  return found
}

/** What an account has after a draft of it was billed. */
export function afterDraft(facts: AccountFacts, { billed, discountsUsed, pendingIds }: AccountDraft): AccountFacts {
  const untilOf = (subscriptionId: string, itemId: string | null) =>
    billed.find((one) => one.subscriptionId === subscriptionId && one.itemId === itemId)?.until
  const useOf = (id: string) => discountsUsed.find((use) => use.id === id)
  return {
    ...facts,
    holdings: facts.holdings.map((holding) => ({
      ...holding,
      usage: [],
      billedUntil: untilOf(holding.subscriptionId, holding.itemId) ?? holding.billedUntil,
    })),
    discounts: new Map(
      [...facts.discounts].map(([subscriptionId, discounts]) => [
        subscriptionId,
        discounts.map((discount) => ({
          ...discount,
          cyclesLeft: discount.cyclesLeft === null ? null : discount.cyclesLeft - (useOf(discount.id)?.cycles ?? 0),
          spentUntil: useOf(discount.id)?.until ?? discount.spentUntil,
        })),
      ]),
    ),
    pending: facts.pending.filter(({ id }) => !pendingIds.includes(id)),
  }
}
