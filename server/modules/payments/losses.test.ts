import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { sql } from '#kernel/db.ts'
import { money } from '#kernel/money.ts'
import { type TestTenant, testTenant } from '#kernel/testing.ts'
import { dateIn } from '#kernel/time.ts'
import { billNow, runDunning, seedBilling, verifyInvoices, writeOff } from '#modules/billing'
import { createOffer, publishOffer } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { verifyLedger } from '#modules/ledger'
import { activate, subscribe } from '#modules/subscriptions'
import { applyCredit } from './apply-credit.ts'
import { receivePayment } from './receive-payment.ts'
import { refundPayment } from './refund-payment.ts'
import { verifyPayments } from './verify.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)
const usd = (minor: bigint) => money(minor, 'USD')

/** A customer in Austin on a plan of 50.00, where the taxes of bad debts are given back, in March. */
async function world() {
  const tenant = await testTenant({ now: '2026-03-01T16:00:00Z', country: 'US', currency: 'USD', timeZone: 'America/Chicago' })
  const { transact, platform } = tenant
  const accountId = await transact(async (tx) => {
    await seedBilling(tx)
    const { offerId } = await createOffer(tx, {
      code: 'home',
      name: 'Home 20',
      technology: 'fibre',
      terms: { validFrom: day('2026-01-01'), recurring: usd(5_000n), downloadBps: 20_000_000n, uploadBps: 20_000_000n },
    })
    await publishOffer(tx, offerId)
    const customer = await createCustomer(tx, { name: 'Rahima Khatun', region: 'TX' })
    const { id } = await subscribe(tx, { customerId: customer.customerId, offerId, startOn: day('2026-03-01'), billDay: 1 })
    await activate(tx, id, platform.clock.now())
    return customer.accountId
  })
  return { ...tenant, accountId }
}
type World = TestTenant & { readonly accountId: string }

const today = ({ platform }: World) => dateIn(platform.clock.now(), 'America/Chicago')
const pay = ({ transact, accountId, platform }: World, minor: bigint) =>
  transact((tx) => receivePayment(tx, { accountId, amount: usd(minor), method: 'cash', receivedAt: platform.clock.now() }))
const lose = ({ transact, platform }: World, takesTaxesBack: boolean) =>
  transact(async (tx) => {
    const open = await sql<{ id: string }>`select id from invoice where state = 'open' order by due_on limit 1`.execute(tx)
    const invoiceId = open.rows[0]?.id
    if (invoiceId) await writeOff(tx, { invoiceId, reason: 'Moved away', takesTaxesBack }, platform.clock.now())
  })
const refundAny = ({ transact, platform }: World, part: bigint) =>
  transact(async (tx) => {
    const { rows } = await sql<{ id: string; left: bigint }>`
      select p.id, (p.amount_minor - coalesce(sum(r.amount_minor), 0))::bigint as left from payment p left join refund r on r.payment_id = p.id
      group by p.id, p.amount_minor, p.number having p.amount_minor > coalesce(sum(r.amount_minor), 0) order by p.number limit 1`.execute(
      tx,
    )
    const payment = rows[0]
    if (!payment) return
    const amount = usd((payment.left * part + 99n) / 100n)
    await refundPayment(tx, { paymentId: payment.id, amount, reason: 'Asked for it', now: platform.clock.now() })
  })
const states = (one: World) =>
  one.transact(async (tx) => {
    const { rows } = await sql<{ state: string }>`select state || ' ' || paid_minor as state from invoice order by number`.execute(tx)
    return rows.map(({ state }) => state)
  })
const prove = (one: World) =>
  one.transact(async (tx) =>
    assert.deepEqual([...(await verifyLedger(tx)), ...(await verifyInvoices(tx)), ...(await verifyPayments(tx))], []),
  )

test('credit pays an invoice again each time a refund of another payment opens it', async () => {
  const one = await world()
  await pay(one, 3_301n)
  await pay(one, 2_500n)
  await one.transact((tx) => billNow(tx, day('2026-03-01'), one.platform.clock.now()))
  await one.transact((tx) => applyCredit(tx, one.accountId, one.platform.clock.now()))
  await refundAny(one, 1n)
  await refundAny(one, 1n)
  await prove(one)
})

suite('a debt that was written off', () => {
  test('and paid after all is lost again when that payment is given back', async () => {
    const one = await world()
    await one.transact((tx) => billNow(tx, day('2026-03-01'), one.platform.clock.now()))
    await lose(one, true)
    await pay(one, 2_000n)
    await refundAny(one, 50n)
    assert.deepEqual(await states(one), ['written-off 1000'])
    await prove(one)
  })

  test('leaves books that prove right, whatever is paid, given back and billed around it', async () => {
    const deed = fc.oneof(
      fc.record({ kind: fc.constant('pay' as const), minor: fc.bigInt({ min: 1n, max: 12_000n }) }),
      fc.record({ kind: fc.constant('refund' as const), part: fc.bigInt({ min: 1n, max: 100n }) }),
      fc.record({ kind: fc.constant('lose' as const), takesTaxesBack: fc.boolean() }),
      fc.record({ kind: fc.constant('days' as const), days: fc.integer({ min: 5, max: 40 }) }),
      fc.record({ kind: fc.constant('bill' as const) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 6, maxLength: 14 }), async (deeds) => {
        const one = await world()
        for (const done of deeds) {
          if (done.kind === 'days') one.platform.clock.advance({ days: done.days })
          else if (done.kind === 'pay') await pay(one, done.minor)
          else if (done.kind === 'refund') await refundAny(one, done.part)
          else if (done.kind === 'lose') await lose(one, done.takesTaxesBack)
          else {
            await one.transact((tx) => billNow(tx, today(one), one.platform.clock.now()))
            await one.transact((tx) => runDunning(tx, today(one)))
          }
          await one.transact((tx) => applyCredit(tx, one.accountId, one.platform.clock.now()))
        }
        await prove(one)
      }),
      { numRuns: 10 },
    )
  })
})
