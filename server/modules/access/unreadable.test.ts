/** Secrets that cannot be opened any more: whose they are is left out, and everybody else is served. */
import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { readPage, zListQuery } from '#kernel/lists.ts'
import { metricsText } from '#kernel/telemetry.ts'
import { testTenant } from '#kernel/testing.ts'
import { resetPassword } from './create-login.ts'
import { addNas, changeNas, findNas } from './keep-nas.ts'
import { lists } from './lists.ts'
import { startRadius } from './radius-service.ts'
import { connectRouter, eventually, nasDraft, secret, subscribed } from './testing.ts'

async function counted(kind: string): Promise<number> {
  const line = (await metricsText()).split('\n').find((one) => one.startsWith(`trunkline_radius_unreadable_secrets_total{kind="${kind}"}`))
  return Number(line?.split(' ')[1] ?? 0)
}

suite('secrets that cannot be opened', async () => {
  const tenant = await testTenant()
  const { transact, platform } = tenant
  const now = platform.clock.now()
  const { lost, subscriptionId } = await transact(async (tx) => {
    const lost = await addNas(tx, nasDraft({ name: 'Lost', address: '192.0.2.77' }), secret)
    await sql`update nas set secret_sealed = 'v1.lost.lost.lost' where id = ${lost.id}`.execute(tx)
    await sql`insert into realm (name) values ('roam.example')`.execute(tx)
    await sql`insert into home_server (realm_id, position, address, auth_port, acct_port, secret_sealed) select id, 0, '192.0.2.9', 1812, 1813, '' from realm`.execute(
      tx,
    )
    // For a hundred years: the list asks the clock of the machine whether a certificate is over.
    await sql`insert into eap_certificate (role, subject, certificate, key_sealed, fingerprint, issued, valid_from, valid_to)
      values ('server', 'radius.example.com', 'pem', 'sealed', 'f', false, ${now}, ${now.add({ hours: 900_000 })})`.execute(tx)
    await subscribed(tx, now, 'alice', 'alice-secret-42')
    const subscriptionId = await subscribed(tx, now, 'bob', 'bob-secret-42')
    await sql`update login set password_sealed = 'v1.lost.lost.lost' where username = 'bob'`.execute(tx)
    return { lost, subscriptionId }
  })
  const config = { ...platform.config, HOST: '127.0.0.1', RADIUS_AUTH_PORT: 0, RADIUS_ACCT_PORT: 0 }
  const radius = await startRadius({ ...platform, config })
  after(() => radius.stop())
  const { router } = await connectRouter(tenant, radius)

  const stateIn = (name: string, column: string) =>
    transact(async (tx) => {
      const { items } = await readPage(
        tx,
        lists.find((list) => list.name === name)!,
        zListQuery.parse({ f: `${column}:eq:secret-unreadable` }),
      )
      return items.length
    })

  test('all others are served', async () => {
    await eventually(async () => (await router.login({ username: 'alice', password: 'alice-secret-42' })).outcome === 'accepted', 'a login')
    assert.equal((await router.login({ username: 'bob', password: 'bob-secret-42' })).outcome, 'rejected')
  })

  test('staff sees it in the lists and on the page of the NAS', async () => {
    assert.equal((await transact((tx) => findNas(tx, lost.id))).secretUnreadable, true)
    assert.deepEqual(
      await Promise.all([stateIn('nas', 'health'), stateIn('realms', 'state'), stateIn('eap-certificates', 'state')]),
      [1, 1, 1],
    )
  })

  test('each is counted once, however often everything is read', async () => {
    const kinds = ['nas', 'home-server', 'eap-certificate', 'login']
    const before = await Promise.all(kinds.map(counted))
    assert.deepEqual(before, [1, 1, 1, 1])
    await transact(async (tx) => changeNas(tx, await findNas(tx, lost.id), nasDraft({ name: 'Lost', address: '192.0.2.77' }), undefined))
    await transact((tx) => addNas(tx, nasDraft({ name: 'Another', address: '192.0.2.78' }), secret))
    await eventually(async () => (await stateIn('nas', 'health')) === 1, 'another look')
    assert.deepEqual(await Promise.all(kinds.map(counted)), before)
  })

  test('typed again, it is served at once and the note goes', async () => {
    await transact(async (tx) => changeNas(tx, await findNas(tx, lost.id), nasDraft({ name: 'Lost', address: '192.0.2.77' }), secret))
    assert.equal((await transact((tx) => findNas(tx, lost.id))).secretUnreadable, false)
    await transact(async (tx) => {
      const { rows } = await sql<{ id: string }>`select id from login where subscription_id = ${subscriptionId}`.execute(tx)
      await resetPassword(tx, rows[0]!.id, 'bob-secret-43')
    })
    await eventually(async () => (await router.login({ username: 'bob', password: 'bob-secret-43' })).outcome === 'accepted', 'his login')
    const { rows } = await transact((tx) => sql`select from login where unreadable_since is not null`.execute(tx))
    assert.equal(rows.length, 0)
  })
})
