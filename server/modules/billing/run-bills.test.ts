import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { runJobNow } from '#kernel/jobs.ts'
import { money } from '#kernel/money.ts'
import { type TestTenant, testTenant } from '#kernel/testing.ts'
import { type BilledIn, createOffer, publishOffer } from '#modules/catalog'
import { importCustomers } from '#modules/customers'
import { receivableOf, verifyLedger } from '#modules/ledger'
import { activateAll, addSubscriptions, readSubscription } from '#modules/subscriptions'
import { changeRate } from '#modules/tax'
import { readBillRun } from './bill-run-store.ts'
import { allAccounts, rangesDue } from './chunk-store.ts'
import { seedBilling } from './defaults.ts'
import { billChunk, billNow, runBills, startBillRun } from './run-bills.ts'
import { verifyInvoices } from './verify.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)

interface World extends TestTenant {
  readonly accountIds: string[]
  readonly subscriptionIds: string[]
}

/** Customers on a plan of 1,000 and 200 set-up, all started on one day, billed on the 1st. */
async function world(customers: number, options: { startOn?: string; recurring?: bigint; billedIn?: BilledIn } = {}): Promise<World> {
  const tenant = await testTenant({ now: `${options.startOn ?? '2026-03-01'}T04:00:00Z` })
  const started = await tenant.transact(async (tx) => {
    await seedBilling(tx)
    const currency = 'BDT'
    const { offerId, versionId } = await createOffer(tx, {
      code: 'home',
      name: 'Home 20',
      technology: 'pppoe',
      terms: {
        validFrom: day('2026-01-01'),
        recurring: money(options.recurring ?? 100_000n, currency),
        setup: money(20_000n, currency),
        ...(options.billedIn && { billedIn: options.billedIn }),
        downloadBps: 20_000_000n,
        uploadBps: 20_000_000n,
      },
    })
    await publishOffer(tx, offerId)
    const created = await importCustomers(
      tx,
      Array.from({ length: customers }, (_, index) => ({ name: `Customer ${index}` })),
    )
    const added = await addSubscriptions(
      tx,
      created.map(({ customerId, accountId }) => ({
        customerId,
        accountId,
        offerId,
        offerVersionId: versionId,
        locationId: null,
        startOn: day(options.startOn ?? '2026-03-01'),
        billDay: 1,
      })),
    )
    await activateAll(
      tx,
      added.map((one) => one.id),
      tenant.platform.clock.now(),
    )
    return { accountIds: created.map((one) => one.accountId), subscriptionIds: added.map((one) => one.id) }
  })
  return { ...tenant, ...started }
}

interface InvoiceRow {
  number: string
  account_id: string
  total_minor: bigint
  due_on: string
}
const invoices = (tenant: TestTenant) =>
  tenant.transact(
    async (tx) => (await sql<InvoiceRow>`select number, account_id, total_minor, due_on from invoice order by number`.execute(tx)).rows,
  )
const proveBooks = (tenant: TestTenant) =>
  tenant.transact(async (tx) => assert.deepEqual([...(await verifyLedger(tx)), ...(await verifyInvoices(tx))], []))

