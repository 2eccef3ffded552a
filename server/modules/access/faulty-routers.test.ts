/** What routers get wrong, and what it does: nothing that is stored twice, nothing that is lost, nothing that others notice. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { after, suite, test } from 'node:test'
import fc from 'fast-check'
import { sql } from '#kernel/db.ts'
import { money } from '#kernel/money.ts'
import { createOffer, publishOffer } from '#modules/catalog'
import { changePlan } from '#modules/subscriptions'
import { type AttributePair, decode, encodeReply, encodeRequest, hidePassword, type Packet, read, sharedSecret } from '#protocols/radius'
import { CoaClient } from './coa-client.ts'
import { resetPassword } from './create-login.ts'
import { addNas } from './keep-nas.ts'
import { readLoginsOf } from './store.ts'
import { anyMutation, eventually, mutated, type Mutation, nasDraft, radiusWorld, secret, subscribed } from './testing.ts'

const key = sharedSecret(secret)
const [start, stop, interim] = [1, 2, 3]
const giga4 = 2 ** 32

suite('faulty routers', async () => {
  const world = await radiusWorld()
  const { platform, radius, transact } = world
  const { clock } = platform
  const west = `west-${world.tenantId.slice(-6)}`
  const limited = `limited-${world.tenantId.slice(-6)}`
  await transact(async (tx) => {
    await addNas(tx, nasDraft({ name: 'West', identifier: west }), secret)
    await addNas(tx, nasDraft({ name: 'Limited', identifier: limited, requestsPerSecondMax: 5 }), secret)
  })
  const username = `faulty-${world.tenantId.slice(-6)}`
  const subscriptionId = await transact((tx) => subscribed(tx, clock.now(), username, 'correct-42', { sessionsMax: 90 }))
  await eventually(async () => (await world.router.login({ username, password: 'correct-42' })).outcome === 'accepted', 'the login')

  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  after(() => socket.close())
  const replies: Packet[] = []
  socket.on('message', (datagram) => {
    const reply = decode(Buffer.from(datagram))
    assert.ok(typeof reply !== 'string')
    replies.push(reply)
  })
  let number = 0

  const packetOf = (attributes: readonly AttributePair[], nas = world.nas.identifier!) =>
    encodeRequest(
      {
        code: 'Accounting-Request',
        identifier: number++ & 255,
        attributes: [['NAS-Identifier', nas], ['User-Name', username], ...attributes],
      },
      key,
    )
  /** @returns whether it was answered; its effect is there */
  async function send(request: Packet): Promise<boolean> {
    const before = replies.length
    socket.send(request.bytes, radius.acctPort, '127.0.0.1')
    const isAnswered = await eventually(async () => replies.length > before, 'the answer').catch(() => false)
    await radius.applied()
    return isAnswered
  }
  const account = (status: number, acctSessionId: string, attributes: readonly AttributePair[] = [], nas?: string) =>
    send(packetOf([['Acct-Status-Type', status], ['Acct-Session-Id', acctSessionId], ...attributes], nas))
  const sessions = (acctSessionId: string) =>
    transact(
      async (tx) =>
        (
          await sql<{ bytes: number; started: number; updated: number; is_open: boolean }>`
            select download_bytes::float8 as bytes, extract(epoch from started_at)::float8 as started, extract(epoch from updated_at)::float8 as updated,
              ended_at is null as is_open
            from session where acct_session_id = ${acctSessionId} order by started_at`.execute(tx)
        ).rows,
    )
  const used = async () =>
    transact(
      async (tx) =>
        (
          await sql<{
            used: number
          }>`select coalesce(sum(download_bytes), 0)::float8 as used from usage_hour where subscription_id = ${subscriptionId}`.execute(tx)
        ).rows[0]!.used,
    )

  type Sent = readonly [seconds: number, octets: number, gigawords?: number]
  const counters: readonly [why: string, sent: readonly Sent[], bytes: readonly number[]][] = [
    [
      'run backwards: what was counted stays counted',
      [
        [60, 5_000],
        [120, 3_000],
        [180, 3_500],
      ],
      [5_000],
    ],
    [
      'run backwards and recover: only what is more is added',
      [
        [60, 5_000],
        [120, 10],
        [180, 6_000],
      ],
      [6_000],
    ],
    [
      'wrap, with Gigawords: they go on',
      [
        [60, giga4 - 1, 0],
        [120, 10, 1],
      ],
      [giga4 + 10],
    ],
    [
      'wrap, without Gigawords: what was counted stays, until they pass it',
      [
        [60, giga4 - 1],
        [120, 10],
      ],
      [giga4 - 1],
    ],
    [
      'jump to what no line can carry: as the router says, once',
      [
        [60, 5, 0],
        [61, giga4 - 1, 1_000],
      ],
      [giga4 * 1_001 - 1],
    ],
  ]
  for (const [index, [why, sent, bytes]] of counters.entries())
    test(`counters that ${why}`, async () => {
      const id = `counters-${index}`
      const before = await used()
      for (const [seconds, octets, gigawords] of sent) {
        clock.advance({ seconds: 60 })
        await account(interim, id, [
          ['Acct-Session-Time', seconds],
          ['Acct-Output-Octets', octets],
          ...(gigawords === undefined ? [] : [['Acct-Output-Gigawords', gigawords] as const]),
        ])
      }
      assert.deepEqual(
        (await sessions(id)).map((row) => row.bytes),
        bytes,
      )
      assert.equal((await used()) - before, bytes[0], 'the usage is that of the session')
    })

  test('counters that begin anew with the session time are another session under a reused name', async () => {
    await account(interim, 'reused', [
      ['Acct-Session-Time', 600],
      ['Acct-Output-Octets', 9_000],
    ])
    clock.advance({ minutes: 10 })
    await account(interim, 'reused', [
      ['Acct-Session-Time', 60],
      ['Acct-Output-Octets', 100],
    ])
    assert.deepEqual(
      (await sessions('reused')).map(({ bytes, is_open }) => [bytes, is_open]),
      [
        [9_000, false],
        [100, true],
      ],
    )
  })

  for (const [when, seconds] of [
    ['1970', 0],
    ['2099', 4_070_908_800],
    ['the end of 32 bits', 0xffffffff],
  ] as const)
    test(`a router whose clock says ${when} is not believed`, async () => {
      const id = `clock-${when}`
      await account(start, id, [['Event-Timestamp', seconds]])
      const now = clock.now().epochMilliseconds / 1000
      assert.deepEqual(
        (await sessions(id)).map(({ started, updated }) => [started, updated]),
        [[now, now]],
      )
    })
  test('a delay of years is taken for a week at most', async () => {
    await account(start, 'delayed', [['Acct-Delay-Time', 0x7fffffff]])
    assert.equal((await sessions('delayed'))[0]!.started, clock.now().epochMilliseconds / 1000 - 7 * 86_400)
  })

  const names = ['0000000A', '0000000a', '{"json":"\\"}', "'; drop table session; --", '数'.repeat(80), ' leading', '0'.repeat(253)]
  for (const name of names)
    test(`an Acct-Session-Id is kept as it was sent: ${name.slice(0, 30)}`, async () => {
      assert.equal(await account(start, name), true)
      assert.equal((await sessions(name)).length, 1)
    })
  for (const [what, octets] of [
    ['a NUL', [65, 0, 66]],
    ['no text in any language', [0xff, 0xfe]],
    ['nothing', []],
  ] as const)
    test(`an Acct-Session-Id that holds ${what} names no session: dropped, and counted`, async () => {
      socket.send(
        packetOf([
          ['Acct-Status-Type', start!],
          ['Attr-44', Buffer.from(octets)],
        ]).bytes,
        radius.acctPort,
        '127.0.0.1',
      )
      await eventually(
        async () => (await transact((tx) => sql`select from radius_drop where reason = 'session_id_missing'`.execute(tx))).rows.length > 0,
        'the count',
      )
    })

  test('two routers behind one address have sessions of their own under the same names', async () => {
    await account(start, 'twin')
    await account(start, 'twin', [], west)
    await account(stop, 'twin', [], west)
    assert.deepEqual((await sessions('twin')).map((row) => row.is_open).toSorted(), [false, true])
  })

  test('an accounting packet that is replayed later is answered, and counts nothing', async () => {
    const request = packetOf([
      ['Acct-Status-Type', interim!],
      ['Acct-Session-Id', 'replayed'],
      ['Acct-Session-Time', 60],
      ['Acct-Output-Octets', 700],
    ])
    await send(request)
    await account(stop!, 'replayed', [
      ['Acct-Session-Time', 120],
      ['Acct-Output-Octets', 900],
    ])
    const state = async () => [(await sessions('replayed')).map(({ bytes, is_open }) => [bytes, is_open]), await used()]
    const before = await state()
    clock.advance({ minutes: 1 }) // the answer given then is forgotten
    assert.equal(await send(request), true)
    assert.deepEqual(await state(), before)
  })

  test('a router that sends more than it may is cut at its rate, and nobody else', async () => {
    const ask = (nas: string) => {
      const authenticator = randomBytes(16)
      const attributes: AttributePair[] = [
        ['User-Name', username],
        ['User-Password', hidePassword('correct-42', authenticator, key)],
        ['NAS-Identifier', nas],
        ['Calling-Station-Id', '02:00:00:00:00:05'],
      ]
      const request = encodeRequest({ code: 'Access-Request', identifier: number++ & 255, authenticator, attributes }, key)
      socket.send(request.bytes, radius.authPort, '127.0.0.1')
    }
    replies.length = 0
    for (let sent = 0; sent < 12; sent++) ask(limited)
    ask(west)
    await eventually(async () => replies.length >= 6, 'five answers, and one to the other')
    await eventually(
      async () =>
        (await transact((tx) => sql<{ packets: bigint }>`select packets from radius_drop where reason = 'nas_rate_limit'`.execute(tx)))
          .rows[0]?.packets === 7n,
      'the count of the rest',
    )
    assert.equal(replies.length, 6)
    clock.advance({ seconds: 1 })
    for (let sent = 0; sent < 12; sent++) ask(limited)
    await eventually(async () => replies.length === 11, 'five more in the next second')
  })

  test('a forged or replayed answer to a command is passed over', async () => {
    const client = await CoaClient.open()
    after(() => client.close())
    const nas = createSocket('udp4').bind(0, '127.0.0.1')
    const stranger = createSocket('udp4')
    after(() => [nas, stranger].forEach((one) => one.close()))
    await once(nas, 'listening')
    const old: Buffer[] = []
    nas.on('message', (datagram, from) => {
      const request = decode(Buffer.from(datagram))
      assert.ok(typeof request !== 'string')
      const reply = (code: 'Disconnect-ACK' | 'Disconnect-NAK', signer = key) =>
        encodeReply(request, { code, attributes: code === 'Disconnect-NAK' ? [['Error-Cause', 503]] : [] }, signer).bytes
      for (const bytes of old) nas.send(Buffer.from(bytes).fill(request.identifier, 1, 2), from.port, from.address)
      nas.send(reply('Disconnect-ACK', sharedSecret('another-secret')), from.port, from.address)
      stranger.send(reply('Disconnect-ACK'), from.port, from.address)
      old.push(Buffer.from(reply('Disconnect-ACK')))
      nas.send(reply('Disconnect-NAK'), from.port, from.address)
    })
    const target = { address: '127.0.0.1', coaPort: nas.address().port, secret: key }
    for (let tries = 0; tries < 3; tries++)
      assert.deepEqual(await client.ask(target, 'Disconnect-Request', [['Acct-Session-Id', 'x']]), { answer: 'nak', errorCause: 503 })
  })

  test('answers to a command with wrong octets, cut or made up, are passed over, and the right one counts', async () => {
    const client = await CoaClient.open()
    after(() => client.close())
    const nas = createSocket('udp4').bind(0, '127.0.0.1')
    after(() => nas.close())
    await once(nas, 'listening')
    let mutations: readonly Mutation[] = []
    nas.on('message', (datagram, from) => {
      const request = decode(Buffer.from(datagram))
      assert.ok(typeof request !== 'string')
      const ack = encodeReply(request, { code: 'Disconnect-ACK', attributes: [['User-Name', username]] }, key).bytes
      for (const mutation of mutations) nas.send(mutated(ack, mutation), from.port, from.address)
      nas.send(encodeReply(request, { code: 'Disconnect-NAK', attributes: [['Error-Cause', 503]] }, key).bytes, from.port, from.address)
    })
    const target = { address: '127.0.0.1', coaPort: nas.address().port, secret: key }
    await fc.assert(
      fc.asyncProperty(fc.array(anyMutation, { maxLength: 20 }), async (these) => {
        mutations = these
        assert.deepEqual(await client.ask(target, 'Disconnect-Request', [['Acct-Session-Id', 'x']]), { answer: 'nak', errorCause: 503 })
      }),
      { numRuns: 50 },
    )
  })

  test('a new password counts for the next login, and the old one no more', async () => {
    const login = (password: string) => world.router.login({ username, password })
    await transact(async (tx) => resetPassword(tx, (await readLoginsOf(tx, subscriptionId))[0]!.id, 'another-43'))
    await eventually(async () => (await login('another-43')).outcome === 'accepted', 'the new password')
    assert.equal((await login('correct-42')).outcome, 'rejected')
  })

  test('a new plan counts for the next login', async () => {
    await transact(async (tx) => {
      const { offerId } = await createOffer(tx, {
        code: `F-${crypto.randomUUID().slice(0, 8)}`,
        name: 'Home 40',
        technology: 'pppoe',
        terms: {
          validFrom: Temporal.PlainDate.from('2026-01-01'),
          recurring: money(90_000n, 'BDT'),
          downloadBps: 40_000_000n,
          sessionsMax: 90,
          uploadBps: 9_000_000n,
        },
      })
      await publishOffer(tx, offerId)
      await changePlan(tx, subscriptionId, offerId, clock.now())
    })
    await eventually(async () => {
      const result = await world.router.login({ username, password: 'another-43', callingStationId: '02:00:00:00:00:06' })
      return result.outcome === 'accepted' && read(result.reply, 'Mikrotik-Rate-Limit') === '9M/40M'
    }, 'the speed of the new plan')
  })
})
