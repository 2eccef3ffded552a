import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql, type Tx } from '#kernel/db.ts'
import { money } from '#kernel/money.ts'
import { testDatabase, testTenant, type TestTenant } from '#kernel/testing.ts'
import { billNow, seedBilling } from '#modules/billing'
import { createOffer, publishOffer } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { seedChart } from '#modules/ledger'
import { receivePayments } from '#modules/payments'
import { activate, subscribe } from '#modules/subscriptions'
import { readTenant } from '#modules/tenants'
import type { Change } from './change.ts'
import type { Join } from './live-days.ts'
import { simulate } from './simulate.ts'
import type { ThrowAway } from './throw-away.ts'

const now = Temporal.Instant.from('2026-03-10T08:00:00Z')
const day = (iso: string) => Temporal.PlainDate.from(iso)

/** Two customers at 1,000 a month, billed on the 5th and due a week later: one pays on the due day, one has never paid. */
async function business() {
  const tenant = await testTenant()
  const { clock } = tenant.platform
  const on = (iso: string) => clock.moveTo(`${iso}T06:00:00Z`)
  on('2025-11-05')
  const { offerId, accounts } = await tenant.transact(async (tx) => {
    await seedChart(tx)
    await seedBilling(tx)
    const made = await createOffer(tx, {
      code: 'HOME',
      name: 'Home',
      technology: 'fibre',
      terms: { validFrom: day('2025-01-01'), recurring: money(100_000n, 'BDT'), downloadBps: 20_000_000n, uploadBps: 10_000_000n },
    })
    await publishOffer(tx, made.offerId)
    return { offerId: made.offerId, accounts: [await customer(tx, made.offerId, tenant), await customer(tx, made.offerId, tenant)] }
  })
  for (const month of ['2025-11', '2025-12', '2026-01', '2026-02', '2026-03']) {
    on(`${month}-05`)
    await tenant.transact((tx) => billNow(tx, day(`${month}-05`), clock.now()))
    if (month === '2026-03') break
    on(`${month}-12`)
    await tenant.transact(async (tx) =>
      receivePayments(
        tx,
        [{ accountId: accounts[0]!, amount: await openOf(tx, accounts[0]!), method: 'cash', receivedAt: clock.now() }],
        clock.now(),
      ),
    )
  }
  const { postgres } = await testDatabase()
  const databases: ThrowAway[] = []
  return {
    tenant,
    offerId,
    databases,
    async simulate(input: { from?: string; to: string; change?: Change; joins?: Join[] }) {
      const { slug } = await tenant.transact(readTenant)
      return simulate(
        { tenant: slug, from: day(input.from ?? '2026-03-10'), to: day(input.to), change: input.change, joins: input.joins ?? [] },
        {
          live: { ownerUrl: postgres.ownerUrl, appUrl: postgres.appUrl },
          config: tenant.platform.config,
          now,
          made: (database) => databases.push(database),
          progress: () => {},
        },
      )
    },
  }
}

async function customer(tx: Tx, offerId: string, { platform }: TestTenant): Promise<string> {
  const { customerId, accountId } = await createCustomer(tx, { name: 'Kamal Hossain', billDay: 5 })
  const { id } = await subscribe(tx, { customerId, offerId, startOn: day('2025-11-05') })
  await activate(tx, id, platform.clock.now())
  return accountId
}

async function openOf(tx: Tx, accountId: string) {
  const { rows } = await sql<{ minor: bigint }>`
    select sum(total_minor - paid_minor)::bigint as minor from invoice where account_id = ${accountId} and state = 'open'`.execute(tx)
  return money(rows[0]!.minor, 'BDT')
}

const rowsOf = ({ transact }: TestTenant) =>
  transact(async (tx) => {
    const { rows } = await sql<Record<string, bigint>>`
      select (select count(*) from invoice) as invoices, (select count(*) from payment) as payments, (select count(*) from event) as events,
        (select count(*) from audit) as audit, (select count(*) from entry) as entries, (select count(*) from bill_run) as runs`.execute(tx)
    return rows[0]
  })

