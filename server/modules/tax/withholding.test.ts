import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { money } from '#kernel/money.ts'
import { packOf } from './packs.ts'
import { withheld, withholdingRule } from './withholding.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)
const inr = (minor: bigint) => money(minor, 'INR')
const rule = (on: string) => withholdingRule(packOf('IN'), '194H', day(on))!

suite('withholding', () => {
  const cases = [
    // day, base, paid before in the year, has a PAN, withheld, why
    ['2024-09-30', 2_000_000n, 1_500_001n, true, 100_000n, '5 % before October 2024'],
    ['2024-10-01', 2_000_000n, 1_500_001n, true, 40_000n, '2 % since'],
    ['2025-04-01', 2_000_000n, 0n, true, 0n, 'exactly the threshold of the year'],
    ['2025-04-01', 100n, 2_000_000n, true, 40_000n, 'the rupee that passes it is taxed with all before it'],
    ['2025-04-01', 500_000n, 2_000_100n, true, 10_000n, 'then only what is paid now'],
    ['2025-04-01', 500_000n, 2_000_100n, false, 100_000n, '20 % without PAN'],
    ['2025-04-01', 502_500n, 2_000_100n, true, 10_100n, '100.50 goes up to a whole rupee'],
  ] as const
  for (const [on, base, before, hasTaxNumber, expected, why] of cases)
    test(why, () =>
      assert.equal(withheld({ rule: rule(on), base: inr(base), paidBefore: inr(before), hasTaxNumber, stepMinor: 100n }).minor, expected),
    )

  test('a section is unknown before it exists, and in countries without it', () => {
    assert.equal(withholdingRule(packOf('IN'), '194H', day('2017-06-30')), undefined)
    assert.equal(withholdingRule(packOf('NG'), '194H', day('2026-01-01')), undefined)
    assert.equal(withholdingRule(packOf('NG'), 'WHT-SERVICE', day('2026-01-01'))?.percent, '2')
  })
})
