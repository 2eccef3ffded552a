import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { countAttempt, type Guard, waitSeconds } from './lockout.ts'

const start = Temporal.Instant.from('2026-03-10T08:00:00Z')

/** Attempts one after the other, each as soon as it is allowed. */
function after(attempts: number): Guard {
  let guard = countAttempt(undefined, start)
  for (let count = 1; count < attempts; count++) guard = countAttempt(guard, guard.lockedUntil ?? guard.at)
  return guard
}

suite('the wait grows with wrong attempts', () => {
  const cases = [
    // attempts, seconds to wait, why
    [1, 0, 'a slip of the finger'],
    [4, 0, 'the last free one'],
    [5, 30, 'the first lock'],
    [6, 60, 'twice as long'],
    [8, 240, 'and again'],
    [12, 3_600, 'never more than an hour'],
    [2_000, 3_600, 'however long somebody goes on'],
  ] as const
  for (const [attempts, seconds, why] of cases)
    test(why, () => {
      const guard = after(attempts)
      assert.equal(waitSeconds(guard, guard.at), seconds)
    })
})

test('the lock opens to the second', () => {
  const guard = after(5)
  assert.equal(waitSeconds(guard, guard.at.add({ seconds: 29, milliseconds: 1 })), 1)
  assert.equal(waitSeconds(guard, guard.at.add({ seconds: 30 })), 0)
})

test('a day of rest forgets', () => {
  const guard = after(9)
  assert.equal(countAttempt(guard, guard.at.add({ hours: 24 })).attempts, 1)
  assert.equal(countAttempt(guard, guard.at.add({ hours: 23 })).attempts, 10)
})
