import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { emit, type Event } from '#kernel/events.ts'
import { runJobNow } from '#kernel/jobs.ts'
import { money } from '#kernel/money.ts'
import { stopPdfWorker } from '#kernel/pdf.ts'
import type { Platform } from '#kernel/platform.ts'
import { testTenant, type TestTenant } from '#kernel/testing.ts'
import { addPendingCharges, billNow, type NewPendingCharge, seedBilling } from '#modules/billing'
import { createOffer, publishOffer } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { issueProforma } from '#modules/documents'
import { receivePayment } from '#modules/payments'
import { activate, subscribe } from '#modules/subscriptions'
import { createMailbox, type Mailbox } from '#simulators/smtp'
import { sendMails } from './send-mails.ts'
import { changeSettings, type EngageSettings } from './settings-store.ts'
import { readNoticesOf } from './store.ts'
import { customerTeller } from './tell-customers.ts'

let mailbox: Mailbox
before(async () => {
  mailbox = await createMailbox()
})
after(async () => {
  stopPdfWorker()
  await mailbox.close()
})

suite('the mail that an invoice is ready', () => {
  const cases = [
    [{}, ['INV-2026-000001.pdf application/pdf'], 'the PDF, where nothing was set'],
    [
      { attachTaxForm: true },
      ['INV-2026-000001.pdf application/pdf', 'Mushak-6.3.json application/json'],
      'the form of the tax office beside it',
    ],
    [{ attachDocument: false }, [], 'nothing, where the tenant does not want it'],
  ] as const
  for (const [index, [settings, expected, why]] of cases.entries())
    test(`carries ${why}`, async () => {
      const email = `invoice-${index}@mail.example`
      await mailInvoice(email, settings)
      const message = await mailbox.waitFor(email, /INV-2026-000001/)
      assert.deepEqual(
        message.attachments.map(({ name, contentType }) => `${name} ${contentType}`),
        expected,
      )
      assert.match(message.text, /See it online: http:\/\/localhost:8080\/my\/test-\S+\/documents\/invoice\/[0-9a-f-]{36}\?t=v1\./)
      for (const { name, bytes } of message.attachments)
        if (name.endsWith('.pdf')) assert.equal(Buffer.from(bytes).subarray(0, 5).toString(), '%PDF-')
        else assert.ok(JSON.parse(Buffer.from(bytes).toString()))
    })
})

test('the mail that thanks for a payment carries its receipt', async () => {
  const { tenant, platform, accountId } = await billedCustomer('receipt@mail.example', {})
  const now = platform.clock.now()
  await tenant.transact((tx) =>
    receivePayment(tx, { accountId, amount: money(20_000n, 'BDT'), method: 'cash', reference: 'desk 1', receivedAt: now }),
  )
  await mail(tenant, platform, 'payment.received.v1')
  const { attachments } = await mailbox.waitFor('receipt@mail.example', /Thank you/)
  assert.deepEqual(
    attachments.map(({ name, contentType }) => `${name} ${contentType}`),
    ['R-2026-000001.pdf application/pdf'],
  )
})

test('proforma and statement go by mail even where other documents do not', async () => {
  const { tenant, platform, accountId, customerId } = await billedCustomer('asked@mail.example', { attachDocument: false })
  const now = platform.clock.now()
  await tenant.transact(async (tx) => {
    const { rows } = await sql<{ id: string }>`select id from offer`.execute(tx)
    const ask = { kind: 'subscription', customerId, offerId: rows[0]!.id } as const
    await issueProforma(tx, { ask, validDays: 14, isMailed: true }, now)
    await emit(tx, 'statement.sent.v1', { accountId, number: 'A-1', customerId, from: '2026-03-01', to: '2026-04-01' }, accountId)
  })
  await mail(tenant, platform, 'proforma.issued.v1')
  await mail(tenant, platform, 'statement.sent.v1')
  const names = async (subject: RegExp) => (await mailbox.waitFor('asked@mail.example', subject)).attachments.map(({ name }) => name)
  assert.deepEqual(await names(/PF-2026-000001/), ['PF-2026-000001.pdf'])
  assert.match((await names(/Statement of your account A-1/)).join(), /2026-03-01-2026-03-31\.pdf$/)
})

