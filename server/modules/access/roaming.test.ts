/** Users of other operators: asked for at their home servers, which are believed as far as the table of realms says. */
import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import tls from 'node:tls'
import { after, suite, test } from 'node:test'
import fc from 'fast-check'
import { sql } from '#kernel/db.ts'
import { openSecret } from '#kernel/vault.ts'
import { decode, encodeReply, type Packet, papPassword, read, readAll, sharedSecret, takeFrames } from '#protocols/radius'
import { type Answer, certificates, startTestServer } from '#simulators/nas'
import { addRealm, changeRealm, findRealm, type GivenRealm, type GivenServer, removeRealm } from './keep-realm.ts'
import { issueClientCertificate, issueServerCertificate, newAuthority } from './issue-certificate.ts'
import { realmIn } from './realm.ts'
import { homeServerPurpose } from './roaming.ts'
import { anyMutation, certificateFiles, eventually, mutated, type Mutation, radiusWorld, secret } from './testing.ts'

const homeSecret = 'of-the-home-server'
const key = sharedSecret(homeSecret)

for (const [username, realm] of [
  ['ayesha@Roam.Example', 'roam.example'],
  ['a@b@roam.example', 'roam.example'],
  ['ayesha', undefined],
  ['@', ''],
] as const)
  test(`the realm of ${username}`, () => assert.equal(realmIn(username), realm))

const usual: Omit<GivenRealm, 'name' | 'servers'> = {
  stripsRealm: false,
  forwardsAccounting: true,
  requireMessageAuthenticator: true,
  timeoutMs: 300,
  believed: [],
  enabled: true,
}

