import type { Tx } from '#kernel/db.ts'
import { add, type Money, multiplyRatio, subtract, sum } from '#kernel/money.ts'
import { later } from '#kernel/time.ts'
import type { AccountFacts, PendingCharge } from './holding.ts'
import { type BillingRules, draftInvoice, type LineDraft } from './invoice.ts'
import { addPendingCharges } from './pending-charges.ts'
import { type WaitingPeriod, withdrawPending } from './pending-store.ts'
import { countDays, type DayCount } from './proration.ts'

/**
 * Gives back days from a day on that were to be charged with the next invoice: nobody was billed for them, so there is nothing to credit.
 *
 *   waits   ├─── 11 Mar ─────────────── 1 Apr ┤
 *   left    ├─── 11 Mar ── from ┤
 */
export async function giveBackWaiting(
  tx: Tx,
  waiting: readonly WaitingPeriod[],
  from: Temporal.PlainDate,
  dayCount: DayCount,
): Promise<void> {
  for (const { id } of waiting) await withdrawPending(tx, id)
  await addPendingCharges(tx, leftOf(waiting, from, dayCount))
}

/** What is still charged of days that wait, where those from a day on are not. */
const leftOf = (waiting: readonly WaitingPeriod[], from: Temporal.PlainDate, dayCount: DayCount): WaitingPeriod[] =>
  waiting.filter((charge) => Temporal.PlainDate.compare(charge.from!, from) < 0).map((charge) => upTo(charge, from, dayCount))

function upTo(charge: WaitingPeriod, day: Temporal.PlainDate, dayCount: DayCount): WaitingPeriod {
  const [days, ofDays] = [countDays({ from: charge.from!, to: day }, dayCount), countDays({ from: charge.from!, to: charge.to! }, dayCount)]
  const part = (amount: Money) => multiplyRatio(amount, days, ofDays)
  const { partner } = charge
  return { ...charge, to: day, amount: part(charge.amount), partner: partner ? { ...partner, amount: part(partner.amount) } : null }
}

/** Days that are taken off charges which wait for the next invoice. Amounts are positive. */
export interface TakenOff {
  readonly lines: readonly Pick<LineDraft, 'description' | 'from' | 'to' | 'net' | 'tax'>[]
  readonly net: Money
  readonly tax: Money
  readonly total: Money
}

/** What `giveBackWaiting` takes off: of each charge what it comes to, less what is left of it. @returns null where nothing waits */
export function takeOff(
  waiting: readonly WaitingPeriod[],
  from: Temporal.PlainDate,
  dayCount: DayCount,
  { facts, rules }: { readonly facts: AccountFacts; readonly rules: BillingRules },
): TakenOff | null {
  if (waiting.length === 0) return null
  const linesOf = (pending: readonly PendingCharge[]) =>
    (draftInvoice({ ...facts, holdings: [], pending }, { ...rules, minimumMinor: 0n }).invoice?.lines ?? []).filter(({ priced }) => priced)
  const left = new Map(linesOf(leftOf(waiting, from, dayCount)).map((line) => [line.pendingId, line]))
  const lines = linesOf(waiting).map(({ description, pendingId, from: begun, to, net, tax }) => {
    const kept = left.get(pendingId)
    return {
      description,
      from: later(begun!, from),
      to,
      net: kept ? subtract(net, kept.net) : net,
      tax: kept ? subtract(tax, kept.tax) : tax,
    }
  })
  const sumOf = (part: 'net' | 'tax') =>
    sum(
      lines.map((line) => line[part]),
      facts.currency,
    )
  return { lines, net: sumOf('net'), tax: sumOf('tax'), total: add(sumOf('net'), sumOf('tax')) }
}
