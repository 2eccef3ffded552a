import { type Money, multiplyRatio } from '#kernel/money.ts'
import { contains, dateIn, daysIn, earlier, type Period } from '#kernel/time.ts'
import { type BilledIn, type CycleAnchor, cyclePeriod } from '#modules/catalog'

/**
 * What the price of a part of a period is counted in: the days the period has; thirty whatever the month; or months of thirty days
 * each, in which the 23rd to the 15th of the next month are (30 - 23) + 15 days.
 */
export const dayCounts = ['actual', 'thirty', 'thirty-day-months'] as const
export type DayCount = (typeof dayCounts)[number]

/** Whether the day on which service ends is still charged. */
export const endDays = ['free', 'billed'] as const
export type EndDay = (typeof endDays)[number]

/** Whether a part before the first whole period has an invoice of its own, or waits for that of the first whole period. */
export const firstPeriods = ['separate', 'merged'] as const
export type FirstPeriod = (typeof firstPeriods)[number]

/** The first day that is not charged any more. */
export const firstFreeDay = (lastDay: Temporal.PlainDate, endDay: EndDay): Temporal.PlainDate =>
  endDay === 'billed' ? lastDay.add({ days: 1 }) : lastDay

/** The first day up to another that is not charged: of what is paused the days of the pause are not. */
export function servedUntil(
  { pausedAt }: { readonly pausedAt: Temporal.Instant | null },
  day: Temporal.PlainDate,
  { timeZone, settings }: { readonly timeZone: string; readonly settings: { readonly endDay: EndDay } },
): Temporal.PlainDate {
  return pausedAt ? earlier(day, firstFreeDay(dateIn(pausedAt, timeZone), settings.endDay)) : day
}

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
  if (covered.from.equals(whole.from) && covered.to.equals(whole.to)) return [1n, 1n]
  const days = BigInt(daysIn(covered))
  const ofDays = BigInt(daysIn(whole))
  if (dayCount === 'actual' || days === ofDays) return [days, ofDays]
  if (dayCount === 'thirty') return [days < 30n ? days : 30n, 30n]
  const months = monthsFrom(whole.from, whole.to)
  if (months === 0 || ofDays < 28n) return [days, ofDays] // days and weeks are what they are
  const ofCounted = BigInt(months * 30)
  const counted = BigInt(monthsFrom(covered.from, covered.to) * 30 + covered.to.day - covered.from.day)
  if (counted <= 0n) return [0n, ofCounted]
  return [counted < ofCounted ? counted : ofCounted, ofCounted]
}

/** Days of a part of a period as they are counted; at least one where there is one. */
export function countDays({ from, to }: Period, dayCount: DayCount): bigint {
  const days = BigInt(daysIn({ from, to }))
  switch (dayCount) {
    case 'actual':
      return days
    case 'thirty':
      return days < 30n || days > 31n ? days : 30n
    case 'thirty-day-months': {
      const counted = BigInt(monthsFrom(from, to) * 30 + to.day - from.day)
      return counted > 0n ? counted : 1n
    }
    default:
      return dayCount satisfies never
  }
}

const monthsFrom = (from: Temporal.PlainDate, to: Temporal.PlainDate) => (to.year - from.year) * 12 + to.month - from.month

/** The terms that decide which periods a subscription or an add-on has. */
export interface BillingTerms extends CycleAnchor {
  readonly billedIn: BilledIn
  readonly endsOn: Temporal.PlainDate | null // first day that is not charged
}

export interface DuePeriod {
  readonly whole: Period
  readonly covered: Period
}

/** Periods one run bills for one subscription at most; a start in the far past is caught up over several runs. */
const periodsMax = 60

/**
 * The periods to be billed on `asOf`, from the first day not billed yet: in advance those that begin by then, in arrears those that
 * are over by then. The first and the last may be covered in part. A merged first part waits until the first whole period begins.
 *
 *   anchor 1, started 15 Jan, as of 1 Mar:   15 Jan├──── 1 Feb├───────── 1 Mar├───────── 1 Apr├
 *                                  advance   ██████████████████████████████████████████████████
 *                                  arrears   █████████████████████████████████
 */
export function duePeriods(
  terms: BillingTerms,
  from: Temporal.PlainDate,
  asOf: Temporal.PlainDate,
  firstPeriod: FirstPeriod = 'separate',
): DuePeriod[] {
  const due: DuePeriod[] = []
  for (let begin = from; !isOver(begin, terms) && due.length < periodsMax;) {
    const period = periodFrom(terms, begin)
    if (Temporal.PlainDate.compare(billDayOfPeriod(terms, period, firstPeriod), asOf) > 0) break
    due.push(period)
    begin = period.covered.to
  }
  return due
}

const isOver = (begin: Temporal.PlainDate, { endsOn }: BillingTerms) => endsOn !== null && Temporal.PlainDate.compare(begin, endsOn) >= 0

/** The period that is charged from a day on: to the end of its cycle, or of the service. */
export function periodFrom(terms: BillingTerms, begin: Temporal.PlainDate): DuePeriod {
  const whole = cyclePeriod(terms, begin)
  const to = terms.endsOn && contains(whole, terms.endsOn) ? earlier(whole.to, terms.endsOn) : whole.to
  return { whole, covered: { from: begin, to } }
}

/** The day on which the next period is billed; undefined where there is none. */
export function nextBillDay(
  terms: BillingTerms,
  billedUntil: Temporal.PlainDate,
  firstPeriod: FirstPeriod,
): Temporal.PlainDate | undefined {
  return isOver(billedUntil, terms) ? undefined : billDayOfPeriod(terms, periodFrom(terms, billedUntil), firstPeriod)
}

function billDayOfPeriod(
  { billedIn, startedOn }: BillingTerms,
  { whole, covered }: DuePeriod,
  firstPeriod: FirstPeriod,
): Temporal.PlainDate {
  const isFirstPart = covered.from.equals(startedOn) && !covered.from.equals(whole.from)
  return billedIn === 'arrears' || (isFirstPart && firstPeriod === 'merged') ? covered.to : covered.from
}
