import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import { sql } from '#kernel/db.ts'
import { testTenant } from '#kernel/testing.ts'
import { browserOf, employ, identityServer, password } from './test-browser.ts'

const codeAt = (secret: string, at: Temporal.Instant) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.epochMilliseconds })

suite('signing in by password', () => {
  test('tells the console who, where and what is allowed, and sets cookies that scripts cannot read', async () => {
    const tenant = await testTenant()
    const { app } = identityServer(tenant)
    const rina = await employ(tenant, 'manager')
    const answer = await browserOf(app).send('POST', '/session', { email: rina.email.toUpperCase(), password })
    assert.equal(answer.statusCode, 201)
    const session = answer.json()
    assert.deepEqual(session.staff, { id: rina.id, name: 'Rina Akter', email: rina.email, locale: 'en', roles: ['manager'] })
    assert.deepEqual([session.tenant.id, session.tenant.brand.color, session.tenant.currency], [tenant.tenantId, '#0f766e', 'BDT'])
    assert.deepEqual(session.permissions, ['tenant.read', 'tenant.write', 'staff.read', 'billing.read'])
    for (const cookie of answer.cookies) assert.deepEqual([cookie.httpOnly, cookie.sameSite, cookie.secure ?? false], [true, 'Lax', false])
  })

  test('an unknown e-mail is answered and locked like a known one', async () => {
    const tenant = await testTenant()
    const { app, platform } = identityServer(tenant)
    const rina = await employ(tenant, 'admin')
    const codes = async (email: string) => {
      const answers = []
      for (let attempt = 1; attempt <= 6; attempt++)
        answers.push((await browserOf(app).send('POST', '/session', { email, password: 'a wrong password' })).json().code)
      return answers
    }
    const known = await codes(rina.email)
    platform.clock.advance({ minutes: 10 })
    assert.deepEqual(await codes(`nobody-${rina.email}`), known)
    assert.deepEqual(known, [...Array(5).fill('identity.wrong_credentials'), 'identity.locked'])
  })

  test('the right password does not open a lock, time does, and then attempts count anew', async () => {
    const tenant = await testTenant()
    const { app, platform } = identityServer(tenant)
    const rina = await employ(tenant, 'admin')
    const attempt = (typed: string) => browserOf(app).send('POST', '/session', { email: rina.email, password: typed })
    for (let count = 0; count < 5; count++) await attempt('a wrong password')
    const locked = await attempt(password)
    assert.deepEqual([locked.statusCode, locked.headers['retry-after']], [429, '30'])
    platform.clock.advance({ seconds: 30 })
    assert.equal((await attempt(password)).statusCode, 201)
    assert.equal((await attempt('a wrong password')).json().code, 'identity.wrong_credentials')
  })

  test('strangers lock out strangers, never a browser in which this person has signed in before', async () => {
    const tenant = await testTenant()
    const { app } = identityServer(tenant)
    const [rina, karim] = [await employ(tenant, 'admin'), await employ(tenant, 'admin')]
    const [desk, karims, stranger] = [browserOf(app), browserOf(app), browserOf(app)]
    const attempt = async (browser: typeof desk, typed: string) =>
      (await browser.send('POST', '/session', { email: rina.email, password: typed })).statusCode
    await attempt(desk, password)
    await karims.send('POST', '/session', { email: karim.email, password })

    for (let count = 0; count < 5; count++) assert.equal(await attempt(stranger, 'a wrong password'), 401)
    assert.equal(await attempt(stranger, password), 429)
    assert.equal(await attempt(karims, password), 429, 'known, but as another person')
    assert.equal(await attempt(desk, password), 201)
    assert.equal(await attempt(stranger, password), 429, 'what strangers tried is not forgotten by it')
  })

  test('a known browser has attempts of its own, which lock it alone', async () => {
    const tenant = await testTenant()
    const { app } = identityServer(tenant)
    const rina = await employ(tenant, 'admin')
    const [desk, phone] = [browserOf(app), browserOf(app)]
    const attempt = async (browser: typeof desk, typed: string) =>
      (await browser.send('POST', '/session', { email: rina.email, password: typed })).statusCode
    for (const browser of [desk, phone]) await attempt(browser, password)
    for (let count = 0; count < 5; count++) assert.equal(await attempt(desk, 'a wrong password'), 401)
    assert.equal(await attempt(desk, password), 429)
    assert.equal(await attempt(phone, password), 201)
    assert.equal(await attempt(browserOf(app), password), 201)
    assert.equal(await attempt(desk, password), 429)
  })

  test('one e-mail at two operators is asked which, and goes where it says', async () => {
    const [one, other] = [await testTenant(), await testTenant()]
    const { app } = identityServer(one)
    const { email } = await employ(one, 'admin')
    await employ(other, 'support', email)
    const asked = await browserOf(app).send('POST', '/session', { email, password })
    assert.deepEqual([asked.statusCode, asked.json().code, asked.json().tenants.length], [409, 'identity.choose_tenant', 2])
    const { rows } = await other.transact((tx) => sql<{ slug: string }>`select slug from tenant`.execute(tx))
    const answer = await browserOf(app).send('POST', '/session', { email, password, tenant: rows[0]!.slug })
    assert.equal(answer.json().tenant.id, other.tenantId)
  })

  test('another site cannot sign people in to its account', async () => {
    const tenant = await testTenant()
    const { app } = identityServer(tenant)
    const rina = await employ(tenant, 'admin')
    const answer = await browserOf(app).send('POST', '/session', { email: rina.email, password }, { 'sec-fetch-site': 'cross-site' })
    assert.equal(answer.json().code, 'identity.cross_site')
    const form = await app.inject({
      method: 'POST',
      url: '/api/v1/session',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: `email=${rina.email}&password=${password}`,
    })
    assert.equal(form.statusCode, 403)
  })

  test('what was tried stands in the log, and a new browser is told about', async () => {
    const tenant = await testTenant()
    const { app } = identityServer(tenant)
    const rina = await employ(tenant, 'admin')
    const first = browserOf(app, 'Phone')
    await first.send('POST', '/session', { email: rina.email, password })
    await first.send('POST', '/session', { email: rina.email, password: 'a wrong password' })
    await first.send('POST', '/session', { email: rina.email, password })
    await browserOf(app, 'Laptop').send('POST', '/session', { email: rina.email, password })
    await tenant.transact(async (tx) => {
      const log = await sql<{ outcome: string; user_agent: string }>`select outcome, user_agent from sign_in order by id`.execute(tx)
      assert.deepEqual(
        log.rows.map((row) => `${row.user_agent} ${row.outcome}`),
        ['Phone signed-in', 'Phone wrong-password', 'Phone signed-in', 'Laptop signed-in'],
      )
      const events = await sql<{ payload: { userAgent: string } }>`select payload from event where type = 'staff.new_device.v1'`.execute(tx)
      assert.deepEqual(
        events.rows.map((row) => row.payload.userAgent),
        ['Laptop'],
      )
    })
  })
})

