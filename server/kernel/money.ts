import { assert } from './assert.ts'
import { Problem, told } from './problem.ts'

// Digits after the decimal point of every currency we count in: ISO 4217, and the chain's own unit for crypto.
// prettier-ignore
const exponents = {
  AED: 2, AUD: 2, BDT: 2, BHD: 3, BRL: 2, CAD: 2, CHF: 2, CNY: 2, EGP: 2, ETB: 2, EUR: 2, GBP: 2, GHS: 2, IDR: 2, INR: 2, JOD: 3, JPY: 0,
  KES: 2, KRW: 0, KWD: 3, LKR: 2, MAD: 2, MMK: 2, MXN: 2, MYR: 2, NGN: 2, NPR: 2, OMR: 3, PHP: 2, PKR: 2, RWF: 0, SAR: 2, SGD: 2, THB: 2,
  TND: 3, TZS: 2, UGX: 0, USD: 2, VND: 0, XAF: 0, XOF: 0, ZAR: 2, ZMW: 2,
  BTC: 8, USDC: 6, USDT: 6,
} as const

export type Currency = keyof typeof exponents
export const currencies = Object.keys(exponents) as readonly Currency[]

/** A whole number of the smallest unit of a currency: kobo, paisa, cent, satoshi. */
export interface Money {
  readonly minor: bigint
  readonly currency: Currency
}

/** An exact decimal number, `units / 10^scale`: the price of one megabyte, a quantity, an exchange rate. */
export interface Decimal {
  readonly units: bigint
  readonly scale: number
}

/** Ties away from zero; ties to the even neighbour; toward zero; away from zero. All treat −x as the mirror of x. */
export const roundings = ['half-up', 'half-even', 'down', 'up'] as const
export type Rounding = (typeof roundings)[number]

export function isCurrency(code: string): code is Currency {
  return Object.hasOwn(exponents, code)
}

export function exponentOf(currency: Currency): number {
  return exponents[currency]
}

/** @param currency an ISO code as stored; anything outside the currency table is a bug of the caller */
export function money(minor: bigint, currency: string): Money {
  assert(isCurrency(currency), `${currency} is not in the currency table`)
  return { minor, currency }
}

export function zero(currency: string): Money {
  return money(0n, currency)
}

export function add(a: Money, b: Money): Money {
  assertSameCurrency(a, b)
  return { minor: a.minor + b.minor, currency: a.currency }
}

export function subtract(a: Money, b: Money): Money {
  assertSameCurrency(a, b)
  return { minor: a.minor - b.minor, currency: a.currency }
}

export function negate(amount: Money): Money {
  return { minor: -amount.minor, currency: amount.currency }
}

export function sum(amounts: Iterable<Money>, currency: string): Money {
  let total = zero(currency)
  for (const amount of amounts) total = add(total, amount)
  return total
}

/** Negative, zero or positive, as `Array.sort` wants it. */
export function compare(a: Money, b: Money): number {
  assertSameCurrency(a, b)
  return a.minor < b.minor ? -1 : a.minor > b.minor ? 1 : 0
}

export function isZero(amount: Money): boolean {
  return amount.minor === 0n
}

export function isNegative(amount: Money): boolean {
  return amount.minor < 0n
}

/** `amount × numerator ÷ denominator`, rounded once: tax rates, proration by days, exchange. */
export function multiplyRatio(amount: Money, numerator: bigint, denominator: bigint, rounding: Rounding = 'half-up'): Money {
  return { minor: divideRounded(amount.minor * numerator, denominator, rounding), currency: amount.currency }
}

/**
 * Divides an amount by weights so that the parts always sum to the whole (largest remainder; ties go to the earlier part).
 *
 *   allocate(₦100.00, [1, 1, 1]) -> ₦33.34, ₦33.33, ₦33.33
 */
export function allocate(amount: Money, weights: readonly bigint[]): Money[] {
  assert(
    weights.every((weight) => weight >= 0n),
    'weights are not negative',
  )
  const total = weights.reduce((a, b) => a + b, 0n)
  assert(total > 0n, 'at least one weight is positive')

  const whole = magnitude(amount.minor)
  const parts = weights.map((weight) => (whole * weight) / total)
  const missing = Number(whole - parts.reduce((a, b) => a + b, 0n)) // fewer than there are parts
  for (const index of byRemainder(whole, weights, total).slice(0, missing)) parts[index]! += 1n
  return parts.map((part) => ({ minor: amount.minor < 0n ? -part : part, currency: amount.currency }))
}

/** Reads what a person or a file wrote: `1234.5`, `-0.10`. @throws money.malformed, money.too_precise */
export function parseDecimal(text: string, currency: string): Money {
  const { minor, currency: known } = zero(currency)
  const { units, scale } = decimal(text)
  const exponent = exponentOf(known)
  if (scale <= exponent) return { minor: minor + units * tenTo(exponent - scale), currency: known }

  const excess = tenTo(scale - exponent)
  if (units % excess !== 0n)
    throw new Problem('money.too_precise', 422, told`${{ text }} has more decimals than ${{ known }} allows. Use at most ${{ exponent }}.`)
  return { minor: units / excess, currency: known }
}

