import { type Currency, divideRounded, type Money, multiplyRatio } from '#kernel/money.ts'
import type { Period } from '#kernel/time.ts'
import { type Charge, lineAmount, priceModel, priceQuantity } from '#modules/catalog'
import { cycleIndex, type Discount, discountsFor, isSpent, ofDays, phasePercentOff, reduce } from './discount.ts'
import type { Holding, PendingCharge } from './holding.ts'
import type { LineKind } from './invoice.ts'
import { type DayCount, type DuePeriod, duePeriods, type FirstPeriod, share } from './proration.ts'

/** Something to be charged, as it is priced: before discounts and taxes. */
export interface PricedCharge {
  readonly holding: Holding
  readonly charge: Charge
  readonly kind: LineKind
  readonly period: Period // empty where it is charged once
  readonly whole: Period // the cycle it belongs to
  readonly quantity: string // decimal
  readonly list: Money // price of quantity 1
  readonly amount: Money
  readonly months: number // that fees by the month count
}

/** The same, after what is taken off it. */
export interface ReducedCharge extends PricedCharge {
  readonly off: Money
}

export interface ChargingRules {
  readonly asOf: Temporal.PlainDate
  readonly dayCount: DayCount
  readonly firstPeriod: FirstPeriod
  /** Whether a part of a period has its share of the price, as usual, or all of it. */
  readonly parts?: 'prorated' | 'whole'
}

/** What a holding is charged on a day, and the periods that are then billed: once with its first day, then period by period. */
export function chargesDue(holding: Holding, currency: Currency, rules: ChargingRules): { periods: DuePeriod[]; charges: PricedCharge[] } {
  const periods = duePeriods(holding, holding.billedUntil, rules.asOf, rules.firstPeriod)
  const [first] = periods
  const isBeginning = first && holding.billedUntil.equals(holding.chargedFrom)
  return {
    periods,
    charges: [
      ...(isBeginning ? ofKind(holding, 'one-time').map((charge) => chargedOnce(holding, charge, first.whole)) : []),
      ...ofKind(holding, 'usage').flatMap((charge) => chargedByUse(holding, charge, currency)),
      ...periods.flatMap((period) => ofKind(holding, 'recurring').map((charge) => chargedByPeriod(holding, charge, period, rules))),
    ],
  }
}

const ofKind = ({ plan }: Holding, kind: Charge['kind']) => plan.charges.filter((charge) => charge.kind === kind)

function chargedOnce(holding: Holding, charge: Charge, whole: Period): PricedCharge {
  const { chargedFrom, quantity } = holding
  const list = charge.price!
  return {
    holding,
    charge,
    kind: 'one-time',
    period: { from: chargedFrom, to: chargedFrom },
    whole,
    quantity: String(quantity),
    list,
    amount: { ...list, minor: list.minor * BigInt(quantity) },
    months: 0,
  }
}

function chargedByPeriod(
  holding: Holding,
  charge: Charge,
  { whole, covered }: DuePeriod,
  { dayCount, parts }: ChargingRules,
): PricedCharge {
  const [days, ofDays] = parts === 'whole' ? [1n, 1n] : share(whole, covered, dayCount)
  const quantity = BigInt(holding.quantity)
  const list = charge.price!
  return {
    holding,
    charge,
    kind: 'recurring',
    period: covered,
    whole,
    quantity: decimalShare(days * quantity, ofDays),
    list,
    amount: multiplyRatio(list, days * quantity, ofDays),
    months: monthsOf(covered),
  }
}

function chargedByUse(holding: Holding, charge: Charge, currency: Currency): PricedCharge[] {
  const { meter, model } = charge.usage!
  const priced = priceModel(model)
  if (priced.model === 'capacity' || priced.model === 'percentage') return [] // those price peaks and transactions, which no meter counts
  return holding.usage
    .filter((usage) => usage.meter === meter)
    .map(({ period, quantity }) => {
      const amount = lineAmount(priced, priceQuantity(priced, quantity), currency)
      return { holding, charge, kind: 'usage', period, whole: period, quantity: '1', list: amount, amount, months: monthsOf(period) }
    })
}

/** Months that fees by the month count; a part of one is one. */
export function monthsOf({ from, to }: Period): number {
  const { months, days } = from.until(to, { largestUnit: 'months' })
  return months + (days > 0 ? 1 : 0)
}

const quantityScale = 1_000_000n

/** 10 of 31 days as `0.322581`. */
function decimalShare(part: bigint, ofParts: bigint): string {
  if (part % ofParts === 0n) return String(part / ofParts)
  const millionths = divideRounded(part * quantityScale, ofParts, 'half-up')
  return `${millionths / quantityScale}.${(millionths % quantityScale).toString().padStart(6, '0')}`
}

export interface DiscountUse {
  readonly id: string
  readonly cycles: number
  readonly until: Temporal.PlainDate // end of the last of them
}

/**
 * Takes what phases and discounts take off the charges of one subscription, cycle by cycle. What is charged once is not reduced; a
 * cycle of a discount is used up where the plan itself is charged, once, also where days of it are billed again.
 */
export function reduceCharges(
  charges: readonly PricedCharge[],
  discounts: readonly Discount[],
  currency: Currency,
): { charges: ReducedCharge[]; uses: DiscountUse[] } {
  const uses = new Map<string, number>()
  const until = new Map<string, Temporal.PlainDate>()
  const off = new Map<PricedCharge, Money>()
  const cycles = Map.groupBy(
    charges.filter(({ kind }) => kind !== 'one-time'),
    ({ whole }) => whole.from.toString(),
  )
  for (const cycle of cycles.values()) {
    const { period, whole } = cycle[0]!
    const plan = cycle.find(({ kind, holding }) => kind === 'recurring' && holding.itemId === null)
    const inForce = discountsFor(discounts, { begin: period.from, whole }, uses).flatMap((discount) =>
      plan ? ofDays(discount, plan.period, { whole, chargedFrom: plan.holding.chargedFrom }) : discount.amountOff === null ? discount : [],
    )
    const lines = cycle.map((charge) => ({ amount: charge.amount, phasePercentOff: phaseOf(charge) }))
    if (inForce.length === 0 && lines.every(({ phasePercentOff: percent }) => percent === null)) continue
    const reduction = reduce(lines, inForce, currency)
    cycle.forEach((charge, index) => off.set(charge, reduction.off[index]!))
    if (!plan) continue
    for (const { id } of inForce.filter((one) => reduction.used.includes(one.id) && !isSpent(one, whole))) {
      uses.set(id, (uses.get(id) ?? 0) + 1)
      until.set(id, whole.to)
    }
  }
  return {
    charges: charges.map((charge) => ({ ...charge, off: off.get(charge) ?? { ...charge.amount, minor: 0n } })),
    uses: [...uses].map(([id, cyclesUsed]) => ({ id, cycles: cyclesUsed, until: until.get(id)! })),
  }
}

function phaseOf({ kind, holding, whole }: PricedCharge): string | null {
  if (kind !== 'recurring' || holding.plan.phases.length === 0) return null
  return phasePercentOff(holding.plan.phases, cycleIndex({ ...holding, startedOn: holding.chargedFrom }, whole.from))
}

/** The part of a pending charge that fees by the month count. */
export const pendingMonths = ({ from, to }: PendingCharge): number => (from && to ? monthsOf({ from, to }) : 0)
