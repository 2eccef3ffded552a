import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { SMTPServer } from 'smtp-server'
import { sql } from '#kernel/db.ts'
import type { Event } from '#kernel/events.ts'
import { runJobNow } from '#kernel/jobs.ts'
import { readPage, zListQuery } from '#kernel/lists.ts'
import { testTenant, type TestTenant } from '#kernel/testing.ts'
import { createCustomer } from '#modules/customers'
import { changeMailSettings } from '#modules/mail'
import { createMailbox, type Mailbox } from '#simulators/smtp'
import { lists } from './lists.ts'
import { sendMails } from './send-mails.ts'
import { changeSettings } from './settings-store.ts'
import { readNoticesOf } from './store.ts'
import { customerTeller } from './tell-customers.ts'

let mailbox: Mailbox
before(async () => {
  mailbox = await createMailbox()
})
after(() => mailbox.close())

async function world(smtpUrl = `smtp://127.0.0.1:${mailbox.port}`) {
  const tenant = await testTenant()
  await tenant.transact((tx) => changeSettings(tx, { attachDocument: false }))
  const platform = { ...tenant.platform, config: { ...tenant.platform.config, SMTP_URL: smtpUrl } }
  return { ...tenant, platform }
}

const addCustomer = async ({ transact }: TestTenant, fields: { email?: string; language?: 'en' | 'bn' | 'hi' } = {}) =>
  (await transact((tx) => createCustomer(tx, { name: 'Ayesha Rahman', kind: 'person', ...fields }))).customerId

const paymentOf = (tenantId: string, customerId: string, id = 1n): Event => ({
  id,
  tenantId,
  type: 'payment.received.v1',
  subject: null,
  payload: { customerId, number: 'RCT-2026-000001', amount: { minor: '105000', currency: 'BDT' } },
  actor: 'test',
  requestId: '',
  at: Temporal.Instant.from('2026-03-10T08:00:00Z'),
})

async function tell(tenant: TestTenant, events: readonly Event[]) {
  await tenant.transact((tx) => customerTeller.handle(tx, events, tenant.platform))
}

async function send(tenant: TestTenant, customerId: string) {
  const queued = (await tenant.transact((tx) => readNoticesOf(tx, customerId))).filter((notice) => notice.state === 'queued')
  await runJobNow(tenant.platform, sendMails, tenant.scope, { noticeIds: queued.map((notice) => notice.id) })
}

const stateOf = async (tenant: TestTenant, customerId: string) =>
  Object.fromEntries(
    (await tenant.transact((tx) => readNoticesOf(tx, customerId))).map((notice) => [
      notice.channel,
      { state: notice.state, error: notice.error },
    ]),
  )

