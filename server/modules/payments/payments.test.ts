import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import type { RawBuilder } from 'kysely'
import { sql, type Tx } from '#kernel/db.ts'
import { money } from '#kernel/money.ts'
import { type TestTenant, testTenant } from '#kernel/testing.ts'
import { dateIn } from '#kernel/time.ts'
import { billNow, runDunning, seedBilling } from '#modules/billing'
import { createOffer, publishOffer } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { receivableOf, verifyLedger } from '#modules/ledger'
import { activate, block, readSubscription, subscribe } from '#modules/subscriptions'
import { verifyInvoices } from '#modules/billing'
import { applyCredit } from './apply-credit.ts'
import { receivePayment } from './receive-payment.ts'
import { verifyPayments } from './verify.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)
const bdt = (minor: bigint) => money(minor, 'BDT')
const price = 105_000n // 1,000.00 with 5 % VAT

interface World extends TestTenant {
  readonly accountId: string
  readonly subscriptionId: string
}

/** One customer on a plan of 1,000.00, active and billed since 1 March 2026. */
async function world(): Promise<World> {
  const tenant = await testTenant({ now: '2026-03-01T04:00:00Z' })
  const started = await tenant.transact(async (tx) => {
    await seedBilling(tx)
    const { offerId } = await createOffer(tx, {
      code: 'home',
      name: 'Home 20',
      technology: 'pppoe',
      terms: { validFrom: day('2026-01-01'), recurring: bdt(100_000n), downloadBps: 20_000_000n, uploadBps: 20_000_000n },
    })
    await publishOffer(tx, offerId)
    const { customerId, accountId } = await createCustomer(tx, { name: 'Rahima Khatun' })
    const subscription = await subscribe(tx, { customerId, offerId, startOn: day('2026-03-01'), billDay: 1 })
    await activate(tx, subscription.id, tenant.platform.clock.now())
    return { accountId, subscriptionId: subscription.id }
  })
  return { ...tenant, ...started }
}

const bill = (tenant: TestTenant, asOf: string) => tenant.transact((tx) => billNow(tx, day(asOf), tenant.platform.clock.now()))
const dun = (tenant: TestTenant, asOf: string) => tenant.transact((tx) => runDunning(tx, day(asOf)))
const pay = (world: World, minor: bigint, reference?: string) =>
  world.transact((tx) =>
    receivePayment(tx, {
      accountId: world.accountId,
      amount: bdt(minor),
      method: 'cash',
      reference,
      receivedAt: world.platform.clock.now(),
    }),
  )
const standing = (world: World) => world.transact((tx) => readSubscription(tx, world.subscriptionId))
const owed = (world: World) => world.transact(async (tx) => (await receivableOf(tx, [world.accountId])).get(world.accountId)!.minor)
const invoiceStates = (world: World) =>
  world.transact(async (tx) =>
    (await sql<{ state: string; paid_minor: bigint }>`select state, paid_minor from invoice order by number`.execute(tx)).rows.map(
      (row) => [row.state, row.paid_minor],
    ),
  )
const eventTypes = (world: World) =>
  world.transact(async (tx) => (await sql<{ type: string }>`select type from event order by id`.execute(tx)).rows.map((row) => row.type))
const prove = async (tx: Tx) =>
  assert.deepEqual([...(await verifyLedger(tx)), ...(await verifyInvoices(tx)), ...(await verifyPayments(tx))], [])

