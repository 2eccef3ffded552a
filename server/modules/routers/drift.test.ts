import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { runJobNow } from '#kernel/jobs.ts'
import { addNas, type DesiredSession, type NasDraft } from '#modules/access'
import type { Session } from '#simulators/nas'
import { driftOf, strayEntries } from './drift.ts'
import { lookAround } from './jobs.ts'
import { blockedList } from './join-script.ts'
import { resync } from './manage-router.ts'
import type { ActiveUser, Queue } from './operations.ts'
import { eventually, joinWorld, subscriber } from './testing.ts'

const session = (more: Partial<DesiredSession> = {}): DesiredSession => ({
  sessionId: 's1',
  subscriptionId: 'u1',
  username: 'alice',
  acctSessionId: '81a0002a',
  address: '10.0.0.9',
  startedAt: Temporal.Instant.from('2026-03-10T08:00:00Z'),
  isWalled: false,
  verdict: 'accept',
  speed: { uploadBps: 5_000_000, downloadBps: 20_000_000 },
  ...more,
})
const active = (more: Partial<ActiveUser> = {}): ActiveUser => ({
  id: '*1',
  service: 'ppp',
  username: 'alice',
  address: '10.0.0.9',
  mac: null,
  isOfRadius: true,
  acctSessionId: '81A0002A',
  uploadBytes: null,
  downloadBytes: null,
  ...more,
})
const queue = (more: Partial<Queue> = {}): Queue => ({
  id: '*2',
  name: '<pppoe-alice>',
  target: '10.0.0.9/32',
  uploadBps: 5_000_000,
  downloadBps: 20_000_000,
  uploadBytes: 0n,
  downloadBytes: 0n,
  isOurs: false,
  isDynamic: true,
  ...more,
})

suite('where a router differs', () => {
  const hotspot = active({ service: 'hotspot', acctSessionId: null })
  const cases = [
    [[session()], { active: [active()], queues: [queue()] }, [], 'nowhere: numbers of sessions are compared without case'],
    [[session({ verdict: 'reject' })], { active: [active()], queues: [] }, ['should-be-off off/online'], 'blocked and still online'],
    [[session({ verdict: 'reject' })], null, ['should-be-off off/online'], 'the same by our own records, where the router cannot be asked'],
    [
      [session({ verdict: 'reject' })],
      { active: [], queues: [] },
      ['lost-session online/off'],
      'blocked and gone: only the Stop is missing',
    ],
    [[session({ verdict: 'walled-garden' })], null, ['should-be-off walled-garden/accept'], 'owes, and is not in the walled garden'],
    [[session({ isWalled: true })], null, ['should-be-off accept/walled-garden'], 'paid, and is still in it'],
    [
      [session()],
      { active: [active()], queues: [queue({ downloadBps: 500_000 })] },
      ['wrong-speed 20/5 Mbit/s/0.5/5 Mbit/s'],
      'another speed',
    ],
    [
      [session()],
      { active: [active()], queues: [queue({ isDynamic: false, downloadBps: 1 })] },
      [],
      "somebody's own queue is not the speed of a session",
    ],
    [[session()], { active: [], queues: [] }, ['lost-session online/off'], 'the router knows nothing of it'],
    [[session()], null, [], 'without an API nobody says that it is lost'],
    [[], { active: [active()], queues: [] }, ['unknown-session known/10.0.0.9'], 'accounting never told us'],
    [[], { active: [active({ isOfRadius: false })], queues: [] }, [], 'let in by a list on the router itself'],
    [[session()], { active: [hotspot], queues: [queue()] }, [], 'a hotspot tells no number: name and address'],
    [
      [session({ verdict: 'nobody', subscriptionId: null, speed: null })],
      { active: [active()], queues: [queue()] },
      [],
      "nobody's session is left alone",
    ],
  ] as const
  for (const [desired, observed, expected, why] of cases)
    test(why, () =>
      assert.deepEqual(
        driftOf(desired, observed).map(({ kind, wanted, found }) => `${kind} ${wanted}/${found}`),
        expected,
      ),
    )
})

test('entries of the list of the blocked go when they block nobody that should be', () => {
  const listed = ['10.0.0.9', '10.0.0.10'].map((address, index) => ({ id: `*${index}`, list: blockedList, address }))
  const other = { id: '*9', list: 'cafe', address: '10.0.0.10' }
  assert.deepEqual(
    strayEntries([session({ verdict: 'reject' }), session({ address: '10.0.0.10' })], [...listed, other]).map((entry) => entry.address),
    ['10.0.0.10'],
  )
})

