import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import {
  allowed,
  blocked,
  blockReasons,
  type Deed,
  ended,
  isAllowed,
  liveStates,
  type Standing,
  type State,
  states,
  unblocked,
} from './subscription.ts'

const since = Temporal.Instant.from('2026-03-10T00:00:00Z')
const standing = (state: State, reasons: Standing['blockReasons'] = [], pausedAt: Temporal.Instant | null = null): Standing => ({
  state,
  blockReasons: reasons,
  pausedAt,
})

suite('blocks', () => {
  // prettier-ignore
  const cases = [
    // before, move, state after, reasons after, why
    [standing('active'), (s: Standing) => blocked(s, 'unpaid'), 'suspended', ['unpaid'], 'the first block withholds'],
    [standing('suspended', ['unpaid']), (s: Standing) => blocked(s, 'unpaid'), 'suspended', ['unpaid'], 'twice is once'],
    [standing('suspended', ['admin']), (s: Standing) => blocked(s, 'unpaid'), 'suspended', ['unpaid', 'admin'], 'a second reason, in the order of the set'],
    [standing('suspended', ['unpaid', 'admin']), (s: Standing) => unblocked(s, 'unpaid'), 'suspended', ['admin'], 'paying does not lift what a person set'],
    [standing('suspended', ['unpaid']), (s: Standing) => unblocked(s, 'unpaid'), 'active', [], 'the last lifted brings service back'],
    [standing('paused', [], since), (s: Standing) => blocked(s, 'abuse'), 'suspended', ['abuse'], 'a pause can be blocked'],
    [standing('suspended', ['abuse'], since), (s: Standing) => unblocked(s, 'abuse'), 'paused', [], 'and the pause comes back'],
    [standing('active'), (s: Standing) => unblocked(s, 'unpaid'), 'active', [], 'lifting what is not in force'],
    [standing('pending'), (s: Standing) => blocked(s, 'unpaid'), 'pending', [], 'no service to withhold yet'],
    [standing('ended'), (s: Standing) => blocked(s, 'unpaid'), 'ended', [], 'nor any more'],
    [standing('suspended', ['unpaid', 'admin']), ended, 'ended', [], 'an end lifts all'],
    [standing('pending'), ended, 'cancelled', [], 'given up before it began'],
  ] as const
  for (const [before, move, state, reasons, why] of cases)
    test(why, () => {
      const after = move(before)
      assert.deepEqual([after.state, after.blockReasons], [state, reasons])
    })
})

test('every deed starts from states there are, and nothing starts from what is over', () => {
  for (const deed of Object.keys(allowed) as Deed[])
    for (const state of ['cancelled', 'ended'] as const) assert.ok(!isAllowed(state, deed), `${deed} from ${state}`)
})

test('whatever happens in whatever order, it is suspended exactly while a block is in force', () => {
  const move = fc.oneof(
    ...blockReasons.map((reason) => fc.constant({ name: `block ${reason}`, run: (s: Standing) => blocked(s, reason) })),
    ...blockReasons.map((reason) => fc.constant({ name: `unblock ${reason}`, run: (s: Standing) => unblocked(s, reason) })),
    fc.constant({
      name: 'pause',
      run: (s: Standing) => (isAllowed(s.state, 'pause') ? { ...s, state: 'paused' as const, pausedAt: since } : s),
    }),
    fc.constant({
      name: 'resume',
      run: (s: Standing) => (isAllowed(s.state, 'resume') ? { ...s, state: 'active' as const, pausedAt: null } : s),
    }),
    fc.constant({ name: 'end', run: (s: Standing) => (isAllowed(s.state, 'end') ? ended(s) : s) }),
  )
  fc.assert(
    fc.property(
      fc.constantFrom(...states.filter((state) => state !== 'suspended' && state !== 'paused')),
      fc.array(move, { maxLength: 40 }),
      (first, moves) => {
        let now: Standing = standing(first)
        for (const one of moves) {
          now = one.run(now)
          assert.equal(now.state === 'suspended', now.blockReasons.length > 0)
          assert.equal(new Set(now.blockReasons).size, now.blockReasons.length)
          if (now.state === 'paused') assert.ok(now.pausedAt)
          if (now.state === 'active') assert.equal(now.pausedAt, null)
          if (!liveStates.some((live) => live === first)) assert.equal(now.state, first)
          assert.deepEqual(one.name.startsWith('block') || one.name.startsWith('unblock') ? one.run(now) : now, now) // once more changes nothing
        }
      },
    ),
  )
})
