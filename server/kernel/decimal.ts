import { type Currency, type Decimal, decimalToString, divideRounded, exponentOf, type Money, money, type Rounding } from './money.ts'

/** Exact arithmetic on decimals of any scale: unit prices, quantities, rated amounts that are rounded once, at the end. */

export const decimalZero: Decimal = { units: 0n, scale: 0 }

export function decimalOf(whole: bigint | number): Decimal {
  return { units: BigInt(whole), scale: 0 }
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale)
  return { units: unitsAt(a, scale) + unitsAt(b, scale), scale }
}

export function subtractDecimals(a: Decimal, b: Decimal): Decimal {
  return addDecimals(a, { units: -b.units, scale: b.scale })
}

export function sumDecimals(values: Iterable<Decimal>): Decimal {
  let total = decimalZero
  for (const value of values) total = addDecimals(total, value)
  return total
}

export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  return { units: a.units * b.units, scale: a.scale + b.scale }
}

/** Negative, zero or positive, as `Array.sort` wants it. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale)
  const [left, right] = [unitsAt(a, scale), unitsAt(b, scale)]
  return left < right ? -1 : left > right ? 1 : 0
}

export const minDecimal = (a: Decimal, b: Decimal): Decimal => (compareDecimals(a, b) <= 0 ? a : b)
export const maxDecimal = (a: Decimal, b: Decimal): Decimal => (compareDecimals(a, b) >= 0 ? a : b)
export const isDecimalZero = (value: Decimal): boolean => value.units === 0n

/** How many whole `size` it takes to hold `value`: 121 by 10 are 13. A started one counts. */
export function startedUnits(value: Decimal, size: Decimal): bigint {
  const scale = Math.max(value.scale, size.scale)
  return divideRounded(unitsAt(value, scale), unitsAt(size, scale), 'up')
}

/** Rounded to `decimals` places; what has fewer keeps its value and gains zeros. */
export function roundDecimal(value: Decimal, decimals: number, rounding: Rounding): Decimal {
  return { units: ratioUnits(value, 1n, decimals, rounding), scale: decimals }
}

/** `value ÷ divisor` rounded once to `decimals` places. */
export function divideDecimal(value: Decimal, divisor: bigint, decimals: number, rounding: Rounding): Decimal {
  return { units: ratioUnits(value, divisor, decimals, rounding), scale: decimals }
}

/** As money of a currency, rounded once to its minor unit. */
export function decimalToMoney(value: Decimal, currency: Currency, rounding: Rounding = 'half-up'): Money {
  return money(ratioUnits(value, 1n, exponentOf(currency), rounding), currency)
}

export function moneyToDecimal(amount: Money): Decimal {
  return { units: amount.minor, scale: exponentOf(amount.currency) }
}

/** Without zeros at the end: `12.50` is `12.5`, as two equal values are written alike. */
export function plainDecimal(value: Decimal): string {
  const text = decimalToString(value)
  return value.scale === 0 ? text : text.replace(/\.?0+$/, '')
}

function ratioUnits(value: Decimal, divisor: bigint, decimals: number, rounding: Rounding): bigint {
  const shift = decimals - value.scale
  const [numerator, denominator] = shift >= 0 ? [value.units * tenTo(shift), divisor] : [value.units, divisor * tenTo(-shift)]
  return divideRounded(numerator, denominator, rounding)
}

const unitsAt = ({ units, scale }: Decimal, target: number): bigint => units * tenTo(target - scale)
const tenTo = (power: number): bigint => 10n ** BigInt(power)