suite('a simulation', () => {
  test('bills, takes payments as each account pays, suspends who does not, and leaves the live data and no database behind', async () => {
    const { tenant, databases, simulate } = await business()
    const before = await rowsOf(tenant)
    const { unchanged } = await simulate({ to: '2026-04-13' })
    const { invoices, receipts, suspensions, restorations } = unchanged.total
    assert.deepEqual(unchanged.findings, [])
    assert.deepEqual({ invoices, receipts, suspensions, restorations }, { invoices: 2, receipts: 2, suspensions: 1, restorations: 0 })
    const paidOn = unchanged.days.filter((one) => one.receipts > 0).map((one) => one.day.toString())
    assert.deepEqual(paidOn, ['2026-03-12', '2026-04-12'])
    assert.deepEqual(await rowsOf(tenant), before)
    assert.deepEqual(await existing(databases), [])
  })

  test('is the same however often', async () => {
    const { simulate } = await business()
    const joins = [{ on: day('2026-03-15'), plan: 'HOME', count: 3 }]
    const text = async () => {
      const { unchanged } = await simulate({ to: '2026-03-20', joins })
      return unchanged.days.map((one) => `${one.day} ${one.joined} ${one.invoices} ${one.invoiced.BDT} ${one.receipts} ${one.received.BDT}`)
    }
    const first = await text()
    assert.deepEqual(await text(), first)
    assert.ok(first[5]!.startsWith('2026-03-15 3 '))
  })

  test('shows what new terms of a plan come to, when everybody is moved to them', async () => {
    const { offerId, simulate } = await business()
    const { difference } = await simulate({
      to: '2026-04-06',
      change: [
        {
          method: 'POST',
          path: `/plans/${offerId}/versions`,
          body: {
            validFrom: '2026-03-10',
            recurring: { minor: '110000', currency: 'BDT' },
            downloadBps: '20000000',
            uploadBps: '10000000',
          },
          ifMatch: '*',
        },
        { method: 'POST', path: '/plan-migrations', body: { offerId, toVersionId: '{1.versionId}' }, ifMatch: '*' },
      ],
    })
    assert.equal(difference!.accountsAffected, 2)
    assert.ok(difference!.invoiced.BDT! - (difference!.credited.BDT ?? 0n) > 20_000n, 'two customers pay 100 more, and tax on it')
  })

  test('shows whom other dunning suspends earlier', async () => {
    const { simulate } = await business()
    const change: Change = [
      { method: 'POST', path: '/dunning-stages', body: { segment: 'standard', days: -1, action: 'suspend' }, ifMatch: '*' },
    ]
    const { difference } = await simulate({ to: '2026-03-20', change })
    assert.equal(difference!.suspensions, 1)
    assert.equal(difference!.restorations, 1)
    assert.equal(difference!.accountsAffected, 1)
  })

  test('refuses a day that is over, and a change that the API refuses, in words', async () => {
    const { databases, simulate } = await business()
    await assert.rejects(simulate({ from: '2026-03-09', to: '2026-03-20' }), /2026-03-09 is over/)
    const change: Change = [{ method: 'POST', path: '/dunning-stages', body: { days: 999, action: 'suspend' }, ifMatch: '*' }]
    await assert.rejects(simulate({ to: '2026-03-20', change }), /POST \/api\/v1\/dunning-stages was refused/)
    assert.deepEqual(await existing(databases), [])
  })
})

async function existing(databases: readonly ThrowAway[]): Promise<string[]> {
  const { db } = await testDatabase()
  const names = databases.map((one) => one.name)
  const { rows } = await sql<{ datname: string }>`select datname from pg_database where datname = any (${names})`.execute(db.kysely)
  return rows.map((row) => row.datname)
}