/** The plain number without grouping or symbol: `1234.50`. The inverse of `parseDecimal`. */
export function toDecimal(amount: Money): string {
  return decimalToString({ units: amount.minor, scale: exponentOf(amount.currency) })
}

/** For people: `₦1,234.50`, `৳১,২৩৪.৫০` (bn), `1.250000 USDT`. */
export function formatMoney(amount: Money, locale = 'en'): string {
  return formatterOf(amount.currency, locale)(toDecimal(amount))
}

/** @throws money.malformed */
export function decimal(text: string): Decimal {
  const match = /^([+-]?)(\d{1,30})(?:\.(\d{1,18}))?$/.exec(text.trim())
  if (!match)
    throw new Problem('money.malformed', 422, told`“${{ text }}” is not an amount. Write digits with a point, for example 1234.50.`)
  const [, sign, whole = '', fraction = ''] = match
  const units = BigInt(whole + fraction)
  return { units: sign === '-' ? -units : units, scale: fraction.length }
}

export function decimalToString({ units, scale }: Decimal): string {
  const digits = String(magnitude(units)).padStart(scale + 1, '0')
  const point = digits.length - scale
  return (units < 0n ? '-' : '') + digits.slice(0, point) + (scale > 0 ? `.${digits.slice(point)}` : '')
}

/** What `quantity` costs at a unit price in major units: 1,536 MB at 0.0125 BDT are 19.20 BDT. Rounded once. */
export function priceOf(quantity: bigint | Decimal, unitPrice: Decimal, currency: string, rounding: Rounding = 'half-up'): Money {
  const count = typeof quantity === 'bigint' ? { units: quantity, scale: 0 } : quantity
  const unit = zero(currency)
  const exact = unitPrice.units * count.units * tenTo(exponentOf(unit.currency))
  return { minor: divideRounded(exact, tenTo(unitPrice.scale + count.scale), rounding), currency: unit.currency }
}

/** Integer division with a stated rounding. */
export function divideRounded(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  assert(denominator !== 0n, 'the denominator is not zero')
  const divisor = magnitude(denominator)
  const dividend = magnitude(numerator)
  const quotient = dividend / divisor
  const rounded = roundsAway(dividend % divisor, divisor, quotient, rounding) ? quotient + 1n : quotient
  return numerator < 0n === denominator < 0n ? rounded : -rounded
}

/** Whether the remainder of a division of magnitudes pushes the quotient away from zero. */
function roundsAway(remainder: bigint, divisor: bigint, quotient: bigint, rounding: Rounding): boolean {
  switch (rounding) {
    case 'down':
      return false
    case 'up':
      return remainder > 0n
    case 'half-up':
      return 2n * remainder >= divisor
    case 'half-even':
      return 2n * remainder > divisor || (2n * remainder === divisor && quotient % 2n === 1n)
    default:
      return rounding satisfies never
  }
}

function byRemainder(whole: bigint, weights: readonly bigint[], total: bigint): number[] {
  const remainders = weights.map((weight) => (whole * weight) % total)
  return [...remainders.keys()].toSorted(
    (a, b) => Number(remainders[b]! > remainders[a]!) - Number(remainders[b]! < remainders[a]!) || a - b,
  )
}

const formatters = new Map<string, (plain: string) => string>()

/** Making an Intl formatter costs more than a thousand uses of it, so they are kept; there are currencies × languages of them. */
function formatterOf(currency: Currency, locale: string): (plain: string) => string {
  const key = `${currency} ${locale}`
  const kept = formatters.get(key)
  if (kept) return kept
  const made = makeFormatter(currency, locale)
  formatters.set(key, made)
  return made
}

function makeFormatter(currency: Currency, locale: string): (plain: string) => string {
  const digits = { minimumFractionDigits: exponentOf(currency), maximumFractionDigits: exponentOf(currency) }
  const isIso = currency.length === 3 // Intl knows three-letter codes only
  const intl = new Intl.NumberFormat(locale, isIso ? { style: 'currency', currency, currencyDisplay: 'narrowSymbol', ...digits } : digits)
  // A numeric string is formatted exactly; a number would lose digits of large amounts.
  const format = (plain: string) => intl.format(plain as Intl.StringNumericLiteral)
  return isIso ? format : (plain) => `${format(plain)} ${currency}`
}

function assertSameCurrency(a: Money, b: Money): void {
  assert(a.currency === b.currency, `${a.currency} and ${b.currency} do not mix`)
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value
}

function tenTo(power: number): bigint {
  return 10n ** BigInt(power)
}
