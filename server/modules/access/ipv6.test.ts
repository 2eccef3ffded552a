/** Routers and subscribers on IPv6. */
import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { type AttributePair, hidePassword, sharedSecret } from '#protocols/radius'
import { openExchange } from '#simulators/nas'
import { addNas } from './keep-nas.ts'
import { eventually, nasDraft, radiusWorld, secret, subscribed } from './testing.ts'

suite('IPv6', async () => {
  const world = await radiusWorld({ HOST: '::1' })
  const { platform, radius, transact } = world
  const username = `six-${world.tenantId.slice(-6)}`
  const identifier = `six-${world.tenantId.slice(-6)}`
  await transact((tx) => subscribed(tx, platform.clock.now(), username, 'correct-42'))
  await transact((tx) => addNas(tx, nasDraft({ name: 'BNG on IPv6', address: '::1', identifier }), secret))
  const [auth, acct] = await Promise.all(
    [radius.authPort, radius.acctPort].map((port) =>
      openExchange({ host: '::1', port, secret: sharedSecret(secret), retry: { tries: 3, timeoutMs: 1_000 } }),
    ),
  )
  after(() => [auth, acct].forEach((exchange) => exchange!.close()))

  const login = () =>
    auth!.ask('Access-Request', (authenticator) => [
      ['User-Name', username],
      ['User-Password', hidePassword('correct-42', authenticator, sharedSecret(secret))],
      ['NAS-IPv6-Address', '2001:db8::1'],
      ['NAS-Identifier', identifier],
    ])
  const account = (status: number, attributes: readonly AttributePair[]) =>
    acct!.ask('Accounting-Request', () => [
      ['Acct-Status-Type', status],
      ['Acct-Session-Id', 'six-1'],
      ['User-Name', username],
      ['NAS-IPv6-Address', '2001:db8::1'],
      ['NAS-Identifier', identifier],
      ...attributes,
    ])

  test('a router that speaks IPv6 is known by its address', async () => {
    await eventually(async () => (await login())?.code === 'Access-Accept', 'the login by IPv6')
  })

  test('addresses, prefixes and interface of a session are kept, also when a later packet does not repeat them', async () => {
    await account(1, [
      ['Framed-IPv6-Prefix', '2001:db8:0:7::/64'],
      ['Framed-Interface-Id', '0:0:a:1'],
    ])
    await radius.applied() // two packets of a session that take effect apart
    await account(3, [
      ['Acct-Session-Time', 60],
      ['Framed-IPv6-Address', '2001:db8:0:7::abcd'],
      ['Delegated-IPv6-Prefix', '2001:db8:700::/56'],
    ])
    await account(2, [['Acct-Session-Time', 61]])
    await radius.applied()
    const [session] = await transact(
      async (tx) =>
        (
          await sql<
            Record<string, string>
          >`select host(address6) as address6, prefix6::text, delegated6::text, interface6 from session where username = ${username}`.execute(
            tx,
          )
        ).rows,
    )
    assert.deepEqual(session, {
      address6: '2001:db8:0:7::abcd',
      prefix6: '2001:db8:0:7::/64',
      delegated6: '2001:db8:700::/56',
      interface6: '0:0:a:1',
    })
  })
})
