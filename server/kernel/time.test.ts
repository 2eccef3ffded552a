import { deepEqual, equal, throws } from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import {
  addMonthsAnchored,
  billingPeriodContaining,
  contains,
  daysIn,
  fixedClock,
  movableClock,
  overlap,
  type Period,
  period,
  periodFrom,
  startOfDay,
  systemClock,
  today,
} from './time.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)
/** Temporal values have no enumerable fields, so `deepEqual` would call any two of them equal: compare text. */
const text = ({ from, to }: Period) => `${from}/${to}`
const anyDay = fc.integer({ min: 0, max: 40_000 }).map((days) => day('1990-01-01').add({ days }))

suite('clocks', () => {
  test('the clock of the machine tells no more than PostgreSQL keeps', () => {
    for (let reading = 0; reading < 100; reading++) equal(systemClock.now().epochNanoseconds % 1_000n, 0n)
  })

  test('today depends on where one is', () => {
    const clock = fixedClock('2026-03-31T18:30:00Z')
    equal(today(clock, 'Asia/Dhaka').toString(), '2026-04-01')
    equal(today(clock, 'America/Chicago').toString(), '2026-03-31')
  })

  test('a movable clock stands still until it is moved', () => {
    const clock = movableClock('2026-01-31T00:00:00Z')
    clock.advance({ months: 1 })
    equal(clock.now().toString(), '2026-02-28T00:00:00Z')
    clock.advance('PT90S')
    equal(clock.now().toString(), '2026-02-28T00:01:30Z')
    clock.moveTo('2025-01-01T00:00:00Z')
    equal(clock.now().toString(), '2025-01-01T00:00:00Z')
  })

  const midnights = [
    ['2026-07-01', 'Africa/Lagos', '2026-06-30T23:00:00Z', 'east of Greenwich'],
    ['2026-03-08', 'America/Chicago', '2026-03-08T06:00:00Z', 'the day summer time begins'],
    ['2024-09-08', 'America/Santiago', '2024-09-08T04:00:00Z', 'a midnight that does not exist'],
  ] as const
  for (const [date, zone, expected, why] of midnights)
    test(`start of day: ${why}`, () => equal(startOfDay(day(date), zone).toString(), expected))
})

suite('periods are half-open', () => {
  const february = period('2026-02-01', '2026-03-01')
  test('the first day is inside, the last is not', () => {
    equal(daysIn(february), 28)
    equal(contains(february, day('2026-02-01')), true)
    equal(contains(february, day('2026-03-01')), false)
    throws(() => period('2026-02-02', '2026-02-01'), /not after/)
  })

  test('neighbours share nothing, neighbours that overlap share days', () => {
    equal(overlap(february, period('2026-03-01', '2026-04-01')), undefined)
    equal(text(overlap(february, period('2026-02-20', '2026-04-01'))!), '2026-02-20/2026-03-01')
  })
})

suite('anchored months', () => {
  test('a chain over short months comes back to the anchor', () => {
    const chain = [day('2025-01-31')]
    for (let step = 0; step < 4; step++) chain.push(addMonthsAnchored(chain.at(-1)!, { months: 1, anchorDay: 31 }))
    deepEqual(chain.map(String), ['2025-01-31', '2025-02-28', '2025-03-31', '2025-04-30', '2025-05-31'])
  })

  test('leap years, years and the way back', () => {
    equal(addMonthsAnchored(day('2024-01-31'), { months: 1, anchorDay: 30 }).toString(), '2024-02-29')
    equal(addMonthsAnchored(day('2024-02-29'), { months: 12, anchorDay: 29 }).toString(), '2025-02-28')
    equal(addMonthsAnchored(day('2025-03-31'), { months: -1, anchorDay: 31 }).toString(), '2025-02-28')
    throws(() => addMonthsAnchored(day('2025-03-31'), { months: 1, anchorDay: 0 }), /day of a month/)
  })

  //          2025-12       2026-01       2026-02       2026-03       2026-04
  //  31 :  ───────────┤31────────────┤31──────────┤28────────────┤31──────────┤30
  const cases = [
    ['2026-01-15', 1, 1, '2026-01-01', '2026-02-01', 'calendar month'],
    ['2026-01-09', 10, 1, '2025-12-10', '2026-01-10', 'the day before the anchor'],
    ['2026-01-10', 10, 1, '2026-01-10', '2026-02-10', 'the anchor itself'],
    ['2026-02-28', 31, 1, '2026-02-28', '2026-03-31', 'a clamped anchor begins the period'],
    ['2026-02-27', 31, 1, '2026-01-31', '2026-02-28', 'the day before a clamped anchor'],
    ['2026-03-30', 31, 1, '2026-02-28', '2026-03-31', 'after a clamped anchor'],
    ['2026-05-05', 1, 3, '2026-04-01', '2026-07-01', 'a quarter'],
    ['2026-01-05', 10, 12, '2025-01-10', '2026-01-10', 'a year that began last year'],
    ['1999-12-31', 1, 1, '1999-12-01', '2000-01-01', 'long ago'],
  ] as const
  for (const [date, anchorDay, months, from, to, why] of cases)
    test(why, () => equal(text(billingPeriodContaining(day(date), anchorDay, months)), `${from}/${to}`))

  test('periods are those that are counted from the first anchor day of 2000', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 31 }), fc.integer({ min: 1, max: 13 }), (date, anchorDay, months) =>
        equal(
          text(billingPeriodContaining(date, anchorDay, months)),
          text(periodFrom(new Temporal.PlainDate(2000, 1, anchorDay), date, months)),
        ),
      ),
    )
    throws(() => billingPeriodContaining(day('2026-01-15'), 33), /33 is a day of a month/)
  })

  test('a quarter can begin in any month', () => {
    equal(text(periodFrom(day('2026-02-28'), day('2026-05-27'), 3)), '2026-02-28/2026-05-28')
    equal(text(periodFrom(day('2025-11-30'), day('2026-03-01'), 3)), '2026-02-28/2026-05-30')
  })

  test('every day lies in exactly one period, and periods touch', () => {
    fc.assert(
      fc.property(anyDay, anyDay, fc.integer({ min: 1, max: 13 }), (anchor, date, months) => {
        const found = periodFrom(anchor, date, months)
        equal(contains(found, date), true)
        equal(String(periodFrom(anchor, found.to, months).from), String(found.to))
        equal(text(periodFrom(anchor, found.to.subtract({ days: 1 }), months)), text(found))
      }),
    )
  })
})
