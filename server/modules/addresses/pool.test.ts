import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { poolFault, type PoolKind, usualUnitLength } from './pool.ts'

suite('a pool', () => {
  const cases: readonly (readonly [PoolKind, string, number, boolean, string])[] = [
    ['dynamic', '100.64.0.0/10', 32, true, 'shared address space'],
    ['dynamic', '203.0.113.7/32', 32, true, 'a single address'],
    ['dynamic', '203.0.113.0/24', 64, false, 'more bits than IPv4 has'],
    ['prefix6', '203.0.113.0/24', 32, false, 'IPv6 only'],
    ['prefix6', '2001:db8::/48', 64, true, '65,536 lines'],
    ['delegated6', '2001:db8::/32', 56, true, '16 million lines'],
    ['delegated6', '2001:db8::/60', 56, false, 'larger than its pool'],
    ['dynamic', '2001:db8::/64', 128, false, 'more addresses than can be counted'],
    ['static', '2001:db8::/80', 128, true, 'the largest that can'],
  ]
  for (const [kind, prefix, unitLength, isRight, why] of cases)
    test(`${kind} ${prefix} by /${unitLength}: ${why}`, () => assert.equal(poolFault({ kind, prefix, unitLength }) === null, isRight))

  test('hands out what is usual', () => {
    assert.deepEqual(
      (['dynamic', 'static', 'prefix6', 'delegated6'] as const).map((kind) =>
        usualUnitLength(kind, kind.endsWith('6') ? '2001:db8::/32' : '10.0.0.0/8'),
      ),
      [32, 32, 64, 56],
    )
  })
})
