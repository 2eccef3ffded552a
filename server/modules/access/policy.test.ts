import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { blockReasons, subscriptionStates } from '#modules/subscriptions'
import { quotaStates, type OfferVersion, type SubscriptionFacts } from './facts.ts'
import { decide, type Facts, rejectReasons, speedOf } from './policy.ts'

const nowMs = 1_772_000_000_000
const version: OfferVersion = {
  id: 'v1',
  speed: { uploadBps: 5_000_000, downloadBps: 20_000_000 },
  throttled: { uploadBps: 1_000_000, downloadBps: 2_000_000 },
  fupTiers: [],
  speedWindows: [],
  timeZone: 'Asia/Dhaka',
  quality: null,
  quotaPolicy: 'throttle',
  hasFreeHours: false,
  sessionsMax: 1,
  sessionLimitPolicy: 'reject-new',
  idleTimeoutSeconds: null,
  addressPool: null,
}
/** 20 Mbit/s, from 200 bytes on 10, from 400 on 5. */
const stepped: OfferVersion = {
  ...version,
  fupTiers: [
    { usedBytes: 200, speed: { uploadBps: 5_000_000, downloadBps: 10_000_000 } },
    { usedBytes: 400, speed: { uploadBps: 2_000_000, downloadBps: 5_000_000 } },
  ],
}
const subscription: SubscriptionFacts = {
  state: 'active',
  blocks: [],
  endsAtMs: null,
  quota: 'left',
  usedBytes: 0,
  bytesLeft: null,
  version,
  boosts: [],
}
const good: Facts = {
  nowMs,
  nas: { interimSeconds: 300, walledGarden: null },
  login: { framedAddress: null },
  isPasswordRight: true,
  isLockedOut: false,
  subscription,
  othersOnline: 0,
}
const walled = { interimSeconds: 300, walledGarden: 'pay-first' }
const having = (change: Partial<SubscriptionFacts>): Partial<Facts> => ({ subscription: { ...subscription, ...change } })

suite('decide', () => {
  const cases: [change: Partial<Facts>, expected: string, why: string][] = [
    [{}, 'accept 20000000/5000000', 'everything is well'],
    [{ isLockedOut: true }, 'reject locked-out', 'before the password, which is not looked at'],
    [{ login: null, subscription: null }, 'reject unknown-user', 'nobody'],
    [{ isPasswordRight: false }, 'reject wrong-password', 'before the state of the service, which a stranger must not learn'],
    [having({ state: 'pending' }), 'reject not-active', 'sold, not begun'],
    [having({ state: 'paused' }), 'reject paused', 'on vacation'],
    [having({ state: 'ended' }), 'reject ended', 'over'],
    [having({ state: 'cancelled' }), 'reject ended', 'over, too'],
    [having({ endsAtMs: nowMs }), 'reject ended', 'the first moment without service, though the nightly job has not run'],
    [having({ endsAtMs: nowMs + 1 }), 'accept 20000000/5000000', 'the last moment with it'],
    [having({ state: 'suspended', blocks: ['unpaid'] }), 'reject blocked', 'no walled garden on this NAS'],
    [{ ...having({ state: 'suspended', blocks: ['unpaid'] }), nas: walled }, 'walled-garden blocked', 'may pay'],
    [{ ...having({ state: 'suspended', blocks: ['unpaid', 'abuse'] }), nas: walled }, 'reject blocked', 'paying would not help'],
    [
      { ...having({ state: 'suspended', blocks: ['unpaid', 'arrears'] }), nas: walled },
      'reject blocked',
      'the payment page was open before',
    ],
    [having({ quota: 'used-up' }), 'accept 2000000/1000000', 'throttled'],
    [having({ quota: 'used-up', version: { ...version, quotaPolicy: 'cut', throttled: null } }), 'reject quota-used-up', 'cut'],
    [
      { ...having({ quota: 'used-up', version: { ...version, quotaPolicy: 'cut', throttled: null } }), nas: walled },
      'walled-garden quota-used-up',
      'may buy more',
    ],
    [
      having({ bytesLeft: 0, version: { ...version, quotaPolicy: 'cut', throttled: null } }),
      'reject quota-used-up',
      'used up, though the database has not said so yet',
    ],
    [having({ usedBytes: 199, version: stepped }), 'accept 20000000/5000000', 'fair use, before the first tier'],
    [having({ usedBytes: 200, version: stepped }), 'accept 10000000/5000000', 'the first tier begins with its byte'],
    [having({ usedBytes: 450, version: stepped }), 'accept 5000000/2000000', 'the last tier that was reached'],
    [having({ usedBytes: 500, quota: 'used-up', version: stepped }), 'accept 2000000/1000000', 'the quota comes after the tiers'],
    [having({ usedBytes: 0, version: stepped }), 'accept 20000000/5000000', 'a new cycle begins at full speed'],
    [{ othersOnline: 1 }, 'reject too-many-sessions', 'the one place is taken'],
    [
      { othersOnline: 1, ...having({ version: { ...version, sessionLimitPolicy: 'kick-oldest' } }) },
      'accept 20000000/5000000 kick',
      'the newer wins',
    ],
    [{ othersOnline: 1, ...having({ version: { ...version, sessionsMax: 2 } }) }, 'accept 20000000/5000000', 'the second of two'],
  ]
  for (const [change, expected, why] of cases)
    test(`${expected}: ${why}`, () => {
      const decision = decide({ ...good, ...change })
      const said =
        decision.verdict === 'accept'
          ? `accept ${decision.profile.downloadBps}/${decision.profile.uploadBps}${decision.mustKickOldest ? ' kick' : ''}`
          : `${decision.verdict} ${decision.reason}`
      assert.equal(said, expected)
    })
})

