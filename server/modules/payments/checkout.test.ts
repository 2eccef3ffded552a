import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { money } from '#kernel/money.ts'
import { type Checkout, judge } from './checkout.ts'
import type { Standing } from './gateway.ts'

const now = Temporal.Instant.from('2026-03-10T08:00:00Z')
const ngn = (minor: bigint) => money(minor, 'NGN')
const checkout = (more: Partial<Checkout> = {}): Checkout => ({
  id: 'c1',
  gatewayId: 'g1',
  accountId: 'a1',
  customerId: 'k1',
  reference: 'TL-1',
  amount: ngn(500_000n),
  state: 'open',
  url: null,
  error: null,
  savedMethodId: null,
  keepsMethod: false,
  createdAt: now.subtract({ minutes: 5 }),
  settledAt: null,
  ...more,
})
const paid = (minor: bigint, currency = 'NGN'): Standing => ({ kind: 'paid', amount: money(minor, currency), paidAt: now, reusable: null })
const failed: Standing = { kind: 'failed', detail: 'Declined' }

suite('judge', () => {
  const cases = [
    // checkout, standing, verdict, why
    [checkout(), paid(500_000n), 'take', 'the amount that was asked for'],
    [checkout(), paid(499_999n), 'reject', 'a kobo less'],
    [checkout(), paid(500_001n), 'reject', 'a kobo more is for a person to look at'],
    [checkout(), paid(500_000n, 'USD'), 'reject', 'another currency'],
    [checkout({ state: 'failed' }), paid(500_000n), 'take', 'a second attempt went well'],
    [checkout({ state: 'abandoned' }), paid(500_000n), 'take', 'late money counts'],
    [checkout({ state: 'paid' }), paid(500_000n), 'nothing', 'taken before'],
    [checkout({ state: 'paid' }), failed, 'nothing', 'an old refusal does not undo a payment'],
    [checkout(), failed, 'fail', 'declined'],
    [checkout(), { kind: 'open' }, 'wait', 'the customer is still at it'],
    [checkout({ createdAt: now.subtract({ hours: 25 }) }), { kind: 'open' }, 'abandon', 'nobody paid for a day'],
  ] as const
  for (const [given, standing, verdict, why] of cases) test(why, () => assert.equal(judge(given, standing, now).kind, verdict))
})
