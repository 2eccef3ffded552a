import { allocate, compare, decimal, isZero, type Money, multiplyRatio, subtract, sum, zero } from '#kernel/money.ts'
import { daysIn, later, type Period } from '#kernel/time.ts'
import { cyclePeriod, type CycleAnchor, type Phase } from '#modules/catalog'

/** Something that is taken off the bills of a subscription: of each line a part, or of each cycle an amount. */
export interface Discount {
  readonly id: string
  readonly percentOff: string | null
  readonly amountOff: Money | null
  readonly fromOn: Temporal.PlainDate
  readonly cyclesLeft: number | null // null: for ever
  readonly spentUntil: Temporal.PlainDate | null // first day behind the cycles that were used up; cycles before it cost none again
  readonly stackable: boolean
}

/** Parts of a hundred that are charged, exact: `numerator / denominator`. */
interface Factor {
  readonly numerator: bigint
  readonly denominator: bigint
}

const whole: Factor = { numerator: 1n, denominator: 1n }

function lessPercent({ numerator, denominator }: Factor, percentOff: string): Factor {
  const { units, scale } = decimal(percentOff)
  const hundred = 100n * 10n ** BigInt(scale)
  return { numerator: numerator * (hundred - units), denominator: denominator * hundred }
}

/** What is taken off the lines of one cycle, line by line, and which discounts took it. */
export interface Reduction {
  readonly off: readonly Money[]
  readonly used: readonly string[]
}

/** A charge of the cycle, and what the phases of its plan take off it. */
export interface Reducible {
  readonly amount: Money
  readonly phasePercentOff: string | null
}

/**
 * Takes discounts off the lines of one cycle, before tax. Percentages come first, one upon the other, each line rounded once; amounts
 * are then spread over what is left of the lines in proportion, by largest remainder, and never make a line negative. Those that stack
 * are taken together; one that does not is taken alone, where it takes off more.
 */
export function reduce(lines: readonly Reducible[], discounts: readonly Discount[], currency: string): Reduction {
  const together = discounts.filter((discount) => discount.stackable)
  const alone = discounts.filter((discount) => !discount.stackable).map((discount) => [discount])
  const [first, ...others] = [together, ...alone].map((chosen) => ({
    off: takeOff(lines, chosen, currency),
    used: chosen.map(({ id }) => id),
  }))
  return others.reduce((best, other) => (compare(sum(other.off, currency), sum(best.off, currency)) > 0 ? other : best), first!)
}

function takeOff(lines: readonly Reducible[], discounts: readonly Discount[], currency: string): Money[] {
  const percents = discounts.flatMap(({ percentOff }) => percentOff ?? [])
  const left = lines.map(({ amount, phasePercentOff }) => {
    const { numerator, denominator } = (phasePercentOff === null ? percents : [phasePercentOff, ...percents]).reduce(lessPercent, whole)
    return multiplyRatio(amount, numerator, denominator)
  })
  const fixed = sum(
    discounts.flatMap(({ amountOff }) => amountOff ?? []),
    currency,
  )
  const parts = spread(fixed, left, currency)
  return lines.map(({ amount }, index) => subtract(amount, subtract(left[index]!, parts[index]!)))
}

/** Divides an amount that is taken off in proportion to lines; at most what they are. */
export function spread(off: Money, lines: readonly Money[], currency: string): Money[] {
  const total = sum(lines, currency)
  if (isZero(off) || isZero(total)) return lines.map(() => zero(currency))
  return allocate(
    compare(off, total) < 0 ? off : total,
    lines.map(({ minor }) => minor),
  )
}

/** The percentage that the phases of a plan take off a cycle, counted from 0; null after them. A trial is over before the first. */
export function phasePercentOff(phases: readonly Phase[], cycleIndex: number): string | null {
  let begins = 0
  for (const phase of phases) {
    if (phase.kind === 'trial') continue
    if (cycleIndex < begins + phase.cycles) return phase.percentOff
    begins += phase.cycles
  }
  return null
}

/** How many cycles have begun before the one that begins on a day; the cycle of the start, also a part of one, is 0. */
export function cycleIndex(anchor: CycleAnchor, begin: Temporal.PlainDate): number {
  const first = cyclePeriod(anchor, anchor.startedOn).from
  const { unit, count } = anchor.cycle
  const months = (begin.year - first.year) * 12 + begin.month - first.month
  switch (unit) {
    case 'day':
      return first.until(begin).days / count
    case 'week':
      return first.until(begin).days / (count * 7)
    case 'month':
      return months / count
    case 'year':
      return months / (count * 12)
    default:
      return unit satisfies never
  }
}

/** Whether a cycle has used up its part of a discount before, as one that is billed again has. */
export const isSpent = ({ spentUntil }: Discount, whole: Period): boolean =>
  spentUntil !== null && Temporal.PlainDate.compare(whole.to, spentUntil) <= 0

/** The discounts that hold for a cycle of which days from `begin` on are billed, after so many uses of each. */
export function discountsFor(
  discounts: readonly Discount[],
  { begin, whole }: { readonly begin: Temporal.PlainDate; readonly whole: Period },
  uses: ReadonlyMap<string, number>,
): Discount[] {
  return discounts.filter(
    (discount) =>
      Temporal.PlainDate.compare(discount.fromOn, begin) <= 0 &&
      (discount.cyclesLeft === null || isSpent(discount, whole) || (uses.get(discount.id) ?? 0) < discount.cyclesLeft),
  )
}

/**
 * The part of a discount that days of a cycle have. An amount is for all days of a cycle that it could be for; what is billed of them
 * later has its share, so that days which are given back and billed again never come to more.
 *
 *   cycle   ├──────────── 31 days ─────────────┤    31.00 off
 *   again              ├──── 21 days ──────────┤    21.00 off
 */
export function ofDays(
  discount: Discount,
  covered: Period,
  { whole, chargedFrom }: { whole: Period; chargedFrom: Temporal.PlainDate },
): Discount {
  if (discount.amountOff === null) return discount
  const all: Period = { from: [chargedFrom, discount.fromOn].reduce(later, whole.from), to: whole.to }
  const [days, ofAll] = [daysIn(covered), daysIn(all)]
  return days >= ofAll ? discount : { ...discount, amountOff: multiplyRatio(discount.amountOff, BigInt(days), BigInt(ofAll)) }
}
