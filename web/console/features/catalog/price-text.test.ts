import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { en } from '#i18n/en.ts'
import { fill } from '#i18n/message.ts'
import { priceWords } from './price-text.ts'
import type { Terms, TopUp } from './queries.ts'

suite('the price of a plan', () => {
  const month = { unit: 'month', count: 1 } as const
  const boost: TopUp = { unit: 'boost', faster: { kind: 'factor', percent: 200 }, validity: { unit: 'hour', count: 2 } }
  const cases: [terms: Pick<Terms, 'cycle' | 'pass' | 'topUp'>, expected: string, why: string][] = [
    [{ cycle: month, pass: null, topUp: null }, '৳50 every month', 'the usual cycle'],
    [{ cycle: { unit: 'week', count: 2 }, pass: null, topUp: null }, '৳50 every 2 weeks', 'a cycle that is no month'],
    [{ cycle: { unit: 'day', count: 1 }, pass: null, topUp: null }, '৳50 every day', 'a day'],
    [{ cycle: month, pass: { unit: 'day', count: 1 }, topUp: null }, '৳50 for a day, paid at once', 'a day pass is not paid every month'],
    [{ cycle: month, pass: { unit: 'hour', count: 3 }, topUp: null }, '৳50 for 3 hours, paid at once', 'a pass of hours'],
    [{ cycle: month, pass: null, topUp: boost }, '৳50 each time it is bought', 'a top-up'],
  ]
  for (const [terms, expected, why] of cases)
    test(why, () => {
      const words = priceWords(terms)
      assert.equal(fill(en[words.key], { price: '৳50', ...('count' in words && { count: words.count }) }, 'en-US'), expected)
    })
})
