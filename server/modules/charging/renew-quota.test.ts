import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql, type Tx } from '#kernel/db.ts'
import { deliver, type Subscriber } from '#kernel/events.ts'
import { runJobNow } from '#kernel/jobs.ts'
import { money } from '#kernel/money.ts'
import { type TestTenant, testTenant } from '#kernel/testing.ts'
import { createOffer, publishOffer, type TermsDraft, validityEnd } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { activate, cancelNow, changePlan, pause, resume, subscribe } from '#modules/subscriptions'
import { followPlans, type QuotaOnChange } from './adjust-quota.ts'
import { grantTopUp } from './grant-top-up.ts'
import type { Lot } from './lot.ts'
import { chargingModule } from './module.ts'
import { usageOf } from './read-usage.ts'
import { recordUsage } from './record-usage.ts'
import { remaining } from './remaining.ts'
import { openCycleBuckets } from './renew-quota.ts'
import { insertLots, readLots } from './store.ts'
import { topUp } from './top-up.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)
const at = (iso: string) => Temporal.Instant.from(iso)

async function offer(tx: Tx, quotaBytes: bigint | null, more: Partial<TermsDraft> = {}): Promise<string> {
  const { offerId } = await createOffer(tx, {
    code: `P-${crypto.randomUUID().slice(0, 8)}`,
    name: 'Home',
    technology: 'pppoe',
    terms: {
      validFrom: day('2026-01-01'),
      recurring: money(80_000n, 'BDT'),
      downloadBps: 20_000_000n,
      uploadBps: 10_000_000n,
      quotaBytes,
      quotaPolicy: quotaBytes === null ? 'none' : 'cut',
      ...more,
    },
  })
  await publishOffer(tx, offerId)
  return offerId
}

async function active(tenant: TestTenant, quotaBytes: bigint | null, more: Partial<TermsDraft> = {}): Promise<string> {
  return tenant.transact(async (tx) => {
    const { customerId } = await createCustomer(tx, { name: 'Rahima Begum' })
    const { id } = await subscribe(tx, { customerId, offerId: await offer(tx, quotaBytes, more), startOn: day('2026-03-01') })
    await activate(tx, id, tenant.platform.clock.now())
    return id
  })
}

/** Lets the module take what happened, as the running program does. */
async function hear(tenant: TestTenant, policy: QuotaOnChange = 'scaled'): Promise<void> {
  for (const subscriber of [...chargingModule.subscribers!, followPlans(async () => policy)]) await hearAs(tenant, subscriber)
}

async function hearAs(tenant: TestTenant, subscriber: Subscriber): Promise<void> {
  const name = `${subscriber.name} ${tenant.tenantId}` // a cursor of its own, so that tests do not take each other's events
  await tenant.transact((tx) =>
    sql`insert into subscriber_cursor (name, xid, id) values (${name}, '0', 0) on conflict do nothing`.execute(tx),
  )
  const own: Subscriber = {
    ...subscriber,
    name,
    handle: async (tx, events, platform) =>
      void (events[0]!.tenantId === tenant.tenantId && (await subscriber.handle(tx, events, platform))),
  }
  while (await deliver(tenant.platform, own));
}

const renew = (tenant: TestTenant) => runJobNow(tenant.platform, chargingModule.jobs![0]!, tenant.scope, {})

async function quota(tenant: TestTenant, id: string) {
  return tenant.transact(async (tx) => (await remaining(tx, [id], tenant.platform.clock.now())).get(id))
}

const use = (tenant: TestTenant, id: string, bytes: bigint) =>
  tenant.transact((tx) =>
    recordUsage(tx, [
      { tenantId: tenant.tenantId, subscriptionId: id, at: tenant.platform.clock.now(), uploadBytes: bytes, downloadBytes: 0n },
    ]),
  )

test('activation opens the share of the cycle, midnight of the tenant opens the next, once', async () => {
  const tenant = await testTenant({ now: '2026-03-10T20:00:00Z' }) // 11 March in Dhaka
  const id = await active(tenant, 3_100n)
  await hear(tenant)
  assert.equal((await quota(tenant, id))!.granted, 2_100n)

  tenant.platform.clock.moveTo('2026-03-31T17:59:59Z')
  await renew(tenant)
  assert.equal((await quota(tenant, id))!.granted, 2_100n)
  tenant.platform.clock.moveTo('2026-03-31T18:00:00Z')
  await renew(tenant)
  await renew(tenant)
  assert.deepEqual(await quota(tenant, id), { granted: 3_100n, used: 0n, remaining: 3_100n })
  await tenant.transact(async (tx) => {
    const { rows } = await sql<{
      granted: string
    }>`select payload ->> 'granted' as granted from event where type = 'quota.renewed.v1' order by id`.execute(tx)
    assert.deepEqual(
      rows.map((row) => row.granted),
      ['2100', '3100'],
    )
  })
})

