import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { runJobNow } from '#kernel/jobs.ts'
import { testTenant } from '#kernel/testing.ts'
import { addTariff, addTariffVersion, tryTariff } from './keep-tariffs.ts'
import type { TariffJson } from './rating/tariff.ts'
import { replayError, rerateRecords, startRerating, takeRecords } from './take-records.ts'
import { prepaidSubscriber } from './testing.ts'
import type { UsageRecord } from './usage-record.ts'
import { moveErrors } from './usage-store.ts'

const at = (iso: string) => Temporal.Instant.from(iso)
const day = (iso: string) => Temporal.PlainDate.from(iso)
const rules = (price: string, prefix = '880'): TariffJson => ({
  timeZone: 'UTC',
  measure: 'seconds',
  zones: [{ zone: 'home', prefixes: [prefix], windows: [{ price, per: 60, increment: 1 }] }],
  rounding: { at: 'call', mode: 'half-up', decimals: 4 },
})

/** A tenant in Dhaka with a subscriber, and a carrier whose calls cost 0.60 a minute, from 10 March on 0.90. */
async function world() {
  const tenant = await testTenant({ now: '2026-03-20T08:00:00Z' })
  const { transact, platform } = tenant
  const subscriptionId = await prepaidSubscriber(tenant)
  const tariffId = await transact(async (tx) => {
    const { id } = await addTariff(tx, { name: 'Carrier', source: 'carrier', validFrom: day('2026-03-01'), rules: rules('0.6') })
    await addTariffVersion(tx, id, { validFrom: day('2026-03-10'), rules: rules('0.9') })
    return id
  })
  const record = (key: string, more: Partial<UsageRecord> = {}): UsageRecord => ({
    source: 'carrier',
    key,
    subscriptionId,
    measure: 'seconds',
    otherParty: '8801711000000',
    startedAt: at('2026-03-12T08:00:00Z'),
    quantity: 60,
    ...more,
  })
  const lines = (query: ReturnType<typeof sql<{ line: string }>>) =>
    transact(async (tx) => (await query.execute(tx)).rows.map((row) => row.line))
  return {
    ...tenant,
    tariffId,
    subscriptionId,
    record,
    take: (...records: UsageRecord[]) => transact((tx) => takeRecords(tx, records, platform.clock.now())),
    costs: () => lines(sql`select key || ' ' || cost_units || ' ' || state as line from usage_record order by key`),
    queue: () => lines(sql`select key || ' ' || code || ' ' || state as line from usage_error order by key, code`),
    errorId: async () =>
      (await transact((tx) => sql<{ id: string }>`select id from usage_error where state = 'open'`.execute(tx))).rows[0]!.id,
  }
}

suite('records of a source', () => {
  test('are priced by the version that holds where they began, in the time of the tenant', async () => {
    const { take, record, costs } = await world()
    const taken = await take(
      record('a', { startedAt: at('2026-03-09T17:59:59Z') }), // the last second of the 9th in Dhaka
      record('b', { startedAt: at('2026-03-09T18:00:00Z') }),
    )
    assert.deepEqual([taken.read, taken.accepted, taken.copies, taken.rejected], [2, 2, 0, []])
    assert.deepEqual(await costs(), ['a 6000 rated', 'b 9000 rated'])
  })

  test('that cannot be taken wait with a reason; what is read is accepted, a copy or rejected', async () => {
    const { take, record, queue } = await world()
    const taken = await take(
      record('good'),
      record('good'),
      record('nobody', { subscriptionId: crypto.randomUUID() }),
      record('stranger', { source: 'another' }),
      record('early', { startedAt: at('2026-02-28T00:00:00Z') }),
      record('elsewhere', { otherParty: '4930' }),
    )
    assert.deepEqual([taken.read, taken.accepted, taken.copies, taken.rejected.length], [6, 1, 1, 4])
    assert.deepEqual(await queue(), [
      'early no-tariff open',
      'elsewhere no-zone open',
      'nobody no-subscription open',
      'stranger no-tariff open',
    ])
  })
})

