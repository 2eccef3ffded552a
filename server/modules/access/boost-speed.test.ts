import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import type { Event } from '#kernel/events.ts'
import { runJobNow } from '#kernel/jobs.ts'
import { money } from '#kernel/money.ts'
import { testTenant } from '#kernel/testing.ts'
import { createOffer, publishOffer } from '#modules/catalog'
import { boostSpeed, endBoostNow } from '#modules/charging'
import { createCustomer } from '#modules/customers'
import { activate, subscribe } from '#modules/subscriptions'
import { followClock } from './follow-clock.ts'
import { commandOrders } from './order-commands.ts'
import { requireSpeedTaken } from './speed-taken.ts'

const at = (iso: string) => Temporal.Instant.from(iso)

let routers = 0

/** A subscriber of 20/5 Mbit/s is online; on nights from 22:00 in Dhaka, which is 16:00 UTC, the plan gives 40/10. */
async function online() {
  const tenant = await testTenant({ now: '2026-03-10T08:00:00Z' })
  const subscriptionId = await tenant.transact(async (tx) => {
    const { offerId } = await createOffer(tx, {
      code: 'NIGHT',
      name: 'Night',
      technology: 'pppoe',
      terms: {
        validFrom: Temporal.PlainDate.from('2026-01-01'),
        recurring: money(80_000n, 'BDT'),
        downloadBps: 20_000_000n,
        uploadBps: 5_000_000n,
        speedWindows: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '22:00', to: '24:00', downloadBps: 40_000_000n, uploadBps: 10_000_000n }],
      },
    })
    await publishOffer(tx, offerId)
    const { customerId } = await createCustomer(tx, { name: 'Kamal Hossain' })
    const { id } = await subscribe(tx, { customerId, offerId, startOn: Temporal.PlainDate.from('2026-03-01') })
    await activate(tx, id, tenant.platform.clock.now())
    await sql`
      with n as (insert into nas (name, address, vendor, secret_sealed, coa_port, enabled) values ('core', ${`10.77.0.${++routers}`}, 'mikrotik', 'never opened', 3799, false) returning id)
      insert into session (tenant_id, identity, nas_id, subscription_id, username, acct_session_id, started_at, updated_at) select current_tenant(), uuidv7(), id, ${id}, 'kamal', '81', now(), now() from n`.execute(
      tx,
    )
    return id
  })
  await tenant.asOwner('delete from access_clock') // it is one for the installation, and other tests live at other times
  const follow = () =>
    runJobNow(tenant.platform, followClock, { tenants: [tenant.tenantId], actor: 'job:access.follow-clock', requestId: '' }, {})
  let handled = 0n
  const seen = new Set<string>()
  /** The commands that events since the last look led to. */
  async function ordered(): Promise<string[]> {
    return tenant.transact(async (tx) => {
      const { rows: events } =
        await sql<Event>`select id, tenant_id as "tenantId", type, subject, payload from event where id > ${handled} order by id`.execute(
          tx,
        )
      handled = events.at(-1)?.id ?? handled
      await commandOrders.handle(
        tx,
        events.filter(({ type }) => commandOrders.types.includes(type)),
        tenant.platform,
      )
      // Whatever has become of them: the sender of another test may have taken them up.
      const { rows } = await sql<{ id: string; told: string }>`
        select id, kind || ' ' || download_bps / 1000000 || '/' || upload_bps / 1000000 as told from network_command where via = 'radius' order by queued_at`.execute(
        tx,
      )
      const fresh = rows.filter(({ id }) => !seen.has(id))
      for (const { id } of fresh) seen.add(id)
      // One that waits takes over a newer wish, so that it has to be out of the way.
      await sql`update network_command set state = 'confirmed' where state = 'queued'`.execute(tx)
      return fresh.map(({ told }) => told)
    })
  }
  await ordered()
  const told = () =>
    tenant.transact(async (tx) => {
      const { rows } = await sql<{ type: string }>`select type from event where type like 'subscription.boost%' order by id`.execute(tx)
      return rows.map(({ type }) => type)
    })
  return { ...tenant, subscriptionId, follow, ordered, told, clock: tenant.platform.clock }
}

