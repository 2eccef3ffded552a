import assert from 'node:assert/strict'
import { once } from 'node:events'
import { suite, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { type Packet, read, valueName } from '#protocols/radius'
import { type Fleet, runFleet } from './index.ts'
import { type Answer, type TestServer, startTestServer } from './radius-server.ts'
import { appetite, demand, loadAt, seededRandom } from './traffic.ts'

const welcoming = (request: Packet): Answer => ({ code: request.code === 'Access-Request' ? 'Access-Accept' : 'Accounting-Response' })
const refusing = (request: Packet): Answer => ({ code: request.code === 'Access-Request' ? 'Access-Reject' : 'Accounting-Response' })

const logins = Array.from({ length: 20 }, (_, index) => ({ username: `user${index}`, password: 'secret' }))

async function withFleet(answer: (request: Packet) => Answer, act: (fleet: Fleet, server: TestServer) => Promise<void>): Promise<void> {
  const server = await startTestServer('testing123', answer)
  const { authPort, acctPort } = server
  const pace = { loginsPerSecond: 1000, interimSeconds: 0.1 }
  const fleet = await runFleet({ host: '127.0.0.1', authPort, acctPort, secret: 'testing123', logins, ...pace })
  try {
    await act(fleet, server)
  } finally {
    fleet.stop()
    server.close()
  }
}

const statusesOf = (server: TestServer) =>
  server.received.flatMap((request) => read(request, 'Acct-Status-Type') ?? []).map((status) => valueName('Acct-Status-Type', status))

async function allOnline({ nas }: Fleet): Promise<void> {
  while (nas.sessions.size < logins.length) await once(nas.events, 'started', { signal: AbortSignal.timeout(60_000) })
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(5)
}

suite('a fleet', () => {
  test('comes online after Accounting-On, reports usage, and leaves with a Stop for every session', () =>
    withFleet(welcoming, async (fleet, server) => {
      await allOnline(fleet)
      await until(() => fleet.counts.interims >= logins.length)
      await fleet.drain()
      const statuses = statusesOf(server)
      assert.equal(statuses[0], 'Accounting-On')
      for (const status of ['Start', 'Stop']) assert.equal(statuses.filter((seen) => seen === status).length, logins.length, status)
      assert.ok(statuses.filter((seen) => seen === 'Interim-Update').length >= logins.length)
      assert.equal(fleet.counts.unconfirmed, 0)
    }))
  test('a kicked subscriber is gone, and will come back', () =>
    withFleet(welcoming, async (fleet, server) => {
      await allOnline(fleet)
      await server.ask(fleet.nas.coaPort, 'Disconnect-Request', [['User-Name', 'user3']])
      assert.equal(fleet.counts.disconnects, 1)
      assert.equal(fleet.nas.sessions.size, logins.length - 1)
    }))
  test('refusals are counted and do not become a storm', () =>
    withFleet(refusing, async (fleet) => {
      await until(() => fleet.counts.rejects >= logins.length)
      await pause(100) // in which a storm would begin
      assert.equal(fleet.counts.rejects, logins.length)
    }))
})

suite('traffic', () => {
  const at = (time: string) => loadAt(Temporal.PlainTime.from(time))
  test('the evening is busier than the night', () => {
    assert.equal(at('22:00'), 1)
    assert.ok(at('04:30') < 0.15)
  })
  test('there is no step at midnight', () => assert.ok(Math.abs(at('23:59') - at('00:00')) < 0.01))
  test('the same seed makes the same subscribers', () => assert.deepEqual(appetite(seededRandom(7)), appetite(seededRandom(7))))
  test('demand is never negative', () => {
    const random = seededRandom(1)
    for (let round = 0; round < 1000; round++) assert.ok(demand({ upload: 1, download: 1 }, 1, random).download >= 0)
  })
})
