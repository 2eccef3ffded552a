import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { contains, daysIn } from '#kernel/time.ts'
import { billDayOf, type Cycle, cycleCountMax, cyclePeriod, cycleUnits } from './cycle.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)

suite('the period in which a day lies', () => {
  // prettier-ignore
  const cases = [
    // started on, bill day, cycle, day, period, why
    ['2026-01-15', 1, [1, 'month'], '2026-01-20', '2026-01-01/2026-02-01', 'the whole month, also where service began inside it'],
    ['2026-01-31', 31, [1, 'month'], '2026-02-28', '2026-02-28/2026-03-31', 'a short month begins on its last day, the next on the bill day again'],
    ['2024-01-30', 30, [1, 'month'], '2024-02-29', '2024-02-29/2024-03-30', 'a leap day is the last day of its month'],
    ['2026-02-10', 1, [3, 'month'], '2026-05-20', '2026-05-01/2026-08-01', 'quarters count from the month of the start, not from January'],
    ['2026-02-10', 20, [2, 'month'], '2026-02-10', '2026-01-20/2026-03-20', 'the month of the start is that of its bill day'],
    ['2024-02-29', 29, [1, 'year'], '2025-02-28', '2025-02-28/2026-02-28', 'a year from a leap day ends on the last of February'],
    ['2024-02-29', 29, [1, 'year'], '2028-02-28', '2027-02-28/2028-02-29', 'and comes back to the leap day'],
    ['2026-01-07', 1, [1, 'week'], '2026-01-11', '2026-01-05/2026-01-12', 'Monday to Sunday'],
    ['2026-01-07', 3, [2, 'week'], '2026-01-20', '2026-01-07/2026-01-21', 'two weeks from the Wednesday of the start'],
    ['2026-01-07', 7, [1, 'week'], '2026-01-07', '2026-01-04/2026-01-11', 'Sunday comes first where it is the bill day'],
    ['2026-01-07', 7, [10, 'day'], '2026-01-16', '2026-01-07/2026-01-17', 'days count from the start'],
    ['2026-01-07', 7, [10, 'day'], '2026-01-17', '2026-01-17/2026-01-27', 'the last day is not in the period'],
    ['2026-01-07', 7, [10, 'day'], '2026-01-06', '2025-12-28/2026-01-07', 'also before the start'],
    ['2026-03-28', 7, [1, 'day'], '2026-03-29', '2026-03-29/2026-03-30', 'a day of 23 hours is a day'],
  ] as const
  for (const [startedOn, billDay, [count, unit], on, expected, why] of cases)
    test(why, () => {
      const { from, to } = cyclePeriod({ startedOn: day(startedOn), billDay, cycle: { unit, count } }, day(on))
      assert.equal(`${from}/${to}`, expected)
    })
})

const cycles: fc.Arbitrary<Cycle> = fc
  .constantFrom(...cycleUnits)
  .chain((unit) => fc.record({ unit: fc.constant(unit), count: fc.integer({ min: 1, max: cycleCountMax[unit] }) }))

test('every day lies in one period, and periods join without gap or overlap', () => {
  fc.assert(
    fc.property(
      cycles,
      fc.integer({ min: 1, max: 31 }),
      fc.nat(1_500),
      fc.integer({ min: -900, max: 3_000 }),
      (cycle, anchor, offset, days) => {
        const startedOn = day('2024-01-01').add({ days: offset })
        const terms = { startedOn, billDay: cycle.unit === 'week' ? 1 + (anchor % 7) : anchor, cycle }
        const on = startedOn.add({ days })
        const period = cyclePeriod(terms, on)
        assert.ok(daysIn(period) > 0 && contains(period, on))
        assert.equal(String(cyclePeriod(terms, period.from).to), String(period.to))
        assert.equal(String(cyclePeriod(terms, period.to).from), String(period.to))
      },
    ),
  )
})

suite('the bill day of a subscription that begins on Thursday the 29th, the account being billed on the 5th', () => {
  // prettier-ignore
  const cases = [
    // unit, alignment, bill day, why
    ['month', 'account', 5, 'months follow the account'],
    ['year', 'account', 5, 'years too'],
    ['month', 'anniversary', 29, 'or the day of the start'],
    ['week', 'account', 1, 'weeks of one account join on Monday'],
    ['week', 'anniversary', 4, 'or keep the weekday of the start'],
    ['day', 'account', 29, 'days need none'],
  ] as const
  for (const [unit, alignment, expected, why] of cases)
    test(why, () => assert.equal(billDayOf({ cycle: { unit, count: 1 }, alignment }, day('2026-01-29'), 5), expected))
})
