import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql, type Tx } from '#kernel/db.ts'
import { testTenant } from '#kernel/testing.ts'
import { addVersion, createOffer, publishOffer, retireOffer } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { activate } from './activate.ts'
import { archiveIdleCustomers } from './archive-customers.ts'
import { block, blockOne, unblock } from './block.ts'
import { cancelAtCycleEnd, cancelNow, endOver, keep } from './cancel.ts'
import { changePlan } from './change-plan.ts'
import { markBilled } from './mark-billed.ts'
import { pause, resume } from './pause.ts'
import { readSubscription } from './read-subscription.ts'
import { readBlocks } from './store.ts'
import { subscribe } from './subscribe.ts'
import { agreed, inService, terms } from './testing.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)
const types = async (tx: Tx) => {
  const { rows } = await sql<{ type: string }>`select type from event where type like 'subscription.%' order by id`.execute(tx)
  return rows.map((row) => row.type.split('.')[1])
}

test('a subscription takes the version in force and the bill day of the account', async () => {
  const { transact } = await testTenant()
  await transact(async (tx) => {
    const { subscription, accountId } = await agreed(tx)
    assert.deepEqual(
      [
        subscription.number,
        subscription.state,
        subscription.accountId,
        subscription.billDay,
        String(subscription.startedOn),
        String(subscription.billedUntil),
      ],
      ['S-000001', 'pending', accountId, 5, '2026-03-01', '2026-03-01'],
    )
  })
})

suite('the first billed day', () => {
  // prettier-ignore
  const cases = [
    // agreed, activated at, first billed day, why
    ['2026-03-01', '2026-02-27T10:00:00Z', '2026-03-01', 'service before the agreed day is free'],
    ['2026-03-01', '2026-03-04T10:00:00Z', '2026-03-04', 'nobody pays for days without service'],
    ['2026-03-01', '2026-03-03T18:00:00Z', '2026-03-04', 'the day is that of the tenant, not of UTC'],
  ] as const
  for (const [startOn, at, expected, why] of cases)
    test(why, async () => {
      const { transact } = await testTenant()
      await transact(async (tx) => {
        const { subscription } = await agreed(tx, startOn)
        const active = await activate(tx, subscription.id, Temporal.Instant.from(at))
        assert.deepEqual([active.state, String(active.startedOn), String(active.billedUntil)], ['active', expected, expected])
      })
    })
})

suite('a plan that begins with a free week', () => {
  // prettier-ignore
  const cases = [
    // alignment, bill day, end planned on the last free day, why
    ['account', 5, '2026-04-05', 'the first bill is for the days until the bill day of the account'],
    ['anniversary', 17, '2026-04-17', 'the first bill is for a whole month from the end of the trial'],
  ] as const
  for (const [alignment, billDay, cycleEnd, why] of cases)
    test(why, async () => {
      const tenant = await testTenant()
      await tenant.transact(async (tx) => {
        const { customerId } = await createCustomer(tx, { name: 'Kamal Hossain', billDay: 5 })
        const trial = { ...terms('2026-01-01'), alignment, phases: [{ kind: 'trial', days: 7 }] } as const
        const { offerId } = await createOffer(tx, { code: 'TRY', name: 'Try', technology: 'fibre', terms: trial })
        await publishOffer(tx, offerId)
        const { id } = await subscribe(tx, { customerId, offerId, startOn: day('2026-03-10') })
        const active = await activate(tx, id, tenant.platform.clock.now())
        assert.deepEqual(
          [String(active.startedOn), String(active.trialUntil), String(active.billedUntil), active.billDay],
          ['2026-03-10', '2026-03-17', '2026-03-17', billDay],
        )
        assert.equal(String((await cancelAtCycleEnd(tx, id, Temporal.Instant.from('2026-03-20T00:00:00Z'))).endsOn), cycleEnd)
      })
    })
})

test('from months to weeks the bill day becomes a weekday, and each change has its revision', async () => {
  const tenant = await testTenant()
  await tenant.transact(async (tx) => {
    const { id, offerId } = await inService(tx, tenant)
    const weekly = { ...terms('2026-01-01', 20_000n), cycle: { unit: 'week', count: 1 } } as const
    const week = await createOffer(tx, { code: 'WEEK', name: 'Week', technology: 'fibre', terms: weekly })
    await publishOffer(tx, week.offerId)
    const now = tenant.platform.clock.now()
    const inWeeks = await changePlan(tx, id, week.offerId, now)
    assert.deepEqual([inWeeks.billDay, inWeeks.revision], [1, 1])
    const inMonths = await changePlan(tx, id, offerId, now)
    assert.deepEqual([inMonths.billDay, inMonths.revision], [5, 2])
  })
})

