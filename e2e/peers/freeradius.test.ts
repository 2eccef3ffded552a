/** FreeRADIUS as a proxy before us and as a home server behind us, while tshark looks at every packet. */
import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { read } from '#protocols/radius'
import { createNas, type Nas } from '#simulators/nas'
import { addRealm } from '../../server/modules/access/keep-realm.ts'
import { addNas } from '../../server/modules/access/keep-nas.ts'
import { eventually, nasDraft, radiusWorld, secret, subscribed } from '../../server/modules/access/testing.ts'
import { canCapture, captureUdp } from '../lib/capture.ts'
import { freePorts } from '../lib/free-ports.ts'
import { hasFreeRadius, startFreeRadius } from '../lib/freeradius.ts'

const theirRealm = 'their.example'
const ourRealm = 'ours.example'

suite('FreeRADIUS', { skip: !hasFreeRadius && 'FreeRADIUS is not installed' }, async () => {
  if (!hasFreeRadius) return
  const world = await radiusWorld()
  const { platform, radius, router, transact } = world
  const ports = await freePorts()
  const capture = canCapture ? await captureUdp([radius.authPort, radius.acctPort, ports.auth, ports.acct]) : undefined
  const peer = await startFreeRadius({
    ports,
    secret,
    users:
      'bob Cleartext-Password := "bobs-password"\n\tSession-Timeout := 1234,\n\tFramed-Pool := "theirs",\n\tMikrotik-Rate-Limit := "900M/900M"\n',
    proxied: { realm: ourRealm, auth: radius.authPort, acct: radius.acctPort },
  })
  after(() => peer.stop())
  const ourUser = `ayesha-${world.tenantId.slice(-6)}@${ourRealm}`
  const sessionsOf = (username: string) =>
    transact(
      async (tx) =>
        (
          await sql<{ download_bytes: bigint; subscription_id: string | null; ended_at: unknown }>`
            select download_bytes, subscription_id, ended_at from session where username = ${username}`.execute(tx)
        ).rows,
    )
  const loginAt = (nas: Nas, username: string, password: string, method: 'pap' | 'chap') => nas.login({ username, password, method })

  await transact(async (tx) => {
    await subscribed(tx, platform.clock.now(), ourUser, 'correct-42')
    // What comes through the proxy comes from its address, under the name of the router behind it.
    await addNas(tx, nasDraft({ name: 'Their router', identifier: 'their-router' }), secret)
    await addRealm(
      tx,
      {
        name: theirRealm,
        stripsRealm: true,
        forwardsAccounting: true,
        requireMessageAuthenticator: false,
        timeoutMs: 2_000,
        believed: ['Framed-Pool'],
        enabled: true,
        servers: [
          {
            address: '127.0.0.1',
            transport: 'udp',
            authPort: ports.auth,
            acctPort: ports.acct,
            certificateName: null,
            authority: null,
            clientCertificate: null,
            secret,
          },
        ],
      },
      platform.clock.now(),
    )
  })
  const theirRouter = await createNas({
    host: '127.0.0.1',
    authPort: ports.auth,
    acctPort: ports.acct,
    secret,
    identifier: 'their-router',
    retry: { tries: 3, timeoutMs: 2_000 },
    clock: platform.clock,
  })
  after(() => theirRouter.close())

  for (const method of ['pap', 'chap'] as const) {
    test(`behind us, by ${method}: its user logs in at our router, and of its answer comes what is believed`, async () => {
      const username = `bob@${theirRealm}`
      const accepted = await eventually(async () => {
        const result = await loginAt(router, username, 'bobs-password', method)
        return result.outcome === 'accepted' && result
      }, 'the login')
      assert.equal(read(accepted.reply, 'Session-Timeout'), 1234)
      assert.equal(read(accepted.reply, 'Framed-Pool'), 'theirs')
      assert.equal(read(accepted.reply, 'Mikrotik-Rate-Limit'), undefined)
      assert.equal((await loginAt(router, username, 'wrong', method)).outcome, 'rejected')
      assert.equal(await accepted.session.start(), true)
      assert.equal(await accepted.session.stop(), true)
      await radius.applied()
      await eventually(
        async () => (await transact((tx) => sql`select from forwarded_accounting`.execute(tx))).rows.length === 0,
        'the acknowledgement of its accounting',
      )
    })

    test(`before us, by ${method}: our user logs in at its router, and what was used is counted here`, async () => {
      platform.clock.advance({ minutes: 2 }) // the place that the last login kept is free again
      const accepted = await eventually(async () => {
        const result = await loginAt(theirRouter, ourUser, 'correct-42', method)
        return result.outcome === 'accepted' && result
      }, 'the login through the proxy')
      assert.equal(read(accepted.reply, 'Mikrotik-Rate-Limit'), '5M/20M')
      assert.equal((await loginAt(theirRouter, ourUser, 'wrong', method)).outcome, 'rejected')
      assert.equal(await accepted.session.start(), true)
      accepted.session.count({ upload: 1_000n, download: 7_000_000_000n })
      platform.clock.advance({ minutes: 5 })
      assert.equal(await accepted.session.stop(), true)
      await radius.applied()
      const rows = await sessionsOf(ourUser)
      assert.ok(rows.length > 0)
      for (const row of rows) {
        assert.equal(row.download_bytes, 7_000_000_000n)
        assert.ok(row.subscription_id)
        assert.ok(row.ended_at)
      }
    })
  }

  test('tshark finds no malformed packet and no wrong signature', { skip: !capture && 'tshark is not installed' }, async () => {
    const packets = await capture!.packets(['radius.code', '_ws.malformed', '_ws.expert.severity', 'radius.authenticator.invalid'], secret)
    assert.ok(packets.length > 40, `${packets.length} packets were captured`)
    const codes = new Set(packets.map(([code]) => code))
    for (const code of ['1', '2', '3', '4', '5']) assert.ok(codes.has(code), `code ${code} was seen`)
    assert.deepEqual(
      packets.filter(([, malformed, severity, invalid]) => malformed || Number(severity || 0) >= warning || invalid === '1'),
      [],
    )
  })
})

/** Of Wireshark's scale: chat, note, warning, error. */
const warning = 0x00600000