suite('a boost', () => {
  test('changes what is online at once, and back when its time is over', async () => {
    const { transact, subscriptionId, clock, follow, ordered } = await online()
    const draft = {
      subscriptionId,
      faster: { kind: 'speed', downloadBps: 100_000_000n, uploadBps: 20_000_000n } as const,
      until: at('2026-03-10T10:00:00Z'),
      reason: 'An outage yesterday',
    }
    await transact((tx) => boostSpeed(tx, draft, clock.now()))
    assert.deepEqual(await ordered(), ['change 100/20'])
    await follow()
    assert.deepEqual(await ordered(), [], 'its beginning is told once')
    clock.moveTo('2026-03-10T10:00:30Z')
    await follow()
    assert.deepEqual(await ordered(), ['change 20/5'])
    await follow()
    assert.deepEqual(await ordered(), [])
  })

  test('for later begins later', async () => {
    const { transact, subscriptionId, clock, follow, ordered } = await online()
    const draft = {
      subscriptionId,
      faster: { kind: 'speed', downloadBps: 100_000_000n, uploadBps: 20_000_000n } as const,
      reason: 'A match tonight',
    }
    await transact((tx) => boostSpeed(tx, { ...draft, from: at('2026-03-10T12:00:00Z'), until: at('2026-03-10T14:00:00Z') }, clock.now()))
    assert.deepEqual(await ordered(), [])
    clock.moveTo('2026-03-10T12:00:10Z')
    await follow()
    assert.deepEqual(await ordered(), ['change 100/20'])
  })

  test('that is taken back before it begins is told to have ended, once, and never to have begun', async () => {
    const { transact, subscriptionId, clock, follow, told } = await online()
    const draft = { subscriptionId, faster: { kind: 'factor', percent: 300 }, reason: 'A match tonight' } as const
    const boost = await transact((tx) =>
      boostSpeed(tx, { ...draft, from: at('2026-03-10T12:00:00Z'), until: at('2026-03-10T14:00:00Z') }, clock.now()),
    )
    clock.advance({ minutes: 1 })
    await transact((tx) => endBoostNow(tx, boost.id, clock.now()))
    for (const moment of ['2026-03-10T12:00:00Z', '2026-03-10T12:01:00Z', '2026-03-10T14:00:10Z']) {
      clock.moveTo(moment)
      await follow()
    }
    assert.deepEqual(await told(), ['subscription.boost_ended.v1'])
  })

  test('can be ended, once', async () => {
    const { transact, subscriptionId, clock, ordered } = await online()
    const boost = await transact((tx) =>
      boostSpeed(
        tx,
        { subscriptionId, faster: { kind: 'factor', percent: 300 }, until: at('2026-03-10T10:00:00Z'), reason: 'By mistake' },
        clock.now(),
      ),
    )
    await ordered()
    clock.advance({ minutes: 1 })
    await transact((tx) => endBoostNow(tx, boost.id, clock.now()))
    assert.deepEqual(await ordered(), ['change 20/5'])
    await assert.rejects(
      transact((tx) => endBoostNow(tx, boost.id, clock.now())),
      { code: 'charging.boost_not_found' },
    )
  })

  test('that ends before it begins is refused', async () => {
    const { transact, subscriptionId, clock } = await online()
    const draft = { subscriptionId, faster: { kind: 'factor', percent: 300 } as const, until: at('2026-03-10T07:00:00Z'), reason: 'x' }
    await assert.rejects(
      transact((tx) => boostSpeed(tx, draft, clock.now())),
      { code: 'charging.boost_over', pointer: '/until' },
    )
  })
})

test('a speed is not boosted where a Cisco router gives that of its own profile', async () => {
  const { transact, subscriptionId } = await online()
  await transact((tx) => requireSpeedTaken(tx, subscriptionId))
  await transact((tx) => sql`update nas set vendor = 'cisco'`.execute(tx))
  await transact((tx) => requireSpeedTaken(tx, subscriptionId))
  await transact((tx) =>
    sql`insert into offer_version select (jsonb_populate_record(v, '{"quality": {"profile": "gold"}}' || jsonb_build_object('id', uuidv7(), 'number', 2))).* from offer_version v`.execute(
      tx,
    ),
  )
  await transact((tx) => sql`update subscription set offer_version_id = (select id from offer_version where number = 2)`.execute(tx))
  const refused = () =>
    assert.rejects(
      transact((tx) => requireSpeedTaken(tx, subscriptionId)),
      { code: 'access.router_sets_speed', message: /router core gives the speed of its own profile gold/ },
    )
  await refused()
  await transact((tx) => sql`update session set ended_at = now(), closed_by = 'nas'`.execute(tx))
  await refused() // who is offline comes back to the router they were on last
  await transact((tx) => sql`update nas set vendor = 'mikrotik'`.execute(tx))
  await transact((tx) => requireSpeedTaken(tx, subscriptionId))
})

suite('hours at another speed', () => {
  test('change what is online when they begin and when they end, also over a pause of the job', async () => {
    const { clock, follow, ordered } = await online()
    await follow() // the first run begins to follow
    clock.moveTo('2026-03-10T15:59:30Z')
    await follow()
    assert.deepEqual(await ordered(), [])
    clock.moveTo('2026-03-10T16:00:05Z')
    await follow()
    assert.deepEqual(await ordered(), ['change 40/10'])
    clock.moveTo('2026-03-10T18:07:00Z') // seven minutes past midnight in Dhaka: the job was away
    await follow()
    assert.deepEqual(await ordered(), ['change 20/5'])
  })
})