suite('what flows before a grant is open', () => {
  const now = '2026-03-10T20:00:00Z'
  const flow = (tenant: TestTenant, id: string, bytes: bigint, when = tenant.platform.clock.now()) =>
    tenant.transact((tx) =>
      recordUsage(tx, [{ tenantId: tenant.tenantId, subscriptionId: id, at: when, uploadBytes: bytes, downloadBytes: 0n }]),
    )
  const open = (tenant: TestTenant, id: string) => tenant.transact((tx) => openCycleBuckets(tx, [id], tenant.platform.clock.now()))
  const used = async (tenant: TestTenant, id: string) => (await quota(tenant, id))!.used

  test('counts when it opens, once, from the moment since which it is valid; and is told', async () => {
    const tenant = await testTenant({ now })
    const id = await active(tenant, 3_100n) // 2,100 for the days left
    await flow(tenant, id, 7n, at('2026-03-10T19:59:59.999Z'))
    await flow(tenant, id, 1_000n)
    tenant.platform.clock.advance({ seconds: 30 })
    await flow(tenant, id, 1_000n)
    assert.equal(await quota(tenant, id), undefined)
    await open(tenant, id)
    assert.equal(await used(tenant, id), 2_000n)
    await renew(tenant)
    await open(tenant, id)
    await flow(tenant, id, 1n)
    assert.equal(await used(tenant, id), 2_001n)
    const { rows } = await tenant.transact((tx) =>
      sql<{ type: string; used: string; percent: string | null }>`
        select type, payload ->> 'used' as used, payload ->> 'percent' as percent from event where type like 'quota.%' order by id`.execute(
        tx,
      ),
    )
    assert.deepEqual(rows, [
      { type: 'quota.reached.v1', used: '2000', percent: '90' },
      { type: 'quota.renewed.v1', used: '2000', percent: null },
    ])
    const left = await tenant.transact((tx) => sql`select from ungranted_usage`.execute(tx))
    assert.equal(left.rows.length, 0)
  })

  test('counts to the new cycle where it flowed after midnight', async () => {
    const tenant = await testTenant({ now })
    const id = await active(tenant, 3_100n)
    await open(tenant, id)
    await flow(tenant, id, 5n)
    tenant.platform.clock.moveTo('2026-03-31T18:00:20Z')
    await flow(tenant, id, 11n)
    await renew(tenant)
    assert.equal(await used(tenant, id), 11n)
  })

  test('does not count in free hours, nor for a plan without a quota', async () => {
    const tenant = await testTenant({ now }) // 02:00 in Dhaka
    const free = await active(tenant, 3_100n, { freeWindows: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '01:00', to: '08:00' }] })
    const unlimited = await active(tenant, null)
    await flow(tenant, free, 5n)
    await flow(tenant, unlimited, 5n)
    const kept = await tenant.transact((tx) => sql`select from ungranted_usage`.execute(tx))
    assert.equal(kept.rows.length, 0)
    await open(tenant, free)
    assert.equal(await used(tenant, free), 0n)
  })

  test('is forgotten after a week without a grant', async () => {
    const tenant = await testTenant({ now })
    const id = await active(tenant, 3_100n)
    await flow(tenant, id, 5n)
    await tenant.transact((tx) => sql`update subscription set state = 'ended', ends_on = '2026-03-11' where id = ${id}`.execute(tx))
    const kept = async () => (await tenant.transact((tx) => sql`select from ungranted_usage`.execute(tx))).rows.length
    tenant.platform.clock.moveTo('2026-03-17T19:00:00Z')
    await renew(tenant)
    assert.equal(await kept(), 1)
    tenant.platform.clock.moveTo('2026-03-17T21:00:00Z')
    await renew(tenant)
    assert.equal(await kept(), 0)
  })

  /** Runs `first` up to its commit, lets `second` start meanwhile, and ends both. */
  async function overlapping(tenant: TestTenant, first: (tx: Tx) => Promise<unknown>, second: () => Promise<unknown>): Promise<void> {
    const [mayEnd, hasWorked] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const one = tenant.transact(async (tx) => {
      await first(tx)
      hasWorked.resolve()
      await mayEnd.promise
    })
    await hasWorked.promise
    const two = second()
    await waitsForLock(tenant)
    mayEnd.resolve()
    await Promise.all([one, two])
  }

  async function waitsForLock({ db }: TestTenant): Promise<void> {
    for (;;) {
      const { rows } = await sql`select from pg_locks where locktype = 'advisory' and not granted`.execute(db.kysely)
      if (rows.length > 0) return
    }
  }

  const delta = (tenant: TestTenant, subscriptionId: string) => ({
    tenantId: tenant.tenantId,
    subscriptionId,
    at: tenant.platform.clock.now(),
    uploadBytes: 3n,
    downloadBytes: 4n,
  })

  test('is waited for by a grant that opens while it is counted', async () => {
    const tenant = await testTenant({ now })
    const id = await active(tenant, 3_100n)
    await overlapping(
      tenant,
      (tx) => recordUsage(tx, [delta(tenant, id)]),
      () => open(tenant, id),
    )
    assert.equal(await used(tenant, id), 7n)
  })

  test('waits for a grant that is being opened, and is drawn from it', async () => {
    const tenant = await testTenant({ now })
    const id = await active(tenant, 3_100n)
    await overlapping(
      tenant,
      (tx) => openCycleBuckets(tx, [id], tenant.platform.clock.now()),
      () => tenant.transact((tx) => recordUsage(tx, [delta(tenant, id)])),
    )
    assert.equal(await used(tenant, id), 7n)
  })

  test('holds up nobody who would open a grant that is there by now', async () => {
    const tenant = await testTenant({ now })
    const id = await active(tenant, 3_100n)
    await open(tenant, id)
    const lots = await tenant.transact((tx) => readLots(tx, [id], tenant.platform.clock.now()))
    assert.equal(lots.length, 1)
    const [mayEnd, hasDrawn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const drawing = tenant.transact(async (tx) => {
      await recordUsage(tx, [delta(tenant, id)])
      hasDrawn.resolve()
      await mayEnd.promise
    })
    await hasDrawn.promise
    const opened = await tenant
      .transact(async (tx) => {
        await sql`set local lock_timeout = '10s'`.execute(tx)
        return insertLots(tx, lots)
      })
      .finally(mayEnd.resolve)
    assert.deepEqual(opened, [])
    await drawing
  })

  test('is counted to the byte, however many flushes and openings meet', async () => {
    const tenant = await testTenant({ now })
    for (let round = 0; round < 5; round++) {
      const ids = await Promise.all(Array.from({ length: 4 }, () => active(tenant, 31_000_000n)))
      const flushes = Array.from({ length: 12 }, () => tenant.transact((tx) => recordUsage(tx, ids.map((id) => delta(tenant, id))))) // prettier-ignore
      await Promise.all([...flushes, ...ids.map((id) => open(tenant, id)), renew(tenant)])
      assert.deepEqual(
        await Promise.all(ids.map((id) => used(tenant, id))),
        ids.map(() => 84n),
      )
    }
  })
})

