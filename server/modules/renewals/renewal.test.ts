import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { mayTake, nextTry } from './renewal.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)

suite('the next try of a charge that failed', () => {
  const cases = [
    // retry days of the dunning, today, next, why
    [[1, 3, 7], '2026-04-01', '2026-04-02', 'the first stage behind the day'],
    [[7, 3, 1], '2026-04-02', '2026-04-04', 'in the order of days, not of the list'],
    [[1, 3, 7], '2026-04-05', '2026-04-08', 'a late run skips what has passed'],
    [[1, 3, 7], '2026-04-08', null, 'the last was today'],
    [[-3], '2026-04-01', null, 'a stage before the day is none after it'],
    [[], '2026-04-01', null, 'a dunning without retries'],
  ] as const
  for (const [days, today, next, why] of cases)
    test(why, () => assert.equal(nextTry(day('2026-04-01'), days, day(today))?.toString() ?? null, next))
})

suite('what may be taken', () => {
  const running = { prepaidUntil: day('2026-04-01'), startedOn: day('2026-03-01') }
  const bought = { prepaidUntil: day('2026-03-01'), startedOn: day('2026-03-01') }
  const cases = [
    // subscription, occasion, credit, saved method, why
    [{ ...running, autoRenew: true }, 'cycle', true, true, 'agreed'],
    [{ ...running, autoRenew: false }, 'cycle', false, false, 'not agreed: credit stays the customer’s'],
    [{ ...bought, autoRenew: false }, 'cycle', true, true, 'the first cycle was bought'],
    [{ ...running, autoRenew: false }, 'payment', true, false, 'a payment is for what has run out, and charges no card'],
    [{ ...running, autoRenew: false }, 'staff', true, true, 'asked for'],
  ] as const
  for (const [subscription, occasion, credit, savedMethod, why] of cases)
    test(why, () => assert.deepEqual(mayTake(subscription, occasion), { credit, savedMethod }))
})
