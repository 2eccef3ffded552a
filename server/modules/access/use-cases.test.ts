/** Logins, NAS, preview and diagnosis on the database, the wrong cases too. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sha256 } from '#kernel/crypto.ts'
import { sql } from '#kernel/db.ts'
import { testTenant } from '#kernel/testing.ts'
import { openSecret } from '#kernel/vault.ts'
import { block } from '#modules/subscriptions'
import { createLogin, createLogins, removeLogin, resetPassword } from './create-login.ts'
import { diagnose } from './diagnose.ts'
import { addNas, changeNas, findNas, removeNas } from './keep-nas.ts'
import { disconnectSession } from './order-commands.ts'
import { previewLogin } from './preview-login.ts'
import { readLoginsOf } from './store.ts'
import { nasDraft, secret, subscribed } from './testing.ts'

const absent = '01a1fc7f-8595-794b-be61-2f914ded31d3'

suite('logins', () => {
  test('user name and password are made up; the password is sealed and never in the audit log', async () => {
    const tenant = await testTenant()
    await tenant.transact(async (tx) => {
      const subscriptionId = await subscribed(tx, tenant.platform.clock.now(), 'first', 'secret-42')
      const login = await createLogin(tx, { subscriptionId })
      assert.match(login.username, /^[a-z]{6}\d{3}$/)
      assert.match(login.password, /^[a-z]{6}-[a-z]{6}-\d{4}$/)
      const { rows } = await sql<{ password_sealed: string; audit: string }>`
        select password_sealed, (select string_agg(after::text, '') from audit where table_name = 'login') as audit from login where id = ${login.id}`.execute(
        tx,
      )
      assert.equal(await openSecret(tx, rows[0]!.password_sealed, 'login.password'), login.password)
      assert.ok(!rows[0]!.audit.includes(rows[0]!.password_sealed) && rows[0]!.audit.includes('•••'))
      assert.deepEqual(
        (await readLoginsOf(tx, subscriptionId)).map((one) => one.username),
        ['first', login.username],
      )
    })
  })
  test('a MAC logs in with itself, however it is written', async () => {
    const tenant = await testTenant()
    await tenant.transact(async (tx) => {
      const subscriptionId = await subscribed(tx, tenant.platform.clock.now(), 'first', 'secret-42')
      const login = await createLogin(tx, { subscriptionId, kind: 'mac', username: 'AA-BB-CC-DD-EE-0F' })
      assert.deepEqual([login.username, login.password], ['aa:bb:cc:dd:ee:0f', 'aa:bb:cc:dd:ee:0f'])
    })
  })
  test('a user name is given once per tenant, capitals or not; another tenant may have it', async () => {
    const [one, other] = [await testTenant(), await testTenant()]
    const subscriptionId = await one.transact((tx) => subscribed(tx, one.platform.clock.now(), 'alice', 'secret-42'))
    await other.transact((tx) => subscribed(tx, other.platform.clock.now(), 'alice', 'secret-42'))
    await assert.rejects(
      one.transact((tx) => createLogin(tx, { subscriptionId, username: 'ALICE' })),
      { code: 'access.username_taken', pointer: '/username' },
    )
    await assert.rejects(
      other.transact((tx) => createLogin(tx, { subscriptionId })),
      { code: 'access.subscription_not_found' },
      "another tenant's subscription is not there",
    )
  })
  test('many at once keep their order of credentials', async () => {
    const tenant = await testTenant()
    await tenant.transact(async (tx) => {
      const subscriptionId = await subscribed(tx, tenant.platform.clock.now(), 'first', 'secret-42')
      const logins = await createLogins(
        tx,
        ['b', 'a', 'c'].map((username) => ({ subscriptionId, username, password: `password-${username}` })),
      )
      assert.ok(logins.every((login) => login.password === `password-${login.username}`))
    })
  })
  test('a password is made anew, a login removed; both only if it exists', async () => {
    const tenant = await testTenant()
    await tenant.transact(async (tx) => {
      const subscriptionId = await subscribed(tx, tenant.platform.clock.now(), 'first', 'secret-42')
      const [login] = await readLoginsOf(tx, subscriptionId)
      assert.notEqual((await resetPassword(tx, login!.id)).password, 'secret-42')
      await removeLogin(tx, login!.id)
      assert.deepEqual(await readLoginsOf(tx, subscriptionId), [])
    })
    await assert.rejects(
      tenant.transact((tx) => resetPassword(tx, absent)),
      { code: 'access.login_not_found' },
    )
    await assert.rejects(
      tenant.transact((tx) => removeLogin(tx, absent)),
      { code: 'access.login_not_found' },
    )
  })
})

suite('NAS', () => {
  test("the certificate of a router is one tenant's, which may share it among its own by their identifiers", async () => {
    const [one, other] = [await testTenant(), await testTenant()]
    const certificateFingerprint = sha256(crypto.randomUUID())
    const pin = (tenant: typeof one, identifier: string | null) =>
      tenant.transact((tx) =>
        addNas(tx, nasDraft({ name: `BNG ${identifier}`, address: null, certificateFingerprint, identifier }), secret),
      )
    await pin(one, 'bng-1')
    await pin(one, 'bng-2')
    for (const identifier of ['bng-1', 'bng-3', null])
      await assert.rejects(
        pin(other, identifier),
        { code: 'access.nas_certificate_taken', pointer: '/certificateFingerprint', message: /in use for another NAS/ },
        `as ${identifier}`,
      )
  })

  test('is added, changed with or without its secret, removed', async () => {
    const { transact } = await testTenant()
    const sealed = (id: string) =>
      transact(
        async (tx) =>
          (await sql<{ secret_sealed: string }>`select secret_sealed from nas where id = ${id}`.execute(tx)).rows[0]!.secret_sealed,
      )
    const draft = nasDraft()
    const nas = await transact((tx) => addNas(tx, draft, secret))
    const before = await sealed(nas.id)
    const renamed = await transact((tx) => changeNas(tx, nas, { ...draft, name: 'North' }, undefined))
    assert.deepEqual([renamed.name, renamed.version, await sealed(nas.id)], ['North', 2, before])
    await transact((tx) => changeNas(tx, renamed, { ...draft, name: 'North' }, 'another-secret'))
    assert.notEqual(await sealed(nas.id), before)
    await transact((tx) => removeNas(tx, nas.id))
    await assert.rejects(
      transact((tx) => findNas(tx, nas.id)),
      { code: 'access.nas_not_found' },
    )
  })
  test('name once per tenant, address and identifier once in the installation, location of its own', async () => {
    const [one, other] = [await testTenant(), await testTenant()]
    const draft = nasDraft()
    await one.transact((tx) => addNas(tx, draft, secret))
    await assert.rejects(
      one.transact((tx) => addNas(tx, nasDraft({ name: draft.name }), secret)),
      { code: 'access.nas_name_taken' },
    )
    await assert.rejects(
      other.transact((tx) => addNas(tx, draft, secret)),
      { code: 'access.nas_address_taken' },
    )
    await assert.rejects(
      other.transact((tx) => addNas(tx, nasDraft({ locationId: absent }), secret)),
      { code: 'access.location_unknown' },
    )
  })
  test('with sessions in the records it stays', async () => {
    const tenant = await testTenant()
    const nas = await tenant.transact((tx) => addNas(tx, nasDraft(), secret))
    await tenant.transact((tx) =>
      sql`
      insert into session (tenant_id, identity, nas_id, username, acct_session_id, started_at, updated_at) values (current_tenant(), uuidv7(), ${nas.id}, 'u', 's', now(), now())`.execute(
        tx,
      ),
    )
    await assert.rejects(
      tenant.transact((tx) => removeNas(tx, nas.id)),
      { code: 'access.nas_in_use' },
    )
  })
})

suite('preview and diagnosis', () => {
  test('what a login would get, and why', async () => {
    const tenant = await testTenant()
    const now = tenant.platform.clock.now()
    await tenant.transact(async (tx) => {
      const nas = await addNas(tx, nasDraft({ walledGarden: 'pay-first' }), secret)
      const subscriptionId = await subscribed(tx, now, 'alice', 'secret-42')
      const accepted = await previewLogin(tx, { username: 'Alice', nasId: nas.id }, now)
      assert.equal(accepted.verdict, 'accept')
      assert.ok(accepted.attributes.some((attribute) => attribute.value === '5M/20M'))
      await block(tx, [subscriptionId], 'unpaid')
      const walled = await previewLogin(tx, { username: 'alice', nasId: nas.id }, now)
      assert.deepEqual(
        [walled.verdict, walled.reason, walled.trace.at(-1)],
        ['walled-garden', 'blocked', { step: 'blocks', passed: false, found: 'unpaid' }],
      )
      assert.equal((await previewLogin(tx, { username: 'nobody', nasId: nas.id }, now)).reason, 'unknown-user')
    })
    await assert.rejects(
      tenant.transact((tx) => previewLogin(tx, { username: 'alice', nasId: absent }, now)),
      { code: 'access.nas_not_found' },
    )
  })
  test('from the invoice to the remedy', async () => {
    const tenant = await testTenant()
    const now = tenant.platform.clock.now()
    await tenant.transact(async (tx) => {
      const subscriptionId = await subscribed(tx, now, 'bob', 'secret-42')
      await sql`insert into invoice (number, account_id, customer_id, currency, place_of_supply, seller_id, customer_version, issued_on, due_on, period_from, period_to, net_minor, tax_minor, total_minor, taxes_of_id, paid_minor)
        select 'INV-1', account_id, customer_id, 'BDT', 'BD', uuidv7(), 1, '2026-02-01', '2026-02-08', '2026-02-01', '2026-03-01', 80000, 4000, 84000, uuidv7(), 4000 from subscription where id = ${subscriptionId}`.execute(
        tx,
      )
      await block(tx, [subscriptionId], 'unpaid')
      const diagnosis = await diagnose(tx, subscriptionId, now)
      assert.equal(diagnosis.verdict, 'withheld')
      assert.deepEqual(diagnosis.remedy, { action: 'pay', amount: { minor: 80_000n, currency: 'BDT' }, invoiceNumbers: ['INV-1'] })
    })
    await assert.rejects(
      tenant.transact((tx) => diagnose(tx, absent, now)),
      { code: 'access.subscription_not_found' },
    )
  })
  test('a session that does not exist, or is over, is not disconnected', async () => {
    const tenant = await testTenant()
    await assert.rejects(
      tenant.transact((tx) => disconnectSession(tx, absent, 'staff')),
      { code: 'access.session_not_found' },
    )
    const nas = await tenant.transact((tx) => addNas(tx, nasDraft(), secret))
    const id = await tenant.transact(
      async (tx) =>
        (
          await sql<{ id: string }>`
      insert into session (tenant_id, identity, nas_id, username, acct_session_id, started_at, updated_at, ended_at, closed_by)
      values (current_tenant(), uuidv7(), ${nas.id}, 'u', 's', now(), now(), now(), 'nas') returning id`.execute(tx)
        ).rows[0]!.id,
    )
    await assert.rejects(
      tenant.transact((tx) => disconnectSession(tx, id, 'staff')),
      { code: 'access.session_over' },
    )
  })
})
