/** How many vouchers to print: what was used by weekday, carried on, against what lies in drawers. */

export interface Demand {
  /** Used on each day, the oldest first, without gaps; the last is yesterday. */
  readonly usedByDay: readonly number[]
  /** ISO weekday of the first of them, 1 Monday to 7. */
  readonly firstWeekday: number
  /** Vouchers that can still be handed out or used. */
  readonly stock: number
}

export interface Proposal {
  readonly expected: number // uses in the days ahead
  readonly safety: number // beside them, so that on 19 of 20 occasions they are enough
  readonly stock: number
  readonly daysLeft: number | null // until the stock is used up at the expected pace; null: never
  readonly print: number // rounded up to whole sheets
}

const z95 = 1.645 // one-sided
const sheet = 40
const weeksMin = 2

/**
 * Weekdays differ more than weeks do, so every weekday is expected to be as it was: the mean of its past, recent weeks counting more. What
 * differs from that in the past is what may differ again; errors of days are independent, so they grow with the root of the days.
 * @returns undefined where fewer than two weeks are known
 */
export function propose({ usedByDay, firstWeekday, stock }: Demand, daysAhead: number): Proposal | undefined {
  if (usedByDay.length < weeksMin * 7) return undefined
  const means = weekdayMeans(usedByDay, firstWeekday)
  const weekdayOf = (day: number) => (firstWeekday - 1 + day) % 7
  const ahead = Array.from({ length: daysAhead }, (_, day) => means[weekdayOf(usedByDay.length + day)]!)
  const expected = total(ahead)
  const errors = usedByDay.map((used, day) => (used - means[weekdayOf(day)]!) ** 2)
  const deviation = Math.sqrt(total(errors) / Math.max(1, usedByDay.length - 7))
  const safety = Math.ceil(Math.max(0, z95 * deviation * Math.sqrt(daysAhead) - 1e-6))
  const wanted = Math.ceil(expected - 1e-6) + safety - stock // a sum of fractions that come to a whole number is a hair above it
  return {
    expected: Math.round(expected),
    safety,
    stock,
    daysLeft: expected === 0 ? null : Math.floor(stock / (expected / daysAhead)),
    print: wanted <= 0 ? 0 : Math.ceil(wanted / sheet) * sheet,
  }
}

const halfLifeWeeks = 4

function weekdayMeans(usedByDay: readonly number[], firstWeekday: number): number[] {
  const sums = Array.from({ length: 7 }, () => ({ used: 0, weight: 0 }))
  for (const [day, used] of usedByDay.entries()) {
    const weeksAgo = Math.floor((usedByDay.length - 1 - day) / 7)
    const weight = 0.5 ** (weeksAgo / halfLifeWeeks)
    const sum = sums[(firstWeekday - 1 + day) % 7]!
    sum.used += used * weight
    sum.weight += weight
  }
  return sums.map(({ used, weight }) => used / weight)
}

const total = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)
