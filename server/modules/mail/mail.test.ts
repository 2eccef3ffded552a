import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { SMTPServer } from 'smtp-server'
import type { Config } from '#kernel/config.ts'
import { sql } from '#kernel/db.ts'
import { testTenant, type TestTenant } from '#kernel/testing.ts'
import { createMailbox, type Mailbox } from '#simulators/smtp'
import { changeSettings, type ServerDraft } from './change-settings.ts'
import { canPost, post, readPost } from './post.ts'
import { sendTestMail } from './test-mail.ts'

let installation: Mailbox
let own: Mailbox
before(async () => {
  installation = await createMailbox()
  own = await createMailbox()
})
after(async () => {
  await installation.close()
  await own.close()
})

const configOf = ({ platform }: TestTenant, port: number | null = installation.port): Config => ({
  ...platform.config,
  SMTP_URL: port === null ? undefined : `smtp://127.0.0.1:${port}`,
  MESSAGING_PRIVATE_ADDRESSES: true,
})

/** Where mail servers may be on this machine. */
const nearby = { MESSAGING_PRIVATE_ADDRESSES: true }
const strangers = { MESSAGING_PRIVATE_ADDRESSES: false }

const serverAt = (port: number, fields: Partial<ServerDraft> = {}): ServerDraft => ({
  host: '127.0.0.1',
  port,
  security: 'none',
  senderAddress: 'bills@padma.example',
  username: null,
  ...fields,
})

async function send(tenant: TestTenant, to: string, config = configOf(tenant)) {
  return post(config, await tenant.transact(readPost), { to, subject: 'Your invoice', text: 'Hello' })
}

suite('a mail to a customer', () => {
  test("leaves through the installation's server under the tenant's name, or another", async () => {
    const tenant = await testTenant()
    await send(tenant, 'first@mail.example')
    const usual = (await installation.waitFor('first@mail.example', /invoice/)).headers
    assert.deepEqual([usual.get('from'), usual.get('reply-to')], ['Test Net <no-reply@localhost>', undefined])
    await tenant.transact((tx) => changeSettings(tx, nearby, { senderName: 'Accounts', replyTo: 'accounts@padma.example' }))
    await send(tenant, 'second@mail.example')
    const changed = (await installation.waitFor('second@mail.example', /invoice/)).headers
    assert.deepEqual([changed.get('from'), changed.get('reply-to')], ['Accounts <no-reply@localhost>', 'accounts@padma.example'])
  })

  test("leaves through the tenant's own server, from its own address; without one it falls back", async () => {
    const tenant = await testTenant()
    await tenant.transact((tx) => changeSettings(tx, nearby, { server: serverAt(own.port) }))
    await send(tenant, 'third@mail.example')
    const message = await own.waitFor('third@mail.example', /invoice/)
    assert.deepEqual([message.from, message.headers.get('from')], ['bills@padma.example', 'Test Net <bills@padma.example>'])
    assert.equal(await tenant.transact((tx) => canPost(tx, configOf(tenant, null))), true)
    await tenant.transact((tx) => changeSettings(tx, nearby, { server: null }))
    await send(tenant, 'fourth@mail.example')
    await installation.waitFor('fourth@mail.example', /invoice/)
    assert.equal(await tenant.transact((tx) => canPost(tx, configOf(tenant, null))), false)
  })

  test("is not sent past a server of the tenant's that is away", async () => {
    const tenant = await testTenant()
    await tenant.transact((tx) => changeSettings(tx, nearby, { server: serverAt(1) }))
    await assert.rejects(send(tenant, 'fifth@mail.example'), /ECONNREFUSED/)
    assert.equal(installation.messages.filter(({ to }) => to.includes('fifth@mail.example')).length, 0)
  })

  test('goes nowhere in the clear where STARTTLS is asked for', async () => {
    const tenant = await testTenant()
    await tenant.transact((tx) =>
      changeSettings(tx, nearby, { server: serverAt(own.port, { security: 'starttls', username: 'padma', password: 'secret-of-padma' }) }),
    )
    assert.equal((await send(tenant, 'sixth@mail.example')).state, 'failed')
    assert.equal(own.messages.filter(({ to }) => to.includes('sixth@mail.example')).length, 0)
  })
})

