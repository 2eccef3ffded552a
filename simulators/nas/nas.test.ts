import assert from 'node:assert/strict'
import { once } from 'node:events'
import { suite, test } from 'node:test'
import { movableClock } from '#kernel/time.ts'
import {
  type AttributePair,
  type Packet,
  authenticatorOf,
  checkMsChap1,
  checkMsChap2,
  hideKey,
  isChapPassword,
  msChap1Login,
  msChap2Login,
  ntHash,
  papPassword,
  read,
  sessionOctets,
  sharedSecret,
  valueName,
} from '#protocols/radius'
import { type LoginMethod, type Nas, type NasOptions, type Session, createNas, loginMethods } from './index.ts'
import { type Answer, type TestServer, startTestServer } from './radius-server.ts'

const secretText = 'testing123'
const secret = sharedSecret(secretText)
const quick = { timeoutMs: 30, tries: 3 }
/** What is not answered in this time is not answered. */
const silenceMs = 100

const profile: AttributePair[] = [
  ['Framed-IP-Address', '100.64.0.7'],
  ['Mikrotik-Rate-Limit', '2M/10M'],
  ['Acct-Interim-Interval', 300],
  ['Class', Buffer.from('gold')],
]

/** Knows one password, "secret", by every method, and confirms all accounting. */
function honest(request: Packet): Answer {
  if (request.code === 'Accounting-Request') return { code: 'Accounting-Response' }
  const msChap = msChap2Login(request)
  const success = msChap && checkMsChap2(msChap, ntHash('secret'))
  if (success) {
    const key = hideKey(success.sendKey, 1, authenticatorOf(request), secret)
    return { code: 'Access-Accept', attributes: [...profile, ['MS-CHAP2-Success', success.success], ['MS-MPPE-Send-Key', key]] }
  }
  const msChap1 = msChap1Login(request)
  const isRight =
    papPassword(request, secret) === 'secret' ||
    isChapPassword(request, 'secret', secret) ||
    (msChap1 && checkMsChap1(msChap1, ntHash('secret')))
  return isRight
    ? { code: 'Access-Accept', attributes: profile }
    : { code: 'Access-Reject', attributes: [['Reply-Message', 'Wrong password']] }
}

interface Stage {
  readonly server: TestServer
  readonly nas: Nas
  readonly log: () => string[]
}

async function stage(act: (stage: Stage) => Promise<void>, options: Partial<NasOptions> = {}, answer = honest): Promise<void> {
  const server = await startTestServer(secretText, answer)
  const nas = await createNas({
    host: '127.0.0.1',
    authPort: server.authPort,
    acctPort: server.acctPort,
    secret: secretText,
    retry: quick,
    ...options,
  })
  const log = () =>
    server.received
      .filter(({ code }) => code === 'Accounting-Request')
      .map((request) => valueName('Acct-Status-Type', read(request, 'Acct-Status-Type')!))
  try {
    await act({ server, nas, log })
  } finally {
    nas.close()
    server.close()
  }
}

async function open(nas: Nas, method: LoginMethod = 'pap'): Promise<Session> {
  const result = await nas.login({ username: 'alice', password: 'secret', method })
  assert.ok(result.outcome === 'accepted', result.outcome)
  await result.session.start()
  return result.session
}

suite('login', () => {
  for (const method of loginMethods) {
    test(`${method}: the right password opens a session as the server says`, () =>
      stage(async ({ nas }) => {
        const session = await open(nas, method)
        assert.equal(session.framedIp, '100.64.0.7')
        assert.deepEqual(session.rate, { upload: 2e6, download: 10e6 })
        assert.equal(session.interimSeconds, 300)
      }))
    test(`${method}: a wrong password is rejected with the server's words`, () =>
      stage(async ({ nas }) => {
        const result = await nas.login({ username: 'alice', password: 'guess', method })
        assert.equal(result.outcome, 'rejected')
        assert.equal(result.outcome === 'rejected' && result.message, 'Wrong password')
      }))
  }
  test('mschapv2: an accept without proof is not believed', () =>
    stage(
      async ({ nas }) => assert.equal((await nas.login({ username: 'alice', password: 'secret', method: 'mschapv2' })).outcome, 'unproven'),
      {},
      () => ({ code: 'Access-Accept' }),
    ))
  test('silence is asked three times with the same octets, then given up', () =>
    stage(
      async ({ nas, server }) => {
        assert.equal((await nas.login({ username: 'alice', password: 'secret' })).outcome, 'timeout')
        assert.equal(server.received.length, 3)
        assert.equal(new Set(server.received.map(({ bytes }) => bytes.toString('hex'))).size, 1)
      },
      {},
      () => undefined,
    ))
  test('a server with another secret is not heard, and does not hear', () =>
    stage(async ({ nas }) => assert.equal((await nas.login({ username: 'alice', password: 'secret' })).outcome, 'timeout'), {
      secret: 'other',
    }))
  test('more logins than identifiers are all answered', () =>
    stage(
      async ({ nas }) => {
        const results = await Promise.all(Array.from({ length: 600 }, () => nas.login({ username: 'alice', password: 'secret' })))
        assert.ok(results.every(({ outcome }) => outcome === 'accepted'))
      },
      { retry: { timeoutMs: 2000, tries: 3 } },
    ))
})

