import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { runSubscribers } from '#kernel/events.ts'
import { runJobNow } from '#kernel/jobs.ts'
import { metricsText } from '#kernel/telemetry.ts'
import { disconnectSession } from '#modules/access'
import type { Session } from '#simulators/nas'
import { nextRung, takeStepNow } from './climb-ladder.ts'
import { eventually, joinWorld, type JoinWorld, subscriber } from './testing.ts'

interface Trail {
  readonly id: string
  readonly kind: string
  readonly via: string
  readonly state: string
}

const readTrail = (world: JoinWorld) =>
  world.transact(async (tx) => (await sql<Trail>`select id, kind, via, state from network_command order by queued_at, id`.execute(tx)).rows)

const steps = (trail: readonly Trail[]) => trail.map(({ kind, via, state }) => `${kind} by ${via}: ${state}`)

/** A subscriber online on a router, whose Disconnect was acknowledged and not carried out. */
async function ignoredDisconnect(): Promise<{
  world: JoinWorld
  mikrotik: Awaited<ReturnType<JoinWorld['joined']>>['mikrotik']
  session: Session
}> {
  const world = await joinWorld()
  await world.transact((tx) => subscriber(tx, world.platform.clock.now(), 'alice', 'alice-wonder-42'))
  const running = await runSubscribers(world.platform, [nextRung])
  after(() => running.stop())
  const { mikrotik } = await world.joined()
  mikrotik.habits.coa = 'ack-and-ignore'
  const dialled = await mikrotik.pppoe({ username: 'alice', password: 'alice-wonder-42' })
  assert(dialled.outcome === 'accepted')
  const { session } = dialled
  const sessionId = await eventually(
    () => world.transact(async (tx) => (await sql<{ id: string }>`select id from session where ended_at is null`.execute(tx)).rows[0]?.id),
    (found) => found !== undefined,
  )
  await world.transact((tx) => disconnectSession(tx, sessionId!, 'staff'))
  await eventually(
    () => readTrail(world),
    (trail) => trail[0]?.state === 'acked',
  )
  world.platform.clock.advance({ seconds: 30 })
  await session.interim() // it goes on: the ACK was no proof
  await eventually(
    () => readTrail(world),
    (trail) => trail.length === 2,
  )
  return { world, mikrotik, session }
}

const take = async (world: JoinWorld) => {
  const { id } = (await readTrail(world)).find((step) => step.state === 'queued')!
  await runJobNow(world.platform, takeStepNow, world.scope, { commandId: id })
}

/** How often a way has led to the proof that a session is over. */
async function converged(via: string): Promise<number> {
  const name = `trunkline_network_convergence_seconds_count{kind="disconnect",via="${via}"}`
  const line = (await metricsText()).split('\n').find((one) => one.startsWith(name))
  return Number(line?.split(' ')[1] ?? 0)
}

suite('a router that says yes and does nothing', () => {
  test('is asked by its API, and the session is seen to be gone', async () => {
    const { world, session } = await ignoredDisconnect()
    assert.deepEqual(steps(await readTrail(world)), ['disconnect by radius: escalated', 'disconnect by api: queued'])
    const convergedBefore = await Promise.all(['radius', 'api'].map(converged))
    await take(world)
    assert.equal(session.state, 'stopped')
    assert.equal((await readTrail(world))[1]?.state, 'confirmed')
    const [byRadius, byApi] = await Promise.all(['radius', 'api'].map(converged))
    assert.deepEqual([byRadius! - convergedBefore[0]!, byApi! - convergedBefore[1]!], [0, 1])
    const { rows } = await world.transact((tx) =>
      sql<{ wishes: number }>`select count(distinct wanted_at)::int as wishes from network_command`.execute(tx),
    )
    assert.deepEqual(rows, [{ wishes: 1 }], 'measured from the first wish, not from the step that worked')
  })

  test('whose API does nothing either stops the traffic by an address list', async () => {
    const { world, mikrotik, session } = await ignoredDisconnect()
    mikrotik.habits.keepsActive = true
    await take(world)
    await eventually(
      () => readTrail(world),
      (trail) => trail.length === 3,
    )
    await take(world)
    assert.deepEqual(steps(await readTrail(world)), [
      'disconnect by radius: escalated',
      'disconnect by api: escalated',
      'disconnect by address-list: confirmed',
    ])
    const [entry] = mikrotik.tree.print('/ip/firewall/address-list')
    assert.deepEqual(
      [entry?.['list'], entry?.['address'], entry?.['timeout'], entry?.['comment']],
      ['trunkline-blocked', session.framedIp, '1d', 'trunkline'],
    )
  })

  test('and ends the session meanwhile needs no further step', async () => {
    const { world, session } = await ignoredDisconnect()
    await session.stop('User-Request')
    await eventually(
      () =>
        world.transact(
          async (tx) => (await sql<{ n: bigint }>`select count(*) as n from session where ended_at is null`.execute(tx)).rows[0]!.n,
        ),
      (open) => open === 0n,
    )
    await take(world)
    assert.equal((await readTrail(world))[1]?.state, 'confirmed')
  })
})