suite('the error queue', () => {
  test('a record is taken again when its tariff was repaired', async () => {
    const { take, record, queue, costs, errorId, transact, tariffId, platform } = await world()
    await take(record('a', { otherParty: '4930' }))
    const replay = async () => transact(async (tx) => replayError(tx, id, {}, platform.clock.now()))
    const id = await errorId()
    assert.equal((await replay()).rejected.length, 1)
    assert.deepEqual(await queue(), ['a no-zone open']) // it waits for the same reason
    await transact((tx) => addTariffVersion(tx, tariffId, { validFrom: day('2026-03-10'), rules: rules('1.2', '49') }))
    assert.equal((await replay()).accepted, 1)
    assert.deepEqual([await queue(), await costs()], [['a no-zone recycled'], ['a 12000 rated']])
    await assert.rejects(replay(), { code: 'charging.error_not_open' })
  })

  test('a record is repaired by hand', async () => {
    const { take, record, costs, errorId, transact, subscriptionId, platform } = await world()
    await take(record('a', { subscriptionId: null }))
    const id = await errorId()
    await transact((tx) => replayError(tx, id, { subscriptionId }, platform.clock.now()))
    assert.deepEqual(await costs(), ['a 9000 rated'])
  })

  test('what is discarded is neither taken nor charged', async () => {
    const { take, record, queue, errorId, transact, platform } = await world()
    await take(record('a', { quantity: -1 }))
    const id = await errorId()
    assert.deepEqual(await transact((tx) => moveErrors(tx, [id], 'discarded')), [id])
    assert.deepEqual(await queue(), ['a wrong-quantity discarded'])
    await assert.rejects(
      transact((tx) => replayError(tx, id, {}, platform.clock.now())),
      { code: 'charging.error_not_open' },
    )
  })
})

suite('a tariff', () => {
  test('is one for a source and a measure, and keeps its measure', async () => {
    const { transact, tariffId } = await world()
    const draft = { name: 'Again', source: 'carrier', validFrom: day('2026-03-01'), rules: rules('1') }
    await assert.rejects(
      transact((tx) => addTariff(tx, draft)),
      { code: 'charging.tariff_taken' },
    )
    const bytes: TariffJson = { ...rules('1'), measure: 'bytes' }
    await assert.rejects(
      transact((tx) => addTariffVersion(tx, tariffId, { validFrom: day('2026-03-01'), rules: bytes })),
      {
        code: 'charging.tariff_measure_fixed',
      },
    )
  })

  test('says what a call would cost, and why it has no price', async () => {
    const { transact, tariffId } = await world()
    const ask = (otherParty: string, startedAt: string) =>
      transact((tx) => tryTariff(tx, tariffId, { otherParty, startedAt: at(startedAt), quantity: 90 }))
    assert.partialDeepStrictEqual(await ask('8801', '2026-03-12T00:00:00Z'), { zone: 'home', cost: { units: 13_500n } })
    assert.equal(await ask('49', '2026-03-12T00:00:00Z'), 'no-zone')
    assert.equal(await ask('8801', '2026-02-01T00:00:00Z'), undefined)
  })

  test('that was corrected rates a span anew; what is outside stays as it was', async () => {
    const { take, record, costs, transact, tariffId, platform, scope } = await world()
    await take(
      record('before', { startedAt: at('2026-03-11T00:00:00Z') }),
      record('in'),
      record('after', { startedAt: at('2026-03-13T00:00:00Z') }),
    )
    await transact((tx) => addTariffVersion(tx, tariffId, { validFrom: day('2026-03-10'), rules: rules('0.3') }))
    const span = { tariffId, from: at('2026-03-12T00:00:00Z'), to: at('2026-03-13T00:00:00Z') }
    await transact((tx) => startRerating(tx, span))
    const input = { tariffId, from: String(span.from), to: String(span.to) }
    await runJobNow(platform, rerateRecords, scope, input)
    await runJobNow(platform, rerateRecords, scope, input)
    assert.deepEqual(await costs(), ['after 9000 rated', 'before 9000 rated', 'in 3000 rerated'])
  })
})
