import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { testTenant } from '#kernel/testing.ts'
import { addVersion } from '#modules/catalog'
import { activate } from './activate.ts'
import { cancelNow } from './cancel.ts'
import { migrateNext, previewMigration, readMigration, startMigration, stopMigration } from './migrate-plan.ts'
import { readSubscription } from './read-subscription.ts'
import { subscribe } from './subscribe.ts'
import { inService, terms } from './testing.ts'

test('all who have older terms move, the others do not, and a second time nothing happens', async () => {
  const tenant = await testTenant()
  await tenant.transact(async (tx) => {
    const { id, offerId, customerId } = await inService(tx, tenant)
    const now = tenant.platform.clock.now()
    const startOn = Temporal.PlainDate.from('2026-03-10')
    const pending = await subscribe(tx, { customerId, offerId, startOn })
    const over = await subscribe(tx, { customerId, offerId, startOn })
    await activate(tx, over.id, now)
    await cancelNow(tx, over.id, now)
    const { versionId } = await addVersion(tx, offerId, terms('2026-03-10', 90_000n))

    const draft = { offerId, toVersionId: versionId }
    const preview = await previewMigration(tx, draft)
    assert.deepEqual(
      [
        preview.subscriptionCount,
        preview.groups.map((group) => [group.number, group.subscriptionCount, group.difference.minor]),
        preview.examples.map((one) => one.number),
      ],
      [2n, [[1, 2n, 10_000n]], ['S-000001', 'S-000002']],
    )
    const migration = await startMigration(tx, draft)
    assert.equal(await migrateNext(tx, migration.id, now), false)
    assert.deepEqual(
      await Promise.all([id, pending.id, over.id].map(async (one) => (await readSubscription(tx, one)).offerVersionId === versionId)),
      [true, true, false],
    )
    const done = await readMigration(tx, migration.id)
    assert.deepEqual([done.state, done.subscriptionDone, done.subscriptionCount], ['done', 2n, 2n])
    assert.equal(await migrateNext(tx, migration.id, now), false)
    const { rows } = await sql<{ count: bigint }>`select count(*) from event where type = 'subscription.plan_changed.v1'`.execute(tx)
    assert.equal(rows[0]!.count, 2n)
    assert.equal((await previewMigration(tx, draft)).subscriptionCount, 0n)
  })
})

test('a migration is stopped for good, and one runs at a time', async () => {
  const tenant = await testTenant()
  const { draft, id } = await tenant.transact(async (tx) => {
    const { offerId } = await inService(tx, tenant)
    const { versionId } = await addVersion(tx, offerId, terms('2026-03-10', 90_000n))
    return { draft: { offerId, toVersionId: versionId }, id: (await startMigration(tx, { offerId, toVersionId: versionId })).id }
  })
  await assert.rejects(
    tenant.transact((tx) => startMigration(tx, draft)),
    { code: 'subscriptions.migration_running' },
  )
  await tenant.transact(async (tx) => {
    await assert.rejects(startMigration(tx, { ...draft, toVersionId: draft.offerId }), { code: 'subscriptions.version_not_of_plan' })
    await stopMigration(tx, id)
    assert.equal(await migrateNext(tx, id, tenant.platform.clock.now()), false)
    assert.equal((await readMigration(tx, id)).subscriptionDone, 0n)
    await assert.rejects(stopMigration(tx, id), { code: 'subscriptions.migration_over' })
  })
})

test('what is billed when a cycle is over does not move within it', async () => {
  const tenant = await testTenant()
  await tenant.transact(async (tx) => {
    const { offerId } = await inService(tx, tenant)
    await addVersion(tx, offerId, { ...terms('2026-03-10'), billedIn: 'arrears' })
    const { versionId } = await addVersion(tx, offerId, terms('2026-03-10', 90_000n))
    await assert.rejects(startMigration(tx, { offerId, toVersionId: versionId }), { code: 'subscriptions.migration_in_arrears' })
  })
})
