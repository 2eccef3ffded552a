import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql, type Tx } from '#kernel/db.ts'
import { money } from '#kernel/money.ts'
import { testTenant } from '#kernel/testing.ts'
import { createOffer, publishOffer } from '#modules/catalog'
import { readSubscription } from '#modules/subscriptions'
import { connectCustomer } from './connect-customer.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)

async function plan(tx: Tx): Promise<string> {
  const { offerId } = await createOffer(tx, {
    code: 'HOME-20',
    name: 'Home 20',
    technology: 'pppoe',
    terms: { validFrom: day('2026-01-01'), recurring: money(80_000n, 'BDT'), downloadBps: 20_000_000n, uploadBps: 5_000_000n },
  })
  await publishOffer(tx, offerId)
  return offerId
}

const countCustomers = async (tx: Tx) => (await sql<{ count: bigint }>`select count(*) as count from customer`.execute(tx)).rows[0]!.count

test('one request makes the customer, the plan in service and a login that nobody had to think of', async () => {
  const { transact, platform } = await testTenant()
  await transact(async (tx) => {
    const now = platform.clock.now()
    const offerId = await plan(tx)
    const connected = await connectCustomer(
      tx,
      {
        customer: { name: 'Rahima Begum' },
        subscription: { offerId, startOn: day('2026-03-10'), activate: true },
        login: { kind: 'pppoe' },
      },
      now,
    )
    assert.match(connected.login!.username, /^[a-z]{6}\d{3}$/)
    assert.equal((await readSubscription(tx, connected.subscriptionId!)).state, 'active')
  })
})

test('plan and login may come later', async () => {
  const { transact, platform } = await testTenant()
  await transact(async (tx) => {
    const only = await connectCustomer(tx, { customer: { name: 'Rahima Begum' } }, platform.clock.now())
    assert.deepEqual([only.number, only.subscriptionId, only.login], ['C-000001', null, null])
  })
})

test('a user name that is taken points at its field, and nothing is left behind', async () => {
  const { transact, platform } = await testTenant()
  const now = platform.clock.now()
  const offerId = await transact(plan)
  const connect = (name: string) =>
    transact((tx) =>
      connectCustomer(
        tx,
        { customer: { name }, subscription: { offerId, startOn: day('2026-03-10'), activate: false }, login: { username: 'rahima' } },
        now,
      ),
    )
  await connect('Rahima Begum')
  await assert.rejects(connect('Another Rahima'), { code: 'access.username_taken', pointer: '/login/username' })
  assert.equal(await transact(countCustomers), 1n)
})
