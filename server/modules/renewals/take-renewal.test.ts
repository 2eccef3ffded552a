import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { money } from '#kernel/money.ts'
import { changeSettings } from '#modules/billing'
import { createOffer, publishOffer, type TermsDraft } from '#modules/catalog'
import { changeAccount, createCustomer, holdAccount } from '#modules/customers'
import { receivePayment } from '#modules/payments'
import { cancelAtCycleEnd, changePlan, pause, readSubscription, resume } from '#modules/subscriptions'
import { outlookOf, renewNow, takeRenewal } from './take-renewal.ts'
import { prepaidCustomer, type PrepaidOptions } from './testing.ts'

const cycle = 107_500n // 1,000.00 with 7.5 % VAT
const closers: (() => Promise<void>)[] = []
after(() => Promise.all(closers.map((close) => close())))

/** The same with a card that paid the first cycle, in service. */
async function withCard(options: PrepaidOptions = {}) {
  const one = await prepaidCustomer(options)
  const card = await one.withCard(cycle)
  closers.push(card.close)
  await one.activate()
  return { ...one, card }
}

/** The same with cash for so many cycles, in service. */
async function withCredit(cycles: bigint, options: PrepaidOptions = {}) {
  const one = await prepaidCustomer(options)
  await one.pay(cycles * cycle)
  await one.activate()
  return one
}

suite('the first cycle', () => {
  test('is taken from credit when service begins', async () => {
    const one = await withCredit(1n, { autoRenew: false })
    assert.equal(await one.standing(), '2026-04-01 active')
    assert.deepEqual(await one.billed(), ['2026-03-01 2026-04-01 100000'])
    assert.equal(await one.owed(), 0n)
    await one.prove()
  })

  test('that nobody has paid for does not begin, and is billed to nobody, until money comes', async () => {
    const one = await prepaidCustomer({ autoRenew: false, terms: { alignment: 'anniversary' } })
    await one.activate()
    await one.at('2026-03-02')
    assert.equal(await one.standing(), '2026-03-01 suspended expired')
    assert.deepEqual([await one.billed(), await one.owed()], [[], 0n])
    await one.pay(cycle - 1n)
    assert.equal(await one.standing(), '2026-03-01 suspended expired')
    await one.pay(1n)
    assert.equal(await one.standing(), '2026-04-02 active')
    assert.deepEqual(await one.billed(), ['2026-03-02 2026-04-02 100000'])
    await one.prove()
  })
})

suite('the end of a cycle', () => {
  test('renews from credit once, however often the day is run', async () => {
    const one = await withCredit(3n)
    for (const on of ['2026-03-31', '2026-04-01', '2026-04-01', '2026-04-02']) await one.at(on)
    assert.equal(await one.standing(), '2026-05-01 active')
    assert.deepEqual(await one.billed(), ['2026-03-01 2026-04-01 100000', '2026-04-01 2026-05-01 100000'])
    assert.equal(await one.owed(), -cycle)
    assert.deepEqual(await one.renewals(), ['2026-03-01 renewed 0', '2026-04-01 renewed 0'])
    await one.prove()
  })

  test('that comes to less than an invoice must is billed and paid all the same, and nobody has it on credit', async () => {
    const one = await withCredit(1n)
    await one.transact((tx) => changeSettings(tx, { minimumMinor: 2n * cycle }))
    await one.at('2026-04-01')
    assert.equal(await one.standing(), '2026-04-01 suspended expired')
    await one.pay(cycle)
    assert.equal(await one.standing(), '2026-05-01 active')
    assert.deepEqual([(await one.billed()).length, await one.owed()], [2, 0n])
    await one.prove()
  })

  test('that is asked for from many sides at once renews once', async () => {
    const one = await withCredit(3n)
    one.platform.clock.moveTo('2026-04-01T11:00:00Z')
    const now = one.platform.clock.now()
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => one.transact((tx) => takeRenewal(tx, one.id, 'cycle', now))))
    assert.deepEqual(outcomes.toSorted(), [...Array.from({ length: 7 }, () => 'not-due'), 'renewed'])
    assert.equal(await one.owed(), -cycle)
    await one.prove()
  })

  test('expires where the customer did not agree, and leaves their credit', async () => {
    const one = await withCredit(2n, { autoRenew: false })
    await one.at('2026-04-01')
    assert.equal(await one.standing(), '2026-04-01 suspended expired')
    assert.equal(await one.owed(), -cycle)
    assert.equal(await one.act((tx, now) => renewNow(tx, one.id, now)), 'renewed')
    assert.equal(await one.standing(), '2026-05-01 active')
    await one.prove()
  })

  test('is told of days before, with what it costs and how it will be paid; what was looked at is not billed', async () => {
    const one = await withCredit(2n)
    await one.at('2026-03-28')
    assert.deepEqual(await one.events('renewal.announced.v1'), [])
    await one.at('2026-03-29')
    await one.at('2026-03-30')
    const told = await one.events('renewal.announced.v1')
    assert.partialDeepStrictEqual(told, [{ on: '2026-04-01', amount: { minor: String(cycle), currency: 'NGN' }, paidBy: 'credit' }])
    assert.equal(told.length, 1)
    assert.deepEqual(await one.billed(), ['2026-03-01 2026-04-01 100000'])
    await one.prove()
  })

  test('of a subscription that was cancelled is its end', async () => {
    const one = await withCredit(2n)
    await one.act((tx, now) => cancelAtCycleEnd(tx, one.id, now))
    await one.at('2026-04-01')
    assert.equal(await one.owed(), -cycle)
    assert.deepEqual(await one.renewals(), ['2026-03-01 renewed 0'])
  })

  test('waits while it is paused', async () => {
    const one = await withCredit(2n)
    one.platform.clock.moveTo('2026-03-16T08:00:00Z')
    await one.act((tx, now) => pause(tx, one.id, now))
    await one.at('2026-04-01')
    assert.equal(await one.standing(), '2026-04-01 paused')
    one.platform.clock.moveTo('2026-04-11T08:00:00Z')
    await one.act((tx, now) => resume(tx, one.id, now))
    await one.at('2026-04-11')
    assert.equal(await one.standing(), '2026-05-01 active')
    await one.prove()
  })
})

