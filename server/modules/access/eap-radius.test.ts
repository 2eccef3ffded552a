/** EAP through RADIUS: what a NAS carries, and what somebody on the way or at the door might try. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { readCode } from '#modules/vouchers'
import { eapResponse, eapTypes } from '#protocols/eap'
import { type AttributePair, type Packet, decode, encodeRequest, read, readAll, sharedSecret } from '#protocols/radius'
import { eapMessages } from '#simulators/nas'
import { type EapMethod, eapMethods, Supplicant, type SupplicantOptions } from '#simulators/supplicant'
import { createLogin } from './create-login.ts'
import { readUpload } from './eap-certificate.ts'
import { issueClientCertificate, issueServerCertificate, newAuthority } from './issue-certificate.ts'
import { findEapCertificate, issueForDevice, issueForServer, revokeEapCertificate, uploadForServer } from './keep-eap-certificates.ts'
import { connectRouter, eventually, radiusWorld, secret as secretText, subscribed } from './testing.ts'

const secret = sharedSecret(secretText)
const password = 'correct-horse-42'

suite('EAP through RADIUS', async () => {
  const world = await radiusWorld()
  const { transact, router, nas, platform } = world
  platform.clock.moveTo(Temporal.Now.instant()) // which is what the device compares certificates with
  const now = platform.clock.now()
  const username = `eap-${world.tenantId.slice(-6)}`
  const subscriptionId = await transact((tx) => subscribed(tx, now, username, password))
  const socket = createSocket('udp4')
  let identifier = 0

  interface Asking {
    readonly from?: string
    /** After which it is silence: long where an answer is due, for the machine may be busy. */
    readonly withinMs?: number
  }
  const silence: Asking = { withinMs: 300 }
  /** Sends an Access-Request as the world's router. @returns undefined when nobody answers */
  async function ask(
    attributes: readonly AttributePair[],
    { from = nas.identifier!, withinMs = 10_000 }: Asking = {},
  ): Promise<Packet | undefined> {
    const request = encodeRequest(
      {
        code: 'Access-Request',
        identifier: identifier++ & 255,
        authenticator: randomBytes(16),
        attributes: [['NAS-Identifier', from], ...attributes],
      },
      secret,
    )
    return new Promise((resolve) => {
      const finish = (reply?: Packet) => {
        clearTimeout(limit)
        socket.off('message', hear)
        resolve(reply)
      }
      const hear = (datagram: Buffer) => {
        const reply = decode(datagram)
        if (typeof reply !== 'string' && reply.identifier === request.identifier) finish(reply)
      }
      const limit = setTimeout(finish, withinMs)
      socket.on('message', hear)
      socket.send(request.bytes, world.radius.authPort, '127.0.0.1')
    })
  }
  const identity = (name: string) => eapMessages(eapResponse(1, eapTypes.identity, Buffer.from(name)))
  const begin = async (name = username) => (await ask([['User-Name', name], ...identity(name)]))!
  const goOn = (challenge: Packet, packet: Buffer, asking?: Asking) =>
    ask([['User-Name', username], ['State', Buffer.from(read(challenge, 'State')!)], ...eapMessages(packet)], asking)
  const eapOf = (reply: Packet) => Buffer.concat(readAll(reply, 'EAP-Message'))
  const refusedFor = (reason: string) =>
    eventually(async () => {
      const query = sql`delete from login_failure where reason = ${reason} returning id`
      return (await transact((tx) => query.execute(tx))).rows.length > 0
    }, `the record of a refusal for ${reason}`)

  await eventually(async () => (await router.login({ username, password })).outcome === 'accepted', 'the directory hearing of the login')
  platform.clock.advance({ seconds: 61 })

  test('without a certificate nobody logs in, and the operator reads why', async () => {
    const reply = await begin()
    assert.equal(reply.code, 'Access-Reject')
    assert.equal(eapOf(reply)[0], 4)
    await refusedFor('no-server-certificate')
  })

  test('a device needs an authority first', () =>
    assert.rejects(
      transact(async (tx) => issueForDevice(tx, await loginId(), now)),
      { code: 'access.eap_not_set_up' },
    ))

  const loginId = () =>
    transact(async (tx) => (await sql<{ id: string }>`select id from login where username = ${username}`.execute(tx)).rows[0]!.id)
  let ca = ''
  test('set up, it is there for the next login', async () => {
    await transact((tx) => issueForServer(tx, 'radius.dhaka.example', now))
    ca = await transact(
      async (tx) =>
        (await sql<{ certificate: string }>`select certificate from eap_certificate where role = 'authority'`.execute(tx)).rows[0]!
          .certificate,
    )
    await eventually(async () => (await begin()).code === 'Access-Challenge', 'the certificate')
  })

  const device = (method: EapMethod, options: Partial<SupplicantOptions> = {}) =>
    new Supplicant({ method, identity: username, password, ca, anonymousIdentity: 'anonymous', ...options })
  const enter = (eap: Supplicant, callingStationId?: string) =>
    router.login({ username: '', password: '', eap, ...(callingStationId !== undefined && { callingStationId }) })

  for (const method of eapMethods.filter((one) => one !== 'tls'))
    test(`${method}: in with the plan's speed, accounted to the name within`, async () => {
      const result = await enter(device(method))
      assert.ok(result.outcome === 'accepted', result.outcome)
      assert.equal(read(result.reply, 'Mikrotik-Rate-Limit'), '5M/20M')
      assert.equal(read(result.reply, 'User-Name'), username)
      assert.equal(result.reply.messageAuthenticatorAt, 22, 'Message-Authenticator comes first')
      await result.session.start()
      await result.session.stop()
      await world.radius.applied()
      const { rows } = await transact((tx) =>
        sql<{
          username: string
          subscription_id: string
        }>`select username, subscription_id from session order by started_at desc, id desc limit 1`.execute(tx),
      )
      assert.deepEqual(rows[0], { username, subscription_id: subscriptionId })
      platform.clock.advance({ seconds: 61 })
    })

  test('simultaneous use counts as for everybody', async () => {
    const first = await enter(device('ttls-pap'), '02:AA:AA:AA:AA:01')
    assert.ok(first.outcome === 'accepted')
    await first.session.start()
    assert.equal((await enter(device('ttls-pap'), '02:AA:AA:AA:AA:02')).outcome, 'rejected')
    await refusedFor('too-many-sessions')
    await first.session.stop()
    platform.clock.advance({ seconds: 61 })
  })

  test('wrong passwords are counted by the name within, whatever is outside', async () => {
    for (let guess = 0; guess < 10; guess++) {
      const result = await enter(device('ttls-pap', { password: 'guess', anonymousIdentity: `anonymous${guess}` }))
      assert.equal(result.outcome, 'rejected')
    }
    assert.equal((await enter(device('ttls-pap'))).outcome, 'rejected', 'locked out now, also with the right one')
    await refusedFor('locked-out')
    platform.clock.advance({ seconds: 61 })
    assert.equal((await enter(device('ttls-pap'))).outcome, 'accepted')
    platform.clock.advance({ seconds: 61 })
  })

  test('a name outside the tunnel is noted whole when it is somebody’s, even one that reads as a voucher', async () => {
    const victim = [...'0123456789abcdefghjkmnpqrstvwxyz'].map((last) => `victim${world.tenantId.slice(-6)}${last}`).find(readCode)!
    await transact((tx) => createLogin(tx, { subscriptionId, username: victim, password: 'of-the-victim' }))
    // Until the directory has heard of the victim nobody knows that it is another's name, and a busy machine refuses for other reasons too.
    await eventually(async () => {
      const { outcome } = await enter(device('ttls-pap', { anonymousIdentity: victim }))
      platform.clock.advance({ seconds: 61 }) // or refusals lock it out
      const query = sql`select from login_failure where reason = 'name-mismatch' and username = ${victim}`
      return outcome === 'rejected' && (await transact((tx) => query.execute(tx))).rows.length > 0
    }, 'the refusal and its record')
  })

  test('EAP-TLS: in until revoked; a certificate of another tenant or of nobody opens nothing', async () => {
    const authority = await newAuthority('Somebody else', now)
    const stranger = await issueClientCertificate(authority, username, now)
    assert.equal((await enter(device('tls', { certificate: stranger }))).outcome, 'rejected')
    await refusedFor('certificate-refused')
    const { certificate } = await transact(async (tx) => issueForDevice(tx, await loginId(), now))
    const revoked = await transact((tx) => revokeEapCertificate(tx, certificate.id, now))
    assert.ok(revoked.revokedAt)
    await assert.rejects(
      transact((tx) => revokeEapCertificate(tx, certificate.id, now)),
      { code: 'access.certificate_revoked' },
    )
  })

  suite('somebody on the way', () => {
    test('EAP without Message-Authenticator is dropped', async () => {
      const request = encodeRequest(
        {
          code: 'Access-Request',
          identifier: 1,
          authenticator: randomBytes(16),
          attributes: [['NAS-Identifier', nas.identifier!], ['User-Name', username], ...identity(username)],
          messageAuthenticator: false,
        },
        secret,
      )
      const answered = new Promise((resolve) => socket.once('message', resolve))
      socket.send(request.bytes, world.radius.authPort, '127.0.0.1')
      const quiet = new Promise((resolve) => setTimeout(() => resolve('silence'), silence.withinMs))
      assert.equal(await Promise.race([answered, quiet]), 'silence')
      socket.removeAllListeners('message')
    })
    test('a User-Name that is not the identity is dropped: the NAS would account to it', async () => {
      assert.equal(await ask([['User-Name', 'victim'], ...identity(username)], silence), undefined)
    })
    test('a State is good once', async () => {
      const first = await begin()
      const nak = eapResponse(eapOf(first)[1]!, eapTypes.nak, Buffer.of(eapTypes.ttls))
      const second = (await goOn(first, nak))!
      assert.equal(second.code, 'Access-Challenge')
      const replayed = (await goOn(first, nak))!
      assert.equal(replayed.code, 'Access-Reject')
      assert.equal(eapOf(replayed)[0], 4)
    })
    test('a State that nobody gave', async () => {
      const packet = eapResponse(2, eapTypes.peap, Buffer.of(0))
      const reply = await ask([['User-Name', username], ['State', randomBytes(16)], ...eapMessages(packet)])
      assert.equal(reply?.code, 'Access-Reject')
    })
    test('a State of another NAS', async () => {
      const other = await connectRouter(world, world.radius)
      await eventually(async () => (await other.router.login({ username, password })).outcome === 'accepted', 'the other router')
      const challenge = await begin()
      const packet = eapResponse(eapOf(challenge)[1]!, eapTypes.nak, Buffer.of(eapTypes.ttls))
      assert.equal((await goOn(challenge, packet, { from: other.nas.identifier! }))?.code, 'Access-Reject')
      assert.equal((await goOn(challenge, packet))?.code, 'Access-Challenge', 'and the one it was given to goes on')
    })
    test('a response out of turn is dropped, and the right one still counts', async () => {
      const challenge = await begin()
      const next = eapOf(challenge)[1]!
      assert.equal(await goOn(challenge, eapResponse(next + 1, eapTypes.nak, Buffer.of(eapTypes.ttls)), silence), undefined)
      assert.equal((await goOn(challenge, eapResponse(next, eapTypes.nak, Buffer.of(eapTypes.ttls))))?.code, 'Access-Challenge')
    })
    test('twenty devices at once do not mix up', async () => {
      platform.clock.advance({ seconds: 61 })
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, number) =>
          enter(device('peap-mschapv2', { password: number % 2 ? password : 'guess' }), '02:AA:AA:AA:AA:09'),
        ),
      )
      for (const [number, { outcome }] of results.entries()) if (number % 2 === 0) assert.equal(outcome, 'rejected')
      assert.ok(results.some(({ outcome }) => outcome === 'accepted'))
      platform.clock.advance({ minutes: 2 })
    })
  })

  test('random and mutated packets are never let in, and nobody is disturbed', async () => {
    const seed = randomBytes(4).readUInt32BE()
    let state = seed
    const random = (below: number) => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) % below
    let challenge = await begin()
    for (let round = 0; round < 400; round++) {
      const valid = eapResponse(
        eapOf(challenge)[1]!,
        [eapTypes.peap, eapTypes.ttls, eapTypes.tls, eapTypes.nak][random(4)]!,
        randomBytes(random(300)),
      )
      for (let change = random(4); change > 0; change--) valid[random(valid.length)] = random(256)
      const reply = await goOn(challenge, valid.subarray(0, random(20) === 0 ? random(valid.length) : valid.length), silence)
      assert.notEqual(reply?.code, 'Access-Accept', `seed ${seed}, round ${round}`)
      challenge = reply?.code === 'Access-Challenge' ? reply : await begin()
    }
    assert.equal((await enter(device('ttls-mschapv2'))).outcome, 'accepted')
    platform.clock.advance({ seconds: 61 })
  })

  suite('an upload', async () => {
    const authority = await newAuthority('Elsewhere', now)
    const server = await issueServerCertificate(authority, 'radius.elsewhere.example', now)
    const other = await issueServerCertificate(authority, 'other.example', now)
    const wrong: [certificate: string, key: string, code: string, why: string][] = [
      ['nothing', server.key, 'access.certificate_unreadable', 'no PEM'],
      ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', server.key, 'access.certificate_unreadable', 'PEM of nothing'],
      [server.certificate, 'nothing', 'access.key_unreadable', 'no key'],
      [server.certificate, other.key, 'access.key_of_another', 'somebody else’s key'],
      [authority.certificate + server.certificate, server.key, 'access.key_of_another', 'the authority first'],
    ]
    for (const [certificate, key, code, why] of wrong)
      test(`refused: ${why}`, () => assert.throws(() => readUpload(certificate, key, now), { code }))
    test('refused: over', () => {
      const later = now.add({ hours: 24 * 900 })
      assert.throws(() => readUpload(server.certificate, server.key, later), { code: 'access.certificate_expired' })
    })
    test('taken: the chain in its order, without what else was in the file; its key is not to be read', async () => {
      const text = `Bag Attributes\n${server.certificate}\nissuer=x\n${authority.certificate}`
      const { id } = await transact((tx) => uploadForServer(tx, { certificate: text, key: server.key }, now))
      const found = await transact((tx) => findEapCertificate(tx, id))
      assert.equal(found.subject, 'radius.elsewhere.example')
      assert.equal(found.certificate.match(/BEGIN CERTIFICATE/g)?.length, 2)
      assert.ok(!JSON.stringify(found).includes('PRIVATE'))
      await eventually(
        async () => (await enter(device('ttls-pap', { ca: authority.certificate }))).outcome === 'accepted',
        'the new certificate',
      )
    })
  })
})
