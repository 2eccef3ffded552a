/** radsecproxy before us, for routers that know UDP alone, and behind us, as the door to a home server: RADIUS over TLS with somebody else's code. */
import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { read } from '#protocols/radius'
import { certificates, connectStream, createNas, startTestServer } from '#simulators/nas'
import { issueClientCertificate, newAuthority } from '../../server/modules/access/issue-certificate.ts'
import { addNas } from '../../server/modules/access/keep-nas.ts'
import { issueForNas, revokeNasCertificate } from '../../server/modules/access/keep-nas-certificates.ts'
import { addRealm } from '../../server/modules/access/keep-realm.ts'
import { disconnectSession } from '../../server/modules/access/order-commands.ts'
import { certificateFiles, eventually, nasDraft, radiusWorld, subscribed } from '../../server/modules/access/testing.ts'
import { freePorts } from '../lib/free-ports.ts'
import { hasRadsecproxy, startRadsecproxy } from '../lib/radsecproxy.ts'

const ourRealm = 'ours.example'
const theirRealm = 'their.example'
const routerSecret = 'between-router-and-proxy'
const homeSecret = 'between-proxy-and-home'

suite('radsecproxy', { skip: !hasRadsecproxy && 'radsecproxy is not installed' }, async () => {
  if (!hasRadsecproxy) return
  const world = await radiusWorld(certificateFiles())
  const { platform, radius, router, transact } = world
  const today = Temporal.Now.instant() // which is what OpenSSL compares certificates with
  const { http: tlsPort, auth: udpPort } = await freePorts()
  const home = await startTestServer(homeSecret, (request) =>
    request.code === 'Accounting-Request'
      ? { code: 'Accounting-Response' }
      : { code: 'Access-Accept', attributes: [['Session-Timeout', 1234]] },
  )
  after(() => home.close())

  const ourUser = `ayesha-${world.tenantId.slice(-6)}@${ourRealm}`
  const hub = await newAuthority('Roaming hub', today)
  const asTheyKnowUs = await issueClientCertificate(hub, 'Lagoon', today)
  const issued = await transact(async (tx) => {
    await subscribed(tx, platform.clock.now(), ourUser, 'correct-42')
    const proxy = await addNas(
      tx,
      nasDraft({ name: 'Proxy', address: null, identifier: null, certificateName: 'proxy.lagoon.example' }),
      'never used',
    )
    await addRealm(
      tx,
      {
        name: theirRealm,
        stripsRealm: false,
        forwardsAccounting: true,
        requireMessageAuthenticator: true,
        timeoutMs: 5_000,
        believed: [],
        enabled: true,
        servers: [
          {
            address: '127.0.0.1',
            transport: 'tls',
            authPort: tlsPort,
            acctPort: tlsPort,
            certificateName: 'localhost',
            authority: certificates.authority.cert,
            clientCertificate: asTheyKnowUs.certificate,
            clientKey: asTheyKnowUs.key,
          },
        ],
      },
      today,
    )
    return issueForNas(tx, proxy.id, platform.clock.now())
  })
  // It waits half a minute before it tries again, so we have to know it when it comes.
  const shown = { ca: certificates.authority.cert, cert: issued.certificate.certificate, key: issued.key, servername: 'localhost' }
  await eventually(async () => {
    const stream = await connectStream({ port: radius.tlsPort!, tls: shown }).catch(() => undefined)
    const answer = await stream?.ask('Status-Server', () => []).catch(() => undefined)
    stream?.close()
    return answer?.code === 'Access-Accept'
  }, 'the service hearing of the certificate')
  const peer = await startRadsecproxy({
    udpPort,
    secret: routerSecret,
    asks: {
      realm: ourRealm,
      port: radius.tlsPort!,
      shows: { certificate: issued.certificate.certificate, key: issued.key, authority: certificates.authority.cert },
    },
    listens: {
      port: tlsPort,
      shows: { certificate: certificates.server.cert, key: certificates.server.key, authority: hub.certificate },
    },
    home: { auth: home.authPort, acct: home.acctPort, secret: homeSecret },
  })
  after(() => peer.end())

  const behindProxy = await createNas({
    host: '127.0.0.1',
    authPort: udpPort,
    acctPort: udpPort,
    secret: routerSecret,
    identifier: 'behind-the-proxy',
    retry: { tries: 3, timeoutMs: 2_000 },
    clock: platform.clock,
  })
  after(() => behindProxy.close())

  for (const method of ['pap', 'chap', 'mschapv2'] as const)
    test(`before us, by ${method}: a router that knows UDP alone logs our user in, and what was used is counted`, async () => {
      platform.clock.advance({ minutes: 2 }) // the place that the last login kept is free again
      const accepted = await eventually(async () => {
        const result = await behindProxy.login({ username: ourUser, password: 'correct-42', method })
        return result.outcome === 'accepted' && result
      }, `the login through the proxy, which says ${peer.output()}`)
      assert.equal(read(accepted.reply, 'Mikrotik-Rate-Limit'), '5M/20M')
      assert.equal((await behindProxy.login({ username: ourUser, password: 'wrong', method })).outcome, 'rejected')
      assert.equal(await accepted.session.start(), true)
      accepted.session.count({ upload: 1_000n, download: 7_000_000_000n })
      platform.clock.advance({ minutes: 5 })
      assert.equal(await accepted.session.stop(), true)
      await radius.applied()
      const { rows } = await transact((tx) =>
        sql<{ download: bigint; isOurs: boolean }>`
          select download_bytes as download, subscription_id is not null as "isOurs" from session where username = ${ourUser} and ended_at is not null order by started_at desc limit 1`.execute(
          tx,
        ),
      )
      assert.deepEqual(rows, [{ download: 7_000_000_000n, isOurs: true }])
    })

  test('before us, it passes no command on: that is told as silence, and the session goes on', async () => {
    platform.clock.advance({ minutes: 2 })
    const accepted = await eventually(async () => {
      const result = await behindProxy.login({ username: ourUser, password: 'correct-42' })
      return result.outcome === 'accepted' && result
    }, 'the login through the proxy')
    assert.equal(await accepted.session.start(), true)
    await radius.applied()
    const { rows } = await transact((tx) =>
      sql<{ id: string }>`select id from session where username = ${ourUser} and ended_at is null`.execute(tx),
    )
    await transact((tx) => disconnectSession(tx, rows[0]!.id, 'staff'))
    const outcome = () =>
      transact(
        async (tx) =>
          (
            await sql<{
              state: string
            }>`select state from network_command where session_id = ${rows[0]!.id} and state not in ('queued', 'sent')`.execute(tx)
          ).rows[0]?.state,
      )
    assert.equal(await eventually(outcome, 'the outcome of the command'), 'timeout')
    assert.equal(await accepted.session.stop(), true, 'accounted for as before')
  })

  test('behind us: a visitor is asked for through it, and their usage told, by the certificate that the hub made for us', async () => {
    const username = `bob@${theirRealm}`
    const accepted = await eventually(async () => {
      const result = await router.login({ username, password: 'far-away-42' })
      return result.outcome === 'accepted' && result
    }, 'the login of the visitor')
    assert.equal(read(accepted.reply, 'Session-Timeout'), 1234)
    assert.equal(await accepted.session.start(), true)
    assert.equal(await accepted.session.stop(), true)
    await radius.applied()
    await eventually(
      async () => (await transact((tx) => sql`select from forwarded_accounting`.execute(tx))).rows.length === 0,
      'the acknowledgement of the usage',
    )
    const asked = home.received.filter((request) => read(request, 'User-Name') === username)
    assert.deepEqual([...new Set(asked.map(({ code }) => code))].toSorted(), ['Access-Request', 'Accounting-Request'])
  })

  test('a revoked certificate shuts the proxy out', async () => {
    await transact((tx) => revokeNasCertificate(tx, issued.certificate.id, platform.clock.now()))
    await eventually(
      async () => (await behindProxy.login({ username: ourUser, password: 'correct-42' })).outcome === 'timeout',
      'the end of the connection',
    )
  })
})
