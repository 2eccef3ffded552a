import { assert } from './assert.ts'

/** Where "now" comes from. Passed as an argument, so that a test or a simulation can move it. */
export interface Clock {
  now(): Temporal.Instant
}

/**
 * Tells whole microseconds, because PostgreSQL keeps no more and rounds what is finer: an instant that was stored and read again could be later
 * than the "now" it was made of.
 */
export const systemClock: Clock = { now: () => Temporal.Now.instant().round({ smallestUnit: 'microsecond', roundingMode: 'floor' }) }

/** A clock that stands still until it is moved. */
export interface MovableClock extends Clock {
  moveTo(instant: Temporal.Instant | string): void
  advance(duration: Temporal.Duration | Temporal.DurationLike | string): void
}

export function fixedClock(instant: Temporal.Instant | string): Clock {
  const stopped = Temporal.Instant.from(instant)
  return { now: () => stopped }
}

export function movableClock(start: Temporal.Instant | string): MovableClock {
  let instant = Temporal.Instant.from(start)
  return {
    now: () => instant,
    moveTo: (to) => void (instant = Temporal.Instant.from(to)),
    // Through a zoned time in UTC, because an instant alone does not know days or months.
    advance: (duration) => void (instant = instant.toZonedDateTimeISO('UTC').add(duration).toInstant()),
  }
}

/** For libraries that know of no other time. */
export const dateOf = (instant: Temporal.Instant): Date => new Date(instant.epochMilliseconds)

export function today(clock: Clock, zone: string): Temporal.PlainDate {
  return dateIn(clock.now(), zone)
}

/** The calendar day on which something happened, for those who live in `zone`. */
export function dateIn(instant: Temporal.Instant, zone: string): Temporal.PlainDate {
  return instant.toZonedDateTimeISO(zone).toPlainDate()
}

/** The first moment of a day; where summer time skips midnight, the first that exists. */
export function startOfDay(date: Temporal.PlainDate, zone: string): Temporal.Instant {
  return date.toZonedDateTime(zone).toInstant()
}

/** Days from `from` up to, not including, `to`. */
export interface Period {
  readonly from: Temporal.PlainDate
  readonly to: Temporal.PlainDate
}

export function period(from: Temporal.PlainDate | string, to: Temporal.PlainDate | string): Period {
  const made = { from: Temporal.PlainDate.from(from), to: Temporal.PlainDate.from(to) }
  assert(Temporal.PlainDate.compare(made.from, made.to) <= 0, `${made.from} is not after ${made.to}`)
  return made
}

export function daysIn({ from, to }: Period): number {
  return from.until(to).days
}

export function contains({ from, to }: Period, date: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(from, date) <= 0 && Temporal.PlainDate.compare(date, to) < 0
}

/** The days two periods share, or undefined when there are none. */
export function overlap(a: Period, b: Period): Period | undefined {
  const from = later(a.from, b.from)
  const to = earlier(a.to, b.to)
  return Temporal.PlainDate.compare(from, to) < 0 ? { from, to } : undefined
}

export function earlier(a: Temporal.PlainDate, b: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(a, b) <= 0 ? a : b
}

export function later(a: Temporal.PlainDate, b: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(a, b) >= 0 ? a : b
}

/**
 * Moves by months and lands on the anchor day, or on the last day of a month that is too short for it. The day of `date` plays no
 * part, so a chain of moves comes back to the anchor instead of staying on the shortest month it met.
 *
 *   anchor 31:  31 Jan ──▶ 28 Feb ──▶ 31 Mar ──▶ 30 Apr ──▶ 31 May
 */
export function addMonthsAnchored(date: Temporal.PlainDate, by: { months: number; anchorDay: number }): Temporal.PlainDate {
  assertAnchorDay(by.anchorDay)
  const months = date.year * 12 + date.month - 1 + by.months
  const [year, month] = [Math.floor(months / 12), (((months % 12) + 12) % 12) + 1]
  return new Temporal.PlainDate(year, month, Math.min(by.anchorDay, daysInMonth(year, month)))
}

function assertAnchorDay(day: number): void {
  assert(Number.isInteger(day) && day >= 1 && day <= 31, `${day} is a day of a month`)
}

// Counted by hand: bills ask for millions of months, and a date that is only asked for its length costs more than the answer.
function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/**
 * The billing period in which a day lies. Periods of several months are counted from January, so that with 3 they are the quarters
 * of the calendar; `periodFrom` counts from another date.
 *
 *   anchor 10:   ──┤10 Jan ──────── 10 Feb├──────── 10 Mar├──
 */
export function billingPeriodContaining(date: Temporal.PlainDate, anchorDay: number, months = 1): Period {
  assertAnchorDay(anchorDay)
  const isBegun = date.day >= Math.min(anchorDay, daysInMonth(date.year, date.month))
  const month = monthOf(date) - (isBegun ? 0 : 1)
  const first = january2000 + Math.floor((month - january2000) / months) * months
  return { from: firstDayOf(first, anchorDay), to: firstDayOf(first + months, anchorDay) }
}

/** Months since January of year 0. */
const monthOf = ({ year, month }: Temporal.PlainDate) => year * 12 + month - 1
const january2000 = 2000 * 12

const firstDays = new Map<number, Temporal.PlainDate>()
const firstDaysMax = 10_000

/** Kept, because bills ask for the same few days by the million, and a date that is thrown away costs more than one that is found. */
function firstDayOf(month: number, anchorDay: number): Temporal.PlainDate {
  const key = month * 32 + anchorDay
  const known = firstDays.get(key)
  if (known) return known
  const day = addMonthsAnchored(new Temporal.PlainDate(2000, 1, 1), { months: month - january2000, anchorDay })
  if (firstDays.size >= firstDaysMax) firstDays.clear()
  firstDays.set(key, day)
  return day
}

/** The period of `months` in which a day lies, counted forwards and backwards from `anchor`, whose day is the anchor day. */
export function periodFrom(anchor: Temporal.PlainDate, date: Temporal.PlainDate, months: number): Period {
  assert(Number.isInteger(months) && months >= 1, `${months} is a whole number of months`)
  const boundary = (index: number) => addMonthsAnchored(anchor, { months: index * months, anchorDay: anchor.day })
  const monthsApart = (date.year - anchor.year) * 12 + (date.month - anchor.month)
  const index = Math.floor(monthsApart / months)
  // The boundary lies in the month of `date` or before it; only in that month may it still be ahead of the day.
  const begun = Temporal.PlainDate.compare(boundary(index), date) <= 0 ? index : index - 1
  return { from: boundary(begun), to: boundary(begun + 1) }
}
