/** RADIUS over TCP and over TLS: who is let in, what ends a connection, and commands that come back on it. */
import assert from 'node:assert/strict'
import { createHash, randomBytes, X509Certificate } from 'node:crypto'
import net from 'node:net'
import { after, suite, test } from 'node:test'
import fc from 'fast-check'
import { sql } from '#kernel/db.ts'
import { encodeReply, encodeRequest, hidePassword, type Packet, read, sharedSecret } from '#protocols/radius'
import { certificates, connectStream, type Stream, type StreamOptions } from '#simulators/nas'
import { addNas } from './keep-nas.ts'
import type { Nas } from './nas.ts'
import { disconnectSession } from './order-commands.ts'
import { certificateFiles, eventually, nasDraft, radiusWorld, secret, subscribed } from './testing.ts'

const { authority, expired, impostor, router, selfSigned } = certificates
const radsec = sharedSecret('radsec')
const key = sharedSecret(secret)

suite('RADIUS over TCP and TLS', async () => {
  const world = await radiusWorld({ RADIUS_TCP: true, ...certificateFiles() })
  const { platform, radius, transact } = world
  const username = `stream-${world.tenantId.slice(-6)}`
  const password = 'correct-42'
  await transact((tx) => subscribed(tx, platform.clock.now(), username, password, { sessionsMax: 50 }))
  await eventually(async () => (await world.router.login({ username, password })).outcome === 'accepted', 'the login')
  platform.clock.advance({ seconds: 61 })

  const connect = async (options: Partial<StreamOptions>): Promise<Stream> => {
    const stream = await connectStream({ port: radius.authPort, secret, ...options })
    after(() => stream.close())
    return stream
  }
  const connectTls = (certificate: certificates.TestCertificate | undefined, options: Partial<StreamOptions> = {}) =>
    connect({
      port: radius.tlsPort!,
      tls: { ca: authority.cert, ...certificate, servername: 'localhost' },
      ...options,
    })
  const login = (stream: Stream, nas: string | undefined, signer = radsec, typed = password) =>
    stream.ask('Access-Request', (authenticator) => [
      ['User-Name', username],
      ['User-Password', hidePassword(typed, authenticator, signer)],
      ...(nas ? [['NAS-Identifier', nas] as const] : []),
      ['Calling-Station-Id', '02:00:00:00:00:77'],
    ])
  const drops = async (reason: string) =>
    transact(
      async (tx) =>
        (await sql<{ packets: bigint }>`select sum(packets)::bigint as packets from radius_drop where reason = ${reason}`.execute(tx))
          .rows[0]!.packets,
    )
  const addRouter = (
    name: string,
    certificate: { certificateName?: string; certificateFingerprint?: string },
    identifier: string | null = null,
    address: string | null = null,
  ) => transact((tx) => addNas(tx, nasDraft({ name, address, identifier, ...certificate }), 'never-used-on-tls'))
  const pinned = { certificateFingerprint: createHash('sha256').update(new X509Certificate(selfSigned.cert).raw).digest('hex') }

  await addRouter('Pinned', pinned)
  const deaf = await addRouter('BNG that listens on TLS alone', pinned, 'tls-alone', '127.0.0.77')
  const behindNat = await addRouter('BNG behind NAT', { certificateName: 'bng-1.example' })
  await eventually(
    async () => (await connectTls(router).then((stream) => login(stream, undefined)))?.code === 'Access-Accept',
    'the routers',
  )

  test('TCP: login and accounting on their ports, as by UDP', async () => {
    const auth = await connect({})
    assert.equal((await login(auth, world.nas.identifier!, key))?.code, 'Access-Accept')
    assert.equal((await login(auth, world.nas.identifier!, key, 'wrong'))?.code, 'Access-Reject')
    assert.equal((await auth.ask('Status-Server', () => [['NAS-Identifier', world.nas.identifier!]]))?.code, 'Access-Accept')
    const acct = await connect({ port: radius.acctPort })
    const reply = await acct.ask('Accounting-Request', () => [
      ['NAS-Identifier', world.nas.identifier!],
      ['Acct-Status-Type', 1],
      ['Acct-Session-Id', 'tcp-1'],
      ['User-Name', username],
    ])
    assert.equal(reply?.code, 'Accounting-Response')
  })

  test('many requests at once on one connection are all answered', async () => {
    const stream = await connect({ port: radius.acctPort })
    const replies = await Promise.all(
      Array.from({ length: 250 }, (_, index) =>
        stream.ask('Accounting-Request', () => [
          ['NAS-Identifier', world.nas.identifier!],
          ['Acct-Status-Type', 3],
          ['Acct-Session-Id', `many-${index}`],
        ]),
      ),
    )
    assert.ok(replies.every((reply) => reply?.code === 'Accounting-Response'))
  })

  test('TLS: a name that a trusted authority vouches for is let in, and one port takes everything', async () => {
    const stream = await connectTls(router)
    assert.equal((await login(stream, undefined))?.code, 'Access-Accept')
    assert.equal((await stream.ask('Status-Server', () => []))?.code, 'Access-Accept')
    const reply = await stream.ask('Accounting-Request', () => [
      ['Acct-Status-Type', 1],
      ['Acct-Session-Id', 'tls-1'],
      ['User-Name', username],
    ])
    assert.equal(reply?.code, 'Accounting-Response')
  })
  test('TLS: a pinned certificate is let in, whoever signed it', async () =>
    assert.equal((await login(await connectTls(selfSigned), undefined))?.code, 'Access-Accept'))

  const refused: readonly [string, certificates.TestCertificate | undefined, string][] = [
    ['without a certificate', undefined, 'certificate_missing'],
    ['the right name, vouched for by a stranger', impostor, 'unknown_nas'],
    ['an expired certificate', expired, 'certificate_expired'],
  ]
  for (const [why, certificate, reason] of refused)
    test(`TLS: ${why} is shown out, and counted`, async () => {
      const stream = await connectTls(certificate).catch(() => undefined)
      await stream?.ended
      assert.ok(await eventually(async () => ((await drops(reason)) ?? 0n) >= 1n, `the count of ${reason}`))
    })

  test('what cannot be TLS ends at once and is counted', async () => {
    const socket = net.connect(radius.tlsPort!, '127.0.0.1', () => socket.write('GET / HTTP/1.0\r\n\r\n'))
    socket.on('error', () => {})
    await new Promise((resolve) => socket.once('close', resolve))
    await eventually(async () => ((await drops('tls_handshake')) ?? 0n) >= 1n, 'the count')
  })

  const fatal: readonly [string, (identifier: number) => Uint8Array, string][] = [
    ['a length that no packet has', () => Buffer.from([1, 1, 0, 3]), 'length_wrong'],
    [
      'an attribute that runs over the end',
      () => Buffer.concat([Buffer.from([1, 2, 0, 23]), randomBytes(16), Buffer.from([1, 9, 65])]),
      'attribute_overrun',
    ],
    [
      'a wrong signature',
      () =>
        encodeRequest(
          { code: 'Accounting-Request', identifier: 9, attributes: [['NAS-Identifier', world.nas.identifier!]] },
          sharedSecret('another-secret'),
        ).bytes,
      'authenticator_wrong',
    ],
  ]
  for (const [what, octets, reason] of fatal)
    test(`${what} ends the connection`, async () => {
      const stream = await connect({})
      stream.write(octets(1))
      await stream.ended
      await eventually(async () => ((await drops(reason)) ?? 0n) >= 1n, `the count of ${reason}`)
    })

  test('a code that nobody knows is passed over', async () => {
    const stream = await connect({})
    const unknown = encodeRequest(
      { code: 'Accounting-Request', identifier: 3, attributes: [['NAS-Identifier', world.nas.identifier!]] },
      key,
    ).bytes
    unknown[0] = 99
    stream.write(unknown)
    assert.equal((await login(stream, world.nas.identifier!, key))?.code, 'Access-Accept')
  })

  /** A session of a router that is connected by TLS, and takes commands there. */
  async function commanded(nas: Nas, certificate: certificates.TestCertificate) {
    const acctSessionId = `commanded-${nas.id}`
    const requests: Packet[] = []
    const stream: Stream = await connectTls(certificate, {
      onRequest(request) {
        requests.push(request)
        return encodeReply(request, { code: 'Disconnect-ACK', attributes: [] }, radsec)
      },
    })
    const accounting = (status: number) =>
      stream.ask('Accounting-Request', () => [
        ['Acct-Status-Type', status],
        ['Acct-Session-Id', acctSessionId],
        ['User-Name', username],
        ...(nas.identifier === null ? [] : [['NAS-Identifier', nas.identifier] as const]),
      ])
    assert.equal((await accounting(1))?.code, 'Accounting-Response')
    await radius.applied()
    const sessionId = await transact(async (tx) => {
      const { rows } = await sql<{
        id: string
      }>`select id from session where nas_id = ${nas.id} and acct_session_id = ${acctSessionId}`.execute(tx)
      return rows[0]!.id
    })
    const state = () =>
      transact(
        async (tx) =>
          (await sql<{ state: string }>`select state from network_command where session_id = ${sessionId}`.execute(tx)).rows[0]!.state,
      )
    return { sessionId, acctSessionId, requests, accounting, state }
  }

  for (const [which, nas, certificate] of [
    ['behind NAT', behindNat, router],
    ['that is silent at its address', deaf, selfSigned],
  ] as const)
    test(`a router ${which} is disconnected on the connection that it opened, and its Stop is the proof`, async () => {
      const { sessionId, acctSessionId, requests, accounting, state } = await commanded(nas, certificate)
      await transact((tx) => disconnectSession(tx, sessionId, 'staff'))
      await eventually(async () => (await state()) === 'acked', 'the ACK')
      assert.deepEqual(
        requests.map((request) => [request.code, read(request, 'Acct-Session-Id')]),
        [['Disconnect-Request', acctSessionId]],
      )
      await accounting(2)
      await eventually(async () => (await state()) === 'confirmed', 'the proof')
    })

  test('octets of every kind never get in and never stop the service', async () => {
    const wrong = (nas: string) => (authenticator: Uint8Array) =>
      encodeRequest(
        {
          code: 'Access-Request',
          identifier: 7,
          authenticator,
          attributes: [
            ['User-Name', username],
            ['User-Password', hidePassword('wrong', authenticator, key)],
            ['NAS-Identifier', nas],
          ],
        },
        key,
      ).bytes
    const mutation = fc.record({
      flips: fc.array(fc.tuple(fc.nat(200), fc.integer({ min: 1, max: 255 })), { maxLength: 5 }),
      cut: fc.option(fc.nat(120)),
      isTls: fc.boolean(),
      isHandshaken: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(mutation, async ({ flips, cut, isTls, isHandshaken }) => {
        const bytes = Buffer.from(wrong(world.nas.identifier!)(randomBytes(16)))
        for (const [at, bits] of flips) bytes[at % bytes.length]! ^= bits
        const stream = isTls && isHandshaken ? await connectTls(router) : await connect({ port: isTls ? radius.tlsPort! : radius.authPort })
        stream.write(cut === null ? bytes : bytes.subarray(0, cut))
        await new Promise((resolve) => setTimeout(resolve, 5))
        stream.close()
      }),
      { numRuns: 60 },
    )
    assert.equal((await login(await connectTls(router), undefined))?.code, 'Access-Accept')
  })
})
