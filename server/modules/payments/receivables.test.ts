import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql, type Tx } from '#kernel/db.ts'
import { money } from '#kernel/money.ts'
import { testTenant } from '#kernel/testing.ts'
import { period } from '#kernel/time.ts'
import { createOffer, publishOffer } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { trialBalance } from '#modules/ledger'
import { activate, subscribe } from '#modules/subscriptions'
import { type Aged, ageingReport, billNow, seedBilling, voidInvoice } from '#modules/billing'
import { accountStatement } from './account-statement.ts'
import { receivePayment } from './receive-payment.ts'
import { refundPayment } from './refund-payment.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)

/** Two people on a plan of 1,000 a month without tax, billed on the 1st and due after 15 days. */
async function world() {
  const tenant = await testTenant({ now: '2026-01-01T06:00:00Z', country: 'NG', currency: 'NGN', timeZone: 'Africa/Lagos' })
  await tenant.asOwner(`update tenant set payment_terms_days = 15 where id = '${tenant.tenantId}'`)
  const accounts = await tenant.transact(async (tx) => {
    await seedBilling(tx)
    const { offerId } = await createOffer(tx, {
      code: 'home',
      name: 'Home 20',
      technology: 'fibre',
      terms: {
        validFrom: day('2025-01-01'),
        recurring: money(100_000n, 'NGN'),
        downloadBps: 20_000_000n,
        uploadBps: 20_000_000n,
        taxCategory: 'exempt',
      },
    })
    await publishOffer(tx, offerId)
    const made = []
    for (const name of ['Ada', 'Bola']) {
      const { customerId, accountId } = await createCustomer(tx, { name })
      const { id } = await subscribe(tx, { customerId, offerId, startOn: day('2026-01-01'), billDay: 1 })
      await activate(tx, id, tenant.platform.clock.now())
      made.push(accountId)
    }
    return made
  })
  const [ada, bola] = accounts as [string, string]
  const at = (iso: string) => tenant.platform.clock.moveTo(`${iso}T09:00:00Z`)
  return {
    ...tenant,
    ada,
    bola,
    bill: (iso: string) => {
      at(iso)
      return tenant.transact((tx) => billNow(tx, day(iso), tenant.platform.clock.now()))
    },
    pay: (accountId: string, minor: bigint, iso: string) => {
      at(iso)
      return tenant.transact((tx) =>
        receivePayment(tx, { accountId, amount: money(minor, 'NGN'), method: 'cash', receivedAt: tenant.platform.clock.now() }),
      )
    },
    age: (iso: string) => tenant.transact((tx) => ageingReport(tx, { on: day(iso), currency: 'NGN' })),
    invoiceOf: (accountId: string, issuedOn: string) =>
      tenant.transact(async (tx) => {
        const { rows } = await sql<{ id: string }>`
          select id from invoice where account_id = ${accountId} and issued_on = ${issuedOn}::date`.execute(tx)
        return rows[0]!.id
      }),
  }
}

const agesOf = ({ current, days30, days60, days90, older, credit, balance }: Aged) =>
  [current, days30, days60, days90, older, credit, balance].map(({ minor }) => Number(minor) / 100_000)

async function receivables(tx: Tx, on: string): Promise<bigint> {
  return (await trialBalance(tx, day(on))).find(({ code }) => code === 'receivables')?.balance.minor ?? 0n
}