suite('a password', () => {
  const accepting = async (t: { after(work: () => void): void }) => {
    const seen: string[] = []
    const server = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      onAuth: ({ username, password }, _session, done) => {
        seen.push(`${username}:${password}`)
        if (password === 'right') done(null, { user: username ?? '' })
        else done(Object.assign(new Error('5.7.8 Wrong user or password'), { responseCode: 535 }))
      },
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    t.after(() => server.close(() => {}))
    return { port: (server.server.address() as { port: number }).port, seen }
  }

  test('is given to the server, kept sealed, and a wrong one is told in the words of the server', async (t) => {
    const { port, seen } = await accepting(t)
    const tenant = await testTenant()
    const set = (password: string) =>
      tenant.transact((tx) => changeSettings(tx, nearby, { server: serverAt(port, { username: 'padma', password }) }))
    const test = () => tenant.transact((tx) => sendTestMail(tx, { config: configOf(tenant) }, 'me@mail.example', 'en'))
    await set('wrong')
    const refused = await test()
    assert.equal(refused.state, 'failed')
    assert.match(refused.state === 'failed' ? refused.reason : '', /535 5\.7\.8 Wrong user or password/)
    await set('right')
    const taken = await test()
    assert.match(taken.state === 'sent' ? taken.response : '', /^250 /)
    assert.deepEqual(seen, ['padma:wrong', 'padma:right'])
    const { rows } = await tenant.transact((tx) => sql<{ kept: string }>`select password_sealed as kept from mail_setting`.execute(tx))
    assert.doesNotMatch(rows[0]!.kept, /right/)
  })

  test('stays while host and user do, and is asked for again where either changes', async () => {
    const tenant = await testTenant()
    const change = (fields: Partial<ServerDraft>) =>
      tenant.transact((tx) => changeSettings(tx, nearby, { server: serverAt(own.port, { username: 'padma', security: 'tls', ...fields }) }))
    await assert.rejects(change({}), { code: 'mail.password_missing' })
    await change({ password: 'secret-of-padma' })
    await change({ port: 2525 })
    await assert.rejects(change({ host: 'mail.elsewhere.example' }), { code: 'mail.password_missing' })
    await assert.rejects(change({ security: 'none' }), { code: 'mail.password_missing' })
    await assert.rejects(change({ username: 'other' }), { code: 'mail.password_missing' })
  })
})

suite('a server that only we can reach', () => {
  const refused = [
    ['127.0.0.1', /this server itself/],
    ['10.0.0.7', /a private address/],
    ['169.254.169.254', /cannot be connected to/],
    ['::ffff:10.0.0.7', /a private address/],
  ] as const
  for (const [host, why] of refused)
    test(`is refused at its field: ${host}`, async () => {
      const tenant = await testTenant()
      const change = tenant.transact((tx) => changeSettings(tx, strangers, { server: serverAt(own.port, { host }) }))
      await assert.rejects(change, { code: 'mail.address_refused', status: 422, pointer: '/server/host', message: why })
      await assert.rejects(change, /MESSAGING_PRIVATE_ADDRESSES/)
    })

  test('is not spoken to under a name either, and what it would answer is not told', async () => {
    const tenant = await testTenant()
    await tenant.transact((tx) => changeSettings(tx, strangers, { server: serverAt(own.port, { host: 'localhost' }) }))
    const config = { ...configOf(tenant), ...strangers }
    const delivery = await tenant.transact((tx) => sendTestMail(tx, { config }, 'seventh@mail.example', 'en'))
    assert.equal(delivery.state, 'failed')
    assert.match(delivery.state === 'failed' ? delivery.reason : '', /this server itself.*MESSAGING_PRIVATE_ADDRESSES/)
    assert.equal(own.messages.filter(({ to }) => to.includes('seventh@mail.example')).length, 0)
  })

  test('keeps its settings when something else changes', async () => {
    const tenant = await testTenant()
    await tenant.transact((tx) => changeSettings(tx, nearby, { server: serverAt(own.port) }))
    const { server } = await tenant.transact((tx) => changeSettings(tx, strangers, { senderName: 'Accounts' }))
    assert.equal(server?.host, '127.0.0.1')
  })
})

test('a test mail tells what became of it', async () => {
  const tenant = await testTenant()
  const stateWith = async (port: number | null) =>
    (await tenant.transact((tx) => sendTestMail(tx, { config: configOf(tenant, port) }, 'me@mail.example', 'hi-IN'))).state
  assert.equal(await stateWith(installation.port), 'sent')
  await installation.waitFor('me@mail.example', /मेल सेटिंग/)
  assert.equal(await stateWith(1), 'failed')
  assert.equal(await stateWith(null), 'skipped')
})
