/** What the RADIUS process knows, and how it learns. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { testTenant } from '#kernel/testing.ts'
import { block } from '#modules/subscriptions'
import { removeLogin, resetPassword } from './create-login.ts'
import { EapBook } from './eap-book.ts'
import { Directory } from './directory.ts'
import { followChanges } from './directory-feed.ts'
import { addNas, changeNas } from './keep-nas.ts'
import { readLoginsOf } from './store.ts'
import { Roaming } from './roaming.ts'
import { eventually, nasDraft, secret, subscribed } from './testing.ts'

test('a NAS is found by address; by identifier where several share it; disabled ones are not', async () => {
  const tenant = await testTenant()
  const directory = new Directory(tenant.db, tenant.platform.clock)
  const draft = { address: '198.51.100.7', name: 'a' }
  const [alone, east] = await tenant.transact(async (tx) => [
    await addNas(tx, nasDraft({ address: '198.51.100.8', identifier: null, name: 'alone' }), secret),
    await addNas(tx, nasDraft({ ...draft, identifier: 'east' }), secret),
  ])
  await directory.refreshNas()
  const find = (address: string, identifier?: string) => directory.findNas(address, () => identifier)?.name
  assert.equal(find('198.51.100.8', 'whatever it calls itself'), 'alone')
  assert.equal(find('198.51.100.7', 'east'), 'a')
  assert.equal(find('198.51.100.7', 'west'), undefined)
  assert.equal(find('198.51.100.9'), undefined)

  await tenant.transact(async (tx) => {
    await addNas(tx, nasDraft({ ...draft, identifier: null, name: 'rest' }), secret)
    await changeNas(tx, alone!, { ...alone!, enabled: false }, undefined)
  })
  await directory.refreshNas()
  assert.equal(find('198.51.100.7', 'west'), 'rest')
  assert.equal(find('198.51.100.7', east!.identifier!), 'a')
  assert.equal(find('198.51.100.8'), undefined)
})

test('changes come in by themselves, also while another transaction is still running', async () => {
  const tenant = await testTenant()
  const directory = new Directory(tenant.db, tenant.platform.clock)
  const feed = await followChanges(tenant.db, {
    directory,
    eapBook: new EapBook(tenant.db),
    roaming: new Roaming({ db: tenant.db, nowMs: () => 0, tls: null }),
    onNasChanged: () => {},
  })
  const find = () => directory.findLogin(tenant.tenantId, 'Alice')
  try {
    await tenant.transact(async (slow) => {
      await sql`select pg_current_xact_id()`.execute(slow) // holds back what durable subscribers may read
      const subscriptionId = await tenant.transact((tx) => subscribed(tx, tenant.platform.clock.now(), 'alice', 'first-42'))
      assert.equal((await eventually(async () => find(), 'the new login')).password, 'first-42')
      await tenant.transact((tx) => block(tx, [subscriptionId], 'abuse'))
      await eventually(async () => find()?.subscription.blocks.join() === 'abuse', 'the block')
      const [login] = await tenant.transact((tx) => readLoginsOf(tx, subscriptionId))
      await tenant.transact((tx) => resetPassword(tx, login!.id, 'second-42'))
      await eventually(async () => find()?.password === 'second-42', 'the new password')
      await tenant.transact((tx) => removeLogin(tx, login!.id))
      await eventually(async () => find() === undefined, 'the removal')
    })
  } finally {
    await feed.stop()
  }
})

test('reading anew finds what was changed behind its back', async () => {
  const tenant = await testTenant()
  const directory = new Directory(tenant.db, tenant.platform.clock)
  await tenant.transact((tx) => subscribed(tx, tenant.platform.clock.now(), 'alice', 'first-42'))
  await directory.load()
  assert.ok(directory.findLogin(tenant.tenantId, 'alice'))
  await tenant.transact((tx) => sql`update login set username = 'carol'`.execute(tx))
  await directory.load()
  assert.ok(!directory.findLogin(tenant.tenantId, 'alice') && directory.findLogin(tenant.tenantId, 'carol'))
  await tenant.transact((tx) => sql`delete from login`.execute(tx))
  await directory.load()
  assert.ok(!directory.findLogin(tenant.tenantId, 'carol'))
})
