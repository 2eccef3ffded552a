import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { money } from '#kernel/money.ts'
import { addTaxes, extractTaxes, type TaxRate } from './tax.ts'

const gst: TaxRate[] = [
  { name: 'CGST', percent: '9.0000' },
  { name: 'SGST', percent: '9.0000' },
]
const vat = (percent: string): TaxRate[] => [{ name: 'VAT', percent }]
const minors = (priced: ReturnType<typeof addTaxes>) => [
  priced.net.minor,
  priced.taxes.map((share) => share.amount.minor),
  priced.rounding.minor,
]

suite('taxes', () => {
  test('India: 999 and GST are 89.91 twice', () =>
    assert.deepEqual(minors(addTaxes(money(99_900n, 'INR'), gst)), [99_900n, [8_991n, 8_991n], 0n]))
  test('India: 999 inclusive is 846.61, 76.19 twice, and 0.01 of rounding', () =>
    assert.deepEqual(minors(extractTaxes(money(99_900n, 'INR'), gst)), [84_661n, [7_619n, 7_619n], 1n]))
  test('Bangladesh: 500 inclusive at 5 % is 476.19 and 23.81', () =>
    assert.deepEqual(minors(extractTaxes(money(50_000n, 'BDT'), vat('5'))), [47_619n, [2_381n], 0n]))
  test('Nigeria: 10,000 at 7.5 % is 750', () =>
    assert.deepEqual(minors(addTaxes(money(1_000_000n, 'NGN'), vat('7.5'))), [1_000_000n, [75_000n], 0n]))
  test('without taxes the price is net, inclusive or not', () => {
    assert.deepEqual(minors(addTaxes(money(500n, 'USD'), [])), [500n, [], 0n])
    assert.deepEqual(minors(extractTaxes(money(500n, 'USD'), [])), [500n, [], 0n])
  })
  test('a credit carries the same taxes with the other sign', () => {
    const charge = addTaxes(money(65_806n, 'INR'), gst)
    const credit = addTaxes(money(-65_806n, 'INR'), gst)
    assert.equal(charge.tax.minor + credit.tax.minor, 0n)
  })

  test('net, taxes and rounding of an inclusive price always sum to it, and rounding stays below a unit per tax', () => {
    const percent = fc.integer({ min: 0, max: 400_000 }).map((parts) => (parts / 10_000).toFixed(4))
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.array(percent, { maxLength: 3 }), (gross, percents) => {
        const rates = percents.map((rate, index) => ({ name: `T${index}`, percent: rate }))
        const priced = extractTaxes(money(gross, 'INR'), rates)
        assert.equal(priced.net.minor + priced.tax.minor + priced.rounding.minor, gross)
        const magnitude = priced.rounding.minor < 0n ? -priced.rounding.minor : priced.rounding.minor
        assert.ok(magnitude <= BigInt(rates.length) + 1n)
      }),
    )
  })
})