suite('receive a payment', () => {
  test('pays the oldest invoice first, keeps the rest as credit, and applies it to the next invoice', async () => {
    const one = await world()
    await bill(one, '2026-04-01') // March and April in one invoice
    await bill(one, '2026-05-01')
    const payment = await pay(one, 2n * price + 50_000n)
    assert.equal(payment.number, 'R-2026-000001')
    assert.deepEqual(await invoiceStates(one), [
      ['paid', 2n * price],
      ['open', 50_000n],
    ])
    const second = await pay(one, 100_000n)
    assert.equal(second.unallocated.minor, 45_000n)
    assert.equal(await owed(one), -45_000n)
    await bill(one, '2026-06-01')
    await one.transact((tx) => applyCredit(tx, one.accountId, one.platform.clock.now()))
    assert.deepEqual(await invoiceStates(one), [
      ['paid', 2n * price],
      ['paid', price],
      ['open', 45_000n],
    ])
    assert.equal(await owed(one), price - 45_000n)
    await one.transact(prove)
  })

  test('the same reference twice is one payment; for another amount it is refused', async () => {
    const one = await world()
    const first = await pay(one, 500n, 'bKash-1')
    assert.deepEqual(await pay(one, 500n, 'bKash-1'), first)
    await assert.rejects(pay(one, 600n, 'bKash-1'), { code: 'payments.reference_used' })
    assert.equal(await owed(one), -500n)
    await one.transact(prove)
  })

  test('the same reference twenty times at once is one payment', async () => {
    const one = await world()
    await bill(one, '2026-03-01')
    const payments = await Promise.all(Array.from({ length: 20 }, () => pay(one, price, 'TX-9')))
    assert.equal(new Set(payments.map((payment) => payment.id)).size, 1)
    assert.equal(await owed(one), 0n)
    assert.equal((await eventTypes(one)).filter((type) => type === 'invoice.paid.v1').length, 1)
    await one.transact(prove)
  })

  test('many payments at once never pay an invoice beyond its total', async () => {
    const one = await world()
    await bill(one, '2026-04-01')
    await Promise.all(Array.from({ length: 12 }, () => pay(one, 20_000n)))
    assert.deepEqual(await invoiceStates(one), [['paid', 2n * price]])
    assert.equal(await owed(one), 2n * price - 240_000n)
    await one.transact(prove)
  })

  test('what is wrong is refused in words, and nothing is booked', async () => {
    const one = await world()
    const other = await world()
    const receive = (more: object) =>
      one.transact((tx) =>
        receivePayment(tx, { accountId: one.accountId, amount: bdt(100n), method: 'cash', receivedAt: one.platform.clock.now(), ...more }),
      )
    await assert.rejects(receive({ accountId: other.accountId }), { code: 'payments.account_not_found' })
    await assert.rejects(receive({ amount: bdt(0n) }), { code: 'payments.amount_not_positive' })
    await assert.rejects(receive({ amount: money(100n, 'NGN') }), { code: 'payments.wrong_currency' })
    await assert.rejects(receive({ receivedAt: Temporal.Instant.from('2026-03-02T04:00:00Z'), now: one.platform.clock.now() }), {
      code: 'payments.received_in_future',
    })
    assert.equal(await owed(one), 0n)
  })
})

test('what was tampered with is found', async () => {
  const one = await world()
  await bill(one, '2026-03-01')
  const payment = await pay(one, price)
  const checks = async (statement: RawBuilder<unknown>) => {
    const failed: Promise<string[]> = one.transact(async (tx) => {
      await statement.execute(tx)
      throw [...(await verifyInvoices(tx)), ...(await verifyPayments(tx))].map((finding) => finding.check) // so that it is rolled back
    })
    return failed.catch((found: string[]) => found.toSorted())
  }
  assert.deepEqual(await checks(sql`update invoice set net_minor = net_minor + 1, total_minor = total_minor + 1`), [
    'billing.not_in_the_books',
    'billing.wrong_state',
    'billing.wrong_total',
    'payments.wrong_receivable',
  ])
  assert.deepEqual(await checks(sql`update invoice set number = 'INV-2026-000009', issued_on = '2025-01-01'`), ['billing.number_gap'])
  assert.deepEqual(await checks(sql`update payment set amount_minor = amount_minor - 1 where id = ${payment.id}`), [
    'payments.not_in_the_books',
    'payments.wrong_allocation',
  ])
  assert.deepEqual(await checks(sql`delete from payment_allocation`), ['payments.wrong_allocation', 'payments.wrong_paid'])
  assert.deepEqual(await checks(sql`update payment set number = 'R-2025-000001'`), ['payments.number_gap'])
})