suite('how long an accept lasts', () => {
  const cases = [
    [null, 86_400, 'a day, so that changes missed by CoA come in by themselves'],
    [nowMs + 3_600_000, 3_600, 'up to the end of service'],
    [nowMs + 999, 1, 'never 0, which routers take for unlimited'],
    [nowMs + 30 * 86_400_000, 86_400, 'not longer than a day'],
  ] as const
  for (const [endsAtMs, seconds, why] of cases)
    test(why, () => {
      const decision = decide({ ...good, ...having({ endsAtMs }) })
      assert.ok(decision.verdict === 'accept')
      assert.equal(decision.profile.sessionSeconds, seconds)
    })
})

test('who is blocked, not in service or with a wrong password is never let in; the trace ends with the reason', () => {
  const anyFacts = fc.record({
    isPasswordRight: fc.boolean(),
    isLockedOut: fc.boolean(),
    othersOnline: fc.nat(3),
    isKnown: fc.boolean(),
    hasGarden: fc.boolean(),
    state: fc.constantFrom(...subscriptionStates),
    blocks: fc.subarray([...blockReasons]),
    quota: fc.constantFrom(...quotaStates),
    quotaPolicy: fc.constantFrom('none', 'throttle', 'cut' as const),
    endsInMs: fc.option(fc.integer({ min: -5_000, max: 5_000 })),
  })
  fc.assert(
    fc.property(anyFacts, (any) => {
      const decision = decide({
        ...good,
        isPasswordRight: any.isPasswordRight,
        isLockedOut: any.isLockedOut,
        othersOnline: any.othersOnline,
        nas: any.hasGarden ? walled : good.nas,
        login: any.isKnown ? good.login : null,
        subscription: any.isKnown
          ? {
              state: any.state,
              blocks: any.blocks,
              quota: any.quota,
              usedBytes: 0,
              bytesLeft: null,
              endsAtMs: any.endsInMs === null ? null : nowMs + any.endsInMs,
              version: { ...version, quotaPolicy: any.quotaPolicy },
              boosts: [],
            }
          : null,
      })
      const last = decision.trace.at(-1)!
      assert.equal(last.passed, decision.verdict === 'accept')
      assert.ok(decision.trace.slice(0, -1).every((step) => step.passed))
      if (decision.verdict === 'reject') return void assert.ok(rejectReasons.includes(decision.reason))
      assert.ok(any.isKnown && any.isPasswordRight && !any.isLockedOut && (any.state === 'active' || any.state === 'suspended'))
      assert.ok(decision.profile.sessionSeconds >= 1)
      if (decision.verdict === 'accept') assert.equal(any.blocks.length, 0)
      else assert.ok(decision.profile.walledGarden !== null && any.blocks.every((block) => ['unpaid', 'expired', 'quota'].includes(block)))
    }),
  )
})