suite('a late renewal', () => {
  const late = async (terms: Partial<TermsDraft>) => {
    const one = await withCredit(1n, { autoRenew: false, terms })
    await one.at('2026-04-01')
    one.platform.clock.moveTo('2026-04-10T08:00:00Z')
    await one.pay(cycle)
    return one
  }

  test('begins today, and costs the rest of the cycle where the account has its day', async () => {
    const one = await late({})
    assert.equal(await one.standing(), '2026-05-01 active')
    assert.deepEqual((await one.billed()).slice(1), ['2026-04-10 2026-05-01 70000'])
    assert.equal(await one.owed(), -cycle + 75_250n)
    await one.prove()
  })

  test('begins a whole cycle where cycles follow the subscription', async () => {
    const one = await late({ alignment: 'anniversary' })
    assert.equal(await one.standing(), '2026-05-10 active')
    assert.deepEqual((await one.billed()).slice(1), ['2026-04-10 2026-05-10 100000'])
    await one.prove()
  })
})

test('bytes come with what is paid for: none for a gap, and for a late renewal those of the days it paid', async () => {
  const one = await prepaidCustomer({ autoRenew: false, terms: { quotaBytes: 3_000n, quotaPolicy: 'cut' } })
  const granted = () =>
    one.transact(async (tx) => {
      const { rows } = await sql<{
        line: string
      }>`select granted || ' ' || (valid_from at time zone 'Africa/Lagos')::date as line from bucket order by valid_from`.execute(tx)
      return rows.map((row) => row.line)
    })
  await one.activate()
  await one.at('2026-03-02')
  assert.deepEqual(await granted(), []) // nobody has paid yet
  one.platform.clock.moveTo('2026-03-02T12:00:00Z')
  await one.pay(cycle)
  assert.deepEqual(await granted(), ['2903 2026-03-02']) // 30 of 31 days
  await one.at('2026-04-01')
  await one.at('2026-04-10')
  assert.equal((await granted()).length, 1)
  await one.pay(cycle)
  assert.deepEqual((await granted()).slice(1), ['2100 2026-04-10']) // 21 of 30 days
})

