import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { plainDecimal } from '#kernel/decimal.ts'
import { type TestTenant, testTenant } from '#kernel/testing.ts'
import { compileTariff } from './rating/compile-tariff.ts'
import { zTariff } from './rating/tariff.ts'
import { rerateUsage } from './rerate-usage.ts'
import { takeUsage } from './take-usage.ts'
import { recordIdOf, type UsageRecord } from './usage-record.ts'

const subscriptionId = '0199a000-0000-7000-8000-000000000001'
const rules = { lookBackDays: 60, clockToleranceSeconds: 300 }

const tariffAt = (price: string) =>
  compileTariff(
    zTariff.parse({
      timeZone: 'UTC',
      measure: 'seconds',
      zones: [{ zone: 'home', prefixes: ['880'], windows: [{ price, per: 60, increment: 1 }] }],
      rounding: { at: 'call', mode: 'half-up', decimals: 4 },
    }),
  )

const record = (key: string, more: Partial<UsageRecord> = {}): UsageRecord => ({
  source: 'carrier',
  key,
  subscriptionId,
  measure: 'seconds',
  otherParty: '8801711000000',
  startedAt: Temporal.Instant.from('2026-03-09T08:00:00Z'),
  quantity: 120,
  ...more,
})

const take = (tenant: TestTenant, ...records: UsageRecord[]) =>
  tenant.transact((tx) => takeUsage(tx, records, { tariff: tariffAt('0.6'), rules, now: tenant.platform.clock.now() }))

const inQueue = async (tenant: TestTenant) => {
  const { rows } = await tenant.transact((tx) =>
    sql<{ line: string }>`select key || ' ' || code || ' ' || field as line from usage_error order by 1`.execute(tx),
  )
  return rows.map((row) => row.line)
}

suite('mediation', () => {
  test('a copy is ignored, in the same file or in another; accepted, copies and rejected are what was read', async () => {
    const tenant = await testTenant()
    const { accepted, copies, rejected } = await take(tenant, record('a'), record('b'), record('a'))
    assert.deepEqual([accepted, copies, rejected.length], [2, 1, 0])
    const again = await take(tenant, record('b'), record('c'))
    assert.deepEqual([again.accepted, again.copies, again.rejected.length], [1, 1, 0])
  })

  test('other content under the same key is a conflict, for a person to decide; what was stored stays', async () => {
    const tenant = await testTenant()
    await take(tenant, record('a'))
    const { accepted, copies, rejected } = await take(tenant, record('a', { quantity: 121 }))
    assert.deepEqual([accepted, copies, rejected.length], [0, 0, 1])
    assert.deepEqual(await inQueue(tenant), ['a conflict key'])
  })

  const faults: readonly (readonly [Partial<UsageRecord>, string])[] = [
    [{ subscriptionId: null }, 'x no-subscription subscriptionId'],
    [{ quantity: -1 }, 'x wrong-quantity quantity'],
    [{ quantity: 1.5 }, 'x wrong-quantity quantity'],
    [{ measure: 'bytes' }, 'x wrong-measure measure'],
    [{ startedAt: Temporal.Instant.from('2026-03-10T08:05:01Z') }, 'x in-the-future startedAt'],
    [{ startedAt: Temporal.Instant.from('2026-01-09T07:59:59Z') }, 'x too-late startedAt'],
    [{ otherParty: '44123' }, 'x no-zone otherParty'],
  ]
  for (const [more, expected] of faults)
    test(`${expected.slice(2)} goes to the error queue, once, and holds up nothing`, async () => {
      const tenant = await testTenant()
      const wrong = record('x', more)
      const { accepted, rejected } = await take(tenant, wrong, record('good'))
      assert.deepEqual([accepted, rejected.length], [1, 1])
      await take(tenant, wrong)
      assert.deepEqual(await inQueue(tenant), [expected])
    })

  test('two that take the same records at once store each once', async () => {
    const tenant = await testTenant()
    const records = Array.from({ length: 200 }, (_, index) => record(`k${index}`))
    const outcomes = await Promise.all([take(tenant, ...records), take(tenant, ...records)])
    assert.equal(outcomes[0].accepted + outcomes[1].accepted, 200)
    assert.equal(outcomes[0].copies + outcomes[1].copies, 200)
  })
})

suite('re-rating', () => {
  test('keeps the record and what it cost, and tells the difference', async () => {
    const tenant = await testTenant()
    await take(tenant, record('a'), record('b', { quantity: 0 }))
    const ids = ['a', 'b'].map((key) => recordIdOf(record(key)))
    const rerated = await tenant.transact((tx) => rerateUsage(tx, ids, tariffAt('1.7'), tenant.platform.clock.now()))
    assert.deepEqual(
      rerated.map((one) => [plainDecimal(one.cost), plainDecimal(one.difference)]),
      [['3.4', '2.2']],
    )
    const { rows } = await tenant.transact((tx) =>
      sql<{ line: string }>`
        select r.key || ' ' || r.state || ' ' || r.cost_units || ' was ' || coalesce(o.cost_units::text, 'never else') as line
        from usage_record r left join usage_rating o on o.record_id = r.id order by 1`.execute(tx),
    )
    assert.deepEqual(
      rows.map((row) => row.line),
      ['a rerated 34000 was 12000', 'b rated 0 was never else'],
    )
    const events = await tenant.transact((tx) =>
      sql<{ payload: unknown }>`select payload from event where type = 'usage.rerated.v1'`.execute(tx),
    )
    assert.deepEqual(events.rows[0]!.payload, {
      subscriptionId,
      records: 1,
      difference: { minor: '220', currency: 'BDT' },
      ofWhichBilled: { minor: '0', currency: 'BDT' },
    })
  })

  test('with the same prices changes nothing', async () => {
    const tenant = await testTenant()
    await take(tenant, record('a'))
    assert.deepEqual(
      await tenant.transact((tx) => rerateUsage(tx, [recordIdOf(record('a'))], tariffAt('0.6'), tenant.platform.clock.now())),
      [],
    )
  })
})
