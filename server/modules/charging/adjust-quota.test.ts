import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { startOfDay } from '#kernel/time.ts'
import { adjusted, type PlanQuota, type QuotaOnChange, quotaOnChanges } from './adjust-quota.ts'
import type { Lot } from './lot.ts'

const timeZone = 'Asia/Dhaka'
const first = Temporal.PlainDate.from('2026-04-01') // a month of thirty days
const days = 30
const anchor = { startedOn: first, billDay: 1 }
const plan = (quotaBytes: bigint): PlanQuota => ({ quotaBytes, cycle: { unit: 'month', count: 1 } })
const at = (on: Temporal.PlainDate) => startOfDay(on, timeZone)

/** The grant of a plan on whose day `begin` service began. */
const lotOf = (quotaBytes: bigint, begin: number): Lot => ({
  id: 'l1',
  tenantId: 't1',
  subscriptionId: 's1',
  source: 'plan',
  granted: (quotaBytes * BigInt(days - begin)) / BigInt(days),
  used: 0n,
  validFrom: at(first.add({ days: begin })),
  validTo: at(first.add({ days })),
  reachedPercent: 0,
})

/** The grant behind a row of changes, each on a day to a quota. */
function behind(lot: Lot, quotas: readonly bigint[], on: readonly number[], policy: QuotaOnChange): Lot {
  return quotas.slice(1).reduce((changed, quota, index) => {
    const day = first.add({ days: on[index]! })
    const terms = { anchor, fromBillDay: anchor.billDay, from: plan(quotas[index]!), to: plan(quota) }
    return adjusted(changed, terms, { on: day, policy, timeZone, now: at(day) })
  }, lot)
}

const zQuota = fc.bigInt({ min: 1n, max: 10n ** 13n })
const changes = fc
  .record({ quotas: fc.array(zQuota, { minLength: 2, maxLength: 8 }), begin: fc.integer({ min: 0, max: days - 1 }) })
  .chain(({ quotas, begin }) =>
    fc.record({
      quotas: fc.constant(quotas),
      begin: fc.constant(begin),
      on: fc
        .array(fc.integer({ min: begin, max: days - 1 }), { minLength: quotas.length - 1, maxLength: quotas.length - 1 })
        .map((list) => list.toSorted((a, b) => a - b)),
    }),
  )

suite('changes of plan in a cycle', () => {
  test('scaled: any row of them brings the days of each plan, but for a byte at each change', () => {
    fc.assert(
      fc.property(changes, ({ quotas, begin, on }) => {
        const bounds = [begin, ...on, days]
        const paid = quotas.reduce((sum, quota, index) => sum + quota * BigInt(bounds[index + 1]! - bounds[index]!), 0n)
        const { granted } = behind(lotOf(quotas[0]!, begin), quotas, on, 'scaled')
        const off = granted * BigInt(days) - paid
        assert.ok((off < 0n ? -off : off) <= BigInt(days * (quotas.length + 1)), `${granted} of ${paid}/${days}`)
      }),
    )
  })

  test('full: any row of them brings what the last plan would have brought from the beginning, but for a byte at each change', () => {
    fc.assert(
      fc.property(changes, ({ quotas, begin, on }) => {
        const { granted } = behind(lotOf(quotas[0]!, begin), quotas, on, 'full')
        const more = granted - lotOf(quotas.at(-1)!, begin).granted // a grant has at least one byte, so that it is a limit
        assert.ok(more >= 0n && more <= BigInt(on.length), `${more}`)
      }),
    )
  })

  for (const policy of quotaOnChanges)
    test(`${policy}: up and back on one day brings nothing, and forgets nothing that was used`, () => {
      fc.assert(
        fc.property(
          zQuota,
          zQuota,
          fc.bigInt({ min: 0n, max: 10n ** 13n }),
          fc.integer({ min: 0, max: days - 1 }),
          (quota, other, used, day) => {
            const lot = { ...lotOf(quota, 0), used }
            const back = behind(lot, [quota, other, quota], [day, day], policy)
            assert.deepEqual([back.granted, back.used], [lot.granted, used])
          },
        ),
      )
    })
})