suite('a saved method', () => {
  test('is charged for what credit does not cover', async () => {
    const one = await withCard()
    await one.pay(7_500n)
    await one.at('2026-04-01')
    assert.equal(await one.standing(), '2026-05-01 active')
    assert.deepEqual(await one.renewals(), ['2026-03-01 renewed 0', '2026-04-01 renewed 1'])
    assert.partialDeepStrictEqual((await one.events('payment.received.v1')).at(-1), { amount: { minor: '100000' }, method: 'paystack' })
    assert.equal(await one.owed(), 0n)
    await one.prove()
  })

  test('that is declined is charged again by the retry stages of the dunning, then service stays expired', async () => {
    const one = await withCard({
      stages: [
        [1, 'retry'],
        [3, 'retry'],
      ],
    })
    one.card.decline()
    await one.at('2026-04-01')
    assert.equal(await one.standing(), '2026-04-01 suspended expired')
    const latest = async () => (await one.renewals()).at(-1)
    assert.equal(await latest(), '2026-04-01 failed 1 2026-04-02 Declined')
    await one.at('2026-04-01') // again: nothing
    await one.at('2026-04-02')
    assert.equal(await latest(), '2026-04-01 failed 2 2026-04-04 Declined')
    await one.at('2026-04-03')
    await one.at('2026-04-04')
    assert.equal(await latest(), '2026-04-01 lapsed 3 Declined')
    const tries = [{ nextTryOn: '2026-04-02' }, { nextTryOn: '2026-04-04' }, { nextTryOn: null }]
    assert.partialDeepStrictEqual(await one.events('renewal.failed.v1'), tries)
    await one.at('2026-04-05')
    assert.equal(one.card.charges(), 3)
    assert.equal(await one.owed(), 0n)
    await one.prove()
  })

  test('that works again at a retry gives service back', async () => {
    const one = await withCard({ stages: [[2, 'retry']] })
    one.card.decline()
    await one.at('2026-04-01')
    one.card.decline(false)
    await one.at('2026-04-03')
    assert.equal(await one.standing(), '2026-05-01 active')
    assert.equal((await one.renewals()).at(-1), '2026-04-01 renewed 2')
    assert.deepEqual((await one.billed()).slice(1), ['2026-04-03 2026-05-01 93333'])
    await one.prove()
  })
})

test('an account that is billed to another is renewed by the credit of that one', async () => {
  const one = await withCredit(1n)
  const head = await one.transact(async (tx) => {
    const made = await createCustomer(tx, { name: 'Head office', billDay: 1 })
    await changeAccount(tx, await holdAccount(tx, one.accountId), { billedToId: made.accountId })
    return made
  })
  await one.at('2026-04-01')
  assert.equal(await one.standing(), '2026-04-01 suspended expired')
  const amount = money(cycle, 'NGN')
  await one.act((tx, now) => receivePayment(tx, { accountId: head.accountId, amount, method: 'cash', receivedAt: now }))
  assert.equal(await one.standing(), '2026-05-01 active')
  assert.equal(await one.owed(), 0n)
  await one.prove()
})

test('another plan while it is expired charges nothing for the gap', async () => {
  const one = await withCredit(1n, { autoRenew: false })
  const other = await one.transact(async (tx) => {
    const { offerId } = await createOffer(tx, {
      code: 'other',
      name: 'Other',
      technology: 'wireless',
      terms: {
        validFrom: Temporal.PlainDate.from('2026-01-01'),
        recurring: money(50_000n, 'NGN'),
        downloadBps: 1_000_000n,
        uploadBps: 1_000_000n,
      },
    })
    await publishOffer(tx, offerId)
    return offerId
  })
  await one.at('2026-04-01')
  one.platform.clock.moveTo('2026-04-10T08:00:00Z')
  await one.act((tx, now) => changePlan(tx, one.id, other, now))
  assert.equal(await one.owed(), 0n)
  await one.pay(53_750n)
  assert.equal(await one.standing(), '2026-05-01 active')
  assert.deepEqual((await one.billed()).slice(1), ['2026-04-10 2026-05-01 35000'])
  await one.prove()
})

test('what stays expired ends when the dunning says so', async () => {
  const one = await withCredit(1n, { autoRenew: false, stages: [[30, 'terminate']] })
  await one.at('2026-04-01')
  await one.at('2026-04-30')
  assert.equal(await one.standing(), '2026-04-01 suspended expired')
  await one.at('2026-05-01')
  assert.equal(await one.standing(), '2026-04-01 ended')
  assert.equal(await one.owed(), 0n)
  await one.prove()
})

test('a look at what comes changes nothing', async () => {
  const one = await withCredit(1n)
  const look = () => one.transact(async (tx) => outlookOf(tx, await readSubscription(tx, one.id), Temporal.PlainDate.from('2026-03-01')))
  const first = await look()
  assert.equal(
    `${first?.on} ${first?.cycle.from} ${first?.cycle.to} ${first?.amount.minor} ${first?.paidBy}`,
    '2026-04-01 2026-04-01 2026-05-01 107500 null',
  )
  assert.equal(String((await look())?.on), '2026-04-01')
  assert.equal(await one.standing(), '2026-04-01 active')
  assert.equal((await one.events('subscription.renewed.v1')).length, 1)
})
