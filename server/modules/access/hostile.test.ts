/** What strangers, broken routers and old ones get from the live ports. */
import assert from 'node:assert/strict'
import { createHash, createHmac, randomBytes } from 'node:crypto'
import dgram from 'node:dgram'
import { once } from 'node:events'
import { after, suite, test } from 'node:test'
import fc from 'fast-check'
import { sql } from '#kernel/db.ts'
import {
  type AttributePair,
  type Code,
  decode,
  encodeRequest,
  hidePassword,
  type Packet,
  read,
  readAll,
  replyFault,
  sharedSecret,
} from '#protocols/radius'
import { addNas } from './keep-nas.ts'
import { eventually, nasDraft, radiusWorld, secret, subscribed } from './testing.ts'

suite('hostile and unusual packets', async () => {
  const world = await radiusWorld()
  const identifier = `old-${crypto.randomUUID()}`
  await world.transact((tx) => addNas(tx, nasDraft({ name: 'Old router', identifier, requireMessageAuthenticator: false }), secret))
  const username = `hostile-${world.tenantId.slice(-6)}`
  await world.transact((tx) => subscribed(tx, world.platform.clock.now(), username, 'correct-42'))
  await eventually(async () => (await world.router.login({ username, password: 'correct-42' })).outcome === 'accepted', 'the login')
  world.platform.clock.advance({ seconds: 61 }) // its reservation ends

  const socket = dgram.createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  after(() => socket.close())
  const key = sharedSecret(secret)
  let number = 0

  const access = (
    attributes: readonly AttributePair[],
    options: { code?: Code; messageAuthenticator?: boolean; nas?: string; password?: string; with?: typeof key } = {},
  ): Packet => {
    const authenticator = randomBytes(16)
    const {
      code = 'Access-Request',
      messageAuthenticator = true,
      nas = world.nas.identifier!,
      password = 'correct-42',
      with: signer = key,
    } = options
    const login: AttributePair[] =
      code === 'Access-Request'
        ? [
            ['User-Name', username],
            ['User-Password', hidePassword(password, authenticator, signer)],
          ]
        : []
    return encodeRequest(
      {
        code,
        identifier: number++ & 255,
        authenticator,
        messageAuthenticator,
        attributes: [...login, ['NAS-Identifier', nas], ['Calling-Station-Id', '02:00:00:00:00:99'], ...attributes],
      },
      signer,
    )
  }

  /** @returns what came back, trusted: after long, where an answer is due and the machine may be busy */
  async function ask(request: Packet, port = world.radius.authPort, withinMs = 10_000): Promise<Packet | 'silence'> {
    const answer = Promise.race([once(socket, 'message'), new Promise<null>((resolve) => setTimeout(() => resolve(null), withinMs))])
    socket.send(request.bytes, port, '127.0.0.1')
    const received = await answer
    if (!received) return 'silence'
    const reply = decode(received[0] as Buffer)
    assert.ok(typeof reply !== 'string')
    assert.equal(replyFault(reply, request, key, { messageAuthenticatorRequired: port === world.radius.authPort }), undefined)
    return reply
  }
  /** What comes back within a moment, where nothing should. */
  const hear = async (request: Packet, port?: number) => codeOf(await ask(request, port, 150))
  const codeOf = (reply: Packet | 'silence') => (reply === 'silence' ? reply : reply.code)
  const drops = (reason: string) =>
    eventually(async () => {
      const rows = await world.transact(
        async (tx) =>
          (await sql<{ packets: bigint }>`select packets from radius_drop where reason = ${reason} and source = '127.0.0.1'`.execute(tx))
            .rows,
      )
      return rows[0]
    }, `the count of ${reason}`)

  test('a stranger hears nothing, and is counted', async () => {
    assert.equal(await hear(access([], { nas: 'nobody-knows-me' })), 'silence')
    assert.ok((await drops('unknown_nas')).packets >= 1n)
  })
  test('a wrong secret hears nothing, and is counted', async () => {
    assert.equal(await hear(access([], { with: sharedSecret('another-secret') })), 'silence')
    assert.ok((await drops('message_authenticator_wrong')).packets >= 1n)
  })
  test('without Message-Authenticator only a router that is excused is answered', async () => {
    assert.equal(await hear(access([], { messageAuthenticator: false })), 'silence')
    assert.equal(codeOf(await ask(access([], { messageAuthenticator: false, nas: identifier }))), 'Access-Accept')
    assert.equal(
      await hear(access([['Proxy-State', randomBytes(8)]], { messageAuthenticator: false, nas: identifier })),
      'silence',
      'the shape of the forgery',
    )
  })
  test('Status-Server is answered on both ports', async () => {
    assert.equal(codeOf(await ask(access([], { code: 'Status-Server' }))), 'Access-Accept')
    assert.equal(codeOf(await ask(access([], { code: 'Status-Server' }), world.radius.acctPort)), 'Accounting-Response')
  })
  test('a request at the wrong port hears nothing', async () => {
    assert.equal(await hear(access([]), world.radius.acctPort), 'silence')
  })
  test('Proxy-States come back in their order', async () => {
    const states = [randomBytes(3), randomBytes(200), randomBytes(1)]
    const reply = await ask(access(states.map((state) => ['Proxy-State', state] as const)))
    assert.ok(reply !== 'silence')
    assert.deepEqual(
      readAll(reply, 'Proxy-State').map((state) => Buffer.from(state)),
      states,
    )
  })
  test('a request sent again gets the very same answer', async () => {
    const request = access([])
    const [first, second] = [await ask(request), await ask(request)]
    assert.ok(first !== 'silence' && second !== 'silence')
    assert.deepEqual(first.bytes, second.bytes)
  })
  test('accounting without a session id, or of a kind unknown', async () => {
    const account = (attributes: readonly AttributePair[]) =>
      encodeRequest(
        { code: 'Accounting-Request', identifier: number++ & 255, attributes: [['NAS-Identifier', world.nas.identifier!], ...attributes] },
        key,
      )
    assert.equal(await hear(account([['Acct-Status-Type', 1]]), world.radius.acctPort), 'silence')
    assert.equal(await hear(account([['Acct-Session-Id', 'x']]), world.radius.acctPort), 'silence')
    assert.equal(
      codeOf(
        await ask(
          account([
            ['Acct-Status-Type', 15],
            ['Acct-Session-Id', 'x'],
          ]),
          world.radius.acctPort,
        ),
      ),
      'Accounting-Response',
      'confirmed, or it would be repeated for ever',
    )
  })
  test('values at their limits are stored, not stumbled over', async () => {
    const request = encodeRequest(
      {
        code: 'Accounting-Request',
        identifier: number++ & 255,
        attributes: [
          ['NAS-Identifier', world.nas.identifier!],
          ['Acct-Status-Type', 2],
          ['Acct-Session-Id', '"{}\\,null'],
          ['User-Name', `${'ü'.repeat(120)}"\\`],
          ['Acct-Delay-Time', 0xffffffff],
          ['Acct-Session-Time', 0xffffffff],
          ['Acct-Input-Octets', 0xffffffff],
          ['Acct-Input-Gigawords', 0xffffffff],
          ['Acct-Output-Gigawords', 0xffffffff],
          ['Framed-IP-Address', '255.255.255.255'],
        ],
      },
      key,
    )
    assert.equal(codeOf(await ask(request, world.radius.acctPort)), 'Accounting-Response')
  })

  test('ten wrong passwords lock out for a moment, even with the right one', async () => {
    const other = `locked-${world.tenantId.slice(-6)}`
    await world.transact((tx) => subscribed(tx, world.platform.clock.now(), other, 'correct-42'))
    await eventually(
      async () => (await world.router.login({ username: other, password: 'correct-42' })).outcome === 'accepted',
      'the login',
    )
    world.platform.clock.advance({ minutes: 2 })
    for (let tries = 0; tries < 10; tries++) await world.router.login({ username: other, password: 'guess' })
    const locked = await world.router.login({ username: other, password: 'correct-42' })
    assert.ok(locked.outcome === 'rejected')
    assert.match(locked.message, /Too many failed logins/)
    world.platform.clock.advance({ seconds: 7 })
    assert.equal((await world.router.login({ username: other, password: 'correct-42' })).outcome, 'accepted')
  })

  /** Makes the Message-Authenticator of an altered packet right again: the mutation must get past the door to be a test of what is behind. */
  function signed(bytes: Buffer): Buffer {
    const packet = decode(bytes)
    if (typeof packet === 'string' || packet.messageAuthenticatorAt === 0) return bytes
    bytes.fill(0, packet.messageAuthenticatorAt, packet.messageAuthenticatorAt + 16)
    createHmac('md5', secret).update(packet.bytes).digest().copy(bytes, packet.messageAuthenticatorAt)
    return bytes
  }

  test('mutated packets, trusted or not, never get in, never stop the service', async () => {
    const accepts: string[] = []
    const onMessage = (datagram: Buffer) => {
      const reply = decode(datagram)
      assert.ok(typeof reply !== 'string')
      if (reply.code === 'Access-Accept') accepts.push(datagram.toString('hex'))
    }
    socket.on('message', onMessage)
    const mutation = fc.record({
      flips: fc.array(fc.tuple(fc.nat(300), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 6 }),
      cut: fc.option(fc.nat(200)),
      isSigned: fc.boolean(),
      isAcct: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 50, maxLength: 50 }), async (mutations) => {
        for (const { flips, cut, isSigned, isAcct } of mutations) {
          // With a wrong password: whatever a mutation does, it must not make it right.
          const bytes = Buffer.from(access([], { password: 'wrong' }).bytes)
          for (const [at, bits] of flips) bytes[at % bytes.length]! ^= bits
          const sent = cut === null ? bytes : bytes.subarray(0, cut)
          if (sent[0] === 12) continue // became a Status-Server, which is accepted by right
          socket.send(isSigned ? signed(sent) : sent, isAcct ? world.radius.acctPort : world.radius.authPort, '127.0.0.1')
        }
        await new Promise((resolve) => setImmediate(resolve))
      }),
      { numRuns: 100 },
    )
    await new Promise((resolve) => setTimeout(resolve, 200))
    socket.off('message', onMessage)
    assert.deepEqual(accepts, [])
    world.platform.clock.advance({ minutes: 5 })
    const reply = await ask(access([]))
    assert.ok(reply !== 'silence')
    assert.equal(read(reply, 'Session-Timeout'), 86_400, 'and it works as before')
  })

  /** A router's accounting with some octets wrong, signed by the router. */
  function mutatedAccounting(status: number, flips: readonly (readonly [number, number])[]): Buffer {
    const { bytes } = encodeRequest(
      {
        code: 'Accounting-Request',
        identifier: number++ & 255,
        attributes: [
          ['Acct-Status-Type', status],
          ['User-Name', username],
          ['Acct-Session-Id', `mutated-${number}`],
          ['Calling-Station-Id', '02:00:00:00:00:98'],
          ['Called-Station-Id', 'pppoe'],
          ['NAS-Port-Id', 'ether1'],
          ['Framed-IP-Address', '100.64.0.9'],
          ['Framed-IPv6-Prefix', '2001:db8::/64'],
          ['Delegated-IPv6-Prefix', '2001:db8:1::/56'],
          ['Framed-IPv6-Address', '2001:db8::9'],
          ['Framed-Interface-Id', '0000:0000:0000:0009'],
          ['Acct-Delay-Time', 0],
          ['Event-Timestamp', 1_773_129_600],
          ['Acct-Session-Time', 60],
          ['Acct-Input-Octets', 1_000],
          ['Acct-Input-Gigawords', 0],
          ['Acct-Output-Octets', 1_000],
          ['Acct-Output-Gigawords', 0],
          ['Acct-Terminate-Cause', 1],
          ['Class', randomBytes(24)],
        ],
      },
      key,
    )
    for (const [at, bits] of flips) bytes[20 + (at % (bytes.length - 20))]! ^= bits
    bytes.fill(0, 4, 20)
    createHash('md5').update(bytes).update(secret).digest().copy(bytes, 4)
    return bytes
  }

  test('mutated accounting of a trusted router is answered or dropped and counted, and what is answered takes effect', async () => {
    const address = '127.0.7.1' // its own, so that its drops can be told from those of others
    const router = dgram.createSocket({ type: 'udp4', recvBufferSize: 4_194_304 }).bind(0, address)
    after(() => router.close())
    await once(router, 'listening')
    let [sent, answered] = [0, 0]
    router.on('message', () => void answered++)
    const send = (status: number, flips: readonly (readonly [number, number])[] = []) => {
      router.send(mutatedAccounting(status, flips), world.radius.acctPort, '127.0.0.1')
      sent++
    }

    await world.transact((tx) => addNas(tx, nasDraft({ name: 'Mutating router', address, identifier: null }), secret))
    await eventually(async () => {
      send(1)
      return answered > 0
    }, 'the first answer')
    const dropped = async () => {
      const { rows } = await world.transact((tx) =>
        sql<{
          packets: number
        }>`select coalesce(sum(packets), 0)::int as packets from radius_drop where source = ${address}`.execute(tx),
      )
      return rows[0]!.packets
    }
    const flips = fc.array(fc.tuple(fc.nat(400), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 4 })
    const batch = fc.array(fc.tuple(fc.constantFrom(1, 2, 3, 7, 8), flips), { minLength: 50, maxLength: 50 })
    await fc.assert(
      fc.asyncProperty(batch, async (mutations) => {
        for (const mutation of mutations) send(...mutation)
        await new Promise((resolve) => setImmediate(resolve))
      }),
      { numRuns: 60 },
    )
    await eventually(async () => answered + (await dropped()) === sent, 'an answer or a count for each')
    assert.ok(answered > sent / 4, `${answered} of ${sent} are answered`)
    await world.radius.applied()
    const { rows } = await world.transact((tx) =>
      sql<{ error: string | null; records: string }>`select error, records from accounting_journal`.execute(tx),
    )
    assert.deepEqual(rows, [])
  })
})
