import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { decimalOf, plainDecimal } from '#kernel/decimal.ts'
import { decimal } from '#kernel/money.ts'
import { period } from '#kernel/time.ts'
import { priceModel, type PriceModelJson, type QuantityModel, zPriceModel } from './price-model.ts'
import { amountOf, lineAmount, priceFurther, priceHeld, priceQuantity } from './rate-price.ts'

const quantityModel = (declaration: PriceModelJson) => priceModel(declaration) as QuantityModel
const amount = (declaration: PriceModelJson, units: string) =>
  plainDecimal(amountOf(priceQuantity(quantityModel(declaration), decimal(units))))

const graduated: PriceModelJson = {
  model: 'graduated',
  tiers: [
    { upTo: '10', unit: '10', flat: '2' },
    { upTo: null, unit: '5', flat: '3' },
  ],
}
const volume: PriceModelJson = {
  model: 'volume',
  tiers: [
    { upTo: '100', unit: '2', flat: '10' },
    { upTo: null, unit: '1' },
  ],
}
const block: PriceModelJson = { model: 'block', minimum: '30', step: '6', unit: '0.01' }

suite('what a quantity costs', () => {
  const cases: readonly (readonly [PriceModelJson, string, string, string])[] = [
    [{ model: 'flat', amount: '9.99' }, '12', '9.99', 'flat: whatever is used'],
    [{ model: 'per-unit', unit: '0.0125', free: '100' }, '1636', '19.2', 'per unit above the free ones'],
    [{ model: 'per-unit', unit: '0.0125', free: '100' }, '60', '0', 'free units left over are worth nothing'],
    [{ model: 'per-unit', unit: '0.000000000001' }, '1000000000000000', '1000', 'prices of twelve decimals, quantities of a petabyte'],
    [graduated, '0', '2', 'graduated: the first tier is entered at zero'],
    [graduated, '10', '102', 'a bound belongs to its tier'],
    [graduated, '11', '110', 'the second tier and its fee'],
    [volume, '100', '210', 'volume: a bound belongs to its tier'],
    [volume, '100.5', '100.5', 'a fraction above it to the next, for every unit'],
    [{ model: 'package', size: '10', price: '100', free: '10' }, '121', '1200', 'package: what is free is taken off first'],
    [block, '0', '0', 'block: nothing costs nothing'],
    [block, '1', '0.3', 'the minimum'],
    [block, '30', '0.3', 'exactly the minimum'],
    [block, '31', '0.36', 'a started step counts'],
    [block, '37', '0.42', 'two started steps'],
  ]
  for (const [declaration, units, expected, why] of cases) test(why, () => assert.equal(amount(declaration, units), expected))

  test('a line is rounded once, by the policy of its price', () => {
    const lineOf = (rounding: 'up' | 'down' | 'half-up') => {
      const model = quantityModel({ model: 'per-unit', unit: '0.0033', rounding })
      return lineAmount(model, priceQuantity(model, decimal('5')), 'USD').minor
    }
    assert.deepEqual([lineOf('up'), lineOf('half-up'), lineOf('down')], [2n, 2n, 1n])
  })
})

suite('declarations are refused', () => {
  const cases: readonly (readonly [unknown, string])[] = [
    [{ model: 'guess' }, 'of an unknown model'],
    [{ model: 'per-unit', unit: '-1' }, 'with a negative price'],
    [{ model: 'package', size: '0', price: '1' }, 'with packages of nothing'],
    [{ model: 'graduated', tiers: [{ upTo: '10', unit: '1' }] }, 'whose last tier has an end'],
    [{ model: 'volume', tiers: [{ upTo: '10' }, { upTo: '9.5' }, { upTo: null }] }, 'whose bounds fall'],
  ]
  for (const [declaration, why] of cases) test(why, () => assert.equal(zPriceModel.safeParse(declaration).success, false))
})

test('many bills of a period cost as much as one, to the last digit, whatever the model', () => {
  const models = [graduated, volume, block, { model: 'package', size: '7', price: '3' } as const].map(quantityModel)
  fc.assert(
    fc.property(fc.constantFrom(...models), fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 6 }), (model, uses) => {
      let prior: number | null = null
      const billed = uses.flatMap((use) => {
        const parts = priceFurther(model, {
          prior: prior === null ? null : decimalOf(prior),
          quantity: decimalOf(use),
          isLastOfPeriod: false,
        })
        prior = (prior ?? 0) + use
        return parts
      })
      assert.equal(plainDecimal(amountOf(billed)), plainDecimal(amountOf(priceQuantity(model, decimalOf(prior!)))))
    }),
  )
})

suite('a minimum spend', () => {
  const model = quantityModel({ model: 'per-unit', unit: '1', minimumSpend: '100' })
  const further = (prior: string, units: string, isLastOfPeriod: boolean) =>
    plainDecimal(amountOf(priceFurther(model, { prior: decimal(prior), quantity: decimal(units), isLastOfPeriod })))
  test('is filled up by the last bill of the period', () => assert.equal(further('30', '20', true), '70'))
  test('is left alone before', () => assert.equal(further('30', '20', false), '20'))
  test('adds nothing where more was spent', () => assert.equal(further('30', '80', true), '80'))
})

test('what is given back within a period is paid for until that day', () => {
  const day = Temporal.PlainDate.from
  const changes = [
    { on: day('2026-03-01'), by: 10n },
    { on: day('2026-04-16'), by: -10n },
  ]
  const model = quantityModel({ model: 'per-unit', unit: '3' })
  assert.equal(priceHeld(model, { changes, period: period('2026-04-01', '2026-05-01') }, 'USD').minor, 1_500n)
  assert.equal(priceHeld(model, { changes, period: period('2026-05-01', '2026-06-01') }, 'USD').minor, 0n)
})
