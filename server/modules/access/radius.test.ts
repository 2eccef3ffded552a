/** The main job as a router sees it: login, accounting, quota, cut-off, return. Real UDP, real PostgreSQL. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { beginFairUseCycles, topUp } from '#modules/charging'
import { block, unblock } from '#modules/subscriptions'
import { read } from '#protocols/radius'
import { type LoginMethod, loginMethods } from '#simulators/nas'
import { connectRouter, eventually, radiusWorld, subscribed, type RadiusWorld } from './testing.ts'

const giga = 1_000_000_000n
let users = 0

/** A new subscriber that the directory has heard of. */
async function newcomer(world: RadiusWorld, terms: Parameters<typeof subscribed>[4] = {}) {
  const username = `user${++users}-${world.tenantId.slice(-6)}`
  const password = 'correct-horse-42'
  const subscriptionId = await world.transact((tx) => subscribed(tx, world.platform.clock.now(), username, password, terms))
  await eventually(async () => (await world.router.login({ username, password })).outcome === 'accepted', `login of ${username}`)
  world.platform.clock.advance({ seconds: 61 }) // the reservation of that login ends
  return { username, password, subscriptionId }
}

async function online(world: RadiusWorld, login: { username: string; password: string; method?: LoginMethod; callingStationId?: string }) {
  const result = await world.router.login(login)
  assert.equal(result.outcome, 'accepted', JSON.stringify('message' in result ? result.message : result.outcome))
  assert.ok('session' in result)
  assert.equal(await result.session.start(), true)
  return result.session
}

/** What the database holds when all that was answered has taken effect. */
async function rows<T>(world: RadiusWorld, query: ReturnType<typeof sql<T>>): Promise<T[]> {
  await world.radius.applied()
  return world.transact(async (tx) => (await query.execute(tx)).rows)
}
const sessionRows = (world: RadiusWorld, username: string) =>
  rows(
    world,
    sql<{
      ended_at: Temporal.Instant | null
      upload_bytes: bigint
      download_bytes: bigint
      terminate_cause: string | null
      closed_by: string | null
      subscription_id: string | null
      download_bps: bigint | null
    }>`
    select * from session where username = ${username} order by started_at`,
  )

