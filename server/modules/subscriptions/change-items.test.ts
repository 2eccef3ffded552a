import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql, type Tx } from '#kernel/db.ts'
import { money } from '#kernel/money.ts'
import { testTenant } from '#kernel/testing.ts'
import { addItem, changeQuantity, removeItem } from './change-items.ts'
import { changePlan } from './change-plan.ts'
import { readItems } from './item-store.ts'
import { markItemsBilled } from './mark-billed.ts'
import { inService, published, terms } from './testing.ts'

const addOn = (tx: Tx, appliesTo: readonly string[] = []) =>
  published(tx, 'STATIC-IP', {
    kind: 'add-on',
    appliesTo,
    terms: { validFrom: terms('2026-01-01').validFrom, recurring: money(15_000n, 'BDT') },
  })

const spans = async (tx: Tx, id: string) => (await readItems(tx, [id])).map((item) => `${item.quantity} ${item.fromOn}/${item.toOn ?? ''}`)

test('another quantity ends an item and begins the next on the same day; one add-on is had once', async () => {
  const tenant = await testTenant() // the clock stands at 2026-03-10
  await tenant.transact(async (tx) => {
    const { id } = await inService(tx, tenant)
    const now = tenant.platform.clock.now()
    const later = now.add({ hours: 24 * 10 })
    const offerId = await addOn(tx)
    const item = await addItem(tx, { subscriptionId: id, offerId, quantity: 2 }, now)
    await assert.rejects(addItem(tx, { subscriptionId: id, offerId, quantity: 1 }, now), { code: 'subscriptions.item_had' })
    const { added } = await changeQuantity(tx, { subscriptionId: id, itemId: item.id, quantity: 5 }, later)
    assert.deepEqual(await spans(tx, id), ['2 2026-03-10/2026-03-20', '5 2026-03-20/'])
    await assert.rejects(changeQuantity(tx, { subscriptionId: id, itemId: item.id, quantity: 1 }, later), {
      code: 'subscriptions.item_over',
    })
    await removeItem(tx, { subscriptionId: id, itemId: added.id, when: 'now' }, later)
    assert.deepEqual(await spans(tx, id), ['2 2026-03-10/2026-03-20', '5 2026-03-20/2026-03-20'])
    const { rows } = await sql<{ type: string }>`select type from event where type like 'subscription.item_%' order by id`.execute(tx)
    assert.deepEqual(
      rows.map((row) => row.type),
      ['subscription.item_added.v1', 'subscription.item_removed.v1', 'subscription.item_added.v1', 'subscription.item_removed.v1'],
    )
  })
})

test('taken away at the end of the cycle, an add-on stays for what is paid, and cannot be had twice meanwhile', async () => {
  const tenant = await testTenant()
  await tenant.transact(async (tx) => {
    const { id } = await inService(tx, tenant)
    const now = tenant.platform.clock.now()
    const offerId = await addOn(tx)
    const item = await addItem(tx, { subscriptionId: id, offerId, quantity: 1 }, now)
    const removal = { subscriptionId: id, itemId: item.id, when: 'cycle-end' } as const
    assert.equal(String((await removeItem(tx, removal, now)).toOn), '2026-04-05') // bill day 5
    await markItemsBilled(tx, sql`select ${item.id}::uuid as item_id, '2026-05-05'::date as until`)
    assert.equal(String((await removeItem(tx, removal, now)).toOn), '2026-05-05')
    await assert.rejects(addItem(tx, { subscriptionId: id, offerId, quantity: 1 }, now), { code: 'subscriptions.item_had' })
  })
})

test('an add-on is for certain plans, and goes with the plan that it was for', async () => {
  const tenant = await testTenant()
  await tenant.transact(async (tx) => {
    const { id, offerId: home } = await inService(tx, tenant)
    const now = tenant.platform.clock.now()
    const other = await published(tx, 'OFFICE')
    const offerId = await addOn(tx, [other])
    const wanted = { subscriptionId: id, offerId, quantity: 1 }
    await assert.rejects(addItem(tx, wanted, now), { code: 'subscriptions.item_not_for_plan' })
    await assert.rejects(addItem(tx, { ...wanted, offerId: other }, now), { code: 'catalog.wrong_kind' })
    await changePlan(tx, id, other, now)
    await addItem(tx, wanted, now)
    await changePlan(tx, id, home, now.add({ hours: 48 }))
    assert.deepEqual(await spans(tx, id), ['1 2026-03-10/2026-03-12'])
  })
})