suite('dunning and payment', () => {
  test('reminds, suspends after the grace, and a payment restores at once', async () => {
    const one = await world()
    await bill(one, '2026-03-01') // due 8 March
    const steps: [string, number, number][] = [
      ['2026-03-04', 0, 0],
      ['2026-03-05', 1, 0],
      ['2026-03-08', 1, 0],
      ['2026-03-09', 1, 0],
      ['2026-03-10', 0, 0],
      ['2026-03-11', 1, 0],
      ['2026-03-17', 0, 0],
      ['2026-03-18', 0, 1],
      ['2026-03-19', 0, 0],
    ]
    for (const [date, reminded, suspended] of steps) {
      assert.deepEqual(await dun(one, date), { reminded, charged: 0, suspended, ending: 0 }, date)
      assert.deepEqual(await dun(one, date), { reminded: 0, charged: 0, suspended: 0, ending: 0 }, `${date} again`)
    }
    assert.deepEqual((await standing(one)).blockReasons, ['unpaid'])
    one.platform.clock.moveTo('2026-03-19T06:00:00Z')
    await pay(one, 100_000n)
    assert.equal((await standing(one)).state, 'suspended', 'a part of the invoice is still overdue')
    await pay(one, 5_000n)
    assert.deepEqual([(await standing(one)).state, (await standing(one)).blockReasons], ['active', []])
    await one.transact(prove)
  })

  test('a late run reminds once, not once for every stage it missed', async () => {
    const one = await world()
    await bill(one, '2026-03-01')
    assert.deepEqual(await dun(one, '2026-03-16'), { reminded: 1, charged: 0, suspended: 0, ending: 0 })
    assert.deepEqual(await dun(one, '2026-03-30'), { reminded: 0, charged: 0, suspended: 1, ending: 0 })
  })

  test('paying lifts `unpaid` only', async () => {
    const one = await world()
    await bill(one, '2026-03-01')
    await one.transact((tx) => block(tx, [one.subscriptionId], 'abuse'))
    await dun(one, '2026-03-30')
    await pay(one, price)
    assert.deepEqual((await standing(one)).blockReasons, ['abuse'])
  })

  test('who has credit that covers the invoice is left alone, also before it is applied', async () => {
    const one = await world()
    await pay(one, price)
    await bill(one, '2026-03-01')
    assert.deepEqual(await dun(one, '2026-03-30'), { reminded: 0, charged: 0, suspended: 0, ending: 0 })
  })

  test('however billing, paying and dunning follow each other, a paid account is not withheld and the books prove right', async () => {
    const deed = fc.oneof(
      fc.record({ kind: fc.constant('pay' as const), minor: fc.bigInt({ min: 1n, max: 300_000n }) }),
      fc.record({ kind: fc.constant('days' as const), days: fc.integer({ min: 1, max: 25 }) }),
      fc.record({ kind: fc.constant('bill' as const) }),
      fc.record({ kind: fc.constant('dun' as const) }),
      fc.record({ kind: fc.constant('settle' as const) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 4, maxLength: 14 }), async (deeds) => {
        const one = await world()
        const today = () => dateIn(one.platform.clock.now(), 'Asia/Dhaka').toString()
        for (const done of deeds) {
          if (done.kind === 'days') one.platform.clock.advance({ days: done.days })
          else if (done.kind === 'pay') await pay(one, done.minor)
          else if (done.kind === 'bill') await bill(one, today())
          else if (done.kind === 'dun') await dun(one, today())
          else await pay(one, (await owed(one)) > 0n ? await owed(one) : 1n)
          if ((await owed(one)) <= 0n && done.kind !== 'bill') assert.deepEqual((await standing(one)).blockReasons, [])
          await one.transact((tx) => applyCredit(tx, one.accountId, one.platform.clock.now()))
        }
        await one.transact(prove)
      }),
      { numRuns: 12 },
    )
  })

  test('a payment and a dunning run at the same moment end with service', async () => {
    for (let round = 0; round < 5; round++) {
      const one = await world()
      await bill(one, '2026-03-01')
      one.platform.clock.moveTo('2026-03-30T06:00:00Z')
      await Promise.all([dun(one, '2026-03-30'), pay(one, price), dun(one, '2026-03-30')])
      assert.deepEqual((await standing(one)).blockReasons, [])
    }
  })
})