test('a change of plan moves the days left, and what was used stays used', async () => {
  const tenant = await testTenant({ now: '2026-02-28T18:00:00Z' })
  const id = await active(tenant, 3_100n)
  await hear(tenant)
  await use(tenant, id, 2_000n)
  tenant.platform.clock.moveTo('2026-03-15T18:00:00Z') // 16 March: 16 days left
  await tenant.transact(async (tx) => changePlan(tx, id, await offer(tx, 6_200n), tenant.platform.clock.now()))
  await hear(tenant)
  assert.deepEqual(await quota(tenant, id), { granted: 4_700n, used: 2_000n, remaining: 2_700n })
})

test('an unlimited plan ends the grant; coming back opens the days left', async () => {
  const tenant = await testTenant({ now: '2026-02-28T18:00:00Z' })
  const id = await active(tenant, 3_100n)
  await hear(tenant)
  tenant.platform.clock.moveTo('2026-03-10T18:00:00Z')
  await tenant.transact(async (tx) => changePlan(tx, id, await offer(tx, null), tenant.platform.clock.now()))
  await hear(tenant)
  assert.equal(await quota(tenant, id), undefined)
  tenant.platform.clock.moveTo('2026-03-21T18:00:00Z') // 22 March: 10 days left
  await tenant.transact(async (tx) => changePlan(tx, id, await offer(tx, 3_100n), tenant.platform.clock.now()))
  await hear(tenant)
  assert.equal((await quota(tenant, id))!.granted, 1_000n)
})

