import { deepEqual, equal, ok, rejects } from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import { readConfig } from '#kernel/config.ts'
import { type Scope, scopeOfAllTenants, sql, transact, type Tx } from '#kernel/db.ts'
import type { Platform } from '#kernel/platform.ts'
import { testDatabase } from '#kernel/testing.ts'
import { fixedClock } from '#kernel/time.ts'
import { verifyInvoices } from '#modules/billing'
import { verifyLedger } from '#modules/ledger'
import { verifyPayments } from '#modules/payments'
import { businesses } from '../../demo/businesses.ts'
import { loadDemo } from '../../demo/index.ts'
import { loadBusiness } from '../../demo/load.ts'

const scale = 0.04
async function platformOf(): Promise<Platform> {
  const { db, dataDir } = await testDatabase()
  const config = readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' })
  return {
    config,
    db,
    clock: fixedClock('2026-03-10T08:00:00Z'),
    publicUrl: 'http://localhost:8080',
    permissions: {},
    events: {},
    pages: {},
  }
}

const rowsOf = async <Row>(tx: Tx, query: ReturnType<typeof sql<Row>>) => (await query.execute(tx)).rows
const count = async (tx: Tx, query: ReturnType<typeof sql<{ count: bigint }>>) => Number((await rowsOf(tx, query))[0]!.count)

const digest = (tx: Tx, slug: string) =>
  rowsOf(
    tx,
    sql`
  select c.number, c.name, s.state, o.code, l.username, (select sum(total_minor) from invoice i where i.customer_id = c.id)::text as billed,
    (select sum(amount_minor) from payment p where p.customer_id = c.id)::text as paid, (select sum(download_bytes) from usage_hour u where u.subscription_id = s.id)::text as used
  from tenant t join customer c on c.tenant_id = t.id join subscription s on s.customer_id = c.id join offer o on o.id = s.offer_id join login l on l.subscription_id = s.id
  where t.slug = ${slug} order by c.number`,
  )

/** What a load that is rolled back makes of a business. */
async function trial(platform: Platform, slug: string): Promise<unknown> {
  const made = Promise.withResolvers<unknown>()
  const undone = transact(platform.db, { tenants: [], actor: 'demo', requestId: '' }, async (tx) => {
    await loadBusiness(
      tx,
      platform,
      businesses.find((business) => business.tenant.slug === slug)!,
      { scale, passwordHash: 'none', isFirst: true },
    )
    made.resolve(await digest(tx, slug))
    throw new Error('undo')
  })
  await rejects(undone, /undo/)
  return made.promise
}

suite('a small demo world', () => {
  let platform: Platform
  let scope: Scope
  let tried: unknown
  before(async () => {
    platform = await platformOf()
    tried = await trial(platform, 'homelink')
    await loadDemo(platform, { scale })
    scope = await scopeOfAllTenants(platform.db, 'test')
  })
  const inWorld = (name: string, check: (tx: Tx) => Promise<void>) => test(name, () => transact(platform.db, scope, check))

  inWorld('all four businesses are there, with people in every state', async (tx) => {
    equal(scope.tenants.length, businesses.length)
    const states = await rowsOf(tx, sql<{ state: string }>`select distinct state from subscription order by state`)
    ok(['active', 'ended', 'suspended'].every((state) => states.some((row) => row.state === state)))
  })

  inWorld('the books prove right', async (tx) => {
    deepEqual([...(await verifyLedger(tx)), ...(await verifyInvoices(tx)), ...(await verifyPayments(tx))], [])
  })

  inWorld('numbers of invoices and receipts have no gaps', async (tx) => {
    const gaps = await rowsOf(
      tx,
      sql<{ series: string }>`
      select s.series from number_series s where s.series ~ '^(invoice|receipt)/' and s.last <> (
        select count(*) from (select tenant_id, number from invoice union all select tenant_id, number from payment) n
        where n.tenant_id = s.tenant_id and n.number ~ ('^' || case when s.series ~ '^receipt' then 'R-' || right(s.series, 4)
          when (select fiscal_year_start_month from tenant where id = s.tenant_id) = 1 then 'INV-' || right(s.series, 4) else 'INV/' || right(s.series, 2) end))`,
    )
    deepEqual(gaps, [])
  })

  inWorld('Alice has paid and is active, Bob owes, was reminded and is suspended for it', async (tx) => {
    const known = await rowsOf(
      tx,
      sql<{ username: string; state: string; open: bigint; blocks: string[]; steps: string[] }>`
      select l.username, s.state, (select count(*) from invoice i where i.customer_id = s.customer_id and i.state = 'open') as open,
        array(select reason from subscription_block b where b.subscription_id = s.id and b.lifted_at is null) as blocks,
        array(select distinct d.action from dunning_step d join invoice i on i.id = d.invoice_id where i.customer_id = s.customer_id and i.state = 'open' order by 1) as steps
      from login l join subscription s on s.id = l.subscription_id where l.username in ('alice', 'bob') order by 1`,
    )
    deepEqual(known, [
      { username: 'alice', state: 'active', open: 0n, blocks: [], steps: [] },
      { username: 'bob', state: 'suspended', open: 1n, blocks: ['unpaid'], steps: ['remind', 'suspend'] },
    ])
  })

  inWorld('what has happened is dated when it happened', async (tx) => {
    equal(await count(tx, sql`select count(*) from event where at > '2026-03-10T08:00:00Z'`), 0)
    ok((await count(tx, sql`select count(distinct date_trunc('month', posted_at)) from invoice`)) >= 12)
  })

  inWorld('grants of the running cycle agree with what flowed', async (tx) => {
    equal(
      await count(
        tx,
        sql`
      select count(*) from bucket b where b.used <> (
        select coalesce(sum(upload_bytes + download_bytes), 0) from usage_hour h where h.subscription_id = b.subscription_id and h.hour >= b.valid_from and h.hour < b.valid_to)`,
      ),
      0,
    )
    equal(await count(tx, sql`select count(*) from usage_hour where hour <> date_trunc('hour', hour, 'UTC')`), 0)
    ok((await count(tx, sql`select count(*) from session`)) > 100)
  })

  test('another start adds nothing', async () => {
    await loadDemo(platform, { scale })
    equal((await scopeOfAllTenants(platform.db, 'test')).tenants.length, businesses.length)
  })

  inWorld('the same seed and day make the same business', async (tx) => deepEqual(await digest(tx, 'homelink'), tried))
})
