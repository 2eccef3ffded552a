import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql, type Tx } from '#kernel/db.ts'
import { readPage, zListQuery } from '#kernel/lists.ts'
import { runJobNow } from '#kernel/jobs.ts'
import { money } from '#kernel/money.ts'
import { testTenant } from '#kernel/testing.ts'
import { createOffer, publishOffer } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { type Entry, post, postAll } from '#modules/ledger'
import { activate, block, cancelNow, subscribe } from '#modules/subscriptions'
import { followBalances } from './balances.ts'
import { lists, serviceStates } from './lists.ts'

const customers = lists[0]!

const rowsOf = async (tx: Tx, query: Record<string, unknown> = {}) => (await readPage(tx, customers, zListQuery.parse(query))).items
const namesOf = async (tx: Tx, query: Record<string, unknown>) => (await rowsOf(tx, query)).map((row) => row.name)

test('the database ranks the states of service as the list offers them', async () => {
  const { transact } = await testTenant()
  const { rows } = await transact((tx) => sql<{ states: string[] }>`select states_by_attention() as states`.execute(tx))
  assert.deepEqual(rows[0]!.states, [...serviceStates])
})

async function publishedOffer(tx: Tx, code: string): Promise<string> {
  const terms = { validFrom: Temporal.PlainDate.from('2026-01-01'), recurring: money(80_000n, 'BDT'), downloadBps: 1n, uploadBps: 1n }
  const { offerId } = await createOffer(tx, { code, name: code, technology: 'fibre', terms })
  await publishOffer(tx, offerId)
  return offerId
}

const startOn = Temporal.PlainDate.from('2026-03-01')

test('the list tells plans and service as subscriptions and offers change', async () => {
  const { transact, platform } = await testTenant()
  await transact(async (tx) => {
    const standing = async () => {
      const row = (await rowsOf(tx))[0]!
      return [row.serviceState, row.planNames]
    }
    const { customerId } = await createCustomer(tx, { name: 'Kamal Hossain' })
    assert.deepEqual(await standing(), [null, []])

    const [home, mobile] = [await publishedOffer(tx, 'HOME'), await publishedOffer(tx, 'MOBILE')]
    const first = await subscribe(tx, { customerId, offerId: mobile, startOn })
    const second = await subscribe(tx, { customerId, offerId: home, startOn })
    assert.deepEqual(await standing(), ['pending', ['HOME', 'MOBILE']])

    await activate(tx, first.id, platform.clock.now())
    assert.deepEqual(await standing(), ['active', ['HOME', 'MOBILE']])

    await block(tx, [first.id], 'admin')
    await cancelNow(tx, second.id, platform.clock.now())
    assert.deepEqual(await standing(), ['suspended', ['MOBILE']])

    await sql`update offer set name = 'Pocket' where id = ${mobile}`.execute(tx)
    assert.deepEqual(await standing(), ['suspended', ['Pocket']])
  })
})

const owed = (accountId: string, minor: bigint): Entry => ({
  bookedOn: startOn,
  description: 'owed',
  sourceKind: 'adjustment',
  sourceId: crypto.randomUUID(),
  lines: [{ debit: 'receivables', credit: 'revenue', amount: money(minor, 'BDT'), accountId }],
})

test('the list tells, sorts and filters what customers owe over all their accounts', async () => {
  const { transact } = await testTenant()
  await transact(async (tx) => {
    const owe = (accountId: string, minor: bigint) => post(tx, owed(accountId, minor))
    const kamal = await createCustomer(tx, { name: 'Kamal' })
    const salma = await createCustomer(tx, { name: 'Salma' })
    await createCustomer(tx, { name: 'Nobody' })
    const { rows } = await sql<{ id: string }>`
      insert into account (number, customer_id, currency) values ('A-OTHER', ${kamal.customerId}, 'BDT') returning id`.execute(tx)
    await owe(kamal.accountId, 500n)
    await owe(rows[0]!.id, 300n)
    await owe(kamal.accountId, -100n)
    await owe(salma.accountId, 600n)

    assert.deepEqual(await namesOf(tx, { sort: '-balance' }), ['Kamal', 'Salma', 'Nobody'])
    assert.deepEqual((await rowsOf(tx, { sort: '-balance', limit: 1 }))[0]!.balance, { minor: '700', currency: 'BDT' })
    assert.deepEqual(await namesOf(tx, { f: 'balance:lt:700', sort: 'balance' }), ['Nobody', 'Salma'])
  })
})

test('a job follows what moves the balances of very many at once, and keeps what is booked meanwhile', async () => {
  const { transact, platform, scope } = await testTenant()
  const owing = async () => {
    const { rows } = await transact((tx) =>
      sql<{
        owing: bigint
        customers: bigint
      }>`select sum(balance_minor)::bigint as owing, count(*) from customer_balance where balance_minor <> 0`.execute(tx),
    )
    return rows[0]!.owing
  }
  const accountIds = await transact(async (tx) => {
    const { rows } = await sql<{ id: string }>`
      with c as (insert into customer (number, name) select 'C-' || n, 'Customer ' || n from generate_series(1, 1001) n returning id, number)
      insert into account (number, customer_id, currency) select 'A-' || number, id, 'BDT' from c returning id`.execute(tx)
    return rows.map(({ id }) => id)
  })
  await transact((tx) =>
    postAll(
      tx,
      accountIds.map((id) => owed(id, 100n)),
    ),
  )
  await transact((tx) => post(tx, owed(accountIds[7]!, 5n)))
  assert.equal(await owing(), 5n)

  const waiting = () =>
    transact(async (tx) => {
      const { rows } = await sql<{ payload: { tenantId: string; input: object } }>`
        select payload from graphile_worker._private_jobs where payload ->> 'tenantId' = current_tenant()::text and payload -> 'input' ->> 'upTo' is not null`.execute(
        tx,
      )
      return rows.map(({ payload }) => payload.input)
    })
  const [input, ...others] = await waiting()
  assert.deepEqual(others, [])
  await Promise.all([
    runJobNow(platform, followBalances, scope, input!),
    runJobNow(platform, followBalances, scope, input!),
    ...accountIds.slice(0, 20).map((id) => transact((tx) => post(tx, owed(id, 1n)))),
  ])
  assert.equal(await owing(), 1001n * 100n + 5n + 20n)
})
