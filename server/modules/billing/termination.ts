import { decimal, type Money, multiplyRatio, sum, zero } from '#kernel/money.ts'
import type { Commitment, Cycle } from '#modules/catalog'
import { type BillingTerms, type DayCount, duePeriods, prorate } from './proration.ts'

/** The first day on which a customer is free to go: so many cycles after the first charged day. */
export function committedUntil(
  { startedOn, cycle }: { startedOn: Temporal.PlainDate; cycle: Cycle },
  { cycles }: Commitment,
): Temporal.PlainDate {
  return startedOn.add({ [`${cycle.unit}s`]: cycle.count * cycles })
}

/**
 * What it costs to end service before the agreed time is over: an amount, or a part of the recurring price of the days that remain.
 * Nothing behind it.
 *
 *   started ├──────────── endsOn ├──── remaining ────┤ committed until
 */
export function terminationFee(
  terms: BillingTerms,
  recurring: Money,
  commitment: Commitment,
  endsOn: Temporal.PlainDate,
  dayCount: DayCount,
): Money {
  const until = committedUntil(terms, commitment)
  if (Temporal.PlainDate.compare(endsOn, until) >= 0) return zero(recurring.currency)
  const { fee } = commitment
  if (fee.kind === 'fixed') return fee.amount
  const remaining = duePeriods({ ...terms, billedIn: 'advance', endsOn: until }, endsOn, until)
  const price = sum(
    remaining.map(({ whole, covered }) => prorate(recurring, whole, covered, dayCount)),
    recurring.currency,
  )
  const { units, scale } = decimal(fee.percent)
  return multiplyRatio(price, units, 100n * 10n ** BigInt(scale))
}