suite('how fast', () => {
  /** Twice the speed on every night from 23:00 to 02:00, as two windows, for those who work at night in Dhaka. */
  const nightly: OfferVersion = {
    ...stepped,
    quality: {
      burst: { speed: { uploadBps: 10_000_000, downloadBps: 40_000_000 }, seconds: 10, thresholdPercent: 75 },
      guaranteed: { uploadBps: 1_000_000, downloadBps: 4_000_000 },
      priority: 3,
      profile: null,
    },
    speedWindows: [
      { days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 23 * 60, toMinute: 24 * 60, speed: { uploadBps: 10_000_000, downloadBps: 40_000_000 } },
      { days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 0, toMinute: 120, speed: { uploadBps: 10_000_000, downloadBps: 40_000_000 } },
      { days: [5], fromMinute: 12 * 60, toMinute: 13 * 60, speed: { uploadBps: 1_000_000, downloadBps: 100_000_000 } },
    ],
  }
  const boost = (downloadBps: number, fromIso: string, untilIso: string) => ({
    fromMs: Date.parse(fromIso),
    untilMs: Date.parse(untilIso),
    speed: { uploadBps: 1_000_000, downloadBps },
  })
  const friday = '2026-03-13'
  const cases: [at: string, change: Partial<SubscriptionFacts>, expected: string, why: string][] = [
    [`${friday}T10:00:00+06:00`, {}, '20/5 plan', 'the plan'],
    [`${friday}T10:00:00+06:00`, { usedBytes: 250 }, '10/5 fair-use', 'a tier'],
    [`${friday}T22:59:59+06:00`, {}, '20/5 plan', 'a second before the night'],
    [`${friday}T23:00:00+06:00`, { usedBytes: 250 }, '40/10 hours', 'the night, whatever was used'],
    [`${friday}T23:59:59+06:00`, {}, '40/10 hours', 'the last second of the day'],
    ['2026-03-14T01:59:59+06:00', {}, '40/10 hours', 'past midnight'],
    ['2026-03-14T02:00:00+06:00', {}, '20/5 plan', 'the end is not in it'],
    [`${friday}T12:30:00+06:00`, {}, '100/1 hours', 'Friday noon'],
    ['2026-03-12T12:30:00+06:00', {}, '20/5 plan', 'Thursday noon'],
    [`${friday}T23:30:00+06:00`, { quota: 'used-up' }, '2/1 used-up', 'nights give nothing back'],
    [
      `${friday}T10:00:00+06:00`,
      { boosts: [boost(80_000_000, `${friday}T09:00:00Z`, `${friday}T11:00:00Z`)] },
      '20/5 plan',
      'before a boost',
    ],
    [
      `${friday}T15:00:00+06:00`,
      { boosts: [boost(80_000_000, `${friday}T09:00:00Z`, `${friday}T11:00:00Z`)] },
      '80/5 boost',
      'a boost takes no upload away',
    ],
    [`${friday}T17:00:00+06:00`, { boosts: [boost(80_000_000, `${friday}T09:00:00Z`, `${friday}T11:00:00Z`)] }, '20/5 plan', 'its end'],
    [
      `${friday}T15:00:00+06:00`,
      { quota: 'used-up', boosts: [boost(80_000_000, `${friday}T09:00:00Z`, `${friday}T11:00:00Z`)] },
      '80/1 boost',
      'bought after the quota was used up',
    ],
    [
      `${friday}T15:00:00+06:00`,
      { boosts: [boost(10_000_000, `${friday}T09:00:00Z`, `${friday}T11:00:00Z`)] },
      '20/5 plan',
      'slower than the plan it is none',
    ],
  ]
  for (const [at, change, expected, why] of cases)
    test(`${why}: ${expected}`, () => {
      const { downloadBps, uploadBps, source } = speedOf({ ...subscription, version: nightly, ...change }, Date.parse(at))
      assert.equal(`${downloadBps / 1e6}/${uploadBps / 1e6} ${source}`, expected)
    })

  test('bursts and guarantees belong to the speed of the plan, priority stays', () => {
    const of = (at: string) => speedOf({ ...subscription, version: nightly }, Date.parse(at)).quality
    assert.equal(of(`${friday}T10:00:00+06:00`)?.burst?.seconds, 10)
    assert.deepEqual(of(`${friday}T23:30:00+06:00`), { burst: null, guaranteed: null, priority: 3, profile: null })
  })

  test('the trace says where the speed comes from', () => {
    const decision = decide({ ...good, ...having({ version: stepped, usedBytes: 250 }) })
    assert.deepEqual(decision.trace.at(-1), { step: 'speed', passed: true, found: 'fair-use' })
  })
})
