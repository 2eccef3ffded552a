import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { allocate, money } from '#kernel/money.ts'
import { daysIn, period } from '#kernel/time.ts'
import { type BillingTerms, type DayCount, dayCounts, duePeriods, prorate } from './proration.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)
const usd = (minor: bigint) => money(minor, 'USD')

suite('prorate', () => {
  const cases = [
    // price, whole period, covered part, expected, why
    [
      64_900n,
      '2026-01-01/2026-02-01',
      '2026-01-31/2026-02-01',
      2_094n,
      'one day counts against the 31 days of its own period, not the 28 of the next',
    ],
    [5_878n, '2026-04-01/2026-05-01', '2026-04-01/2026-04-11', 1_959n, '58.78 for 10 of 30 days'],
    [4_009n, '2026-01-01/2026-02-01', '2026-01-08/2026-02-01', 3_104n, '40.09 for 24 of 31 days'],
    [4_500n, '2026-04-01/2026-05-01', '2026-04-11/2026-05-01', 3_000n, 'credit for the 20 days left of the old plan'],
    [6_000n, '2026-04-01/2026-05-01', '2026-04-11/2026-05-01', 4_000n, 'charge for the 20 days left of the new plan'],
    [120_000n, '2026-01-01/2026-02-01', '2026-01-15/2026-02-01', 65_806n, 'the day of a change counts to the new plan: 17 days credited'],
    [200_000n, '2026-01-01/2026-02-01', '2026-01-15/2026-02-01', 109_677n, 'and 17 days charged'],
    [100_000n, '2024-02-01/2024-03-01', '2024-02-15/2024-03-01', 51_724n, 'half a February of a leap year'],
    [100_000n, '2025-02-01/2025-03-01', '2025-02-15/2025-03-01', 50_000n, 'half a February of another year'],
    [100_000n, '2026-01-01/2026-02-01', '2026-01-01/2026-02-01', 100_000n, 'a whole period is the price'],
    [100_000n, '2026-01-01/2026-02-01', '2026-01-05/2026-01-05', 0n, 'nothing covered, nothing charged'],
  ] as const
  const parse = (text: string) => {
    const [from, to] = text.split('/')
    return period(from!, to!)
  }
  for (const [price, whole, covered, expected, why] of cases)
    test(why, () => assert.equal(prorate(usd(price), parse(whole), parse(covered)).minor, expected))

  const thirty = [
    ['2026-01-01/2026-02-01', '2026-01-31/2026-02-01', 2_163n, 'a day is a thirtieth also in a long month'],
    ['2026-02-01/2026-03-01', '2026-02-01/2026-03-01', 64_900n, 'a whole short month is still the whole price'],
    ['2026-01-01/2026-02-01', '2026-01-01/2026-01-31', 64_900n, 'thirty of 31 days never cost more than the month'],
  ] as const
  for (const [whole, covered, expected, why] of thirty)
    test(`thirty days: ${why}`, () => assert.equal(prorate(usd(64_900n), parse(whole), parse(covered), 'thirty').minor, expected))

  test('a part never costs less than nothing or more than the whole, in either count', () => {
    const whole = period('2026-01-01', '2026-02-01')
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 12n }),
        fc.nat(31),
        fc.nat(31),
        fc.constantFrom<DayCount>(...dayCounts),
        (price, a, b, dayCount) => {
          const covered = period(whole.from.add({ days: Math.min(a, b) }), whole.from.add({ days: Math.max(a, b) }))
          const part = prorate(usd(price), whole, covered, dayCount).minor
          assert.ok(part >= 0n && part <= price)
        },
      ),
    )
  })

  test('the two parts of a period differ from the whole by one unit at most, and allocate closes the gap', () => {
    const whole = period('2026-01-01', '2026-02-01')
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.nat(31), (price, days) => {
        const middle = whole.from.add({ days })
        const parts =
          prorate(usd(price), whole, period(whole.from, middle)).minor + prorate(usd(price), whole, period(middle, whole.to)).minor
        assert.ok(parts - price <= 1n && price - parts <= 1n)
        const exact = allocate(usd(price), [BigInt(days), BigInt(31 - days)])
        assert.equal(exact[0]!.minor + exact[1]!.minor, price)
      }),
    )
  })
})

const terms = (startedOn: string, billDay: number, more: Partial<BillingTerms> = {}): BillingTerms => ({
  startedOn: day(startedOn),
  billDay,
  cycle: { unit: 'month', count: 1 },
  billedIn: 'advance',
  endsOn: null,
  ...more,
})
const spans = (given: BillingTerms, from: string, asOf: string) =>
  duePeriods(given, day(from), day(asOf)).map(({ covered }) => `${covered.from}/${covered.to}`)

