import { deepEqual, equal, throws } from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import {
  add,
  allocate,
  compare,
  currencies,
  decimal,
  decimalToString,
  formatMoney,
  isNegative,
  isZero,
  money,
  multiplyRatio,
  negate,
  parseDecimal,
  priceOf,
  type Rounding,
  subtract,
  sum,
  toDecimal,
  zero,
} from './money.ts'

const bdt = (text: string) => parseDecimal(text, 'BDT')

suite('arithmetic', () => {
  test('adds, subtracts, negates and sums within a currency', () => {
    deepEqual(add(bdt('1.10'), bdt('2.20')), bdt('3.30'))
    deepEqual(subtract(bdt('1.00'), bdt('2.50')), bdt('-1.50'))
    deepEqual(negate(bdt('0')), bdt('0'))
    deepEqual(sum([bdt('1'), bdt('2')], 'BDT'), bdt('3'))
    deepEqual(sum([], 'JPY'), zero('JPY'))
  })

  test('compares and knows zero and negative', () => {
    equal(compare(bdt('1'), bdt('2')), -1)
    equal(compare(bdt('2'), bdt('2')), 0)
    equal(isZero(zero('KWD')), true)
    equal(isNegative(bdt('-0.01')), true)
  })

  test('two currencies never mix, and an unknown one is refused', () => {
    throws(() => add(bdt('1'), money(1n, 'INR')), /BDT and INR do not mix/)
    throws(() => sum([bdt('1')], 'USD'), /do not mix/)
    throws(() => money(1n, 'XXX'), /XXX is not in the currency table/)
    throws(() => money(1n, 'toString'), /not in the currency table/)
  })
})

suite('multiplyRatio rounds once', () => {
  const cases: [bigint, bigint, bigint, Rounding, bigint, string][] = [
    [5878n, 10n, 30n, 'half-up', 1959n, '58.78 for 10 of 30 days'],
    [4009n, 24n, 31n, 'half-up', 3104n, '40.09 for 24 of 31 days'],
    [64900n, 1n, 31n, 'half-up', 2094n, 'one day of a 31-day period'],
    [120000n, 17n, 31n, 'half-up', 65806n, 'credit of the old plan'],
    [200000n, 17n, 31n, 'half-up', 109677n, 'charge of the new plan'],
    [100000n, 15n, 29n, 'half-up', 51724n, 'leap February'],
    [100000n, 14n, 28n, 'half-up', 50000n, 'ordinary February'],
    [99900n, 9n, 100n, 'half-up', 8991n, 'central tax of 9 %'],
    [5n, 1n, 10n, 'half-up', 1n, 'a tie goes away from zero'],
    [-5n, 1n, 10n, 'half-up', -1n, 'a negative tie mirrors the positive'],
    [5n, 1n, 10n, 'half-even', 0n, 'a tie goes to the even neighbour below'],
    [15n, 1n, 10n, 'half-even', 2n, 'a tie goes to the even neighbour above'],
    [-15n, 1n, 10n, 'half-even', -2n, 'half-even mirrors too'],
    [19n, 1n, 10n, 'down', 1n, 'down drops'],
    [-19n, 1n, 10n, 'down', -1n, 'down is toward zero'],
    [11n, 1n, 10n, 'up', 2n, 'up lifts'],
    [-11n, 1n, 10n, 'up', -2n, 'up is away from zero'],
    [10n, 1n, 10n, 'up', 1n, 'an exact result is not lifted'],
    [7n, 1n, -2n, 'half-up', -4n, 'a negative denominator only turns the sign'],
  ]
  for (const [minor, numerator, denominator, rounding, expected, why] of cases)
    test(why, () => equal(multiplyRatio(money(minor, 'INR'), numerator, denominator, rounding).minor, expected))

  test('nothing is divided by zero', () => throws(() => multiplyRatio(bdt('1'), 1n, 0n), /denominator is not zero/))
})

