// People who see some customers only: what they see, bring and do, and that others do their work on the same connections.
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { openDatabase, sql, transact, type Tx } from '#kernel/db.ts'
import { readPage, zListQuery } from '#kernel/lists.ts'
import { money } from '#kernel/money.ts'
import type { RowScope } from '#kernel/row-scope.ts'
import { testDatabase, testTenant } from '#kernel/testing.ts'
import { billNow, seedBilling } from '#modules/billing'
import { createOffer, publishOffer } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { createStaff } from '#modules/identity'
import { seedChart, verifyLedger } from '#modules/ledger'
import { receivePayment } from '#modules/payments'
import { activate, subscribe } from '#modules/subscriptions'
import { allModules } from './all-modules.ts'
import { assemble } from './program.ts'

const { lists } = assemble(allModules)
const day = (iso: string) => Temporal.PlainDate.from(iso)
const today = day('2026-03-10')

/** Customers at two shops, one of each assigned to an agent; all with a plan at 1,000 a month that is billed. */
async function business() {
  const tenant = await testTenant()
  const now = tenant.platform.clock.now()
  const made = await tenant.transact(async (tx) => {
    await seedChart(tx)
    await seedBilling(tx)
    const { rows: locations } = await sql<{ id: string }>`insert into location (name) values ('Mirpur'), ('Uttara') returning id`.execute(
      tx,
    )
    const [mirpur, uttara] = locations.map(({ id }) => id) as [string, string]
    const agent = await createStaff(tx, { email: `agent-${tenant.tenantId}@shop.example`, name: 'Agent', roles: ['sales'] })
    const { offerId } = await createOffer(tx, {
      code: 'HOME',
      name: 'Home',
      technology: 'fibre',
      terms: { validFrom: day('2026-01-01'), recurring: money(100_000n, 'BDT'), downloadBps: 1_000_000n, uploadBps: 1_000_000n },
    })
    await publishOffer(tx, offerId)
    for (const [name, locationId, assignedTo] of [
      ['Mirpur of the agent', mirpur, agent],
      ['Mirpur', mirpur, null],
      ['Uttara of the agent', uttara, agent],
      ['Uttara', uttara, null],
    ] as const) {
      const { customerId } = await createCustomer(tx, { name, locationId, assignedTo })
      await serve(tx, customerId, offerId, now)
    }
    await billNow(tx, today, now)
    return { mirpur, uttara, agent, offerId }
  })
  // One connection, which everybody's work goes over.
  const { postgres } = await testDatabase()
  const db = openDatabase(postgres.appUrl, { poolMax: 1 })
  const as = <T>(rows: RowScope | undefined, work: (tx: Tx) => Promise<T>) => transact(db, { ...tenant.scope, rows }, work)
  return { ...tenant, ...made, as, now, close: () => db.close() }
}

async function serve(tx: Tx, customerId: string, offerId: string, now: Temporal.Instant): Promise<void> {
  const { id } = await subscribe(tx, { customerId, offerId, startOn: today })
  await activate(tx, id, now)
}

async function namesIn(tx: Tx, name: string, column: string): Promise<string[]> {
  const { items } = await readPage(
    tx,
    lists.find((one) => one.name === name)!,
    zListQuery.parse({ limit: 200 }),
  )
  return items.map((item) => String(item[column])).toSorted()
}

suite('a row scope', () => {
  test('shows the customers of the places, those of the person, or both, in every list', async () => {
    const { as, mirpur, agent, close } = await business()
    const cases = [
      [undefined, ['Mirpur', 'Mirpur of the agent', 'Uttara', 'Uttara of the agent'], 'everybody'],
      [{ staffId: null, locationIds: [mirpur] }, ['Mirpur', 'Mirpur of the agent'], 'a territory'],
      [{ staffId: agent, locationIds: [] }, ['Mirpur of the agent', 'Uttara of the agent'], 'those who are assigned'],
      [{ staffId: agent, locationIds: [mirpur] }, ['Mirpur', 'Mirpur of the agent', 'Uttara of the agent'], 'both'],
      [{ staffId: null, locationIds: [] }, [], 'nobody'],
    ] as const
    for (const [rows, expected, why] of cases)
      await as(rows, async (tx) => {
        assert.deepEqual(await namesIn(tx, 'customers', 'name'), expected, why)
        assert.deepEqual(await namesIn(tx, 'invoices', 'customer'), expected, why)
        assert.deepEqual(await namesIn(tx, 'subscriptions', 'customerName'), expected, why)
      })
    await close()
  })

  test('lets people bring customers, serve, bill and take money, and the books add up', async () => {
    const { as, mirpur, agent, offerId, now, close } = await business()
    const scope = { staffId: agent, locationIds: [mirpur] }
    await as(scope, async (tx) => {
      const { customerId, accountId } = await createCustomer(tx, { name: 'Brought' })
      await serve(tx, customerId, offerId, now)
      await billNow(tx, today, now)
      await receivePayment(tx, { accountId, amount: money(50_000n, 'BDT'), method: 'cash', receivedAt: now })
      const { rows } = await sql<{ location_id: string; assigned_to: string; paid: bigint }>`
        select location_id, assigned_to, (select paid_minor from invoice where customer_id = c.id) as paid from customer c where name = 'Brought'`.execute(
        tx,
      )
      assert.deepEqual(rows, [{ location_id: mirpur, assigned_to: agent, paid: 50_000n }])
    })
    assert.deepEqual(await as(undefined, verifyLedger), [])
    // The tables a run works in were made by somebody else on this connection.
    await as(undefined, (tx) => billNow(tx, day('2026-04-10'), now))
    await as(scope, (tx) => billNow(tx, day('2026-05-10'), now))
    assert.deepEqual(await as(undefined, verifyLedger), [])
    await close()
  })

  test('does not let people bring customers to places of others, nor give theirs away', async () => {
    const { as, mirpur, uttara, close } = await business()
    const scope = { staffId: null, locationIds: [mirpur] }
    await assert.rejects(
      as(scope, (tx) => createCustomer(tx, { name: 'Elsewhere', locationId: uttara })),
      { code: 'customers.beyond_scope' },
    )
    await assert.rejects(
      as(scope, (tx) => sql`update customer set location_id = ${uttara}`.execute(tx)),
      { code: '42501' },
    )
    const moved = await as(scope, (tx) => sql`update customer set area = 'x' where location_id = ${uttara}`.execute(tx))
    assert.equal(moved.numAffectedRows, 0n)
    await close()
  })

  test('ends with its transaction', async () => {
    const { as, close } = await business()
    await as({ staffId: null, locationIds: [] }, async () => {})
    assert.equal((await as(undefined, (tx) => namesIn(tx, 'customers', 'name'))).length, 4)
    await close()
  })
})