suite('sessions', () => {
  test('a change needs the token of the session', async () => {
    const tenant = await testTenant()
    const { app } = identityServer(tenant)
    const rina = await employ(tenant, 'admin')
    const browser = browserOf(app)
    await browser.send('POST', '/session', { email: rina.email, password })
    assert.equal((await browser.send('PATCH', '/me', { name: 'Rina' })).statusCode, 200)
    assert.equal((await browser.send('PATCH', '/me', { name: 'Rina' }, { 'x-csrf-token': 'forged' })).json().code, 'http.csrf')
  })

  test('are listed, and a revoked one is out within a second', async () => {
    const tenant = await testTenant()
    const { app, platform } = identityServer(tenant)
    const rina = await employ(tenant, 'admin')
    const [desk, phone] = [browserOf(app, 'Desk'), browserOf(app, 'Phone')]
    for (const browser of [desk, phone]) await browser.send('POST', '/session', { email: rina.email, password })
    const { items } = (await desk.send('GET', '/me/sessions')).json()
    assert.deepEqual(
      new Map(items.map((one: { userAgent: string; isCurrent: boolean }) => [one.userAgent, one.isCurrent])),
      new Map([
        ['Desk', true],
        ['Phone', false],
      ]),
    )
    assert.equal((await phone.send('GET', '/session')).statusCode, 200)

    const other = items.find((one: { userAgent: string }) => one.userAgent === 'Phone')
    assert.equal((await desk.send('DELETE', `/me/sessions/${other.id}`)).statusCode, 204)
    platform.clock.advance({ seconds: 1 })
    assert.equal((await phone.send('GET', '/session')).statusCode, 401)
    assert.equal((await desk.send('GET', '/session')).statusCode, 200)
    assert.equal((await desk.send('DELETE', `/me/sessions/${other.id}`)).statusCode, 404)
  })

  test('end when idle for a working day, live on while used, and at last end anyway', async () => {
    const tenant = await testTenant()
    const { app, platform } = identityServer(tenant)
    const rina = await employ(tenant, 'admin')
    const browser = browserOf(app)
    const isIn = async () => (await browser.send('GET', '/session')).statusCode === 200
    await browser.send('POST', '/session', { email: rina.email, password })
    for (let hour = 0; hour < 44; hour += 11) {
      platform.clock.advance({ hours: 11 })
      assert.ok(await isIn(), 'used within twelve hours')
    }
    platform.clock.advance({ hours: 12 })
    assert.equal(await isIn(), false)

    await browser.send('POST', '/session', { email: rina.email, password })
    let hours = 0
    while (await isIn()) {
      platform.clock.advance({ hours: 10 })
      hours += 10
    }
    assert.equal(hours, 720)
  })

  test('signing out ends the session, not only the cookie', async () => {
    const tenant = await testTenant()
    const { app, platform } = identityServer(tenant)
    const rina = await employ(tenant, 'admin')
    const browser = browserOf(app)
    await browser.send('POST', '/session', { email: rina.email, password })
    const stolen = browser.cookies.get('tl_session')!
    await browser.send('DELETE', '/session')
    platform.clock.advance({ seconds: 1 })
    const thief = browserOf(app)
    thief.cookies.set('tl_session', stolen)
    assert.equal((await thief.send('GET', '/session')).statusCode, 401)
  })
})

