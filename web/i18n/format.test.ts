import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { formatFor, shift, unshift } from './format.ts'

const dhaka = formatFor({ locale: 'bn-BD', timeZone: 'Asia/Dhaka', currency: 'BDT' })
const pune = formatFor({ locale: 'hi-IN', timeZone: 'Asia/Kolkata', currency: 'INR' })
const lagos = formatFor({ locale: 'en-NG', timeZone: 'Africa/Lagos', currency: 'NGN' })

suite('money', () => {
  test('is written with the digits and grouping of the locale', () => {
    assert.equal(dhaka.money({ minor: '12500050', currency: 'BDT' }), '১,২৫,০০০.৫০৳')
    assert.equal(pune.money({ minor: '12500000', currency: 'INR' }), '₹1,25,000.00')
    assert.equal(lagos.money({ minor: '-50000', currency: 'NGN' }), '-₦500.00')
  })
  test('larger than a float can hold keeps every digit', () =>
    assert.equal(lagos.money({ minor: '90071992547409931', currency: 'NGN' }), '₦900,719,925,474,099.31'))
  test('of a coin Intl does not know shows its code', () =>
    assert.equal(lagos.money({ minor: '1500000', currency: 'USDT' }), '1.5\u00a0USDT'))
})

suite('shift and unshift', () => {
  const cases = [
    // typed, decimals, minor, why
    ['12.5', 2, '1250', 'missing digits are zeros'],
    ['1,250', 2, '125000', 'grouping is ignored'],
    ['-0.05', 2, '-5', 'less than one unit'],
    ['7', 0, '7', 'currency without decimals'],
    ['1.234', 2, undefined, 'more decimals than the currency has'],
    ['abc', 2, undefined, 'not a number'],
  ] as const
  for (const [typed, decimals, minor, why] of cases) test(why, () => assert.equal(unshift(typed, decimals), minor))
  test('shift puts the point back', () => assert.equal(shift('-5', 2), '-0.05'))
})

suite('quantities', () => {
  test('bytes and rates use the largest fitting unit', () => {
    assert.equal(lagos.bytes('1536000000'), '1.5\u00a0GB')
    assert.equal(lagos.bytes('0'), '0\u00a0B')
    assert.equal(lagos.rate('50000000'), '50\u00a0Mbit/s')
  })
  test('a duration names its two largest units', () => assert.equal(lagos.duration(93_784), '1d\u00a02h'))
  test('a day is the same day in every zone', () => assert.equal(lagos.date('2026-03-01'), '1 Mar 2026'))
  test('an instant is told in the zone of the tenant', () => assert.match(pune.instant('2026-03-01T20:00:00Z'), /2 मार्च 2026.*1:30/))
})
