import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { runJobNow } from '#kernel/jobs.ts'
import { testTenant } from '#kernel/testing.ts'
import { createMailbox } from '#simulators/smtp'
import { jobs } from './jobs.ts'
import { issueLink } from './links.ts'
import { browserOf, employ, identityServer, password } from './test-browser.ts'

const tokenOf = (link: string) => new URL(link).searchParams.get('token')!
const other = 'another monsoon, another river'

test('a link sets the password once, ends all sessions and lifts a lock', async () => {
  const tenant = await testTenant()
  const { app, platform } = identityServer(tenant)
  const rina = await employ(tenant, 'admin')
  const browser = browserOf(app)
  await browser.send('POST', '/session', { email: rina.email, password })
  for (const wrong of [browser, browserOf(app)])
    for (let count = 0; count < 6; count++) await wrong.send('POST', '/session', { email: rina.email, password: 'a wrong password' })

  const token = tokenOf(await tenant.transact((tx) => issueLink(tx, platform, rina.id, 'password-reset')))
  const weak = await browserOf(app).send('POST', '/password-resets/confirm', { token, password: 'short' })
  assert.deepEqual([weak.json().code, weak.json().pointer], ['identity.weak_password', '/password'])
  assert.equal((await browserOf(app).send('POST', '/password-resets/confirm', { token, password: other })).statusCode, 204)
  assert.equal(
    (await browserOf(app).send('POST', '/password-resets/confirm', { token, password: other })).json().code,
    'identity.link_over',
  )

  platform.clock.advance({ seconds: 1 })
  assert.equal((await browser.send('GET', '/session')).statusCode, 401)
  for (const right of [browser, browserOf(app)])
    assert.equal((await right.send('POST', '/session', { email: rina.email, password: other })).statusCode, 201)
})

test('a link is over after an hour, and after the password was changed otherwise', async () => {
  const tenant = await testTenant()
  const { app, platform } = identityServer(tenant)
  const rina = await employ(tenant, 'admin')
  const link = async () => tokenOf(await tenant.transact((tx) => issueLink(tx, platform, rina.id, 'password-reset')))
  const [old, fresh] = [await link(), await link()]
  const browser = browserOf(app)
  await browser.send('POST', '/session', { email: rina.email, password })
  assert.equal((await browser.send('POST', '/me/password', { current: 'a wrong password', password: other })).json().pointer, '/current')
  assert.equal((await browser.send('POST', '/me/password', { current: password, password: other })).statusCode, 204)
  assert.equal((await browser.send('GET', '/session')).statusCode, 200, 'the own session lives on')
  const use = async (token: string) =>
    (await browserOf(app).send('POST', '/password-resets/confirm', { token, password: other })).statusCode
  assert.equal(await use(old), 410)
  assert.equal(await use(fresh), 410)
  const later = await link()
  platform.clock.advance({ hours: 1 })
  assert.equal(await use(later), 410)
})

test('asking for a link answers the same for everybody, and mails at most three that work', async () => {
  const tenant = await testTenant()
  const { app, platform } = identityServer(tenant)
  const rina = await employ(tenant, 'admin')
  for (const email of [rina.email, `nobody-${rina.email}`])
    assert.equal((await browserOf(app).send('POST', '/password-resets', { email })).statusCode, 202)

  const mailLink = jobs.find((job) => job.name === 'identity.mail-link')!
  for (let count = 0; count < 5; count++) await runJobNow(platform, mailLink, tenant.scope, { staffId: rina.id, purpose: 'password-reset' })
  const { rows } = await tenant.transact((tx) =>
    sql<{ links: bigint }>`select count(*) as links from one_time_token where purpose = 'password-reset'`.execute(tx),
  )
  assert.equal(rows[0]!.links, 3n)
})

test('whoever is asked for by mail is found in every tenant', async () => {
  const [one, two] = [await testTenant(), await testTenant()]
  const { platform } = identityServer(one)
  const { email } = await employ(one, 'admin')
  await employ(two, 'support', email)
  const ask = jobs.find((job) => job.name === 'identity.ask-password-reset')!
  const scope = { tenants: [one.tenantId, two.tenantId], actor: 'test', requestId: '' }
  await runJobNow(platform, ask, scope, { email })
  const { rows } = await one.transact((tx) =>
    sql<{ tenant: string }>`
    select j.payload ->> 'tenantId' as tenant from graphile_worker._private_jobs j
    where j.payload ->> 'tenantId' in (${one.tenantId}, ${two.tenantId}) and j.payload -> 'input' ->> 'purpose' = 'password-reset'`.execute(
      tx,
    ),
  )
  assert.deepEqual(new Set(rows.map((row) => row.tenant)), new Set([one.tenantId, two.tenantId]))
})

test('the mail holds a link that works, in the language of the person', async () => {
  const mailbox = await createMailbox()
  const tenant = await testTenant()
  const { app, platform } = identityServer(tenant)
  const rina = await employ(tenant, 'admin')
  await tenant.transact((tx) => sql`update staff set locale = 'bn-BD' where id = ${rina.id}`.execute(tx))
  const mailLink = jobs.find((job) => job.name === 'identity.mail-link')!
  const withMail = { ...platform, config: { ...platform.config, SMTP_URL: `smtp://127.0.0.1:${mailbox.port}` } }
  await runJobNow(withMail, mailLink, tenant.scope, { staffId: rina.id, purpose: 'password-reset' })

  const mail = await mailbox.waitFor(rina.email, /নতুন পাসওয়ার্ড/)
  const token = /reset-password\?token=([\w-]+)/.exec(mail.text)?.[1]
  assert.equal((await browserOf(app).send('POST', '/password-resets/confirm', { token, password: other })).statusCode, 204)
  await mailbox.close()
})

test('what has served is forgotten, what is in force stays', async () => {
  const tenant = await testTenant()
  const { app, platform } = identityServer(tenant)
  const rina = await employ(tenant, 'admin')
  const browser = browserOf(app)
  await browser.send('POST', '/session', { email: rina.email, password })
  await tenant.transact((tx) => issueLink(tx, platform, rina.id, 'password-reset'))
  const forget = jobs.find((job) => job.name === 'identity.forget')!
  const kept = async () => {
    await runJobNow(platform, forget, tenant.scope, {})
    const { rows } = await tenant.transact((tx) =>
      sql<{ tokens: bigint; sessions: bigint; log: bigint }>`
      select (select count(*) from one_time_token) as tokens, (select count(*) from staff_session) as sessions, (select count(*) from sign_in) as log`.execute(
        tx,
      ),
    )
    return rows[0]!
  }
  assert.deepEqual(await kept(), { tokens: 1n, sessions: 1n, log: 1n })
  platform.clock.advance({ days: 10 })
  assert.deepEqual(await kept(), { tokens: 0n, sessions: 1n, log: 1n })
  platform.clock.advance({ days: 400 })
  assert.deepEqual(await kept(), { tokens: 0n, sessions: 0n, log: 0n })
})