test('what cannot be subscribed to says why', async () => {
  const { transact } = await testTenant()
  await transact(async (tx) => {
    const { customerId, offerId, subscription } = await agreed(tx)
    const other = await createCustomer(tx, { name: 'Other', currency: 'USD' })
    const draft = { customerId, offerId, startOn: day('2026-03-01') }
    await assert.rejects(subscribe(tx, { ...draft, customerId: crypto.randomUUID() }), { code: 'customers.not_found' })
    await assert.rejects(subscribe(tx, { ...draft, offerId: crypto.randomUUID() }), { code: 'catalog.not_found' })
    await assert.rejects(subscribe(tx, { ...draft, accountId: other.accountId }), { code: 'subscriptions.account_unknown' })
    await assert.rejects(subscribe(tx, { ...draft, startOn: day('2025-12-31') }), { code: 'catalog.not_in_force' })
    await assert.rejects(subscribe(tx, { ...draft, customerId: other.customerId }), { code: 'subscriptions.currency_mismatch' })
    await retireOffer(tx, offerId)
    await assert.rejects(subscribe(tx, draft), { code: 'catalog.not_on_sale' })
    await activate(tx, subscription.id, Temporal.Instant.from('2026-03-10T00:00:00Z')) // who has it keeps it
  })
})

test('blocking many is one event each, and none the second time', async () => {
  const tenant = await testTenant()
  await tenant.transact(async (tx) => {
    const { id } = await inService(tx, tenant)
    assert.deepEqual(await block(tx, [id, crypto.randomUUID()], 'unpaid'), [id])
    assert.deepEqual(await block(tx, [id], 'unpaid'), [])
    assert.deepEqual(await block(tx, [id], 'admin', 'asked by the police'), [id])
    assert.deepEqual(await unblock(tx, [id], 'unpaid'), [id])
    assert.deepEqual((await readSubscription(tx, id)).blockReasons, ['admin'])
    assert.deepEqual(await unblock(tx, [id], 'unpaid'), [])
    await unblock(tx, [id], 'admin')
    const after = await readSubscription(tx, id)
    assert.deepEqual([after.state, after.blockReasons], ['active', []])
    assert.deepEqual(await types(tx), ['created', 'activated', 'blocked', 'blocked', 'unblocked', 'unblocked'])
    assert.deepEqual((await readBlocks(tx, id, 9)).map((one) => [one.reason, one.note, one.liftedBy]).toSorted(), [
      ['admin', 'asked by the police', 'staff:test'],
      ['unpaid', '', 'staff:test'],
    ])
  })
})

test('what has not begun has nothing to block', async () => {
  const { transact } = await testTenant()
  await transact(async (tx) => {
    const { subscription } = await agreed(tx)
    assert.deepEqual(await block(tx, [subscription.id], 'unpaid'), [])
    await assert.rejects(blockOne(tx, subscription.id, 'admin'), { code: 'subscriptions.move_not_allowed' })
    await assert.rejects(blockOne(tx, crypto.randomUUID(), 'admin'), { code: 'subscriptions.not_found' })
  })
})

suite('a pause bills only used days', () => {
  // prettier-ignore
  const cases = [
    // billed until, resumed at, billed until after, why
    ['2026-04-05', '2026-03-20T00:00:00Z', '2026-04-05', 'paid days stay paid'],
    ['2026-04-05', '2026-04-15T00:00:00Z', '2026-04-15', 'the days of the pause are never billed'],
  ] as const
  for (const [billedUntil, at, expected, why] of cases)
    test(why, async () => {
      const tenant = await testTenant()
      await tenant.transact(async (tx) => {
        const { id } = await inService(tx, tenant)
        await markBilled(tx, sql`select ${id}::uuid as subscription_id, ${billedUntil}::date as until`)
        await pause(tx, id, tenant.platform.clock.now())
        await assert.rejects(pause(tx, id, tenant.platform.clock.now()), { code: 'subscriptions.move_not_allowed' })
        await block(tx, [id], 'abuse')
        await assert.rejects(resume(tx, id, tenant.platform.clock.now()), { code: 'subscriptions.move_not_allowed' })
        await unblock(tx, [id], 'abuse')
        assert.equal((await readSubscription(tx, id)).state, 'paused')
        const resumed = await resume(tx, id, Temporal.Instant.from(at))
        assert.deepEqual([resumed.state, String(resumed.billedUntil)], ['active', expected])
      })
    })
})

