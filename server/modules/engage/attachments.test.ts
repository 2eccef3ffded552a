import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import type { Event } from '#kernel/events.ts'
import { runJobNow } from '#kernel/jobs.ts'
import { money } from '#kernel/money.ts'
import { stopPdfWorker } from '#kernel/pdf.ts'
import { testTenant } from '#kernel/testing.ts'
import { billNow, seedBilling } from '#modules/billing'
import { createOffer, publishOffer } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { activate, subscribe } from '#modules/subscriptions'
import { createMailbox, type Mailbox } from '#simulators/smtp'
import { sendMails } from './send-mails.ts'
import { changeSettings, type EngageSettings } from './settings-store.ts'
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
    [{ attachInvoice: false }, [], 'nothing, where the tenant does not want it'],
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
      for (const { name, bytes } of message.attachments)
        if (name.endsWith('.pdf')) assert.equal(Buffer.from(bytes).subarray(0, 5).toString(), '%PDF-')
        else assert.ok(JSON.parse(Buffer.from(bytes).toString()))
    })
})

/** A customer of a business in Bangladesh is billed and told. */
async function mailInvoice(email: string, settings: Partial<EngageSettings>): Promise<void> {
  const tenant = await testTenant({ now: '2026-03-16T06:00:00Z', timeZone: 'Asia/Dhaka', currency: 'BDT', country: 'BD' })
  const platform = { ...tenant.platform, config: { ...tenant.platform.config, SMTP_URL: `smtp://127.0.0.1:${mailbox.port}` } }
  const now = platform.clock.now()
  const today = Temporal.PlainDate.from('2026-03-16')
  const noticeIds = await tenant.transact(async (tx) => {
    await seedBilling(tx)
    await changeSettings(tx, settings)
    const { customerId } = await createCustomer(tx, { name: 'Rahima Khatun', email })
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
    const { rows: events } = await sql<Event>`select id, type, subject, payload from event where type = 'invoice.posted.v1'`.execute(tx)
    await customerTeller.handle(tx, events, platform)
    const { rows } = await sql<{ id: string }>`select id from notice where channel = 'email'`.execute(tx)
    return rows.map(({ id }) => id)
  })
  await runJobNow(platform, sendMails, tenant.scope, { noticeIds })
}