test('where a change brings the full quota, it is that of a plan had since the grant began, and what was used stays used', async () => {
  const tenant = await testTenant({ now: '2026-03-10T18:00:00Z' }) // 11 March: 21 of 31 days
  const id = await active(tenant, 3_100n)
  await hear(tenant, 'full')
  await use(tenant, id, 1_000n)
  const change = async (quotaBytes: bigint) => {
    await tenant.transact(async (tx) => changePlan(tx, id, await offer(tx, quotaBytes), tenant.platform.clock.now()))
    await hear(tenant, 'full')
    return quota(tenant, id)
  }
  tenant.platform.clock.moveTo('2026-03-20T18:00:00Z')
  assert.deepEqual(await change(6_200n), { granted: 4_200n, used: 1_000n, remaining: 3_200n })
  tenant.platform.clock.moveTo('2026-03-25T18:00:00Z')
  assert.deepEqual(await change(3_100n), { granted: 2_100n, used: 1_000n, remaining: 1_100n })
})

for (const policy of ['scaled', 'full'] as const)
  test(`${policy}: a while without a limit does not bring back what was used before it`, async () => {
    const tenant = await testTenant({ now: '2026-02-28T18:00:00Z' })
    const id = await active(tenant, 3_100n)
    await hear(tenant, policy)
    await use(tenant, id, 3_100n) // all of it, by the 11th of 31 days
    tenant.platform.clock.moveTo('2026-03-10T18:00:00Z')
    const change = async (quotaBytes: bigint | null) => {
      await tenant.transact(async (tx) => changePlan(tx, id, await offer(tx, quotaBytes), tenant.platform.clock.now()))
      await hear(tenant, policy)
    }
    await change(null)
    tenant.platform.clock.moveTo('2026-03-10T19:00:00Z')
    await change(3_100n)
    assert.deepEqual(await quota(tenant, id), { granted: 2_100n, used: 2_100n, remaining: 0n })
    tenant.platform.clock.moveTo('2026-03-10T20:00:00Z')
    await change(null)
    tenant.platform.clock.moveTo('2026-03-10T21:00:00Z')
    await change(3_100n)
    assert.equal((await quota(tenant, id))!.remaining, 1n) // a grant that has ended has at least one byte, too
    tenant.platform.clock.moveTo('2026-03-31T18:00:00Z')
    await renew(tenant)
    assert.deepEqual(await quota(tenant, id), { granted: 3_100n, used: 0n, remaining: 3_100n })
  })

test('who is paused gets no new grant until service is resumed', async () => {
  const tenant = await testTenant({ now: '2026-02-28T18:00:00Z' })
  const id = await active(tenant, 3_100n)
  await hear(tenant)
  await tenant.transact((tx) => pause(tx, id, tenant.platform.clock.now()))
  tenant.platform.clock.moveTo('2026-04-10T00:00:00Z')
  await renew(tenant)
  assert.equal(await quota(tenant, id), undefined)
  await tenant.transact((tx) => resume(tx, id, tenant.platform.clock.now()))
  await hear(tenant)
  assert.equal((await quota(tenant, id))!.granted, 3_100n)
})

test('top-ups are refused where they make no sense', async () => {
  const tenant = await testTenant({ now: '2026-03-10T00:00:00Z' })
  const now = tenant.platform.clock.now()
  const buy = (subscriptionId: string, validTo: string) =>
    tenant.transact((tx) => topUp(tx, { subscriptionId, bytes: 5n, validTo: at(validTo), now }))
  const limited = await active(tenant, 100n)
  await assert.rejects(buy(limited, '2026-03-10T00:00:00Z'), { code: 'charging.valid_to_passed' })
  await assert.rejects(buy(await active(tenant, null), '2026-04-01T00:00:00Z'), { code: 'charging.unlimited' })
  await assert.rejects(buy(crypto.randomUUID(), '2026-04-01T00:00:00Z'), { code: 'subscriptions.not_found' })
  await tenant.transact((tx) => cancelNow(tx, limited, now))
  await assert.rejects(buy(limited, '2026-04-01T00:00:00Z'), { code: 'charging.not_in_service' })
})

test('usage is shown by the days of the tenant, those without any too', async () => {
  const tenant = await testTenant({ now: '2026-03-10T17:59:00Z' })
  const id = await active(tenant, null)
  await use(tenant, id, 7n)
  tenant.platform.clock.moveTo('2026-03-10T18:00:00Z') // the 11th in Dhaka
  await use(tenant, id, 5n)
  await tenant.transact(async (tx) => {
    const days = await usageOf(tx, id, { from: day('2026-03-09'), to: day('2026-03-11'), by: 'day' })
    assert.deepEqual(
      days.map((point) => [String(point.from), point.uploadBytes]),
      [
        ['2026-03-08T18:00:00Z', 0n],
        ['2026-03-09T18:00:00Z', 7n],
        ['2026-03-10T18:00:00Z', 5n],
      ],
    )
    const hours = await usageOf(tx, id, { from: day('2026-03-10'), to: day('2026-03-10'), by: 'hour' })
    assert.deepEqual([hours.length, hours.at(-1)!.uploadBytes], [24, 7n])
    await assert.rejects(usageOf(tx, id, { from: day('2026-03-11'), to: day('2026-03-10'), by: 'day' }), { code: 'charging.range_empty' })
    await assert.rejects(usageOf(tx, id, { from: day('2026-01-01'), to: day('2026-03-10'), by: 'hour' }), {
      code: 'charging.range_too_long',
    })
  })
})