suite('telling customers', () => {
  test('in the app at once, and by mail in their language', async () => {
    const tenant = await world()
    const customerId = await addCustomer(tenant, { email: 'ayesha@mail.example', language: 'bn' })
    await tell(tenant, [paymentOf(tenant.tenantId, customerId)])
    assert.deepEqual(await stateOf(tenant, customerId), {
      'in-app': { state: 'sent', error: null },
      email: { state: 'queued', error: null },
    })
    await send(tenant, customerId)
    assert.equal((await stateOf(tenant, customerId)).email!.state, 'sent')
    await mailbox.waitFor('ayesha@mail.example', /ধন্যবাদ/)
  })

  test('through the server of the tenant where it has one, although the installation has none', async () => {
    const without = await testTenant()
    const config = { ...without.platform.config, MESSAGING_PRIVATE_ADDRESSES: true }
    const tenant = { ...without, platform: { ...without.platform, config } }
    await tenant.transact(async (tx) => {
      await changeSettings(tx, { attachDocument: false })
      const server = {
        host: '127.0.0.1',
        port: mailbox.port,
        security: 'none',
        senderAddress: 'bills@padma.example',
        username: null,
      } as const
      await changeMailSettings(tx, config, { server })
    })
    const customerId = await addCustomer(tenant, { email: 'own-server@mail.example' })
    await tell(tenant, [paymentOf(tenant.tenantId, customerId)])
    await send(tenant, customerId)
    assert.equal((await mailbox.waitFor('own-server@mail.example', /./)).from, 'bills@padma.example')
  })

  test('an event that comes twice is told once', async () => {
    const tenant = await world()
    const customerId = await addCustomer(tenant, { email: 'twice@mail.example' })
    const event = paymentOf(tenant.tenantId, customerId)
    await tell(tenant, [event])
    await tell(tenant, [event, paymentOf(tenant.tenantId, customerId, 2n)])
    assert.equal((await tenant.transact((tx) => readNoticesOf(tx, customerId))).length, 4, 'two events, two channels')
    await send(tenant, customerId)
    await send(tenant, customerId)
    assert.equal(mailbox.messages.filter((message) => message.to.includes('twice@mail.example')).length, 2)
  })

  test('what cannot be mailed is kept with the reason', async () => {
    const unknown = await world()
    const silent = await addCustomer(unknown)
    await tell(unknown, [paymentOf(unknown.tenantId, silent)])
    assert.match((await stateOf(unknown, silent)).email!.error!, /no e-mail address/)

    const unconfigured = await testTenant()
    const customerId = await addCustomer(unconfigured, { email: 'a@mail.example' })
    await tell(unconfigured, [paymentOf(unconfigured.tenantId, customerId)])
    const { email } = await stateOf(unconfigured, customerId)
    assert.equal(email!.state, 'skipped')
    assert.match(email!.error!, /enter one in the settings/)
  })

  test('an event about a customer who is gone concerns nobody', async () => {
    const tenant = await world()
    await tell(tenant, [paymentOf(tenant.tenantId, '0198a4b0-0000-7000-8000-000000000000')])
  })
})

suite('a mail server', () => {
  /** A server that answers every recipient with a code. */
  async function refusing(responseCode: number) {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo: (_address, _session, done) => done(Object.assign(new Error('not now or never'), { responseCode })),
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.server.address() as { port: number } // listens on TCP
    return { url: `smtp://127.0.0.1:${address.port}`, close: () => new Promise<void>((resolve) => server.close(resolve)) }
  }

  test('that refuses for now is tried again; the notice waits with the reason', async () => {
    const server = await refusing(451)
    const tenant = await world(server.url)
    const customerId = await addCustomer(tenant, { email: 'later@mail.example' })
    await tell(tenant, [paymentOf(tenant.tenantId, customerId)])
    await assert.rejects(send(tenant, customerId), /1 of 1 mails/)
    const { email } = await stateOf(tenant, customerId)
    assert.equal(email!.state, 'queued')
    assert.match(email!.error!, /not now or never/)
    await server.close()
    await send({ ...tenant, platform: (await world()).platform }, customerId)
    assert.equal((await stateOf(tenant, customerId)).email!.state, 'sent')
  })

  test('that refuses for good fails the notice, which the list sends again', async () => {
    const server = await refusing(550)
    const tenant = await world(server.url)
    const customerId = await addCustomer(tenant, { email: 'never@mail.example' })
    await tell(tenant, [paymentOf(tenant.tenantId, customerId)])
    await send(tenant, customerId)
    assert.equal((await stateOf(tenant, customerId)).email!.state, 'failed')
    await server.close()

    const notices = lists[0]!
    const page = await tenant.transact((tx) => readPage(tx, notices, zListQuery.parse({ f: 'state:eq:failed' })))
    const sent = await tenant.transact((tx) => sql<{ id: string }>`select id from notice where channel = 'in-app'`.execute(tx))
    const ids = [page.items[0]!.id as string, sent.rows[0]!.id]
    const failures = await tenant.transact((tx) => notices.actions!.resend!.run(tx, ids, tenant.platform))
    assert.deepEqual(
      failures.map((failure) => failure.id),
      [sent.rows[0]!.id],
    )
    assert.equal((await stateOf(tenant, customerId)).email!.state, 'queued')
  })
})
