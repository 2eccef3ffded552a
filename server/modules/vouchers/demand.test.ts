import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { propose } from './demand.ts'

/** Weeks from Monday: 10 a day, 50 on Saturday and on Sunday. */
const weeks = (count: number) => Array.from({ length: count * 7 }, (_, day) => (day % 7 >= 5 ? 50 : 10))

suite('how many vouchers to print', () => {
  const cases: [stock: number, days: number, print: number, why: string][] = [
    [0, 7, 160, 'a week of 150, in whole sheets'],
    [0, 2, 40, 'Monday and Tuesday are quiet'],
    [150, 7, 0, 'what lies in the drawer is enough'],
    [140, 7, 40, 'ten are missing: a sheet'],
  ]
  for (const [stock, days, print, why] of cases)
    test(why, () => assert.equal(propose({ usedByDay: weeks(8), firstWeekday: 1, stock }, days)!.print, print))

  test('the weekday of the first day counts', () => {
    // The same days, told from a Saturday on.
    const shifted = [...weeks(8).slice(5), ...weeks(1).slice(0, 5)]
    assert.equal(propose({ usedByDay: shifted, firstWeekday: 6, stock: 0 }, 2)!.expected, 100)
  })

  test('how long the stock lasts', () => {
    assert.equal(propose({ usedByDay: weeks(8), firstWeekday: 1, stock: 75 }, 28)!.daysLeft, 3)
    assert.equal(propose({ usedByDay: Array<number>(14).fill(0), firstWeekday: 1, stock: 75 }, 28)!.daysLeft, null)
  })

  test('recent weeks count more', () => {
    const growing = Array.from({ length: 56 }, (_, day) => 10 * (1 + Math.floor(day / 7)))
    const { expected } = propose({ usedByDay: growing, firstWeekday: 1, stock: 0 }, 7)!
    assert.ok(expected > 7 * 45, `${expected} is above the plain mean`)
  })

  test('what varies asks for more safety', () => {
    const steady = propose({ usedByDay: Array<number>(56).fill(20), firstWeekday: 1, stock: 0 }, 7)!
    const wild = propose({ usedByDay: Array.from({ length: 56 }, (_, day) => (day % 2 ? 40 : 0)), firstWeekday: 1, stock: 0 }, 7)!
    assert.equal(steady.safety, 0)
    assert.ok(wild.safety > 50)
  })

  test('a week and a half tells nothing', () =>
    assert.equal(propose({ usedByDay: weeks(2).slice(1), firstWeekday: 2, stock: 0 }, 7), undefined))

  test('printing what is proposed leaves nothing more to print', () => {
    const history = fc.array(fc.nat(500), { minLength: 14, maxLength: 90 })
    fc.assert(
      fc.property(
        history,
        fc.integer({ min: 1, max: 7 }),
        fc.nat(2_000),
        fc.integer({ min: 1, max: 60 }),
        (usedByDay, firstWeekday, stock, days) => {
          const { print } = propose({ usedByDay, firstWeekday, stock }, days)!
          assert.equal(propose({ usedByDay, firstWeekday, stock: stock + print }, days)!.print, 0)
        },
      ),
    )
  })
})