suite('bill run', () => {
  test('bills set-up and the first period with tax, posts it to the ledger and says so', async () => {
    const tenant = await world(2, { startOn: '2026-03-16' })
    const run = await tenant.transact((tx) => billNow(tx, day('2026-03-16'), tenant.platform.clock.now()))
    assert.deepEqual([run.state, run.subscriptionCount, run.subscriptionDone, run.invoiceCount], ['done', 2n, 2n, 2n])
    // 16 of 31 days of 1,000.00 are 516.13, with 200.00 set-up and 5 % VAT on each line: 541.94 + 210.00
    assert.deepEqual(
      (await invoices(tenant)).map((row) => [row.number, row.total_minor, row.due_on]),
      [
        ['INV-2026-000001', 75_194n, '2026-03-23'],
        ['INV-2026-000002', 75_194n, '2026-03-23'],
      ],
    )
    assert.equal(run.total.minor, 150_388n)
    const owed = await tenant.transact((tx) => receivableOf(tx, tenant.accountIds))
    assert.equal(owed.get(tenant.accountIds[0]!)!.minor, 75_194n)
    const { rows } = await tenant.transact((tx) =>
      sql<{ payload: object }>`select payload from event where type = 'invoice.posted.v1' order by id`.execute(tx),
    )
    assert.partialDeepStrictEqual(rows[0]!.payload, {
      number: 'INV-2026-000001',
      total: { minor: '75194', currency: 'BDT' },
      dueOn: '2026-03-23',
    })
    assert.equal(rows.length, 2)
    await proveBooks(tenant)
  })

  test('running it twice for a day changes nothing, the next month bills without set-up', async () => {
    const tenant = await world(3)
    const now = tenant.platform.clock.now()
    await tenant.transact((tx) => billNow(tx, day('2026-03-01'), now))
    const again = await tenant.transact((tx) => billNow(tx, day('2026-03-31'), now))
    assert.equal(again.invoiceCount, 0n)
    const next = await tenant.transact((tx) => billNow(tx, day('2026-04-01'), now))
    assert.equal(next.invoiceCount, 3n)
    assert.equal((await invoices(tenant)).at(-1)!.total_minor, 105_000n)
    const [subscription] = await tenant.transact(async (tx) => [await readSubscription(tx, tenant.subscriptionIds[0]!)])
    assert.equal(String(subscription!.billedUntil), '2026-05-01')
    await proveBooks(tenant)
  })

  test('killed between chunks, or in the middle of one, it goes on without double, gap or loss', async () => {
    const tenant = await world(7)
    const run = await tenant.transact((tx) => startBillRun(tx, day('2026-03-01')))
    const ranges = await tenant.transact((tx) => rangesDue(tx, run.asOf, { sizeMax: 2 }))
    assert.equal(ranges.length, 4)
    await tenant.transact((tx) => billChunk(tx, run, ranges[0]!))
    await assert.rejects(
      tenant.transact(async (tx) => {
        await billChunk(tx, run, ranges[1]!)
        throw new Error('killed')
      }),
      /killed/,
    )
    assert.equal((await invoices(tenant)).length, 2)
    await runJobNow(tenant.platform, runBills, tenant.scope, { billRunId: run.id })
    await runJobNow(tenant.platform, runBills, tenant.scope, { billRunId: run.id })
    assert.deepEqual(
      (await invoices(tenant)).map((row) => row.number),
      Array.from({ length: 7 }, (_, index) => `INV-2026-00000${index + 1}`),
    )
    const done = await tenant.transact((tx) => readBillRun(tx, run.id))
    assert.deepEqual([done!.state, done!.invoiceCount, done!.subscriptionDone], ['done', 7n, 7n])
    await proveBooks(tenant)
  })

  test('what is due but billed later is counted once, however often the run goes on', async () => {
    const tenant = await world(4, { billedIn: 'arrears' })
    const run = await tenant.transact((tx) => startBillRun(tx, day('2026-03-02')))
    await tenant.transact((tx) => billChunk(tx, run, allAccounts))
    await runJobNow(tenant.platform, runBills, tenant.scope, { billRunId: run.id })
    const done = await tenant.transact((tx) => readBillRun(tx, run.id))
    assert.deepEqual([done!.subscriptionCount, done!.subscriptionDone], [4n, 4n])
  })

  test('runs started at the same moment share the work', async () => {
    const tenant = await world(20)
    const now = tenant.platform.clock.now()
    const runs = await Promise.all([1, 2, 3].map(() => tenant.transact((tx) => billNow(tx, day('2026-03-01'), now))))
    assert.equal(
      runs.reduce((total, run) => total + run.invoiceCount, 0n),
      20n,
    )
    assert.equal(new Set((await invoices(tenant)).map((row) => row.account_id)).size, 20)
    await proveBooks(tenant)
  })

  test('one account with many subscriptions gets one invoice', async () => {
    const tenant = await world(1)
    await tenant.transact(async (tx) => {
      const one = await readSubscription(tx, tenant.subscriptionIds[0]!)
      const more = await addSubscriptions(
        tx,
        Array.from({ length: 4 }, () => ({ ...one, startOn: day('2026-03-01') })),
      )
      await activateAll(
        tx,
        more.map((added) => added.id),
        tenant.platform.clock.now(),
      )
    })
    await tenant.transact(async (tx) => {
      const run = await startBillRun(tx, day('2026-03-01'))
      await billChunk(tx, run, allAccounts)
    })
    assert.deepEqual(
      (await invoices(tenant)).map((row) => row.total_minor),
      [5n * 126_000n],
    )
  })

  test('a rate that changes bills invoices from its day on', async () => {
    const tenant = await world(1)
    await tenant.transact(async (tx) => {
      await changeRate(tx, { category: 'standard', code: 'VAT', percent: '10', validFrom: day('2026-04-01') })
      await billNow(tx, day('2026-03-31'), tenant.platform.clock.now())
      await billNow(tx, day('2026-04-01'), tenant.platform.clock.now())
    })
    assert.deepEqual(
      (await invoices(tenant)).map((row) => row.total_minor),
      [126_000n, 110_000n],
    )
  })

  test('a free plan is billed without an invoice, and the database refuses a period billed twice', async () => {
    const free = await world(1, { recurring: 0n })
    await free.transact((tx) => billNow(tx, day('2026-04-01'), free.platform.clock.now()))
    assert.equal((await invoices(free)).length, 1) // the set-up
    const tenant = await world(1)
    await tenant.transact((tx) => billNow(tx, day('2026-03-01'), tenant.platform.clock.now()))
    await tenant.transact((tx) => sql`update subscription set billed_until = started_on`.execute(tx))
    await assert.rejects(
      tenant.transact((tx) => billNow(tx, day('2026-03-01'), tenant.platform.clock.now())),
      /invoice_line_once/,
    )
  })
})

