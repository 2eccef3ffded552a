import { type Decimal, divideRounded } from '#kernel/money.ts'
import type { CompiledTariff, CompiledZone, Rate, Stretch } from './compile-tariff.ts'

/** A call, a stretch of data, a message: to which number, from when, how much. */
export interface UsageToRate {
  readonly otherParty: string // digits, E.164 without plus; '' for data
  readonly startedAt: Temporal.Instant
  readonly quantity: number // in the measure of the tariff, a whole number
  /** A later part of a session whose start was rated before: no connect fee, no minimum. */
  readonly isContinuation?: boolean
}

export interface Rated {
  readonly zone: string
  readonly cost: Decimal // rounded by the tariff's policy
}

/** Why usage has no price: nothing in the tariff matches the number, or the moment. */
export const unratedReasons = ['no-zone', 'no-window'] as const
export type Unrated = (typeof unratedReasons)[number]

/**
 * Rates usage. An increment is priced by the window in which it begins; only the window in force at the start contributes a connect
 * fee and a minimum; usage of nothing costs nothing.
 *
 *   17:30 ├───── 1 a second ─────┤ 18:00 ├──── 0.5 a second ────┤ 18:30      1 to connect + 1800 + 900
 */
export function rateUsage(tariff: CompiledTariff, usage: UsageToRate): Rated | Unrated {
  const zone = tariff.zones[tariff.prefixes.find(usage.otherParty)]
  if (!zone) return 'no-zone'
  const exact = exactCost(tariff, zone, usage, usage.quantity)
  if (exact === undefined) return 'no-window'
  return { zone: zone.zone, cost: { units: roundedUnits(tariff, capped(tariff, exact)), scale: tariff.rounding.decimals } }
}

/**
 * The most units, up to those asked for, whose cost a balance covers; a cap that disconnects ends the call where it is reached. Found
 * by halving, so that it can never disagree with what the units are charged in the end.
 * @param balance in the same major units as the tariff's prices
 */
export function affordableQuantity(tariff: CompiledTariff, usage: UsageToRate, balance: Decimal): number | Unrated {
  const zone = tariff.zones[tariff.prefixes.find(usage.otherParty)]
  if (!zone) return 'no-zone'
  const funds = (balance.units * tariff.denominator) / 10n ** BigInt(balance.scale)
  const isAffordable = (quantity: number): boolean | undefined => {
    const exact = exactCost(tariff, zone, usage, quantity)
    if (exact === undefined) return undefined
    if (tariff.cap?.action === 'disconnect' && exact > tariff.cap.cost) return false
    return roundedUnits(tariff, capped(tariff, exact)) * tariff.rounding.divisor <= funds
  }
  if (isAffordable(usage.quantity)) return usage.quantity
  if (isAffordable(Math.min(1, usage.quantity)) === undefined) return 'no-window'

  let [enough, tooMuch] = [0, usage.quantity]
  while (tooMuch - enough > 1) {
    const middle = Math.floor((enough + tooMuch) / 2)
    if (isAffordable(middle)) enough = middle
    else tooMuch = middle
  }
  return enough
}

/** Before cap and rounding, over the tariff's denominator; undefined where a part of it has no price. */
function exactCost(tariff: CompiledTariff, zone: CompiledZone, usage: UsageToRate, quantity: number): bigint | undefined {
  const start = Math.floor(usage.startedAt.epochMilliseconds / 1_000)
  const first = stretchAt(zone, tariff.clock.weekSecondAt(start)).rate
  if (!first) return undefined
  if (quantity === 0) return 0n
  const opening = usage.isContinuation ? 0n : first.connectFee + first.minimumCost
  const covered = usage.isContinuation ? 0 : Math.min(first.minimum, quantity)
  if (covered === quantity) return opening
  if (tariff.measure !== 'seconds') return opening + stepsCost(first, quantity - covered)
  const flowing = flowingCost(tariff, zone, start + first.minimum * (usage.isContinuation ? 0 : 1), start + quantity)
  return flowing === undefined ? undefined : opening + flowing
}

/** Seconds from one moment to another, through the windows they touch. */
function flowingCost(tariff: CompiledTariff, zone: CompiledZone, from: number, to: number): bigint | undefined {
  let cost = 0n
  let at = from
  while (at < to) {
    const weekSecond = tariff.clock.weekSecondAt(at)
    const stretch = stretchAt(zone, weekSecond)
    if (!stretch.rate) return undefined
    const until = Math.min(to, at + stretch.to - weekSecond, tariff.clock.changesAt(at))
    const increments = Math.ceil((until - at) / stretch.rate.increment)
    cost += BigInt(increments) * stretch.rate.incrementCost
    at += increments * stretch.rate.increment
  }
  return cost
}

const stepsCost = (rate: Rate, quantity: number) => BigInt(Math.ceil(quantity / rate.increment)) * rate.incrementCost

function stretchAt({ week }: CompiledZone, weekSecond: number): Stretch {
  let index = 0
  while (week[index]!.to <= weekSecond) index++
  return week[index]!
}

const capped = ({ cap }: CompiledTariff, cost: bigint) => (cap && cost > cap.cost ? cap.cost : cost)

const roundedUnits = ({ rounding }: CompiledTariff, cost: bigint) => divideRounded(cost, rounding.divisor, rounding.mode)
