import { assert } from '#kernel/assert.ts'
import { addMonthsAnchored, billingPeriodContaining, type Period } from '#kernel/time.ts'

export const cycleUnits = ['day', 'week', 'month', 'year'] as const
export type CycleUnit = (typeof cycleUnits)[number]

/** How often the price of a plan is due: every 3 months. */
export interface Cycle {
  readonly unit: CycleUnit
  readonly count: number
}

/** The longest cycles that are sold: a year in any unit. */
export const cycleCountMax: Readonly<Record<CycleUnit, number>> = { day: 366, week: 52, month: 12, year: 1 }

/** Where cycles begin: on the bill day of the account, or on the day on which service began. */
export const alignments = ['account', 'anniversary'] as const
export type Alignment = (typeof alignments)[number]

/** What decides the cycles of a subscription. */
export interface CycleAnchor {
  readonly startedOn: Temporal.PlainDate
  /** Months and years: 1 to 31. Weeks: 1 (Monday) to 7. Days: of no account. */
  readonly billDay: number
  readonly cycle: Cycle
}

/**
 * The whole period in which a day lies, also before the start. Months and years begin on the bill day, or on the last day of a month
 * that is too short for it, and are counted from the month of the start; weeks are counted from the week of the start, days from it.
 *
 *   bill day 31, a month, started 15 Jan:    31 Dec ──15 Jan── 31 Jan ├──────── 28 Feb ├──────── 31 Mar ├──
 *   bill day 1 (Monday), 2 weeks, started Wed 7 Jan:    5 Jan ├──────── 19 Jan ├──────── 2 Feb ├──
 *   10 days, started 7 Jan:                             7 Jan ├──────── 17 Jan ├──────── 27 Jan ├──
 */
export function cyclePeriod({ startedOn, billDay, cycle: { unit, count } }: CycleAnchor, date: Temporal.PlainDate): Period {
  switch (unit) {
    case 'day':
      return periodOfDays(startedOn, count, date)
    case 'week':
      return periodOfDays(weekOf(startedOn, billDay), count * 7, date)
    case 'month':
      return periodOfMonths({ startedOn, billDay }, count, date)
    case 'year':
      return periodOfMonths({ startedOn, billDay }, count * 12, date)
    default:
      return unit satisfies never
  }
}

function periodOfDays(first: Temporal.PlainDate, days: number, date: Temporal.PlainDate): Period {
  const from = first.add({ days: Math.floor(first.until(date).days / days) * days })
  return { from, to: from.add({ days }) }
}

/** The last day that is the weekday, not after `date`. */
function weekOf(date: Temporal.PlainDate, weekday: number): Temporal.PlainDate {
  assert(Number.isInteger(weekday) && weekday >= 1 && weekday <= 7, `${weekday} is a day of the week`)
  return date.subtract({ days: (date.dayOfWeek - weekday + 7) % 7 })
}

function periodOfMonths({ startedOn, billDay }: Omit<CycleAnchor, 'cycle'>, months: number, date: Temporal.PlainDate): Period {
  if (months === 1) return billingPeriodContaining(date, billDay)
  const first = billingPeriodContaining(startedOn, billDay).from
  const month = billingPeriodContaining(date, billDay).from
  const monthsApart = (month.year - first.year) * 12 + (month.month - first.month)
  const begun = Math.floor(monthsApart / months) * months
  const boundary = (offset: number) => addMonthsAnchored(first, { months: offset, anchorDay: billDay })
  return { from: boundary(begun), to: boundary(begun + months) }
}

/** Whether the bill day means the same in both: a day of the month, or one of the week. */
export const sharesBillDay = (one: Cycle, other: Cycle): boolean => (one.unit === 'week') === (other.unit === 'week')

const monday = 1

/** The bill day of a subscription that begins on a day; weeks that follow the account begin on Monday, so that they join on one bill. */
export function billDayOf(
  terms: { readonly cycle: Cycle; readonly alignment: Alignment },
  startedOn: Temporal.PlainDate,
  accountBillDay: number,
): number {
  const followsAccount = terms.alignment === 'account'
  switch (terms.cycle.unit) {
    case 'day':
      return startedOn.day
    case 'week':
      return followsAccount ? monday : startedOn.dayOfWeek
    case 'month':
    case 'year':
      return followsAccount ? accountBillDay : startedOn.day
    default:
      return terms.cycle.unit satisfies never
  }
}