suite('due periods', () => {
  const cases = [
    // terms, billed until, as of, expected, why
    [terms('2026-01-15', 1), '2026-01-15', '2026-01-15', ['2026-01-15/2026-02-01'], 'the first period is the rest until the bill day'],
    [terms('2026-01-15', 1), '2026-02-01', '2026-01-31', [], 'nothing before the next period begins'],
    [
      terms('2026-01-15', 1),
      '2026-01-15',
      '2026-03-01',
      ['2026-01-15/2026-02-01', '2026-02-01/2026-03-01', '2026-03-01/2026-04-01'],
      'a late run catches up',
    ],
    [
      terms('2026-01-31', 31),
      '2026-01-31',
      '2026-04-30',
      ['2026-01-31/2026-02-28', '2026-02-28/2026-03-31', '2026-03-31/2026-04-30', '2026-04-30/2026-05-31'],
      'a short month does not move the anchor',
    ],
    [
      terms('2026-02-10', 1, { cycle: { unit: 'month', count: 3 } }),
      '2026-02-10',
      '2026-05-01',
      ['2026-02-10/2026-05-01', '2026-05-01/2026-08-01'],
      'quarters count from the month of the start',
    ],
    [
      terms('2026-01-01', 1, { cycle: { unit: 'month', count: 12 } }),
      '2026-01-01',
      '2026-12-31',
      ['2026-01-01/2027-01-01'],
      'a year in advance',
    ],
    [
      terms('2026-01-01', 1, { endsOn: day('2026-02-11') }),
      '2026-02-01',
      '2026-04-01',
      ['2026-02-01/2026-02-11'],
      'the last period ends with the service',
    ],
    [terms('2026-01-01', 1, { endsOn: day('2026-02-01') }), '2026-02-01', '2026-04-01', [], 'nothing after the end'],
  ] as const
  for (const [given, from, asOf, expected, why] of cases) test(why, () => assert.deepEqual(spans(given, from, asOf), expected))

  test('in arrears a period is due when it is over, the last one with the service', () => {
    const given = terms('2026-01-15', 1, { billedIn: 'arrears', endsOn: day('2026-03-10') })
    assert.deepEqual(spans(given, '2026-01-15', '2026-01-31'), [])
    assert.deepEqual(spans(given, '2026-01-15', '2026-03-09'), ['2026-01-15/2026-02-01', '2026-02-01/2026-03-01'])
    assert.deepEqual(spans(given, '2026-03-01', '2026-03-10'), ['2026-03-01/2026-03-10'])
  })

  test('a merged first part is due with the first whole period, and ends with the service where that comes first', () => {
    const merged = (asOf: string, more: Partial<BillingTerms> = {}) =>
      duePeriods(terms('2026-01-15', 1, more), day('2026-01-15'), day(asOf), 'merged').map(({ covered }) => `${covered.from}/${covered.to}`)
    assert.deepEqual(merged('2026-01-31'), [])
    assert.deepEqual(merged('2026-02-01'), ['2026-01-15/2026-02-01', '2026-02-01/2026-03-01'])
    assert.deepEqual(merged('2026-01-20', { endsOn: day('2026-01-20') }), ['2026-01-15/2026-01-20'])
    assert.deepEqual(merged('2026-01-15', { billDay: 15 }), ['2026-01-15/2026-02-15'])
  })

  test('however often and whenever billed, the periods join without gap or overlap', () => {
    const start = day('2024-01-01')
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 31 }),
        fc.integer({ min: 1, max: 12 }),
        fc.nat(400),
        fc.array(fc.nat(200), { maxLength: 8 }),
        (billDay, count, offset, waits) => {
          const given: BillingTerms = {
            startedOn: start.add({ days: offset }),
            billDay,
            cycle: { unit: 'month', count },
            billedIn: 'advance',
            endsOn: null,
          }
          let billedUntil = given.startedOn
          let asOf = given.startedOn
          for (const wait of waits) {
            asOf = asOf.add({ days: wait })
            for (const { whole, covered } of duePeriods(given, billedUntil, asOf)) {
              assert.ok(covered.from.equals(billedUntil))
              assert.ok(daysIn(covered) > 0 && covered.to.equals(whole.to))
              billedUntil = covered.to
            }
            assert.ok(Temporal.PlainDate.compare(billedUntil, asOf) > 0)
          }
        },
      ),
    )
  })
})