suite('accounting', () => {
  test('a session counts beyond 32 bits, echoes Class and keeps its time', () => {
    const clock = movableClock('2026-01-01T00:00:00Z')
    return stage(
      async ({ nas, server, log }) => {
        const session = await open(nas)
        session.count({ upload: 5_000_000_000n, download: 20_000_000_000n })
        clock.advance({ minutes: 10 })
        assert.equal(await session.interim(), true)
        assert.equal(await session.stop(), true)
        assert.equal(await session.stop(), false, 'the second time does nothing')
        const stop = server.received.at(-1)!
        assert.deepEqual(log(), ['Start', 'Interim-Update', 'Stop'])
        assert.deepEqual(sessionOctets(stop), { upload: 5_000_000_000n, download: 20_000_000_000n })
        assert.equal(read(stop, 'Acct-Session-Time'), 600)
        assert.equal(read(stop, 'Class')?.toString(), 'gold')
        assert.equal(valueName('Acct-Terminate-Cause', read(stop, 'Acct-Terminate-Cause')!), 'User-Request')
      },
      { clock },
    )
  })
  test('traffic is never faster than the rate limit', () =>
    stage(async ({ nas }) => {
      const session = await open(nas)
      session.transfer(8, { upload: 1e6, download: 1e9 })
      assert.deepEqual(session.octets, { upload: 1_000_000n, download: 10_000_000n })
    }))
  test('the NAS announces its boot and its end', () =>
    stage(async ({ nas, log }) => {
      assert.equal(await nas.accountingOn(), true)
      assert.equal(await nas.accountingOff(), true)
      assert.deepEqual(log(), ['Accounting-On', 'Accounting-Off'])
    }))
})

suite('CoA and Disconnect', () => {
  const named = (session: Session): AttributePair[] => [
    ['User-Name', 'alice'],
    ['Acct-Session-Id', session.id],
  ]

  test('a CoA changes the rate of the session it names', () =>
    stage(async ({ nas, server }) => {
      const session = await open(nas)
      const reply = await server.ask(nas.coaPort, 'CoA-Request', [...named(session), ['Mikrotik-Rate-Limit', '1M/4M']])
      assert.equal(reply.code, 'CoA-ACK')
      assert.deepEqual(session.rate, { upload: 1e6, download: 4e6 })
    }))
  test('a Disconnect is confirmed and followed by a Stop', () =>
    stage(async ({ nas, server, log }) => {
      const session = await open(nas)
      const stopped = once(nas.events, 'stopped')
      assert.equal((await server.ask(nas.coaPort, 'Disconnect-Request', named(session))).code, 'Disconnect-ACK')
      await stopped
      assert.deepEqual(log(), ['Start', 'Stop'])
      assert.equal(valueName('Acct-Terminate-Cause', read(server.received.at(-1)!, 'Acct-Terminate-Cause')!), 'Admin-Reset')
      assert.equal(nas.sessions.size, 0)
    }))

  const now = Math.floor(Date.now() / 1000)
  const refusals = [
    // attributes besides the session's, cause, why
    [[['Framed-IP-Address', '100.64.0.8']], 'Session-Context-Not-Found', 'all identifiers must agree'],
    [[['NAS-Identifier', 'another']], 'NAS-Identification-Mismatch', 'meant for another NAS'],
    [[['Event-Timestamp', now]], undefined, 'fresh'],
  ] as const satisfies readonly (readonly [readonly AttributePair[], string | undefined, string])[]
  for (const [extra, cause, why] of refusals)
    test(why, () =>
      stage(async ({ nas, server }) => {
        const reply = await server.ask(nas.coaPort, 'Disconnect-Request', [...named(await open(nas)), ...extra])
        assert.equal(reply.code, cause ? 'Disconnect-NAK' : 'Disconnect-ACK')
        assert.equal(cause, cause && valueName('Error-Cause', read(reply, 'Error-Cause')!))
      }),
    )
  test('nothing that names a session', () =>
    stage(async ({ nas, server }) => {
      const reply = await server.ask(nas.coaPort, 'CoA-Request', [['Session-Timeout', 60]])
      assert.equal(valueName('Error-Cause', read(reply, 'Error-Cause')!), 'Missing-Attribute')
    }))
  test('a replay of ten minutes ago is not answered', () =>
    stage(async ({ nas, server }) => {
      const replayed: AttributePair[] = [...named(await open(nas)), ['Event-Timestamp', now - 600]]
      await assert.rejects(server.ask(nas.coaPort, 'Disconnect-Request', replayed, silenceMs))
      assert.equal(nas.sessions.size, 1)
    }))

  test('ack-and-ignore: confirmed, and nothing happens', () =>
    stage(
      async ({ nas, server }) => {
        const session = await open(nas)
        assert.equal((await server.ask(nas.coaPort, 'Disconnect-Request', named(session))).code, 'Disconnect-ACK')
        assert.equal(session.state, 'open')
      },
      { coaBehaviour: 'ack-and-ignore' },
    ))
  test('nak-503: the session is said to be unknown', () =>
    stage(
      async ({ nas, server }) => {
        const reply = await server.ask(nas.coaPort, 'Disconnect-Request', named(await open(nas)))
        assert.equal(valueName('Error-Cause', read(reply, 'Error-Cause')!), 'Session-Context-Not-Found')
      },
      { coaBehaviour: 'nak-503' },
    ))
  test('silent: no answer', () =>
    stage(
      async ({ nas, server }) => {
        await assert.rejects(server.ask(nas.coaPort, 'Disconnect-Request', named(await open(nas)), silenceMs))
      },
      { coaBehaviour: 'silent' },
    ))
})