suite('ageing', () => {
  test('as of any day: what was open then, by the days it was overdue then', async () => {
    const { bill, pay, age, ada, bola, transact } = await world()
    for (const on of ['2026-01-01', '2026-02-01', '2026-03-01', '2026-04-01', '2026-05-01']) await bill(on)
    await pay(ada, 450_000n, '2026-05-02')
    await pay(bola, 620_000n, '2026-05-03')

    const cases = [
      // on, current, 1-30, 31-60, 61-90, older, credit, balance; in months of two people
      ['2025-12-31', [0, 0, 0, 0, 0, 0, 0], 'before anything'],
      ['2026-01-16', [2, 0, 0, 0, 0, 0, 2], 'the day it is due it is not overdue'],
      ['2026-01-17', [0, 2, 0, 0, 0, 0, 2], 'the first day after'],
      ['2026-02-15', [2, 2, 0, 0, 0, 0, 4], '30 days after'],
      ['2026-02-16', [2, 0, 2, 0, 0, 0, 4], '31 days after'],
      ['2026-05-01', [2, 2, 2, 2, 2, 0, 10], 'five bills of each'],
      ['2026-05-02', [1.5, 1, 1, 1, 1, 0, 5.5], 'the oldest are paid first'],
      ['2026-05-03', [0.5, 0, 0, 0, 0, 1.2, -0.7], 'credit of one does not pay the other'],
    ] as const
    for (const [on, expected, why] of cases) {
      const { total, accounts } = await age(on)
      assert.deepEqual(agesOf(total), expected, `${on}: ${why}`)
      assert.equal(total.balance.minor, await transact((tx) => receivables(tx, on)), `${on}: ties to the books`)
      assert.equal(
        accounts.reduce((sum, one) => sum + one.balance.minor, 0n),
        total.balance.minor,
      )
    }
  })

  test('a void invoice was owed until it was voided; a refund is owed again', async () => {
    const { bill, pay, age, ada, invoiceOf, transact, platform } = await world()
    await bill('2026-01-01')
    await bill('2026-02-01')
    const february = await invoiceOf(ada, '2026-02-01')
    platform.clock.moveTo('2026-03-10T09:00:00Z')
    await transact((tx) => voidInvoice(tx, february, platform.clock.now()))
    const payment = await pay(ada, 100_000n, '2026-03-11')
    platform.clock.moveTo('2026-03-12T09:00:00Z')
    await transact((tx) => refundPayment(tx, { paymentId: payment.id, reason: 'x', now: platform.clock.now() }))
    const ofAda = async (on: string) => {
      const row = (await age(on)).accounts.find(({ accountId }) => accountId === ada)
      return row ? agesOf(row) : []
    }
    assert.deepEqual(await ofAda('2026-03-09'), [0, 1, 1, 0, 0, 0, 2])
    assert.deepEqual(await ofAda('2026-03-10'), [0, 0, 1, 0, 0, 0, 1])
    assert.deepEqual(await ofAda('2026-03-11'), [])
    assert.deepEqual(await ofAda('2026-03-12'), [0, 0, 1, 0, 0, 0, 1])
  })
})

suite('statement of an account', () => {
  test('leads from the opening to the closing balance, and names the documents', async () => {
    const { bill, pay, ada, invoiceOf, transact, platform } = await world()
    await bill('2026-01-01')
    await bill('2026-02-01')
    const payment = await pay(ada, 150_000n, '2026-02-05')
    platform.clock.moveTo('2026-02-06T09:00:00Z')
    await transact((tx) =>
      refundPayment(tx, { paymentId: payment.id, amount: money(50_000n, 'NGN'), reason: 'x', now: platform.clock.now() }),
    )
    await bill('2026-03-01')
    const march = await invoiceOf(ada, '2026-03-01')
    await transact((tx) => voidInvoice(tx, march, platform.clock.now()))

    const account = { id: ada, currency: 'NGN' }
    const { lines, ...sums } = await transact((tx) => accountStatement(tx, account, period('2026-02-01', '2026-04-01')))
    assert.deepEqual(
      Object.values(sums).map(({ minor }) => minor),
      [100_000n, 250_000n, 250_000n, 100_000n],
    )
    assert.deepEqual(
      lines.map(
        ({ bookedOn, sourceKind, document, amount, balance }) =>
          `${bookedOn} ${sourceKind} ${document?.number} ${amount.minor} ${balance.minor}`,
      ),
      [
        '2026-02-01 invoice INV-2026-000003 100000 200000',
        `2026-02-05 payment ${payment.number} -150000 50000`,
        `2026-02-06 refund ${payment.number} 50000 100000`,
        '2026-03-01 invoice INV-2026-000005 100000 200000',
        '2026-03-01 reversal INV-2026-000005 -100000 100000',
      ],
    )
    const later = await transact((tx) => accountStatement(tx, account, period('2026-04-01', '2026-05-01')))
    assert.deepEqual([later.opening.minor, later.closing.minor, later.lines.length], [100_000n, 100_000n, 0])
  })
})