test('a late fee is told once, however many stages of an invoice find it', async () => {
  const { tenant, platform, accountId, customerId } = await billedCustomer('late@mail.example', {})
  await tenant.transact(async (tx) => {
    const { rows } = await sql<{ id: string; number: string }>`select id, number from invoice`.execute(tx)
    const { id: invoiceId, number } = rows[0]!
    await addPendingCharges(tx, [lateFee(accountId, invoiceId)])
    for (const days of [5, 12])
      await emit(tx, 'dunning.step_taken.v1', { invoiceId, number, accountId, customerId, action: 'late-fee', days }, invoiceId)
  })
  await mail(tenant, platform, 'dunning.step_taken.v1')
  await mailbox.waitFor('late@mail.example', /A late fee of/)
  const told = await tenant.transact((tx) => readNoticesOf(tx, customerId))
  assert.deepEqual(
    told.map(({ channel, subject }) => `${channel}: ${subject}`).toSorted(),
    ['email', 'in-app'].map((channel) => `${channel}: A late fee of ৳50.00 for invoice INV-2026-000001`),
  )
})

const lateFee = (accountId: string, invoiceId: string): NewPendingCharge => ({
  accountId,
  subscriptionId: null,
  itemId: null,
  kind: 'late-fee',
  chargeCode: 'late-fee',
  revision: 0,
  description: 'Late fee',
  amount: money(5_000n, 'BDT'),
  taxCategory: 'standard',
  pricesIncludeTax: false,
  supply: 'internet',
  from: null,
  to: null,
  billOn: Temporal.PlainDate.from('2026-03-30'),
  source: `late-fee:${invoiceId}`,
})

async function mailInvoice(email: string, settings: Partial<EngageSettings>): Promise<void> {
  const { tenant, platform } = await billedCustomer(email, settings)
  await mail(tenant, platform, 'invoice.posted.v1')
}

/** Tells customers of the events of a type, and sends the mails. */
async function mail(tenant: TestTenant, platform: Platform, type: string): Promise<void> {
  const noticeIds = await tenant.transact(async (tx) => {
    const { rows: events } = await sql<Event>`select id, type, subject, payload from event where type = ${type}`.execute(tx)
    await customerTeller.handle(tx, events, platform)
    const { rows } = await sql<{ id: string }>`select id from notice where channel = 'email'`.execute(tx)
    return rows.map(({ id }) => id)
  })
  await runJobNow(platform, sendMails, tenant.scope, { noticeIds })
}

/** A customer of a business in Bangladesh has an invoice. */
async function billedCustomer(email: string, settings: Partial<EngageSettings>) {
  const tenant = await testTenant({ now: '2026-03-16T06:00:00Z', timeZone: 'Asia/Dhaka', currency: 'BDT', country: 'BD' })
  const platform = { ...tenant.platform, config: { ...tenant.platform.config, SMTP_URL: `smtp://127.0.0.1:${mailbox.port}` } }
  const now = platform.clock.now()
  const today = Temporal.PlainDate.from('2026-03-16')
  const parties = await tenant.transact(async (tx) => {
    await seedBilling(tx)
    await changeSettings(tx, settings)
    const { customerId, accountId } = await createCustomer(tx, { name: 'Rahima Khatun', email })
    const { offerId } = await createOffer(tx, {
      code: 'home',
      name: 'Home',
      technology: 'fibre',
      terms: { validFrom: today, recurring: money(100_000n, 'BDT'), downloadBps: 20_000_000n, uploadBps: 10_000_000n },
    })
    await publishOffer(tx, offerId)
    const { id } = await subscribe(tx, { customerId, offerId, startOn: today })
    await activate(tx, id, now)
    await billNow(tx, today, now)
    return { customerId, accountId }
  })
  return { tenant, platform, ...parties }
}
