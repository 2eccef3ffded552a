import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql, transact, type Tx } from '#kernel/db.ts'
import { money } from '#kernel/money.ts'
import { type TestTenant, testTenant } from '#kernel/testing.ts'
import { createOffer, type OfferTerms, publishOffer } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { activate, subscribe } from '#modules/subscriptions'
import type { UsageDelta } from './lot.ts'
import { recordUsage } from './record-usage.ts'
import { remaining } from './remaining.ts'
import { openCycleBuckets } from './renew-quota.ts'
import { topUp } from './top-up.ts'

const gigabyte = 1_000_000_000n
const at = (iso: string) => Temporal.Instant.from(iso)

/** A subscription of 31 GB per month from the 1st, so that a day is one. */
async function subscribed(
  tx: Tx,
  tenant: TestTenant,
  quotaBytes: bigint | null = 31n * gigabyte,
  freeWindows: OfferTerms['freeWindows'] = [],
): Promise<string> {
  const { customerId } = await createCustomer(tx, { name: 'Rahima Begum' })
  const { offerId } = await createOffer(tx, {
    code: `HOME-${crypto.randomUUID().slice(0, 8)}`,
    name: 'Home 20',
    technology: 'pppoe',
    terms: {
      validFrom: Temporal.PlainDate.from('2026-01-01'),
      recurring: money(80_000n, 'BDT'),
      downloadBps: 20_000_000n,
      uploadBps: 10_000_000n,
      quotaBytes,
      quotaPolicy: quotaBytes === null ? 'none' : 'cut',
      freeWindows,
    },
  })
  await publishOffer(tx, offerId)
  const { id } = await subscribe(tx, { customerId, offerId, startOn: Temporal.PlainDate.from('2026-03-01') })
  const now = tenant.platform.clock.now()
  await activate(tx, id, now)
  await openCycleBuckets(tx, [id], now)
  return id
}

const events = async (tx: Tx, type: string) => {
  const { rows } = await sql<{ payload: Record<string, unknown> }>`select payload from event where type = ${type} order by id`.execute(tx)
  return rows.map((row) => row.payload)
}

async function flow(tx: Tx, tenant: TestTenant, subscriptionId: string, gigabytes: bigint, when: string): Promise<void> {
  await recordUsage(tx, [{ tenantId: tenant.tenantId, subscriptionId, at: at(when), uploadBytes: 0n, downloadBytes: gigabytes * gigabyte }])
}

test('what is told in free hours of the place is usage, and draws on no lot', async () => {
  const tenant = await testTenant({ now: '2026-02-28T18:00:00Z' })
  await tenant.transact(async (tx) => {
    const id = await subscribed(tx, tenant, 31n * gigabyte, [
      { days: [1, 2, 3, 4, 5, 6, 7], from: '01:00', to: '08:00' },
      { days: [5], from: '20:00', to: '24:00' },
    ])
    const other = await subscribed(tx, tenant)
    for (const [when, drawn] of [
      ['2026-03-01T18:59:00Z', 1n], // Monday 00:59 in Dhaka
      ['2026-03-01T19:00:00Z', 1n], // 01:00
      ['2026-03-02T01:59:59Z', 1n], // 07:59
      ['2026-03-02T02:00:00Z', 2n], // 08:00
      ['2026-03-05T17:59:00Z', 3n], // Thursday 23:59
      ['2026-03-06T17:59:00Z', 3n], // Friday 23:59
    ] as const) {
      await flow(tx, tenant, id, 1n, when)
      await flow(tx, tenant, other, 1n, when)
      const { rows } = await sql<{ used: bigint }>`select used from bucket where subscription_id = ${id}`.execute(tx)
      assert.equal(rows[0]!.used, drawn * gigabyte, when)
    }
    const { rows } = await sql<{ used: bigint; flowed: bigint }>`
      select (select used from bucket where subscription_id = ${other}) as used,
        (select sum(download_bytes)::bigint from usage_hour where subscription_id = ${id}) as flowed`.execute(tx)
    assert.deepEqual(rows[0], { used: 6n * gigabyte, flowed: 6n * gigabyte })
  })
})

