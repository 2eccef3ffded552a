import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { SubscriptionFacts } from './facts.ts'
import type { NasVendor } from './nas.ts'
import {
  type CommandKind,
  commandAttributes,
  commandStates,
  type NasAnswer,
  nextStep,
  orderFor,
  outcomeOf,
  rungs,
} from './network-command.ts'

suite('what an answer means', () => {
  const nak = (errorCause: number | null): NasAnswer => ({ answer: 'nak', errorCause })
  const cases: [kind: CommandKind, answer: NasAnswer, state: string, also: string, why: string][] = [
    ['disconnect', { answer: 'ack' }, 'acked', '', 'no proof yet'],
    ['disconnect', nak(503), 'gone', 'close', 'it was gone already'],
    ['disconnect', nak(404), 'refused', '', 'our mistake, or its own'],
    ['disconnect', nak(null), 'refused', '', 'it does not say why'],
    ['disconnect', { answer: 'timeout' }, 'timeout', '', 'unreachable'],
    ['change', { answer: 'ack' }, 'acked', '', 'no proof yet'],
    ['change', nak(503), 'gone', 'close', 'the next login gets the new speed'],
    ['change', nak(405), 'refused', 'disconnect', 'it cannot change in place'],
    ['change', nak(501), 'refused', 'disconnect', 'it may not'],
    ['change', { answer: 'timeout' }, 'timeout', '', 'a disconnect would not arrive either'],
  ]
  for (const [kind, answer, state, also, why] of cases)
    test(`${kind}, ${JSON.stringify(answer)}: ${why}`, () => {
      const outcome = outcomeOf(kind, answer)
      assert.equal(outcome.state, state)
      assert.equal(outcome.isSessionGone, also === 'close')
      assert.equal(outcome.mustDisconnect, also === 'disconnect')
    })
})

suite('what is tried next', () => {
  const cases = [
    ['change', 'radius', 'refused', null, 'its Disconnect is on the way already'],
    ['change', 'radius', 'escalated', 'disconnect by radius', 'said yes, and no interim came to prove it'],
    ['change', 'radius', 'timeout', 'disconnect by api', 'a Disconnect would be lost too'],
    ['disconnect', 'radius', 'refused', 'disconnect by api', ''],
    ['disconnect', 'radius', 'timeout', 'disconnect by api', ''],
    ['disconnect', 'radius', 'escalated', 'disconnect by api', 'said yes, and the session went on'],
    ['disconnect', 'api', 'timeout', 'disconnect by address-list', ''],
    ['disconnect', 'api', 'escalated', 'disconnect by address-list', 'the router still shows it'],
    ['disconnect', 'address-list', 'timeout', null, 'a person is needed'],
  ] as const
  for (const [kind, via, state, expected, why] of cases)
    test(`${kind} by ${via}, ${state}: ${why || 'the next rung'}`, () => {
      const step = nextStep({ kind, via, state })
      assert.equal(step && `${step.kind} by ${step.via}`, expected)
    })

  test('what is under way, or done, is left alone, and no ladder is endless', () => {
    for (const kind of ['disconnect', 'change'] as const)
      for (const via of rungs)
        for (const state of commandStates) {
          const step = nextStep({ kind, via, state })
          const isOver = ['queued', 'sent', 'acked', 'confirmed', 'gone'].includes(state)
          if (isOver) assert.equal(step, null)
          else if (step) assert.ok(rungs.indexOf(step.via) > rungs.indexOf(via) || (kind === 'change' && step.kind === 'disconnect'))
        }
  })
})

suite('how a session is named', () => {
  const session = { username: 'Alice', acctSessionId: '81A0002a', address: '10.0.0.9' }
  const cases = [
    ['mikrotik', ['User-Name Alice', 'Acct-Session-Id 81A0002a', 'Framed-IP-Address 10.0.0.9'], 'a hotspot needs the address'],
    ['cisco', ['User-Name Alice', 'Acct-Session-Id 81A0002a'], 'exactly as received, in case and zeros'],
  ] as const
  for (const [vendor, expected, why] of cases)
    test(why, () =>
      assert.deepEqual(
        commandAttributes(session, null, vendor).map((pair) => pair.join(' ')),
        expected,
      ),
    )
  test('a change carries the speed', () =>
    assert.deepEqual(
      commandAttributes(session, { uploadBps: 1_000_000, downloadBps: 2_000_000, quality: null, sessionBytes: null }, 'mikrotik').at(-1),
      ['Mikrotik-Rate-Limit', '1M/2M'],
    ))
})

test('a byte limit changes with a session only where the router takes another', () => {
  const session = { username: 'alice', acctSessionId: '81', address: null }
  const limits = (vendor: NasVendor) =>
    commandAttributes(session, { uploadBps: 1, downloadBps: 2, quality: null, sessionBytes: 5_000_000_000 }, vendor).flatMap(
      ([name, value]) => (/Limit|Octets|Gigawords|Volume/.test(name) && name !== 'Mikrotik-Rate-Limit' ? [value] : []),
    )
  assert.deepEqual(limits('mikrotik'), [705_032_704, 1])
  assert.deepEqual(limits('chillispot'), [705_032_704, 1])
  assert.deepEqual(limits('huawei'), [])
})

suite('what an open session needs', () => {
  const version = {
    id: 'v',
    speed: { uploadBps: 5, downloadBps: 20 },
    throttled: { uploadBps: 1, downloadBps: 2 },
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
  } as const
  const active: SubscriptionFacts = {
    state: 'active',
    blocks: [],
    endsAtMs: null,
    quota: 'left',
    usedBytes: 0,
    bytesLeft: null,
    version,
    boosts: [],
  }
  const blocked: SubscriptionFacts = { ...active, state: 'suspended', blocks: ['unpaid'] }
  const cases: [
    subscription: SubscriptionFacts,
    garden: string | null,
    isWalled: boolean,
    mayHaveChanged: boolean,
    expected: string,
    why: string,
  ][] = [
    [active, null, false, true, 'change 20', 'a new plan'],
    [{ ...active, quota: 'used-up' }, null, false, true, 'change 2', 'throttled'],
    [{ ...active, quota: 'used-up', version: { ...version, quotaPolicy: 'cut', throttled: null } }, null, false, true, 'disconnect', 'cut'],
    [blocked, null, false, false, 'disconnect', 'suspended'],
    [blocked, 'pay', false, false, 'disconnect', 'it comes back into the walled garden'],
    [blocked, 'pay', true, false, 'nothing', 'it is there already'],
    [active, 'pay', true, false, 'disconnect', 'paid: out of the walled garden'],
    [active, null, false, false, 'nothing', 'a block was lifted before the session began'],
    [{ ...active, state: 'ended' }, 'pay', true, false, 'disconnect', 'over'],
  ]
  for (const [subscription, walledGarden, isWalled, mayHaveChanged, expected, why] of cases)
    test(why, () => {
      const order = orderFor({ nowMs: 0, nas: { interimSeconds: 300, walledGarden }, subscription }, { isWalled }, mayHaveChanged)
      assert.equal(order === null ? 'nothing' : order.kind === 'change' ? `change ${order.speed.downloadBps}` : 'disconnect', expected)
    })
})
