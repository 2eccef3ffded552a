import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testTenant } from '#kernel/testing.ts'
import { backFrom, readHome } from './home.ts'

const change = (day: string, inService: bigint) => ({ day, overdueMinor: 0n, inService })

test('a figure is counted back from what it is now', () => {
  const changes = [change('2026-03-08', 5n), change('2026-03-09', 2n), change('2026-03-10', -1n)]
  assert.deepEqual(
    backFrom(11n, changes, ({ inService }) => inService),
    [10n, 12n, 11n],
  )
  assert.deepEqual(
    backFrom(11n, [], ({ inService }) => inService),
    [],
  )
})

test('a business that begins has zeros for every day, and nothing that needs attention', async () => {
  const { transact, platform } = await testTenant()
  const home = await transact((tx) => readHome(tx, platform.clock.now(), 'Asia/Dhaka', 'BDT'))
  assert.equal(home.revenue.days.length, 30)
  assert.deepEqual([...new Set(home.arrears.days.map(({ minor }) => minor))], [0n])
  assert.deepEqual(home.subscriptions.inService.length, 30)
  assert.deepEqual(home.attention, [])
})