test('usage fills the hour and the grant of the cycle; each percentage is told once', async () => {
  const tenant = await testTenant({ now: '2026-02-28T18:00:00Z' }) // midnight of 1 March in Dhaka
  await tenant.transact(async (tx) => {
    const id = await subscribed(tx, tenant)
    for (const [gigabytes, when] of [
      [20n, '2026-03-02T10:05:00Z'],
      [4n, '2026-03-02T10:55:00Z'],
      [1n, '2026-03-02T11:00:00Z'],
      [7n, '2026-03-03T00:00:00Z'],
      [1n, '2026-03-03T00:01:00Z'],
    ] as const)
      await flow(tx, tenant, id, gigabytes, when)

    const { rows } = await sql<{
      hour: Temporal.Instant
      download_bytes: bigint
    }>`select hour, download_bytes from usage_hour order by hour`.execute(tx)
    assert.deepEqual(
      rows.map((row) => [String(row.hour), row.download_bytes / gigabyte]),
      [
        ['2026-03-02T10:00:00Z', 24n],
        ['2026-03-02T11:00:00Z', 1n],
        ['2026-03-03T00:00:00Z', 8n],
      ],
    )
    assert.deepEqual((await remaining(tx, [id], at('2026-03-03T00:02:00Z'))).get(id), {
      granted: 31n * gigabyte,
      used: 33n * gigabyte,
      remaining: 0n,
    })
    assert.deepEqual(
      (await events(tx, 'quota.reached.v1')).map((payload) => payload.percent),
      [75, 100],
    )
  })
})

/** GB drawn on the lots of a source, the earliest first. */
const drawnOn = async (tx: Tx, source: string) =>
  (
    await sql<{ used: bigint }>`select used / ${gigabyte}::bigint as used from bucket where source = ${source} order by valid_from`.execute(
      tx,
    )
  ).rows.map(({ used }) => used)

test('what flows before the grant of a cycle is open waits for it, and leaves a top-up that ends later alone', async () => {
  const tenant = await testTenant({ now: '2026-02-28T18:00:00Z' })
  await tenant.transact(async (tx) => {
    const id = await subscribed(tx, tenant)
    await topUp(tx, { subscriptionId: id, bytes: 1n * gigabyte, validTo: at('2026-05-20T00:00:00Z'), now: at('2026-03-20T01:00:00Z') })
    await flow(tx, tenant, id, 3n, '2026-03-31T18:00:20Z') // April has begun in Dhaka
    await topUp(tx, { subscriptionId: id, bytes: 2n * gigabyte, validTo: at('2026-05-20T00:00:00Z'), now: at('2026-03-31T18:00:25Z') })
    assert.deepEqual(await drawnOn(tx, 'top-up'), [0n, 0n])
    assert.deepEqual(await events(tx, 'quota.reached.v1'), [], 'nobody is cut off for a minute')
    await openCycleBuckets(tx, [id], at('2026-03-31T18:00:30Z'))
    assert.deepEqual(
      [await drawnOn(tx, 'plan'), await drawnOn(tx, 'top-up')],
      [
        [0n, 3n],
        [0n, 0n],
      ],
    )
  })
})

test('a top-up that ends before the cycle is drawn first, also of what flowed before the grant was open', async () => {
  const tenant = await testTenant({ now: '2026-02-28T18:00:00Z' })
  await tenant.transact(async (tx) => {
    const id = await subscribed(tx, tenant)
    await topUp(tx, { subscriptionId: id, bytes: 2n * gigabyte, validTo: at('2026-04-05T00:00:00Z'), now: at('2026-03-20T01:00:00Z') })
    await flow(tx, tenant, id, 3n, '2026-03-31T18:00:20Z')
    await openCycleBuckets(tx, [id], at('2026-03-31T18:00:30Z'))
    assert.deepEqual([await drawnOn(tx, 'plan'), await drawnOn(tx, 'top-up')], [[0n, 1n], [2n]])
  })
})

