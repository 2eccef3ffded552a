import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { type Attempt, attemptsMax, pauseSeconds, standingAfter, verdictOf } from './delivery.ts'

const now = Temporal.Instant.from('2026-03-10T08:00:00Z')
const answered = (status: number | null, retryAfterSeconds: number | null = null): Attempt => ({
  status,
  durationMs: 20,
  error: null,
  answer: '',
  retryAfterSeconds,
})

suite('pauses between attempts', () => {
  test('grow from seconds to half a day', () =>
    assert.deepEqual(
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((attempts) => pauseSeconds(attempts, 0.5)),
      [10, 30, 90, 270, 810, 2430, 7290, 21_870, 43_200, 43_200],
    ))

  test('sum to about three days', () => {
    const seconds = Array.from({ length: attemptsMax - 1 }, (_, index) => pauseSeconds(index + 1, 0.5)).reduce((sum, one) => sum + one)
    assert.ok(seconds > 2.5 * 86_400 && seconds < 3.5 * 86_400, `${seconds / 86_400} days`)
  })

  test('are never shorter than the receiver asked for, unless it asks for more than half a day', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: attemptsMax }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.integer({ min: 0, max: 1_000_000 }),
        (attempts, random, asked) => {
          const seconds = pauseSeconds(attempts, random, asked)
          assert.ok(seconds >= Math.min(asked, 43_200) && seconds >= 8 && seconds <= 43_200 * 1.2)
        },
      ),
    )
  })
})

suite('a delivery', () => {
  const cases = [
    [answered(200), 1, 'delivered', 'taken'],
    [answered(204), 14, 'delivered', 'taken at the last attempt'],
    [answered(301), 1, 'waiting', 'redirects are not followed'],
    [answered(500), 1, 'waiting', 'tried again'],
    [answered(400), 1, 'waiting', 'receivers answer 400 while they are being repaired'],
    [answered(null), 13, 'waiting', 'one attempt is left'],
    [answered(null), 14, 'failed', 'no attempt is left'],
    [answered(410), 1, 'failed', 'the receiver is gone'],
  ] as const
  for (const [attempt, attempts, state, why] of cases)
    test(`${attempt.status ?? 'no answer'} to attempt ${attempts}: ${why}`, () =>
      assert.equal(verdictOf(attempt, attempts, now, 0.5).state, state))

  test('waits as long as Retry-After says', () => {
    const verdict = verdictOf(answered(503, 3_600), 1, now, 0.5)
    assert.equal(verdict.state === 'waiting' && verdict.nextAttemptAt.toString(), '2026-03-10T09:00:00Z')
  })
})

suite('an endpoint', () => {
  const daysAgo = (days: number) => now.subtract({ hours: days * 24 })
  const cases = [
    [null, [answered(500)], [now, null], 'begins to fail'],
    [daysAgo(2), [answered(500)], [daysAgo(2), null], 'fails on'],
    [daysAgo(3), [answered(500)], [daysAgo(3), 'failing'], 'failed for three days'],
    [daysAgo(5), [answered(500), answered(200)], [null, null], 'one success is enough'],
    [null, [answered(410)], [now, 'gone'], 'says that it is gone'],
    [null, [answered(200), answered(410)], [null, null], 'is not gone for everything'],
  ] as const
  for (const [since, attempts, [failingSince, disabledBecause], why] of cases)
    test(why, () => {
      const standing = standingAfter(since, attempts, now)
      assert.deepEqual([String(standing.failingSince), standing.disabledBecause], [String(failingSince), disabledBecause])
    })
})