suite('what a cycle left unused', () => {
  // prettier-ignore
  const cases = [
    // rollover, used in March, granted in April, in May, in June, why
    [null, 4n, [31n, 31n, 31n], 'is lost without a rollover'],
    [{ cycles: 1, maxBytes: null }, 4n, [49n, 62n, 62n], 'lives on for one cycle: 22 of March have 18 left, then the 31 of April'],
    [{ cycles: 2, maxBytes: null }, 4n, [49n, 80n, 93n], 'or for two'],
    [{ cycles: 1, maxBytes: 10n }, 4n, [41n, 41n, 41n], 'up to the cap'],
    [{ cycles: 2, maxBytes: 20n }, 4n, [49n, 51n, 51n], 'beside what was carried over earlier'],
    [{ cycles: 1, maxBytes: null }, 30n, [31n, 62n, 62n], 'nothing where the cycle was overrun'],
  ] as const
  for (const [rollover, used, expected, why] of cases)
    test(why, async () => {
      const tenant = await testTenant()
      const id = await active(tenant, 31n, { rollover })
      await tenant.transact((tx) => openCycleBuckets(tx, [id], tenant.platform.clock.now()))
      await use(tenant, id, used)
      const granted: (bigint | undefined)[] = []
      for (const month of ['2026-03-31T18:00:00Z', '2026-04-30T18:00:00Z', '2026-05-31T18:00:00Z']) {
        tenant.platform.clock.moveTo(month)
        await renew(tenant)
        await renew(tenant)
        granted.push((await quota(tenant, id))?.granted)
      }
      assert.deepEqual(granted, expected)
    })
})

suite('a second top-up', () => {
  // prettier-ignore
  const cases = [
    // rule, lots after the second as granted until, why
    ['own', ['31 2026-03-31', '5 2026-04-10', '5 2026-04-14'], 'ends alone'],
    ['extend', ['31 2026-03-31', '5 2026-04-14', '5 2026-04-14'], 'prolongs the first'],
    ['reset', ['31 2026-03-31', '5 2026-04-14'], 'replaces the first'],
  ] as const
  for (const [rule, expected, why] of cases)
    test(why, async () => {
      const tenant = await testTenant() // the clock stands at 2026-03-10
      const id = await active(tenant, 44n)
      await tenant.transact(async (tx) => {
        const now = tenant.platform.clock.now()
        await openCycleBuckets(tx, [id], now)
        const { offerId } = await createOffer(tx, {
          code: 'MORE',
          name: 'More',
          technology: 'pppoe',
          kind: 'top-up',
          terms: {
            validFrom: day('2026-01-01'),
            recurring: money(10_000n, 'BDT'),
            topUp: { unit: 'bytes', quantity: 5n, validity: { unit: 'month', count: 1 }, rule },
          },
        })
        await publishOffer(tx, offerId)
        await grantTopUp(tx, { subscriptionId: id, offerId }, now)
        assert.equal((await grantTopUp(tx, { subscriptionId: id, offerId }, now.add({ hours: 96 }))).recurring.minor, 10_000n)
        const lots = await readLots(tx, [id], now.add({ hours: 97 }))
        const lastDay = (lot: Lot) => lot.validTo.toZonedDateTimeISO('Asia/Dhaka').toPlainDate().subtract({ days: 1 })
        assert.deepEqual(
          lots.map((lot) => `${lot.granted} ${lastDay(lot)}`),
          expected,
        )
      })
    })
})

test('hours of a top-up are elapsed time, days end with their last day', () => {
  const bought = at('2026-03-07T20:00:00Z') // 15:00 in New York, the day before summer time begins
  const ends = (unit: 'hour' | 'day' | 'month', count: number) => String(validityEnd({ unit, count }, bought, 'America/New_York'))
  assert.deepEqual(
    [ends('hour', 24), ends('day', 1), ends('month', 1)],
    ['2026-03-08T20:00:00Z', '2026-03-09T04:00:00Z', '2026-04-08T04:00:00Z'],
  )
})