suite('an authenticator app', () => {
  async function withApp() {
    const tenant = await testTenant()
    const { app, platform } = identityServer(tenant)
    const rina = await employ(tenant, 'admin')
    const browser = browserOf(app)
    await browser.send('POST', '/session', { email: rina.email, password })
    const { secret, qr } = (await browser.send('POST', '/me/totp', {})).json()
    assert.match(qr, /^data:image\/gif;base64,/)
    assert.equal((await browser.send('POST', '/me/totp/confirmation', { code: '000000' })).json().code, 'identity.wrong_code')
    const confirmed = await browser.send('POST', '/me/totp/confirmation', { code: codeAt(secret, platform.clock.now()) })
    assert.equal(confirmed.statusCode, 200)
    const { recoveryCodes } = confirmed.json()
    const ask = async () => (await browserOf(app).send('POST', '/session', { email: rina.email, password })).json()
    return { tenant, app, platform, rina, secret, browser, ask, recoveryCodes }
  }
  const answer = (challengeId: string, code: string) => ({ challengeId, method: 'totp', code })

  test('is asked after the password, and its code is good once', async () => {
    const { app, platform, secret, ask } = await withApp()
    const asked = await ask()
    assert.deepEqual([asked.code, asked.methods], ['identity.second_factor_required', ['totp', 'recovery-code']])
    const used = await browserOf(app).send(
      'POST',
      '/session/second-factor',
      answer(asked.challengeId, codeAt(secret, platform.clock.now())),
    )
    assert.equal(used.json().code, 'identity.wrong_code', 'the code that confirmed the app was used already')

    platform.clock.advance({ seconds: 30 })
    const code = codeAt(secret, platform.clock.now())
    assert.equal((await browserOf(app).send('POST', '/session/second-factor', answer(asked.challengeId, code))).statusCode, 201)
    const again = await ask()
    assert.equal(
      (await browserOf(app).send('POST', '/session/second-factor', answer(again.challengeId, code))).json().code,
      'identity.wrong_code',
    )
  })

  test('a challenge ends after five tries, after five minutes and after use', async () => {
    const { app, platform, secret, ask } = await withApp()
    const tries = await ask()
    for (let count = 0; count < 5; count++) await browserOf(app).send('POST', '/session/second-factor', answer(tries.challengeId, '000000'))
    platform.clock.advance({ seconds: 30 })
    const right = () => codeAt(secret, platform.clock.now())
    assert.equal(
      (await browserOf(app).send('POST', '/session/second-factor', answer(tries.challengeId, right()))).json().code,
      'identity.challenge_over',
    )
    const old = await ask()
    platform.clock.advance({ minutes: 5 })
    assert.equal(
      (await browserOf(app).send('POST', '/session/second-factor', answer(old.challengeId, right()))).json().code,
      'identity.challenge_over',
    )
    const used = await ask()
    assert.equal((await browserOf(app).send('POST', '/session/second-factor', answer(used.challengeId, right()))).statusCode, 201)
    platform.clock.advance({ seconds: 30 })
    assert.equal(
      (await browserOf(app).send('POST', '/session/second-factor', answer(used.challengeId, right()))).json().code,
      'identity.challenge_over',
    )
  })

  test('a recovery code takes its place once, is told by mail and stands in the audit log without the code', async () => {
    const { tenant, app, rina, browser, ask, recoveryCodes } = await withApp()
    const enter = async (code: string) =>
      browserOf(app).send('POST', '/session/second-factor', { challengeId: (await ask()).challengeId, method: 'recovery-code', code })
    assert.equal((await enter(recoveryCodes[0].toUpperCase().replaceAll('-', ' '))).statusCode, 201)
    assert.equal((await enter(recoveryCodes[0])).json().code, 'identity.wrong_recovery_code')
    assert.equal((await browser.send('GET', '/me/second-factors')).json().recoveryCodesLeft, 9)

    const { rows } = await tenant.transact((tx) =>
      sql<{ outcomes: bigint; left: string; used: object }>`
        select (select count(*) from sign_in where staff_id = ${rina.id} and outcome = 'recovery-code') as outcomes,
          (select j.payload -> 'input' ->> 'left' from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
            where t.identifier = 'identity.mail-recovery-code' and j.payload ->> 'tenantId' = ${tenant.tenantId}) as left,
          (select after from audit where table_name = 'recovery_code' and operation = 'update') as used`.execute(tx),
    )
    const [{ outcomes, left, used }] = rows as [(typeof rows)[0]]
    assert.deepEqual([outcomes, left, Object.keys(used)], [1n, '9', ['used_at']])
  })

  test('new recovery codes end those before, and all go with the app', async () => {
    const { app, browser, ask, recoveryCodes } = await withApp()
    const renewed = (await browser.send('POST', '/me/recovery-codes', {})).json().recoveryCodes
    const { challengeId } = await ask()
    const enter = (code: string) => browserOf(app).send('POST', '/session/second-factor', { challengeId, method: 'recovery-code', code })
    assert.equal((await enter(recoveryCodes[0])).statusCode, 422)
    assert.equal((await enter(renewed[0])).statusCode, 201)
    await browser.send('DELETE', '/me/totp')
    assert.equal((await browser.send('GET', '/me/second-factors')).json().recoveryCodesLeft, 0)
    assert.equal((await browser.send('POST', '/me/recovery-codes', {})).json().code, 'identity.totp_not_begun')
  })

  test('can be removed, and then the password is enough', async () => {
    const { browser, ask } = await withApp()
    assert.equal((await browser.send('POST', '/me/totp', {})).json().code, 'identity.totp_in_force')
    assert.equal((await browser.send('DELETE', '/me/totp')).statusCode, 204)
    assert.ok((await ask()).csrf)
  })
})