suite('RADIUS', async () => {
  const world = await radiusWorld()

  for (const method of loginMethods) {
    test(`${method}: the right password gets the plan's speed in MikroTik's words, a wrong one a refusal`, async () => {
      const { username, password } = await newcomer(world)
      const accepted = await world.router.login({
        username: username.toUpperCase(),
        password,
        method,
        callingStationId: '02:00:00:00:00:01',
      })
      assert.ok(accepted.outcome === 'accepted', accepted.outcome)
      assert.equal(read(accepted.reply, 'Mikrotik-Rate-Limit'), '5M/20M')
      assert.equal(read(accepted.reply, 'Session-Timeout'), 86_400)
      assert.equal(read(accepted.reply, 'Acct-Interim-Interval'), 300)
      assert.equal(read(accepted.reply, 'Class')?.length, 26)
      assert.equal(accepted.reply.messageAuthenticatorAt, 22, 'Message-Authenticator comes first')

      const refused = await world.router.login({ username, password: 'wrong', method })
      assert.ok(refused.outcome === 'rejected')
      assert.equal(refused.message, 'User name or password is wrong.')
    })
  }

  test('an unknown user is refused in the same words', async () => {
    const refused = await world.router.login({ username: 'nobody', password: 'x' })
    assert.ok(refused.outcome === 'rejected')
    assert.equal(refused.message, 'User name or password is wrong.')
    const [failure] = await eventually(async () => {
      const found = await rows(
        world,
        sql<{ reason: string; attempts: bigint }>`select reason, attempts from login_failure where username = 'nobody'`,
      )
      return found.length > 0 && found
    }, 'the record of the failure')
    assert.deepEqual(failure, { reason: 'unknown-user', attempts: 1n })
  })

  test('who dialled in vain before the login was made is let in once it is', async () => {
    const username = `early-${world.tenantId.slice(-6)}`
    const dial = async () => (await world.router.login({ username, password: 'right-42' })).outcome
    for (let tries = 0; tries < 20; tries++) assert.equal(await dial(), 'rejected')
    await world.transact((tx) => subscribed(tx, world.platform.clock.now(), username, 'right-42'))
    await eventually(async () => (await dial()) === 'accepted', 'the login') // while the clock stands, and nothing is forgiven
  })

  test('Start, interims with gigawords and Stop add up to the byte, at the subscription', async () => {
    const user = await newcomer(world)
    const session = await online(world, user)
    await world.radius.applied()
    session.count({ upload: 1_234_567n, download: 5n * giga })
    world.platform.clock.advance({ minutes: 5 })
    assert.equal(await session.interim(), true)
    await world.radius.applied()
    session.count({ upload: 1n, download: 3n })
    world.platform.clock.advance({ minutes: 5 })
    assert.equal(await session.stop(), true)

    const [row] = await sessionRows(world, user.username)
    assert.equal(row!.upload_bytes, 1_234_568n)
    assert.equal(row!.download_bytes, 5n * giga + 3n)
    assert.equal(row!.terminate_cause, 'User-Request')
    assert.equal(row!.subscription_id, user.subscriptionId)
    assert.equal(row!.download_bps, (5n * giga * 8n) / 300n)
    const [usage] = await rows(
      world,
      sql<{ up: bigint; down: bigint }>`
      select sum(upload_bytes)::bigint as up, sum(download_bytes)::bigint as down from usage_hour where subscription_id = ${user.subscriptionId}`,
    )
    assert.deepEqual(usage, { up: 1_234_568n, down: 5n * giga + 3n })
  })

  test('a tier of fair use slows by CoA as soon as it is reached, and a new cycle brings the full speed back', async () => {
    const tier = (gigabytes: bigint, bps: bigint) => ({ usedBytes: gigabytes * giga, downloadBps: bps, uploadBps: 5_000_000n })
    const user = await newcomer(world, { fupTiers: [tier(2n, 10_000_000n), tier(4n, 5_000_000n)] })
    const session = await online(world, user)
    session.count({ upload: 0n, download: 2n * giga })
    world.platform.clock.advance({ minutes: 5 })
    await session.interim()
    await eventually(async () => session.rate?.download === 10_000_000, 'the speed of the first tier')
    session.count({ upload: 0n, download: 2n * giga })
    world.platform.clock.advance({ minutes: 5 })
    await session.interim()
    await eventually(async () => session.rate?.download === 5_000_000, 'the speed of the second')

    world.platform.clock.advance({ hours: 31 * 24 })
    await session.interim()
    await world.transact((tx) => beginFairUseCycles(tx, world.platform.clock.now()))
    await eventually(async () => session.rate?.download === 20_000_000, 'the full speed')
    await session.stop()
  })

  test('at 100 % a throttling plan is slowed by CoA, and the answer is kept', async () => {
    const user = await newcomer(world, { quotaBytes: 10n * giga, quotaPolicy: 'throttle' })
    const session = await online(world, user)
    session.count({ upload: 0n, download: 10n * giga })
    world.platform.clock.advance({ minutes: 5 })
    await session.interim()
    await eventually(async () => session.rate?.download === 2_000_000, 'the slower speed')
    assert.deepEqual(session.rate, { upload: 1_000_000, download: 2_000_000 })
    const [command] = await eventually(async () => {
      const found = await rows(
        world,
        sql<{ kind: string; state: string }>`select kind, state from network_command where subscription_id = ${user.subscriptionId}`,
      )
      return found[0]?.state === 'acked' && found
    }, 'the acknowledgement')
    assert.deepEqual(command, { kind: 'change', state: 'acked' })

    world.platform.clock.advance({ minutes: 5 })
    await session.interim()
    await eventually(
      async () =>
        (await rows(world, sql<{ state: string }>`select state from network_command where subscription_id = ${user.subscriptionId}`))[0]
          ?.state === 'confirmed',
      'the proof',
    )
    const again = await world.router.login(user)
    assert.ok(again.outcome === 'rejected', 'the session is open on another device')
    await session.stop()
    const after = await world.router.login(user)
    assert.ok(after.outcome === 'accepted')
    assert.equal(read(after.reply, 'Mikrotik-Rate-Limit'), '1M/2M')
  })

  test('at 100 % a cutting plan ends the session and refuses the next login', async () => {
    const user = await newcomer(world, { quotaBytes: giga, quotaPolicy: 'cut' })
    const session = await online(world, user)
    session.count({ upload: giga, download: 0n })
    world.platform.clock.advance({ minutes: 5 })
    await session.interim()
    await eventually(async () => session.state === 'stopped', 'the disconnection')
    const refused = await world.router.login(user)
    assert.ok(refused.outcome === 'rejected')
    assert.equal(refused.message, 'Your data is used up.')
  })

  test('a router is told how many bytes are left, at each login and when more are bought', async () => {
    const user = await newcomer(world, { quotaBytes: 10n * giga, quotaPolicy: 'cut' })
    const first = await online(world, user)
    const granted = first.limitOctets! // of the days that are left of the cycle
    assert.ok(granted > 4n * giga)
    first.count({ upload: giga, download: 2n * giga })
    world.platform.clock.advance({ minutes: 5 })
    await first.stop()
    await world.radius.applied()
    const second = await online(world, user)
    assert.equal(second.limitOctets, granted - 3n * giga, 'what the last session left, before the quota tells of a step')

    second.count({ upload: 0n, download: giga })
    world.platform.clock.advance({ minutes: 5 })
    await second.interim()
    await world.radius.applied()
    const now = world.platform.clock.now()
    await world.transact((tx) => topUp(tx, { subscriptionId: user.subscriptionId, bytes: 5n * giga, validTo: now.add({ hours: 24 }), now }))
    await eventually(async () => second.limitOctets === granted + 2n * giga, 'the new limit, counted from the beginning of the session')
    await second.stop()
  })

  test('of a plan with free hours no router is told what is left, because it would count them', async () => {
    const freeWindows = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '01:00', to: '06:00' }]
    const user = await newcomer(world, { quotaBytes: 10n * giga, quotaPolicy: 'cut', freeWindows })
    const session = await online(world, user)
    assert.equal(session.limitOctets, undefined)
    await session.stop()
  })

  test('a block kicks and refuses; lifting it lets in again', async () => {
    const user = await newcomer(world)
    const session = await online(world, user)
    await world.transact((tx) => block(tx, [user.subscriptionId], 'unpaid'))
    await eventually(async () => session.state === 'stopped', 'the disconnection')
    await eventually(
      async () =>
        (await rows(world, sql<{ state: string }>`select state from network_command where subscription_id = ${user.subscriptionId}`)).some(
          ({ state }) => state === 'confirmed',
        ),
      'the proof by the Stop',
    )
    const refused = await world.router.login(user)
    assert.ok(refused.outcome === 'rejected')
    assert.equal(refused.message, 'Your service is suspended because a bill is unpaid.')

    await world.transact((tx) => block(tx, [user.subscriptionId], 'abuse'))
    await eventually(async () => {
      const again = await world.router.login(user)
      return again.outcome === 'rejected' && again.message === 'Your service is suspended. Please contact us.'
    }, 'words that do not send people to pay what would not help')
    await world.transact((tx) => unblock(tx, [user.subscriptionId], 'abuse'))

    await world.transact((tx) => unblock(tx, [user.subscriptionId], 'unpaid'))
    await eventually(async () => (await world.router.login(user)).outcome === 'accepted', 'the return')
  })

  test('one session at a time: a second device is refused, the same device comes back', async () => {
    const user = await newcomer(world)
    const phone = { ...user, callingStationId: '02:AA:AA:AA:AA:01' }
    const laptop = { ...user, callingStationId: '02:AA:AA:AA:AA:02' }
    assert.equal((await world.router.login(phone)).outcome, 'accepted')
    assert.equal((await world.router.login(laptop)).outcome, 'rejected', 'the place is kept for the phone until its Start')
    const session = await online(world, phone)
    world.platform.clock.advance({ minutes: 2 })
    assert.equal((await world.router.login(laptop)).outcome, 'rejected')
    assert.equal((await world.router.login(phone)).outcome, 'accepted')
    world.platform.clock.advance({ minutes: 15 })
    assert.equal((await world.router.login(laptop)).outcome, 'accepted', 'a ghost locks nobody out')
    await session.stop()
  })

  test('kick-oldest: the newer login takes the place', async () => {
    const user = await newcomer(world, { sessionLimitPolicy: 'kick-oldest' })
    const first = await online(world, { ...user, callingStationId: '02:AA:AA:AA:AA:03' })
    await online(world, { ...user, callingStationId: '02:AA:AA:AA:AA:04' })
    await eventually(async () => first.state === 'stopped', 'the end of the older session')
  })

  test('a NAS that says it has no such session closes ours', async () => {
    const user = await newcomer(world)
    await online(world, user)
    world.router.coaBehaviour = 'nak-503'
    try {
      await world.transact((tx) => block(tx, [user.subscriptionId], 'admin'))
      await eventually(async () => (await sessionRows(world, user.username)).at(-1)?.closed_by === 'command', 'the closing')
    } finally {
      world.router.coaBehaviour = 'obey'
    }
  })

  for (const [behaviour, what] of [
    ['stop-first', 'comes before the ACK'],
    ['mute', 'comes without any answer'],
  ] as const)
    test(`a Stop that ${what} is proof too`, async () => {
      const user = await newcomer(world)
      await online(world, user)
      world.router.coaBehaviour = behaviour
      try {
        await world.transact((tx) => block(tx, [user.subscriptionId], 'admin'))
        const query = sql<{ state: string }>`select state from network_command where subscription_id = ${user.subscriptionId}`
        await eventually(async () => (await rows(world, query)).some(({ state }) => state === 'confirmed'), 'the proof') // it is asked three times
      } finally {
        world.router.coaBehaviour = 'obey'
      }
    })

  test('a NAS that acknowledges a Disconnect and does nothing is found out', async () => {
    const user = await newcomer(world)
    const session = await online(world, user)
    const oneIs = async (wanted: string) =>
      // the start of the session may be a wish of its own
      (await rows(world, sql<{ state: string }>`select state from network_command where subscription_id = ${user.subscriptionId}`)).some(
        ({ state }) => state === wanted,
      )
    world.router.coaBehaviour = 'ack-and-ignore'
    try {
      await world.transact((tx) => block(tx, [user.subscriptionId], 'admin'))
      await eventually(() => oneIs('acked'), 'the acknowledgement')
      world.platform.clock.advance({ minutes: 5 })
      await session.interim()
      await eventually(() => oneIs('escalated'), 'the escalation')
    } finally {
      world.router.coaBehaviour = 'obey'
    }
  })

  test('two thousand sessions are ended at once, as after a tariff change or an outage', async () => {
    const user = await newcomer(world)
    await world.transact((tx) =>
      sql`
        insert into session (tenant_id, identity, nas_id, subscription_id, username, acct_session_id, started_at, updated_at)
        select current_tenant(), uuidv7(), ${world.nas.id}, ${user.subscriptionId}, 'many', 'fan' || n, now(), now() from generate_series(1, 2000) n`.execute(
        tx,
      ),
    )
    await world.transact((tx) => block(tx, [user.subscriptionId], 'admin'))
    await eventually(async () => {
      const [left] = await rows(
        world,
        sql<{ open: bigint }>`select count(*) as open from session where username = 'many' and ended_at is null`,
      )
      return left!.open === 0n
    }, 'the end of the last')
    const answers = await rows(
      world,
      sql<{
        state: string
        count: bigint
      }>`select state, count(*) from network_command where subscription_id = ${user.subscriptionId} group by state`,
    )
    assert.deepEqual(answers, [{ state: 'gone', count: 2000n }])
  })

  test('Accounting-On ends every session of the NAS where it was last heard', async () => {
    const user = await newcomer(world)
    await online(world, user)
    world.platform.clock.advance({ minutes: 1 })
    assert.equal(await world.router.accountingOn(), true)
    const [row] = await sessionRows(world, user.username)
    assert.equal(row!.closed_by, 'nas-restart')
    assert.equal((await world.router.login(user)).outcome, 'accepted')
  })

  test('on a NAS with a walled garden who has not paid gets the payment page, and full service by a new login after paying', async () => {
    const user = await newcomer(world)
    const { router } = await connectRouter(world, world.radius, { walledGarden: 'pay-first' })
    await world.transact((tx) => block(tx, [user.subscriptionId], 'unpaid'))
    const walled = await eventually(async () => {
      const result = await router.login(user)
      return result.outcome === 'accepted' && read(result.reply, 'Mikrotik-Address-List') === 'pay-first' && result
    }, 'the walled login')
    assert.equal(read(walled.reply, 'Mikrotik-Rate-Limit'), '512k/512k')
    await walled.session.start()

    await world.transact((tx) => unblock(tx, [user.subscriptionId], 'unpaid'))
    await eventually(async () => walled.session.state === 'stopped', 'the way out')
    world.platform.clock.advance({ seconds: 61 })
    const back = await eventually(async () => {
      const result = await router.login(user)
      return result.outcome === 'accepted' && read(result.reply, 'Mikrotik-Address-List') === undefined && result
    }, 'the return')
    assert.equal(read(back.reply, 'Mikrotik-Rate-Limit'), '5M/20M')
  })
})
