import { equal } from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import {
  addDecimals,
  compareDecimals,
  decimalToMoney,
  divideDecimal,
  moneyToDecimal,
  multiplyDecimals,
  plainDecimal,
  roundDecimal,
  startedUnits,
  subtractDecimals,
} from './decimal.ts'
import { decimal, money, type Rounding } from './money.ts'

suite('exact decimals', () => {
  test('scales mix without loss', () => {
    equal(plainDecimal(addDecimals(decimal('0.1'), decimal('0.02'))), '0.12')
    equal(plainDecimal(subtractDecimals(decimal('1'), decimal('0.9999'))), '0.0001')
    equal(plainDecimal(multiplyDecimals(decimal('3621'), decimal('0.5'))), '1810.5')
    equal(compareDecimals(decimal('2.50'), decimal('2.5')), 0)
  })

  const rounded: readonly (readonly [string, number, Rounding, string, string])[] = [
    ['0.33', 1, 'up', '0.4', 'any rest goes up'],
    ['0.33', 1, 'down', '0.3', 'any rest is dropped'],
    ['0.005', 2, 'half-up', '0.01', 'a tie goes away from zero'],
    ['-0.005', 2, 'half-up', '-0.01', 'below zero as above'],
    ['100.5', 0, 'half-up', '101', 'a currency without decimals'],
    ['1.5', 3, 'half-up', '1.5', 'more places than there are digits'],
  ]
  for (const [value, decimals, rounding, expected, why] of rounded)
    test(`${value} ${rounding} to ${decimals} places: ${why}`, () =>
      equal(plainDecimal(roundDecimal(decimal(value), decimals, rounding)), expected))

  test('a started unit counts whole', () => {
    equal(startedUnits(decimal('121'), decimal('10')), 13n)
    equal(startedUnits(decimal('120'), decimal('10')), 12n)
    equal(startedUnits(decimal('0.1'), decimal('0.05')), 2n)
    equal(startedUnits(decimal('0'), decimal('10')), 0n)
  })

  test('a division is rounded once', () => {
    equal(plainDecimal(divideDecimal(decimal('249.95'), 31n, 9, 'half-up')), '8.062903226')
    equal(decimalToMoney(decimal('0.125'), 'USD').minor, 13n)
  })
})

test('money goes through decimals and back', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (minor) => {
      for (const currency of ['JPY', 'BDT', 'KWD', 'USDT'] as const)
        equal(decimalToMoney(moneyToDecimal(money(minor, currency)), currency).minor, minor)
    }),
  )
})
