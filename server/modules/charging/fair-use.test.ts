import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import type { Event } from '#kernel/events.ts'
import { runJobNow } from '#kernel/jobs.ts'
import { money } from '#kernel/money.ts'
import { testTenant } from '#kernel/testing.ts'
import { createOffer, publishOffer, type TermsDraft } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { activate, changePlan, subscribe } from '#modules/subscriptions'
import { chargingModule } from './module.ts'
import { recordUsage } from './record-usage.ts'
import { topUp } from './top-up.ts'

const gigabyte = 1_000_000_000n
const slower = (gigabytes: bigint, bps: bigint) => ({ usedBytes: gigabytes * gigabyte, downloadBps: bps, uploadBps: bps })
const stepped: Partial<TermsDraft> = { fupTiers: [slower(200n, 10_000_000n), slower(400n, 5_000_000n)] }

/** A subscriber in Dhaka from 1 March on, on a plan of 20 Mbit/s with steps at 200 and 400 GB. */
async function world(terms: Partial<TermsDraft> = stepped) {
  const tenant = await testTenant({ now: '2026-02-28T18:00:00Z' })
  const { transact, platform, scope, tenantId } = tenant
  const { clock } = platform
  const offer = (more: Partial<TermsDraft>) =>
    transact(async (tx) => {
      const { offerId } = await createOffer(tx, {
        code: `P-${crypto.randomUUID().slice(0, 8)}`,
        name: 'Home',
        technology: 'fibre',
        terms: {
          validFrom: Temporal.PlainDate.from('2026-01-01'),
          recurring: money(80_000n, 'BDT'),
          downloadBps: 20_000_000n,
          uploadBps: 20_000_000n,
          ...more,
        },
      })
      await publishOffer(tx, offerId)
      return offerId
    })
  const offerId = await offer(terms)
  const id = await transact(async (tx) => {
    const { customerId } = await createCustomer(tx, { name: 'Rahima Begum' })
    return (await subscribe(tx, { customerId, offerId, startOn: Temporal.PlainDate.from('2026-03-01') })).id
  })
  const hear = (type: string) =>
    transact(async (tx) => {
      for (const { types, handle } of chargingModule.subscribers!)
        if (types.includes(type)) await handle(tx, [{ type, subject: id, payload: {} } as unknown as Event], platform)
    })
  await transact((tx) => activate(tx, id, clock.now()))
  await hear('subscription.activated.v1')
  return {
    ...tenant,
    id,
    use: (gigabytes: bigint, at = clock.now()) =>
      transact((tx) => recordUsage(tx, [{ tenantId, subscriptionId: id, at, uploadBytes: gigabytes * gigabyte, downloadBytes: 0n }])),
    moveTo: (instant: string) => clock.moveTo(instant),
    everyMinute: () =>
      runJobNow(
        platform,
        chargingModule.jobs!.find((job) => job.name === 'charging.renew-quotas')!,
        scope,
        {},
      ),
    changeTo: async (more: Partial<TermsDraft>) => {
      const to = await offer(more)
      await transact((tx) => changePlan(tx, id, to, clock.now()))
      await hear('subscription.plan_changed.v1')
    },
    /** Gigabytes that count, and the tier they reach. */
    standing: () =>
      transact(async (tx) => {
        const { rows } = await sql<{ used: bigint; tier: number }>`select used / ${gigabyte}::bigint as used, tier from fair_use`.execute(
          tx,
        )
        return rows.map(({ used, tier }) => `${used} GB, tier ${tier}`).join()
      }),
    told: () =>
      transact(async (tx) => {
        const { rows } = await sql<{ tier: number }>`
          select (payload ->> 'tier')::int as tier from event where type = 'quota.tier_changed.v1' order by id`.execute(tx)
        return rows.map((row) => row.tier)
      }),
  }
}

suite('tiers of fair use', () => {
  test('are told as they are reached, each once, also without a quota', async () => {
    const { use, standing, told } = await world()
    await use(199n)
    assert.deepEqual(await told(), [])
    await use(1n) // a tier begins with its byte
    await use(50n)
    assert.deepEqual(await told(), [1])
    await use(400n)
    assert.deepEqual([await told(), await standing()], [[1, 2], '650 GB, tier 2'])
  })

  test('are told once where one report passes both', async () => {
    const { use, told } = await world()
    await use(500n)
    assert.deepEqual(await told(), [2])
  })

  test('begin anew with the cycle, which is told; who reached none hears nothing', async () => {
    const { use, standing, told, everyMinute, moveTo } = await world()
    await use(250n)
    moveTo('2026-03-31T18:00:00Z') // 1 April in Dhaka
    await everyMinute()
    await everyMinute()
    assert.deepEqual([await told(), await standing()], [[1, 0], '0 GB, tier 0'])
    moveTo('2026-04-30T18:00:00Z')
    await everyMinute()
    assert.deepEqual(await told(), [1, 0])
  })

  test('count the use of their cycle only: not what is reported late of the one before', async () => {
    const { use, standing, everyMinute, moveTo } = await world()
    moveTo('2026-03-31T18:00:00Z')
    await everyMinute()
    await use(300n, Temporal.Instant.from('2026-03-31T17:59:59Z'))
    assert.equal(await standing(), '0 GB, tier 0')
  })

  test('count the use of their cycle whatever paid for it: a top-up of the month before is none of it', async () => {
    const { use, standing, everyMinute, moveTo, transact, id, platform } = await world({
      ...stepped,
      quotaBytes: 500n * gigabyte,
      quotaPolicy: 'cut',
    })
    await transact((tx) =>
      topUp(tx, {
        subscriptionId: id,
        bytes: 500n * gigabyte,
        validTo: Temporal.Instant.from('2026-04-20T00:00:00Z'),
        now: platform.clock.now(),
      }),
    )
    await use(700n) // of it 200 of the top-up, whose lot lives on
    assert.equal(await standing(), '700 GB, tier 2')
    moveTo('2026-03-31T18:00:00Z')
    await everyMinute()
    await use(10n)
    assert.equal(await standing(), '10 GB, tier 0')
  })

  test('free hours count for none', async () => {
    const { use, standing } = await world({ ...stepped, freeWindows: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '06:00' }] })
    await use(300n, Temporal.Instant.from('2026-03-09T18:30:00Z')) // half past midnight in Dhaka
    assert.equal(await standing(), '0 GB, tier 0')
  })

  test('of another plan count what was used before it in the cycle', async () => {
    const { use, standing, changeTo } = await world()
    await use(250n)
    await changeTo({ fupTiers: [slower(300n, 10_000_000n)] })
    assert.equal(await standing(), '250 GB, tier 0')
    await changeTo({ fupTiers: [slower(100n, 10_000_000n), slower(200n, 5_000_000n)] })
    assert.equal(await standing(), '250 GB, tier 2')
  })

  test('that come with another plan count what the hours of the cycle hold', async () => {
    const { use, standing, changeTo } = await world({})
    await use(250n)
    await changeTo(stepped)
    assert.equal(await standing(), '250 GB, tier 1')
  })
})