test('a wrong speed counts from the second look, and is then ordered anew', async () => {
  const world = await joinWorld()
  await world.transact((tx) => subscriber(tx, world.platform.clock.now(), 'alice', 'alice-wonder-42'))
  const { nasId, mikrotik } = await world.joined()
  const dialled = await mikrotik.pppoe({ username: 'alice', password: 'alice-wonder-42' })
  assert(dialled.outcome === 'accepted')
  await eventually(
    () => world.transact(async (tx) => (await sql`select 1 from session`.execute(tx)).rows.length),
    (sessions) => sessions === 1,
  )
  dialled.session.rate = { upload: 1_000, download: 1_000 }
  const ordered = () =>
    world.transact(async (tx) => (await sql<{ kind: string; reason: string }>`select kind, reason from network_command`.execute(tx)).rows)
  await world.lookAt(nasId)
  assert.deepEqual(await ordered(), [])
  world.platform.clock.advance({ minutes: 5 })
  await world.lookAt(nasId)
  assert.deepEqual(await ordered(), [{ kind: 'change', reason: 'resync' }])
  const rate = await eventually(
    async () => dialled.session.rate,
    (found) => found?.download === 20_000_000,
  )
  assert.deepEqual(rate, { upload: 5_000_000, download: 20_000_000 })
  world.platform.clock.advance({ minutes: 5 })
  await world.lookAt(nasId)
  const left = await world.transact(async (tx) => (await sql`select 1 from router_drift`.execute(tx)).rows)
  assert.deepEqual(left, [], 'what is mended is gone')
})

test('a resync orders every session of a router anew, and none of another', async () => {
  const world = await joinWorld()
  const { platform, transact } = world
  const { nasId, mikrotik } = await world.joined()
  const sessions: Session[] = []
  for (const username of ['alice', 'babul']) {
    await transact((tx) => subscriber(tx, platform.clock.now(), username, `${username}-wonder-42`))
    const dialled = await eventually(
      () => mikrotik.pppoe({ username, password: `${username}-wonder-42` }),
      ({ outcome }) => outcome === 'accepted',
    )
    assert(dialled.outcome === 'accepted')
    dialled.session.rate = { upload: 1_000, download: 1_000 }
    sessions.push(dialled.session)
  }
  const elsewhere = await transact((tx) => subscriber(tx, platform.clock.now(), 'chaya', 'chaya-wonder-42'))
  await transact((tx) =>
    sql`
      with n as (insert into nas (name, address, vendor, secret_sealed, coa_port) values ('other', '192.0.2.99', 'mikrotik', 'never opened', 3799) returning id)
      insert into session (tenant_id, identity, nas_id, subscription_id, username, acct_session_id, started_at, updated_at)
      select current_tenant(), uuidv7(), id, ${elsewhere}, 'chaya', '81', now(), now() from n`.execute(tx),
  )
  await eventually(
    () => transact(async (tx) => (await sql`select 1 from session`.execute(tx)).rows.length),
    (count) => count === 3,
  )

  assert.equal(await transact((tx) => resync(tx, nasId, platform.clock.now())), 2)
  const { rows } = await transact((tx) => sql<{ reason: string; nas_id: string }>`select reason, nas_id from network_command`.execute(tx))
  assert.deepEqual(
    rows.map((command) => [command.reason, command.nas_id === nasId]),
    [
      ['resync', true],
      ['resync', true],
    ],
  )
  await eventually(
    async () => sessions.map(({ rate }) => rate?.download),
    (downloads) => downloads.every((download) => download === 20_000_000),
  )
  assert.deepEqual(
    sessions.map(({ rate }) => rate),
    Array.from({ length: 2 }, () => ({ upload: 5_000_000, download: 20_000_000 })),
  )
})

test('a password of the API that cannot be read any more is told on the page of the router, and is its own trouble only', async () => {
  const world = await joinWorld()
  const { nasId } = await world.joined()
  await world.transact((tx) => sql`update router set password_sealed = 'v1.lost.lost.lost'`.execute(tx))
  await world.lookAt(nasId)
  const { rows } = await world.transact((tx) => sql`select api, api_fault from router_state`.execute(tx))
  assert.deepEqual(rows, [{ api: 'failed', api_fault: 'password-unreadable' }])
})

/** Nothing listens there, and nothing is asked: it takes its commands on a connection of its own. */
const byHand: NasDraft = {
  name: 'By hand',
  address: null,
  certificateFingerprint: '0'.repeat(64),
  certificateName: null,
  identifier: null,
  vendor: 'cisco',
  requireMessageAuthenticator: true,
  coaPort: 3799,
  interimSeconds: 300,
  walledGarden: null,
  requestsPerSecondMax: null,
  voucherPassword: 'off',
  locationId: null,
  enabled: true,
}

test('all routers are looked at in one round, also those without an API', async () => {
  const world = await joinWorld()
  await world.joined()
  await world.transact((tx) => addNas(tx, byHand, 'secret-of-its-own'))
  await runJobNow(world.platform, lookAround, world.scope, {})
  const { rows } = await world.transact((tx) =>
    sql<{ name: string; api: string; readings: bigint }>`
      select n.name, s.api, (select count(*) from router_reading r where r.nas_id = n.id) as readings
      from nas n join router_state s on s.nas_id = n.id order by n.name = 'By hand'`.execute(tx),
  )
  assert.deepEqual(
    rows.map(({ api, readings }) => [api, readings]),
    [
      ['reachable', 1n],
      ['unknown', 1n],
    ],
  )
})