test('who gets no grant, because the cycle is not paid, draws on the top-up at once; what is told late of that time too', async () => {
  const tenant = await testTenant({ now: '2026-02-28T18:00:00Z' })
  await tenant.transact(async (tx) => {
    const id = await subscribed(tx, tenant)
    await sql`update subscription set auto_renew = false, prepaid_until = '2026-04-01' where id = ${id}`.execute(tx)
    await topUp(tx, { subscriptionId: id, bytes: 9n * gigabyte, validTo: at('2026-05-20T00:00:00Z'), now: at('2026-03-20T01:00:00Z') })
    await flow(tx, tenant, id, 1n, '2026-04-02T10:00:00Z')
    assert.deepEqual(await drawnOn(tx, 'top-up'), [1n])
    await sql`update subscription set prepaid_until = '2026-05-01' where id = ${id}`.execute(tx)
    await sql`insert into bucket (subscription_id, source, granted, valid_from, valid_to) values (${id}, 'plan', 1, '2026-04-10T00:00:00Z', '2026-04-30T18:00:00Z')`.execute(
      tx,
    )
    await flow(tx, tenant, id, 2n, '2026-04-03T10:00:00Z')
    assert.deepEqual(await drawnOn(tx, 'top-up'), [3n])
  })
})

test('a top-up is drawn after the plan, and its end is told again', async () => {
  const tenant = await testTenant({ now: '2026-02-28T18:00:00Z' })
  await tenant.transact(async (tx) => {
    const id = await subscribed(tx, tenant)
    await flow(tx, tenant, id, 31n, '2026-03-05T00:00:00Z')
    await topUp(tx, { subscriptionId: id, bytes: 9n * gigabyte, validTo: at('2026-04-20T00:00:00Z'), now: at('2026-03-05T01:00:00Z') })
    await flow(tx, tenant, id, 4n, '2026-03-05T02:00:00Z')
    assert.equal((await remaining(tx, [id], at('2026-03-05T02:00:00Z'))).get(id)!.remaining, 5n * gigabyte)
    await flow(tx, tenant, id, 6n, '2026-03-05T03:00:00Z')
    assert.deepEqual(
      (await events(tx, 'quota.reached.v1')).map((payload) => payload.percent),
      [100, 75, 100],
    )
    assert.deepEqual(
      (await events(tx, 'quota.renewed.v1')).map((payload) => payload.source),
      ['plan', 'top-up'],
    )
  })
})

test('a plan without a quota counts usage and is limited by nothing', async () => {
  const tenant = await testTenant()
  await tenant.transact(async (tx) => {
    const id = await subscribed(tx, tenant, null)
    await flow(tx, tenant, id, 500n, '2026-03-10T09:00:00Z')
    assert.equal((await remaining(tx, [id], at('2026-03-10T09:00:00Z'))).size, 0)
    assert.deepEqual(await events(tx, 'quota.reached.v1'), [])
  })
})

interface ModelLot {
  readonly id: string
  readonly granted: bigint
  readonly validFrom: Temporal.Instant
  readonly validTo: Temporal.Instant
  used: bigint
}

/** The law of lots, said once more in another language: the earliest expiry first, the last takes what is beyond all of them. */
function drawFromModel(lots: readonly ModelLot[], delta: UsageDelta): void {
  const valid = lots.filter(
    (lot) => Temporal.Instant.compare(lot.validFrom, delta.at) <= 0 && Temporal.Instant.compare(delta.at, lot.validTo) < 0,
  )
  let left = delta.uploadBytes + delta.downloadBytes
  for (const lot of valid) {
    const free = lot.granted > lot.used ? lot.granted - lot.used : 0n
    const taken = lot === valid.at(-1) || left < free ? left : free
    lot.used += taken
    left -= taken
  }
}

