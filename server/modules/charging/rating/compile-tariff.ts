import { type Decimal, divideRounded, type Rounding } from '#kernel/money.ts'
import { PrefixTable } from './prefix-table.ts'
import { type Measure, type Tariff, type TariffWindow } from './tariff.ts'
import { WeekClock, weekSeconds } from './week-clock.ts'

/** A window with its prices as whole numbers over the denominator of its tariff. */
export interface Rate {
  readonly connectFee: bigint
  readonly increment: number
  readonly incrementCost: bigint
  readonly minimum: number
  readonly minimumCost: bigint
}

/** A part of the local week, in seconds from Monday 00:00, half-open, with one price; undefined where the tariff says nothing. */
export interface Stretch {
  readonly from: number
  readonly to: number
  readonly rate: Rate | undefined
}

export interface CompiledZone {
  readonly zone: string
  readonly week: readonly Stretch[] // covers it without gaps
}

/**
 * A tariff made ready for rating by the million: costs are whole numbers over one `denominator`, so that rating adds integers and
 * divides once, when it rounds.
 */
export interface CompiledTariff {
  readonly measure: Measure
  readonly clock: WeekClock
  readonly zones: readonly CompiledZone[]
  readonly prefixes: PrefixTable
  readonly denominator: bigint
  readonly rounding: { readonly mode: Rounding; readonly decimals: number; readonly divisor: bigint }
  readonly cap: { readonly cost: bigint; readonly action: 'disconnect' | 'free' } | undefined
}

export function compileTariff(tariff: Tariff): CompiledTariff {
  const { at, mode, decimals } = tariff.rounding
  const windows = tariff.zones.flatMap((zone) => zone.windows)
  const prices = [...windows.flatMap(({ price, connectFee }) => [price, connectFee]), ...(tariff.cap ? [tariff.cap.amount] : [])]
  const scale = Math.max(decimals, ...prices.map((price) => price.scale))
  const per = windows.map((window) => BigInt(window.per)).reduce(leastCommonMultiple, 1n)
  const denominator = tenTo(scale) * per

  /** `price × quantity ÷ per`, over the denominator. */
  const costOf = (price: Decimal, quantity: number, perUnits: number) =>
    (price.units * tenTo(scale - price.scale) * BigInt(quantity) * per) / BigInt(perUnits)
  const divisor = denominator / tenTo(decimals)
  const roundedIf = (condition: boolean, cost: bigint) => (condition ? divideRounded(cost, divisor, mode) * divisor : cost)
  const rateOf = (window: TariffWindow): Rate => ({
    connectFee: costOf(window.connectFee, 1, 1),
    increment: window.increment,
    incrementCost: roundedIf(at === 'increment', costOf(window.price, window.increment, window.per)),
    minimum: window.minimum,
    minimumCost: roundedIf(at === 'increment', costOf(window.price, window.minimum, window.per)),
  })

  return {
    measure: tariff.measure,
    clock: new WeekClock(tariff.timeZone),
    zones: tariff.zones.map(({ zone, windows }) => ({ zone, week: weekOf(windows, rateOf) })),
    prefixes: new PrefixTable(tariff.zones.flatMap(({ prefixes }, index) => prefixes.map((prefix) => [prefix, index] as const))),
    denominator,
    rounding: { mode, decimals, divisor },
    cap: tariff.cap && { cost: costOf(tariff.cap.amount, 1, 1), action: tariff.cap.action },
  }
}

/** The week cut at every edge of a window; what is cut is priced by the first window that holds it. */
function weekOf(windows: readonly TariffWindow[], rateOf: (window: TariffWindow) => Rate): Stretch[] {
  const spans = windows.flatMap((window) => {
    const rate = rateOf(window)
    return spansOf(window).map(([from, to]) => ({ from, to, rate }))
  })
  const edges = [...new Set([0, weekSeconds, ...spans.flatMap(({ from, to }) => [from, to])])].toSorted((a, b) => a - b)
  return edges
    .slice(0, -1)
    .map((from, index) => ({ from, to: edges[index + 1]!, rate: spans.find((span) => span.from <= from && from < span.to)?.rate }))
}

/** The parts of the week that a window covers; one that runs past Sunday midnight goes on at the week's beginning. */
function spansOf({ days, from, to }: TariffWindow): (readonly [number, number])[] {
  const [start, end] = [secondOf(from), secondOf(to)]
  const length = end > start ? end - start : end + 86_400 - start
  return days.flatMap((day) => {
    const begins = (day - 1) * 86_400 + start
    const ends = begins + length
    if (ends <= weekSeconds) return [[begins, ends] as const]
    return [[begins, weekSeconds] as const, [0, ends - weekSeconds] as const]
  })
}

function secondOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 3_600 + minutes * 60
}

function leastCommonMultiple(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b]
  while (y > 0n) [x, y] = [y, x % y]
  return (a / x) * b
}

const tenTo = (power: number): bigint => 10n ** BigInt(power)
