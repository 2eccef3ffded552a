import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runJobNow } from '#kernel/jobs.ts'
import { type TestTenant, testTenant } from '#kernel/testing.ts'
import { addVersion, retireOffer } from '#modules/catalog'
import { readRequests } from './change-request-store.ts'
import { carryOutChanges, jobs } from './jobs.ts'
import { readMigration, startMigration } from './migrate-plan.ts'
import { pause } from './pause.ts'
import { readSubscription } from './read-subscription.ts'
import { approveChange, noTerms, requestChange } from './request-change.ts'
import { inService, published, terms } from './testing.ts'

const run = (tenant: TestTenant, name: string, input: object = {}) =>
  runJobNow(
    tenant.platform,
    [...jobs, carryOutChanges(noTerms)].find((job) => job.name === name)!,
    tenant.scope,
    input,
  )

const states = (tenant: TestTenant, id: string) =>
  tenant.transact(async (tx) =>
    Object.fromEntries((await readRequests(tx, id, 9)).map((request) => [request.change.kind, [request.state, request.problem]])),
  )

test('on their day approved changes are carried out; what cannot be is kept and holds up no other', async () => {
  const tenant = await testTenant()
  const id = await tenant.transact(async (tx) => {
    const { id: subscriptionId } = await inService(tx, tenant)
    const gone = await published(tx, 'GONE')
    const addOn = await published(tx, 'IP', { kind: 'add-on', terms: { ...terms('2026-01-01'), downloadBps: 0n, uploadBps: 0n } })
    const asked = { subscriptionId, channel: 'staff', reason: '', effective: 'cycle-end' } as const
    for (const change of [
      { kind: 'plan', offerId: gone },
      { kind: 'add-item', offerId: addOn, quantity: 2 },
    ] as const)
      await approveChange(tx, (await requestChange(tx, { ...asked, change })).id, { note: '' }, tenant.platform.clock.now())
    await retireOffer(tx, gone)
    return subscriptionId
  })
  await run(tenant, 'subscriptions.carry-out-changes')
  assert.deepEqual(await states(tenant, id), { plan: ['approved', null], 'add-item': ['approved', null] })
  tenant.platform.clock.moveTo('2026-04-04T18:00:00Z') // midnight in Dhaka before the bill day
  await run(tenant, 'subscriptions.carry-out-changes')
  await run(tenant, 'subscriptions.carry-out-changes')
  const after = await states(tenant, id)
  assert.deepEqual([after['add-item'], after['plan']![0]], [['done', null], 'failed'])
  assert.match(after['plan']![1]!, /GONE is retired/)
})

test('pauses end on their day', async () => {
  const tenant = await testTenant()
  const id = await tenant.transact(async (tx) => {
    const { id } = await inService(tx, tenant)
    await pause(tx, id, tenant.platform.clock.now(), Temporal.PlainDate.from('2026-03-20'))
    return id
  })
  const state = () => tenant.transact(async (tx) => (await readSubscription(tx, id)).state)
  await run(tenant, 'subscriptions.resume')
  assert.equal(await state(), 'paused')
  tenant.platform.clock.moveTo('2026-03-19T18:00:00Z')
  await run(tenant, 'subscriptions.resume')
  assert.equal(await state(), 'active')
})

test('a migration runs to its end in the background', async () => {
  const tenant = await testTenant()
  const migrationId = await tenant.transact(async (tx) => {
    const { offerId } = await inService(tx, tenant)
    const { versionId } = await addVersion(tx, offerId, terms('2026-03-10', 90_000n))
    return (await startMigration(tx, { offerId, toVersionId: versionId })).id
  })
  await run(tenant, 'subscriptions.migrate-plan', { migrationId })
  const { state, subscriptionDone } = await tenant.transact((tx) => readMigration(tx, migrationId))
  assert.deepEqual([state, subscriptionDone], ['done', 1n])
})