test('accounts are billed alike as soon as the days on which things began matter no more', async () => {
  const tenant = await world(5, { startOn: '2026-01-01' })
  const rows = await tenant.transact(async (tx) => {
    const [, , , first, later] = tenant.subscriptionIds
    await sql`update subscription set started_on = started_on + (right(number, 1)::int % 3), billed_until = '2026-05-01'`.execute(tx)
    await sql`
      with addon as (insert into offer (code, name, kind, technology, state) values ('IP', 'Static IP', 'add-on', 'pppoe', 'published') returning id),
        v as (insert into offer_version (offer_id, number, valid_from, currency, recurring_minor) select id, 1, '2026-01-01', 'BDT', 3100 from addon returning id, offer_id)
      insert into subscription_item (subscription_id, offer_id, offer_version_id, quantity, from_on, billed_until)
      select s.id, v.offer_id, v.id, 1, s.started_on + 40, '2026-05-01' from subscription s, v`.execute(tx)
    await sql`
      insert into subscription_discount (subscription_id, name, percent_off, from_on, stackable)
      select id, 'Loyal', 10, started_on + 50, false from subscription`.execute(tx)
    await sql`update subscription_item set from_on = '2026-04-16', billed_until = '2026-04-16' where subscription_id = ${first}`.execute(tx)
    await sql`update subscription_discount set from_on = '2026-05-02' where subscription_id = ${later}`.execute(tx)
    await billNow(tx, day('2026-05-01'), tenant.platform.clock.now())
    const made = await sql<{ subscription_id: string; taxes_of_id: string; net_minor: bigint }>`
      select distinct l.subscription_id, i.taxes_of_id, i.net_minor from invoice i join invoice_line l on l.tenant_id = i.tenant_id and l.invoice_id = i.id`.execute(
      tx,
    )
    return tenant.subscriptionIds.map((id) => made.rows.find((row) => row.subscription_id === id)!)
  })
  assert.deepEqual(
    rows.map(({ net_minor }) => net_minor),
    [92_790n, 92_790n, 92_790n, 94_185n, 103_100n],
  )
  assert.equal(new Set(rows.slice(0, 3).map(({ taxes_of_id }) => taxes_of_id)).size, 1)
  assert.equal(new Set(rows.map(({ taxes_of_id }) => taxes_of_id)).size, 3)
})
