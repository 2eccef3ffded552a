import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import type { Event } from '#kernel/events.ts'
import { money, toDecimal } from '#kernel/money.ts'
import { testTenant } from '#kernel/testing.ts'
import { billingModule, billNow, changeSettings, seedBilling, verifyInvoices } from '#modules/billing'
import { type Commitment, createOffer, publishOffer } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { trialBalance, verifyLedger } from '#modules/ledger'
import { activate, cancelNow, subscribe } from '#modules/subscriptions'
import { payOutRefund } from './pay-out-refund.ts'
import { receivePayment } from './receive-payment.ts'
import { refundNote, refundUnused } from './refund-unused.ts'
import { verifyPayments } from './verify.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)
const bdt = (minor: bigint) => money(minor, 'BDT')
const subscribers = [...billingModule.subscribers!, refundUnused]

/** A customer who paid 1,050.00 for March in two parts, cash and bank, on the 11th; unused days come back as money. */
async function paidMarch(options: { readonly commitment?: Commitment; readonly refundOnCancellation?: 'money' | 'credit' } = {}) {
  const { commitment = null, refundOnCancellation = 'money' } = options
  const tenant = await testTenant({ now: '2026-03-01T04:00:00Z' })
  const { transact, platform } = tenant
  const ids = await transact(async (tx) => {
    await seedBilling(tx)
    await changeSettings(tx, { refundOnCancellation })
    const { offerId } = await createOffer(tx, {
      code: 'home',
      name: 'Home 20',
      technology: 'pppoe',
      terms: { validFrom: day('2026-01-01'), recurring: bdt(100_000n), downloadBps: 20_000_000n, uploadBps: 20_000_000n, commitment },
    })
    await publishOffer(tx, offerId)
    const { customerId, accountId } = await createCustomer(tx, { name: 'Rahima Khatun' })
    const { id } = await subscribe(tx, { customerId, offerId, startOn: day('2026-03-01'), billDay: 1 })
    await activate(tx, id, platform.clock.now())
    await billNow(tx, day('2026-03-01'), platform.clock.now())
    return { accountId, subscriptionId: id }
  })
  for (const [on, method, minor] of [
    ['2026-03-10', 'cash', 80_000n],
    ['2026-03-11', 'bank', 25_000n],
  ] as const) {
    platform.clock.moveTo(`${on}T04:00:00Z`)
    const draft = { accountId: ids.accountId, amount: bdt(minor), method, receivedAt: platform.clock.now() }
    await transact((tx) => receivePayment(tx, draft))
  }
  let seen = 0n
  const newEvents = () =>
    transact(
      async (tx) =>
        (await sql<Event>`select id, type, subject, payload from event where id > ${seen}::bigint order by id`.execute(tx)).rows,
    )
  const follow = async () => {
    for (let events = await newEvents(); events.length > 0; events = await newEvents()) {
      seen = events.at(-1)!.id
      for (const { types, handle } of subscribers) {
        const part = events.filter((event) => types.includes(event.type) && event.type !== 'tenant.created.v1')
        if (part.length > 0) await transact((tx) => handle(tx, part, platform))
      }
    }
  }
  await follow()
  return { ...tenant, ...ids, follow }
}
type World = Awaited<ReturnType<typeof paidMarch>>

const end = async (one: World) => {
  await one.transact((tx) => cancelNow(tx, one.subscriptionId, one.platform.clock.now()))
  await one.follow()
}
const refunds = ({ transact }: World) =>
  transact(async (tx) => {
    const { rows } = await sql<{ refund: string }>`
      select p.method || ' ' || r.amount_minor || ' ' || r.state as refund from refund r join payment p on p.id = r.payment_id order by r.at, r.id`.execute(
      tx,
    )
    return rows.map(({ refund }) => refund)
  })
const balances = ({ transact }: World, codes: readonly string[]) =>
  transact(async (tx) => {
    const known = new Map((await trialBalance(tx, day('2026-12-31'))).map(({ code, balance }) => [String(code), toDecimal(balance)]))
    return codes.map((code) => known.get(code) ?? '0.00')
  })
const prove = ({ transact }: World) =>
  transact(async (tx) => assert.deepEqual([...(await verifyLedger(tx)), ...(await verifyInvoices(tx)), ...(await verifyPayments(tx))], []))

suite('what was paid for days behind the end of service', () => {
  test('is due to be paid out, the latest payment first, and is gone when it was', async () => {
    const one = await paidMarch()
    await end(one)
    assert.deepEqual(await refunds(one), ['bank 25000 due', 'cash 46129 due'], '1,050.00 for 21 of 31 days')
    assert.deepEqual(await balances(one, ['receivables', 'refunds-payable', 'cash']), ['0.00', '-711.29', '800.00'])
    const id = await one.transact(
      async (tx) => (await sql<{ id: string }>`select id from refund where amount_minor = 25000`.execute(tx)).rows[0]!.id,
    )
    const pay = () => one.transact((tx) => payOutRefund(tx, { refundId: id, method: 'cash', reference: '', now: one.platform.clock.now() }))
    await pay()
    await assert.rejects(pay(), { code: 'payments.refund_not_due' })
    assert.deepEqual(await balances(one, ['refunds-payable', 'cash']), ['-461.29', '550.00'])
    await prove(one)
  })

  test('comes back once, however often that is asked for', async () => {
    const one = await paidMarch()
    await end(one)
    const noteId = await one.transact(async (tx) => (await sql<{ id: string }>`select id from credit_note`.execute(tx)).rows[0]!.id)
    await one.transact((tx) => refundNote(tx, noteId, one.platform.clock.now()))
    assert.equal((await refunds(one)).length, 2)
    await prove(one)
  })

  test('pays the fee for leaving early first', async () => {
    const one = await paidMarch({ commitment: { cycles: 12, fee: { kind: 'fixed', amount: bdt(50_000n) } } })
    await end(one)
    assert.deepEqual(await refunds(one), ['bank 18629 due'], '711.29 less 525.00')
    assert.deepEqual(await balances(one, ['receivables']), ['0.00'])
    await prove(one)
  })

  test('stays credit of the account where that is the policy', async () => {
    const one = await paidMarch({ refundOnCancellation: 'credit' })
    await end(one)
    assert.deepEqual(await refunds(one), [])
    assert.deepEqual(await balances(one, ['receivables']), ['-711.29'])
    await prove(one)
  })
})