suite('allocate', () => {
  const cases: [bigint, bigint[], bigint[], string][] = [
    [100n, [1n, 1n, 1n], [34n, 33n, 33n], 'the odd unit goes to the first of equals'],
    [-100n, [1n, 1n, 1n], [-34n, -33n, -33n], 'a credit mirrors the charge'],
    [100n, [1n, 2n], [33n, 67n], 'the odd unit goes to the largest remainder'],
    [1n, [0n, 1n], [0n, 1n], 'no weight, no part'],
    [0n, [3n, 4n], [0n, 0n], 'nothing divides into nothing'],
  ]
  for (const [minor, weights, expected, why] of cases)
    test(why, () =>
      deepEqual(
        allocate(money(minor, 'BDT'), weights).map((part) => part.minor),
        expected,
      ),
    )

  test('weights must exist and not be negative', () => {
    throws(() => allocate(bdt('1'), []), /at least one weight/)
    throws(() => allocate(bdt('1'), [2n, -1n]), /not negative/)
  })

  test('parts sum to the whole and are within one unit of the exact share', () => {
    const weights = fc
      .array(fc.bigInt({ min: 0n, max: 10n ** 6n }), { minLength: 1, maxLength: 30 })
      .filter((list) => list.some((w) => w > 0n))
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), weights, (minor, list) => {
        const total = list.reduce((a, b) => a + b)
        const parts = allocate(money(minor, 'USD'), list)
        equal(sum(parts, 'USD').minor, minor)
        for (const [index, part] of parts.entries()) {
          const distance = part.minor * total - minor * list[index]!
          equal(distance < total && distance > -total, true)
        }
      }),
    )
  })
})

suite('reading and writing', () => {
  test('decimal text and money are inverse, in every currency', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 20n), 10n ** 20n), fc.constantFrom(...currencies), (minor, currency) => {
        deepEqual(parseDecimal(toDecimal(money(minor, currency)), currency), money(minor, currency))
      }),
    )
  })

  test('the currency decides the decimals', () => {
    equal(toDecimal(money(-5n, 'BDT')), '-0.05')
    equal(toDecimal(money(1250n, 'JPY')), '1250')
    equal(toDecimal(money(1250n, 'KWD')), '1.250')
    equal(toDecimal(money(1n, 'BTC')), '0.00000001')
    equal(parseDecimal('1.50', 'USDT').minor, 1_500_000n)
    equal(parseDecimal('12.3400', 'BDT').minor, 1234n)
  })

  test('what is not an amount is refused with a reason', () => {
    for (const text of ['', '1,234', '1.', '.5', '0x10', '1e3', '৳5', '--1']) throws(() => bdt(text), { code: 'money.malformed' }, text)
    throws(() => bdt('0.005'), { code: 'money.too_precise' })
  })

  test('people see symbols, grouping and digits of their language', () => {
    equal(formatMoney(money(123_450n, 'NGN')), '₦1,234.50')
    equal(formatMoney(money(12_345_678n, 'INR'), 'en-IN'), '₹1,23,456.78')
    equal(formatMoney(money(-99n, 'USD')), '-$0.99')
    equal(formatMoney(money(1_250_000n, 'USDT')), '1.250000 USDT')
    equal(formatMoney(money(9_007_199_254_740_993_01n, 'USD')), '$9,007,199,254,740,993.01')
  })
})

suite('unit prices', () => {
  const cases = [
    ['1536', '0.0125', 'BDT', 1920n, 'megabytes at a fraction of a paisa'],
    ['1', '0.005', 'USD', 1n, 'rounded only at the end'],
    ['2.5', '100', 'JPY', 250n, 'a fractional quantity'],
    ['-3', '0.10', 'INR', -30n, 'a negative quantity is a credit'],
  ] as const
  for (const [quantity, unitPrice, currency, expected, why] of cases)
    test(why, () => equal(priceOf(decimal(quantity), decimal(unitPrice), currency).minor, expected))

  test('whole quantities are plain bigints', () => equal(priceOf(1536n, decimal('0.0125'), 'BDT').minor, 1920n))
  test('decimals print as they were read', () => {
    for (const text of ['0.0125', '-0.5', '10', '0.00']) equal(decimalToString(decimal(text)), text)
  })
})