suite('roaming', async () => {
  const world = await radiusWorld(certificateFiles())
  const { platform, radius, router, transact } = world
  let realms = 0

  /** A realm with its home servers, of which the program has heard. */
  async function realmOf(servers: readonly GivenServer[], given: Partial<GivenRealm> = {}) {
    const name = `roam${++realms}-${world.tenantId.slice(-6)}.example`
    const realm = await transact((tx) =>
      addRealm(
        tx,
        {
          ...usual,
          name,
          servers,
          ...given,
        },
        Temporal.Now.instant(),
      ),
    )
    return { ...realm, user: `ayesha@${name}` }
  }
  async function homeServer(answer: (request: Packet) => Answer) {
    const server = await startTestServer(homeSecret, answer)
    after(() => server.close())
    return { ...server, draft: draftAt(server.authPort, server.acctPort) }
  }
  const draftAt = (authPort: number, acctPort: number): GivenServer => ({
    address: '127.0.0.1',
    transport: 'udp',
    authPort,
    acctPort,
    certificateName: null,
    authority: null,
    clientCertificate: null,
    secret: homeSecret,
  })
  /** Tries until the realm is known: before, its users are strangers. */
  const login = (username: string, password = 'far-away-42') =>
    eventually(async () => {
      const result = await router.login({ username, password })
      return !(result.outcome === 'rejected' && result.message === 'User name or password is wrong.') && result
    }, 'the realm')

  test('a login is asked for at home; of the answer comes what is believed', async () => {
    const home = await homeServer((request) =>
      papPassword(request, key) === 'far-away-42'
        ? {
            code: 'Access-Accept',
            attributes: [
              ['Session-Timeout', 60],
              ['Mikrotik-Rate-Limit', '900M/900M'],
              ['Framed-Pool', 'theirs'],
              ['Acct-Interim-Interval', 1],
            ],
          }
        : { code: 'Access-Reject', attributes: [['Reply-Message', 'Unknown at home.']] },
    )
    const { user } = await realmOf([home.draft], { stripsRealm: true, believed: ['Framed-Pool'] })
    const accepted = await login(user)
    assert.ok(accepted.outcome === 'accepted')
    assert.equal(read(accepted.reply, 'Session-Timeout'), 60)
    assert.equal(read(accepted.reply, 'Framed-Pool'), 'theirs')
    assert.equal(read(accepted.reply, 'Mikrotik-Rate-Limit'), undefined, 'a stranger does not decide about our speeds')
    assert.equal(read(accepted.reply, 'Acct-Interim-Interval'), 300, 'ours')
    assert.equal(read(home.received.at(-1)!, 'User-Name'), 'ayesha')
    assert.equal(read(home.received.at(-1)!, 'NAS-Identifier'), world.nas.identifier)

    const refused = await login(user, 'wrong')
    assert.ok(refused.outcome === 'rejected')
    assert.equal(refused.message, 'Unknown at home.')
  })

  test('the next server is asked when the first is silent, and first of all when that is known', async () => {
    const silent = await homeServer(() => undefined)
    const home = await homeServer(() => ({ code: 'Access-Accept' }))
    const { user } = await realmOf([silent.draft, home.draft])
    for (let logins = 0; logins < 4; logins++) assert.equal((await login(user)).outcome, 'accepted')
    assert.equal(silent.received.filter((request) => request.code === 'Access-Request').length, 2)
  })

  test('an answer that is forged, replayed, unsigned or of another server is passed over', async () => {
    const old: Buffer[] = []
    const forger = createSocket('udp4')
    const stranger = createSocket('udp4')
    after(() => [forger, stranger].forEach((socket) => socket.close()))
    forger.on('message', (datagram, from) => {
      const request = decode(Buffer.from(datagram))
      assert.ok(typeof request !== 'string')
      const accept = (signer: typeof key, messageAuthenticator = true) =>
        encodeReply(request, { code: 'Access-Accept', attributes: [], messageAuthenticator }, signer).bytes
      const right = accept(key)
      const changed = Buffer.from(encodeReply(request, { code: 'Access-Reject', attributes: [] }, key).bytes)
      changed[0] = 2
      for (const reply of old.map((bytes) => Buffer.from(bytes).fill(request.identifier, 1, 2))) forger.send(reply, from.port, from.address)
      forger.send(accept(sharedSecret('another-secret')), from.port, from.address)
      forger.send(accept(key, false), from.port, from.address)
      forger.send(changed, from.port, from.address)
      stranger.send(right, from.port, from.address)
      old.push(right)
    })
    forger.bind(0, '127.0.0.1')
    await once(forger, 'listening')
    const { port } = forger.address()
    const { user } = await realmOf([draftAt(port, port)])
    for (let tries = 0; tries < 3; tries++) assert.equal((await login(user)).outcome, 'timeout')
    assert.ok(old.length > 1)
  })

  test('answers with wrong octets, cut or made up, are passed over, and the right one counts', async () => {
    const home = createSocket('udp4').bind(0, '127.0.0.1')
    after(() => home.close())
    await once(home, 'listening')
    let mutations: readonly Mutation[] = []
    home.on('message', (datagram, from) => {
      const request = decode(Buffer.from(datagram))
      assert.ok(typeof request !== 'string')
      const answer = (code: 'Access-Accept' | 'Access-Reject') =>
        encodeReply(request, { code, attributes: [['Reply-Message', 'From home.']] }, key).bytes
      for (const mutation of mutations) home.send(mutated(answer('Access-Accept'), mutation), from.port, from.address)
      home.send(answer('Access-Reject'), from.port, from.address)
    })
    const { port } = home.address()
    const { user } = await realmOf([draftAt(port, port)])
    await fc.assert(
      fc.asyncProperty(fc.array(anyMutation, { maxLength: 20 }), async (these) => {
        mutations = these
        const result = await login(user)
        assert.ok(result.outcome === 'rejected')
        assert.equal(result.message, 'From home.')
      }),
      { numRuns: 30 },
    )
  })

  test('a router without Message-Authenticator is asked for only where the realm says so', async () => {
    const old = createSocket('udp4').bind(0, '127.0.0.1')
    after(() => old.close())
    await once(old, 'listening')
    old.on('message', (datagram, from) => {
      const request = decode(Buffer.from(datagram))
      assert.ok(typeof request !== 'string')
      old.send(
        encodeReply(request, { code: 'Access-Accept', attributes: [], messageAuthenticator: false }, key).bytes,
        from.port,
        from.address,
      )
    })
    const { port } = old.address()
    const { user } = await realmOf([draftAt(port, port)], { requireMessageAuthenticator: false })
    assert.equal((await login(user)).outcome, 'accepted')
  })

  /** A home server by TLS, that lets in whom its authority vouches for, and accepts everybody. @returns its port */
  async function tlsHome(
    certificate: certificates.TestCertificate,
    seen: Packet[] = [],
    ca: string | Buffer = certificates.authority.cert,
  ): Promise<number> {
    const radsec = sharedSecret('radsec')
    const options = { ...certificate, ca, requestCert: true, rejectUnauthorized: true }
    const server = tls.createServer(options, (socket) => {
      socket.on('error', () => {})
      socket.on('data', (octets: Buffer) => {
        for (const bytes of takeFrames(octets).packets) {
          const request = decode(bytes)
          assert.ok(typeof request !== 'string')
          seen.push(request)
          const code = request.code === 'Accounting-Request' ? 'Accounting-Response' : 'Access-Accept'
          socket.write(encodeReply(request, { code, attributes: [] }, radsec).bytes)
        }
      })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    after(() => server.close())
    return (server.address() as AddressInfo).port // it listens on TCP
  }
  const tlsDraft = (port: number, certificateName: string, authority: string | null = null): GivenServer => ({
    address: '127.0.0.1',
    transport: 'tls',
    authPort: port,
    acctPort: port,
    certificateName,
    authority,
    clientCertificate: null,
  })

  test('by TLS: logins and accounting on one connection, under a password that means nothing', async () => {
    const seen: Packet[] = []
    const { user } = await realmOf([tlsDraft(await tlsHome(certificates.server, seen), 'localhost')])
    const accepted = await login(user)
    assert.ok(accepted.outcome === 'accepted')
    assert.equal(papPassword(seen[0]!, sharedSecret('radsec')), 'far-away-42')
    await accepted.session.start()
    await radius.applied()
    await eventually(async () => seen.some((request) => request.code === 'Accounting-Request'), 'the accounting')
  })
  test('by TLS: a home server that its own authority vouches for is asked, whomever the installation believes', async () => {
    const now = Temporal.Now.instant() // which is what TLS compares certificates with
    const theirs = await newAuthority('Roam', now)
    const { certificate: cert, key } = await issueServerCertificate(theirs, 'radius.roam.example', now)
    const [believed, other] = await Promise.all(
      [theirs.certificate, (await newAuthority('Roam', now)).certificate].map(async (authority) =>
        realmOf([tlsDraft(await tlsHome({ cert, key }), 'radius.roam.example', authority)]),
      ),
    )
    assert.equal((await login(believed!.user)).outcome, 'accepted')
    assert.equal((await login(other!.user)).outcome, 'timeout')
  })
  test('by TLS: each home server is shown the certificate that was made for it', async () => {
    const now = Temporal.Now.instant()
    const [here, there] = await Promise.all(['Roam', 'Hike'].map((name) => newAuthority(name, now)))
    const { certificate: cert, key } = await issueServerCertificate(here!, 'radius.roam.example', now)
    const port = await tlsHome({ cert, key }, [], here!.certificate)
    const shown = async (authority: typeof here) => {
      const { certificate: clientCertificate, key: clientKey } = await issueClientCertificate(authority!, 'Lagoon', now)
      return { clientCertificate, clientKey }
    }
    const asked = async (own: Partial<GivenServer>) =>
      (await login((await realmOf([{ ...tlsDraft(port, 'radius.roam.example', here!.certificate), ...own }])).user)).outcome
    assert.equal(await asked(await shown(here)), 'accepted')
    assert.equal(await asked(await shown(there)), 'timeout', 'made for another one')
    assert.equal(await asked({}), 'timeout', 'that of the installation')
  })
  const strangers: readonly [string, certificates.TestCertificate, string][] = [
    ['a name that is not in its certificate', certificates.server, 'other.example'],
    ['a certificate of somebody else', certificates.impostor, 'bng-1.example'],
    ['a certificate of nobody', certificates.selfSigned, 'bng-1.example'],
  ]
  for (const [what, certificate, name] of strangers)
    test(`by TLS: a home server with ${what} is told nothing`, async () => {
      const seen: Packet[] = []
      const { user } = await realmOf([tlsDraft(await tlsHome(certificate, seen), name)])
      assert.equal((await login(user)).outcome, 'timeout')
      assert.deepEqual(seen, [])
    })

  test('accounting is answered at once and kept until the home server has acknowledged it', async () => {
    let isAwake = false
    const home = await homeServer((request) => {
      if (request.code === 'Access-Request') return { code: 'Access-Accept' }
      return isAwake ? { code: 'Accounting-Response' } : undefined
    })
    const { user, id } = await realmOf([home.draft])
    const waiting = async () =>
      transact(
        async (tx) => (await sql<{ attempts: number }>`select attempts from forwarded_accounting where realm_id = ${id}`.execute(tx)).rows,
      )
    const result = await login(user)
    assert.ok(result.outcome === 'accepted')
    assert.equal(await result.session.start(), true)
    await radius.applied()
    await eventually(async () => (await waiting())[0]?.attempts === 1, 'the first try')

    isAwake = true
    platform.clock.advance({ seconds: 90 })
    await eventually(async () => (await waiting()).length === 0, 'the acknowledgement')
    const last = home.received.findLast((request) => request.code === 'Accounting-Request')!
    assert.deepEqual(readAll(last, 'Acct-Delay-Time'), [90])
    assert.equal(read(last, 'User-Name'), user)

    const { rows } = await transact((tx) =>
      sql<{ subscription_id: string | null }>`select subscription_id from session where username = ${user}`.execute(tx),
    )
    assert.deepEqual(rows, [{ subscription_id: null }], 'and it is a session here too, of nobody of ours')
  })

  test('a realm that leads back to us is a loop: dropped, and counted', async () => {
    const { user } = await realmOf([{ ...draftAt(radius.authPort, radius.acctPort), secret }])
    assert.equal((await login(user)).outcome, 'timeout')
    await eventually(
      async () => (await transact((tx) => sql`select from radius_drop where reason = 'proxy_loop'`.execute(tx))).rows.length > 0,
      'the count',
    )
  })

  test('a changed secret counts at once, a removed realm makes its users strangers', async () => {
    const home = await homeServer(() => ({ code: 'Access-Accept' }))
    const { user, id } = await realmOf([home.draft])
    assert.equal((await login(user)).outcome, 'accepted')
    const change = (changed: Partial<GivenServer>) =>
      transact(async (tx) => {
        const realm = await findRealm(tx, id)
        const { secret: _kept, ...server } = home.draft
        await changeRealm(tx, realm, { ...realm, servers: [{ ...server, id: realm.servers[0]!.id, ...changed }] }, Temporal.Now.instant())
      })
    await change({})
    assert.equal((await login(user)).outcome, 'accepted', 'a secret that is not given is kept')
    await change({ secret: 'another-secret' })
    await eventually(async () => (await router.login({ username: user, password: 'x' })).outcome === 'timeout', 'the new secret')
    await transact((tx) => removeRealm(tx, id))
    await eventually(async () => (await router.login({ username: user, password: 'x' })).outcome === 'rejected', 'the removal')
  })

  test('when a server is taken out, the others keep their own secrets', async () => {
    const { id } = await realmOf([{ ...draftAt(9, 9), secret: 'of-the-other-server' }, draftAt(10, 10)])
    await transact(async (tx) => {
      const realm = await findRealm(tx, id)
      await changeRealm(tx, realm, { ...realm, servers: realm.servers.slice(1) }, Temporal.Now.instant())
      const { rows } = await sql<{ sealed: string }>`select secret_sealed as sealed from home_server where realm_id = ${id}`.execute(tx)
      assert.deepEqual(await Promise.all(rows.map(({ sealed }) => openSecret(tx, sealed, homeServerPurpose))), [homeSecret])
    })
  })

  const draft: GivenRealm = { ...usual, name: 'taken.example', servers: [draftAt(1812, 1813)] }
  const wrong: readonly [string, Partial<GivenRealm>, string][] = [
    ['an attribute that does not exist', { believed: ['Mikrotik-Rate-Limit', 'Nonsense'] }, 'access.attribute_not_believable'],
    ['an attribute that nobody may give', { believed: ['Proxy-State'] }, 'access.attribute_not_believable'],
    ['a server without a secret', { servers: [{ ...draftAt(1812, 1813), secret: undefined }] }, 'access.home_server_secret_missing'],
  ]
  for (const [what, given, code] of wrong)
    test(`${what} is refused`, () =>
      assert.rejects(
        transact((tx) => addRealm(tx, { ...draft, ...given }, Temporal.Now.instant())),
        { code },
      ))
  test('a client certificate needs the key that belongs to it, and the fault stands at its field', async () => {
    const now = Temporal.Now.instant()
    const theirs = await newAuthority('Roam', now)
    const [one, other] = [await issueClientCertificate(theirs, 'us', now), await issueClientCertificate(theirs, 'us', now)]
    const at = (clientCertificate: string, clientKey?: string): GivenServer => ({
      ...tlsDraft(2083, 'roam.example'),
      clientCertificate,
      clientKey,
    })
    const refused = (server: GivenServer, code: string, pointer: string) =>
      assert.rejects(
        transact((tx) => addRealm(tx, { ...draft, servers: [draftAt(1812, 1813), server] }, now)),
        { code, pointer },
      )
    await refused(at(one.certificate), 'access.home_server_key_missing', '/servers/1/clientKey')
    await refused(at(one.certificate, other.key), 'access.key_of_another', '/servers/1/clientKey')
    await refused(at('no certificate', one.key), 'access.certificate_unreadable', '/servers/1/clientCertificate')

    const { id } = await realmOf([at(one.certificate, one.key)])
    const change = (clientCertificate: string | null, transport: GivenServer['transport'] = 'tls') =>
      transact(async (tx) => {
        const realm = await findRealm(tx, id)
        return changeRealm(tx, realm, { ...realm, servers: [{ ...realm.servers[0]!, clientCertificate, transport }] }, now)
      })
    const [kept] = (await change(one.certificate.trim())).servers
    assert.equal(kept!.clientCertificate, one.certificate.trim(), 'its key is kept with it')
    await assert.rejects(change(other.certificate), { code: 'access.home_server_key_missing' })
    await assert.rejects(change(null, 'udp'), { code: 'access.home_server_secret_missing' }, 'a key is no shared secret')
  })
  test('a name that is taken is refused', async () => {
    await transact((tx) => addRealm(tx, draft, Temporal.Now.instant()))
    await assert.rejects(
      transact((tx) => addRealm(tx, draft, Temporal.Now.instant())),
      { code: 'access.realm_taken' },
    )
  })
})
