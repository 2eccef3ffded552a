import { type Money, multiplyRatio } from '#kernel/money.ts'
import { contains, daysIn, earlier, type Period } from '#kernel/time.ts'
import { type CycleAnchor, cyclePeriod } from '#modules/catalog'

/** What the price of a part of a period is counted in: the days the period has, or thirty whatever the month. */
export const dayCounts = ['actual', 'thirty'] as const
export type DayCount = (typeof dayCounts)[number]

/**
 * The price of the covered part of a period, rounded once. The period is the whole one from anchor to anchor, also where service
 * began inside it.
 *
 *   whole     ├1 Jan ───────────────────── 1 Feb├    649 ÷ 31 days
 *   covered                          31 Jan├────├    1 day: 20.94
 */
export function prorate(price: Money, whole: Period, covered: Period, dayCount: DayCount = 'actual'): Money {
  const [days, ofDays] = share(whole, covered, dayCount)
  return multiplyRatio(price, days, ofDays)
}

/** Covered days and the days they are counted against; equal where all is covered. */
export function share(whole: Period, covered: Period, dayCount: DayCount): [bigint, bigint] {
  const days = BigInt(daysIn(covered))
  const ofDays = BigInt(daysIn(whole))
  if (dayCount === 'actual' || days === ofDays) return [days, ofDays]
  return [days < 30n ? days : 30n, 30n]
}

/** The terms that decide which periods a subscription has. */
export interface BillingTerms extends CycleAnchor {
  readonly endsOn: Temporal.PlainDate | null // first day without service
}

export interface DuePeriod {
  readonly whole: Period
  readonly covered: Period
}

/** Periods one run bills for one subscription at most; a start in the far past is caught up over several runs. */
const periodsMax = 60

/**
 * The periods to be billed in advance, from the first day not billed yet: those that begin on or before `asOf`. The first and the
 * last may be covered in part.
 *
 *   anchor 1, started 15 Jan, as of 1 Mar:   15 Jan├──── 1 Feb├───────── 1 Mar├───────── 1 Apr├
 */
export function duePeriods(terms: BillingTerms, from: Temporal.PlainDate, asOf: Temporal.PlainDate): DuePeriod[] {
  const due: DuePeriod[] = []
  for (let begin = from; isDue(begin, terms, asOf) && due.length < periodsMax;) {
    const whole = cyclePeriod(terms, begin)
    const to = terms.endsOn && contains(whole, terms.endsOn) ? earlier(whole.to, terms.endsOn) : whole.to
    due.push({ whole, covered: { from: begin, to } })
    begin = to
  }
  return due
}

function isDue(begin: Temporal.PlainDate, { endsOn }: BillingTerms, asOf: Temporal.PlainDate): boolean {
  const isOver = endsOn !== null && Temporal.PlainDate.compare(begin, endsOn) >= 0
  return !isOver && Temporal.PlainDate.compare(begin, asOf) <= 0
}
