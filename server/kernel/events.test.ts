import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql } from './db.ts'
import { deliver, emit, type Event, replay, runSubscribers, subscriber } from './events.ts'
import { testTenant } from './testing.ts'

const until = async (isTrue: () => boolean) => {
  for (let i = 0; i < 3_000 && !isTrue(); i++) await new Promise((resolve) => setTimeout(resolve, 20))
}
let names = 0
const name = () => `test-${process.pid}-${++names}`

suite('subscribers', () => {
  test('each event of its types arrives once, in order, after the commit', async () => {
    const tenant = await testTenant()
    const got: Event[] = []
    const one = subscriber({
      name: name(),
      types: ['thing.happened.v1'],
      handle: async (_tx, events) => void got.push(...events.filter((event) => event.tenantId === tenant.tenantId)),
    })
    const running = await runSubscribers(tenant.platform, [one])
    await tenant.transact(async (tx) => {
      await emit(tx, 'thing.happened.v1', { n: 1 }, 'a')
      await emit(tx, 'other.happened.v1', { n: 2 })
    })
    await tenant.transact((tx) => emit(tx, 'thing.happened.v1', { n: 3n }))
    await until(() => got.length === 2)
    await running.stop()
    assert.deepEqual(
      got.map((event) => event.payload),
      [{ n: 1 }, { n: '3' }],
    )
    assert.equal(got[0]!.subject, 'a')
  })

  test('a rolled back transaction tells nobody', async () => {
    const tenant = await testTenant()
    await tenant.transact((tx) => emit(tx, 'thing.undone.v1', {}).then(() => Promise.reject(new Error('no')))).catch(() => {})
    const { rows } = await tenant.transact((tx) => sql`select 1 from event`.execute(tx))
    assert.equal(rows.length, 0)
  })

  test('an event number that commits late is not stepped over', async () => {
    const tenant = await testTenant()
    const type = `late.${name()}.v1`
    const got: unknown[] = []
    const one = subscriber({
      name: name(),
      types: [type],
      handle: async (_tx, events) => void got.push(...events.map((event) => event.payload.n)),
    })
    await (await runSubscribers(tenant.platform, [one])).stop() // sets its cursor
    const emitted = Promise.withResolvers<void>()
    const mayCommit = Promise.withResolvers<void>()
    const slow = tenant.transact(async (tx) => {
      await emit(tx, type, { n: 1 })
      emitted.resolve()
      await mayCommit.promise
    })
    await emitted.promise // what follows stands outside: a transaction that is retried must have no other effect
    await tenant.transact((tx) => emit(tx, type, { n: 2 }))
    await deliver(tenant.platform, one)
    assert.deepEqual(got, [])
    mayCommit.resolve()
    await slow
    while (await deliver(tenant.platform, one));
    assert.deepEqual(got, [1, 2])
  })

  test('a poison event is parked, the others pass, and it can be replayed', async () => {
    const tenant = await testTenant()
    const type = `poison.${name()}.v1`
    let isBroken = true
    const got: unknown[] = []
    const one = subscriber({
      name: name(),
      types: [type],
      async handle(_tx, events) {
        if (isBroken && events.some((event) => event.payload.n === 2)) throw new Error('cannot digest')
        got.push(...events.map((event) => event.payload.n))
      },
    })
    await (await runSubscribers(tenant.platform, [one])).stop()
    await tenant.transact(async (tx) => {
      for (const n of [1, 2, 3]) await emit(tx, type, { n })
    })
    while (await deliver(tenant.platform, one));
    assert.deepEqual(got, [1, 3])
    const { rows } = await tenant.transact((tx) =>
      sql<{ id: string; error: string }>`select id, error from event_failure where subscriber = ${one.name}`.execute(tx),
    )
    assert.match(rows[0]!.error, /cannot digest/)

    isBroken = false
    assert.equal(await tenant.transact((tx) => replay(tx, tenant.platform, [one], rows[0]!.id)), true)
    assert.deepEqual(got, [1, 3, 2])
    assert.equal(await tenant.transact((tx) => replay(tx, tenant.platform, [one], rows[0]!.id)), false)
  })
})
