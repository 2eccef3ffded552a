import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { period } from '#kernel/time.ts'
import { grantAt, shareOf } from './cycle.ts'

const monthly = { startedOn: Temporal.PlainDate.from('2026-01-01'), cycle: { unit: 'month', count: 1 } } as const
const at = (iso: string) => Temporal.Instant.from(iso)

suite('grant of a cycle, 31 GB a month', () => {
  const dhaka = 'Asia/Dhaka' // UTC+6
  // prettier-ignore
  const cases = [
    // bill day, zone, service since, now, granted, valid from, valid to, why
    [1, dhaka, '2026-02-28T18:00:00Z', '2026-03-05T00:00:00Z', 31n, '2026-02-28T18:00:00Z', '2026-03-31T18:00:00Z', 'a whole cycle'],
    [1, dhaka, '2026-03-10T20:00:00Z', '2026-03-10T20:00:00Z', 21n, '2026-03-10T20:00:00Z', '2026-03-31T18:00:00Z', 'begun on the 11th there, the 10th in UTC: 21 days'],
    [1, dhaka, '2026-01-01T00:00:00Z', '2026-03-05T00:00:00Z', 31n, '2026-02-28T18:00:00Z', '2026-03-31T18:00:00Z', 'long in service: from the start of the cycle'],
    [31, dhaka, '2026-01-01T00:00:00Z', '2026-02-28T18:00:00Z', 31n, '2026-02-27T18:00:00Z', '2026-03-30T18:00:00Z', 'bill day 31: February begins its cycle on the 28th, March on the 31st'],
    [1, 'America/New_York', '2026-01-01T00:00:00Z', '2026-03-20T00:00:00Z', 31n, '2026-03-01T05:00:00Z', '2026-04-01T04:00:00Z', 'summer time begins within the cycle'],
    [1, 'Asia/Kolkata', '2026-01-01T00:00:00Z', '2026-03-31T18:29:59Z', 31n, '2026-02-28T18:30:00Z', '2026-03-31T18:30:00Z', 'the last second of a cycle in a zone of half an hour'],
  ] as const
  for (const [billDay, timeZone, since, now, granted, from, to, why] of cases)
    test(why, () => {
      const grant = grantAt({ ...monthly, billDay, timeZone }, 31n, at(since), at(now))
      assert.deepEqual([grant.granted, String(grant.validFrom), String(grant.validTo)], [granted, from, to])
    })

  test('the share of a tiny quota is still a limit', () => {
    assert.equal(
      grantAt({ ...monthly, billDay: 1, timeZone: dhaka }, 1n, at('2026-03-30T20:00:00Z'), at('2026-03-30T20:00:00Z')).granted,
      1n,
    )
  })
})

test('changing to and fro on any day leaves the grant as it was', () => {
  const march = period('2026-03-01', '2026-04-01')
  const bytes = fc.bigInt({ min: 1n, max: 10n ** 15n })
  fc.assert(
    fc.property(bytes, bytes, fc.integer({ min: 0, max: 30 }), (one, other, days) => {
      const on = march.from.add({ days })
      const change = (granted: bigint, from: bigint, to: bigint) => granted - shareOf(from, march, on) + shareOf(to, march, on)
      assert.equal(change(change(one, one, other), other, one), one)
      assert.ok(change(one, one, other) >= 0n)
    }),
  )
})