test('what is billed never moves back', async () => {
  const tenant = await testTenant()
  await tenant.transact(async (tx) => {
    const { id } = await inService(tx, tenant)
    await markBilled(tx, sql`select ${id}::uuid as subscription_id, '2026-05-05'::date as until`)
    await markBilled(tx, sql`select ${id}::uuid as subscription_id, '2026-04-05'::date as until`)
    assert.equal(String((await readSubscription(tx, id)).billedUntil), '2026-05-05')
  })
})

test('cancelled at the end of the cycle, it ends on that day of the tenant and lifts its blocks', async () => {
  const tenant = await testTenant()
  const id = await tenant.transact(async (tx) => (await inService(tx, tenant)).id)
  const now = tenant.platform.clock.now()
  await tenant.transact(async (tx) => {
    assert.equal(String((await cancelAtCycleEnd(tx, id, now)).endsOn), '2026-04-05') // bill day 5
    assert.equal((await keep(tx, id)).endsOn, null)
    await assert.rejects(keep(tx, id), { code: 'subscriptions.end_not_planned' })
    await markBilled(tx, sql`select ${id}::uuid as subscription_id, '2026-05-05'::date as until`)
    assert.equal(String((await cancelAtCycleEnd(tx, id, now)).endsOn), '2026-05-05')
    await block(tx, [id], 'unpaid')
    await endOver(tx, Temporal.Instant.from('2026-05-04T17:59:59Z'))
    assert.equal((await readSubscription(tx, id)).state, 'suspended')
    await endOver(tx, Temporal.Instant.from('2026-05-04T18:00:00Z'))
    await endOver(tx, Temporal.Instant.from('2026-05-04T18:00:00Z'))
    const over = await readSubscription(tx, id)
    assert.deepEqual([over.state, over.blockReasons, String(over.endedAt)], ['ended', [], '2026-05-04T18:00:00Z'])
    assert.equal((await types(tx)).filter((type) => type === 'ended').length, 1)
  })
})

test('cancelled now, what never began is cancelled and what did is ended', async () => {
  const tenant = await testTenant()
  await tenant.transact(async (tx) => {
    const now = tenant.platform.clock.now()
    const { subscription } = await agreed(tx)
    assert.equal((await cancelNow(tx, subscription.id, now)).state, 'cancelled')
    await assert.rejects(cancelNow(tx, subscription.id, now), { code: 'subscriptions.move_not_allowed' })
    await assert.rejects(activate(tx, subscription.id, now), { code: 'subscriptions.move_not_allowed' })
  })
})

test('a change of plan takes the version of today; the same terms are refused', async () => {
  const tenant = await testTenant()
  await tenant.transact(async (tx) => {
    const { id, offerId, subscription } = await inService(tx, tenant)
    const now = tenant.platform.clock.now()
    await assert.rejects(changePlan(tx, id, offerId, now), { code: 'subscriptions.same_plan' })
    const { versionId } = await addVersion(tx, offerId, terms('2026-03-10', 90_000n))
    await addVersion(tx, offerId, terms('2026-04-01', 95_000n))
    assert.equal((await changePlan(tx, id, offerId, now)).offerVersionId, versionId)
    const { rows } = await sql<{ payload: object }>`select payload from event where type = 'subscription.plan_changed.v1'`.execute(tx)
    assert.deepEqual(rows[0]!.payload, {
      subscriptionId: id,
      customerId: subscription.customerId,
      accountId: subscription.accountId,
      fromVersionId: subscription.offerVersionId,
      fromBillDay: subscription.billDay,
      toVersionId: versionId,
      on: '2026-03-10',
      state: 'active',
    })
  })
})

test('a customer is archived only when nothing is in force, and then subscribes to nothing', async () => {
  const tenant = await testTenant()
  await tenant.transact(async (tx) => {
    const { id, customerId, offerId } = await inService(tx, tenant)
    assert.deepEqual(
      (await archiveIdleCustomers(tx, [customerId])).map((one) => one.problem.code),
      ['customers.in_service'],
    )
    await cancelNow(tx, id, tenant.platform.clock.now())
    assert.deepEqual(await archiveIdleCustomers(tx, [customerId]), [])
    await assert.rejects(subscribe(tx, { customerId, offerId, startOn: day('2026-03-01') }), { code: 'customers.archived' })
  })
})