test('however deltas are cut into flushes, hours sum to the byte and lots are drawn as the law says', async () => {
  const tenant = await testTenant({ now: '2026-02-28T18:00:00Z' })
  const start = at('2026-03-10T00:00:00Z')
  const delta = fc.record({
    minute: fc.integer({ min: 0, max: 60 * 24 }),
    up: fc.bigInt({ min: 0n, max: 3n * gigabyte }),
    down: fc.bigInt({ min: 0n, max: 3n * gigabyte }),
  })
  const topUps = fc.array(
    fc.record({
      bytes: fc.bigInt({ min: 1n, max: 9n * gigabyte }),
      minutes: fc.integer({ min: 15, max: 60 * 24 }).map((m) => m - (m % 15)),
    }),
    { maxLength: 3 },
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(delta, { maxLength: 12 }),
      topUps,
      fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
      (draws, topUps, cuts) =>
        tenant.transact(async (tx) => {
          const id = await subscribed(tx, tenant)
          for (const { bytes, minutes } of topUps)
            await topUp(tx, { subscriptionId: id, bytes, validTo: start.add({ minutes }), now: start })
          const { rows: lots } = await sql<ModelLot>`
          select id, granted, used, valid_from as "validFrom", valid_to as "validTo" from bucket where subscription_id = ${id} order by valid_to, id`.execute(
            tx,
          )
          const deltas: UsageDelta[] = draws
            .toSorted((a, b) => a.minute - b.minute)
            .map((one) => ({
              tenantId: tenant.tenantId,
              subscriptionId: id,
              at: start.add({ minutes: one.minute }),
              uploadBytes: one.up,
              downloadBytes: one.down,
            }))

          let flush: UsageDelta[] = []
          for (const [index, one] of deltas.entries()) {
            drawFromModel(lots, one)
            flush.push(one)
            if (!cuts[index]) continue
            await recordUsage(tx, flush)
            flush = []
          }
          await recordUsage(tx, flush)

          const { rows: hours } = await sql<{ up: bigint; down: bigint }>`
          select coalesce(sum(upload_bytes), 0)::bigint as up, coalesce(sum(download_bytes), 0)::bigint as down from usage_hour where subscription_id = ${id}`.execute(
            tx,
          )
          assert.deepEqual(hours[0], {
            up: deltas.reduce((sum, one) => sum + one.uploadBytes, 0n),
            down: deltas.reduce((sum, one) => sum + one.downloadBytes, 0n),
          })
          const { rows: drawn } = await sql<{
            id: string
            used: bigint
          }>`select id, used from bucket where subscription_id = ${id} order by valid_to, id`.execute(tx)
          assert.deepEqual(
            drawn,
            lots.map((lot) => ({ id: lot.id, used: lot.used })),
          )
        }),
    ),
    { numRuns: 30 },
  )
})

test('flushes at the same time lose nothing and wait for each other without a deadlock', async () => {
  const tenant = await testTenant({ now: '2026-02-28T18:00:00Z' })
  const ids = await tenant.transact(async (tx) => {
    const all: string[] = []
    for (let n = 0; n < 8; n++) all.push(await subscribed(tx, tenant))
    return all
  })
  const one = (subscriptionId: string): UsageDelta => ({
    tenantId: tenant.tenantId,
    subscriptionId,
    at: at('2026-03-10T10:01:00Z'),
    uploadBytes: 1n,
    downloadBytes: 2n,
  })
  const flushes = Array.from({ length: 40 }, (_, n) => (n % 2 ? ids : ids.toReversed()).map(one))
  await Promise.all(flushes.map((flush) => tenant.transact((tx) => recordUsage(tx, flush))))
  await tenant.transact(async (tx) => {
    const { rows } = await sql<{ used: bigint }>`select used from bucket`.execute(tx)
    assert.deepEqual(
      rows.map((row) => row.used),
      ids.map(() => 120n),
    )
  })
})

test('a flush of many tenants keeps each to its own', async () => {
  const [first, second] = [await testTenant({ now: '2026-02-28T18:00:00Z' }), await testTenant({ now: '2026-02-28T18:00:00Z' })]
  const own = await first.transact((tx) => subscribed(tx, first))
  const other = await second.transact((tx) => subscribed(tx, second))
  const deltas = [
    [first, own],
    [second, other],
  ] as const
  await transact(first.db, { tenants: [first.tenantId, second.tenantId], actor: 'radius', requestId: '' }, (tx) =>
    recordUsage(
      tx,
      deltas.map(([tenant, subscriptionId]) => ({
        tenantId: tenant.tenantId,
        subscriptionId,
        at: at('2026-03-10T10:01:00Z'),
        uploadBytes: 0n,
        downloadBytes: 25n * gigabyte,
      })),
    ),
  )
  for (const [tenant, subscriptionId] of deltas)
    await tenant.transact(async (tx) =>
      assert.deepEqual(
        (await events(tx, 'quota.reached.v1')).map((payload) => [payload.subscriptionId, payload.percent]),
        [[subscriptionId, 75]],
      ),
    )
})
