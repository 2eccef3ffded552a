/** The database dies under load and comes back: logins go on, accounting waits, nothing that was confirmed is lost. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { readConfig } from '#kernel/config.ts'
import { openDatabase, sql, transact, type Tx } from '#kernel/db.ts'
import { startTestDatabase, stopTestDatabase } from '#kernel/testing.ts'
import { movableClock } from '#kernel/time.ts'
import { block } from '#modules/subscriptions'
import { createNas, type Nas, type Session } from '#simulators/nas'
import { addNas } from './keep-nas.ts'
import { startRadius } from './radius-service.ts'
import { eventually, nasDraft, secret, subscribed } from './testing.ts'

const password = 'correct-42'

/** Asked of the server itself, which is another one after each kill. */
async function postmasterPid(ownerUrl: string): Promise<number> {
  const owner = openDatabase(ownerUrl, { poolMax: 1 })
  const { rows } = await sql<{ file: string }>`select pg_read_file('postmaster.pid') as file`.execute(owner.kysely)
  await owner.close()
  return Number(rows[0]!.file.split('\n')[0])
}

/** A tenant with subscribers `user0`, `user1` …, whose database can be killed, and the RADIUS service that they log in at. */
async function faultWorld(users: number) {
  const database = await startTestDatabase()
  const { db, dataDir } = database
  const clock = movableClock('2026-03-10T08:00:00Z')
  const tenantId = crypto.randomUUID()
  const scope = { tenants: [tenantId], actor: 'test', requestId: '' }
  const inTenant = <T>(work: (tx: Tx) => Promise<T>) => transact(db, scope, work)
  await inTenant(async (tx) => {
    await sql`insert into tenant (id, slug, name, legal_name, country, currency, time_zone) values (${tenantId}, 'fault', 'Fault', 'Fault', 'BD', 'BDT', 'Asia/Dhaka')`.execute(
      tx,
    )
    await addNas(tx, nasDraft({ identifier: null }), secret)
    for (let user = 0; user < users; user++) await subscribed(tx, clock.now(), `user${user}`, password)
  })
  const radius = await startRadius({
    config: { ...readConfig({ DATA_DIR: dataDir }), HOST: '127.0.0.1', RADIUS_AUTH_PORT: 0, RADIUS_ACCT_PORT: 0 },
    db,
    clock,
    publicUrl: '',
    permissions: {},
    events: {},
    pages: {},
  })
  after(async () => {
    await radius.stop()
    await stopTestDatabase(database)
  })
  const killDatabase = async () => process.kill(await postmasterPid(database.postgres.ownerUrl), 'SIGKILL')
  return { clock, radius, inTenant, killDatabase }
}

/** The router of the tenant, from now on. */
async function startRouter({ clock, radius }: Awaited<ReturnType<typeof faultWorld>>): Promise<Nas> {
  const { authPort, acctPort } = radius
  const router = await createNas({ host: '127.0.0.1', authPort, acctPort, secret, retry: { tries: 1, timeoutMs: 800 }, clock })
  after(() => router.close())
  return router
}

async function online(router: Nas, user: number, callingStationId?: string): Promise<Session> {
  const result = await router.login({ username: `user${user}`, password, ...(callingStationId && { callingStationId }) })
  assert.ok(result.outcome === 'accepted', `user${user}: ${result.outcome}`)
  return result.session
}

test(
  'kill -9 of the database: logins are answered from memory, accounting is confirmed only when it is stored',
  { timeout: 300_000 },
  async () => {
    const world = await faultWorld(20)
    const { clock, radius, inTenant, killDatabase } = world
    const router = await startRouter(world)
    let confirmed = 0n
    for (let round = 0; round < 2; round++) {
      const sessions = await Promise.all(Array.from({ length: 10 }, (_, user) => online(router, round * 10 + user)))
      for (const session of sessions) assert.equal(await session.start(), true)
      await killDatabase()

      await online(router, round * 10, sessions[0]!.callingStationId) // answered from memory
      for (let tries = 0; tries < 40; tries++) {
        clock.advance({ seconds: 30 })
        for (const session of sessions) session.count({ upload: 1n, download: 10n })
        const octets = sessions.map((session) => session.octets)
        const answers = await Promise.all(sessions.map((session) => session.interim()))
        if (!answers.every(Boolean)) continue
        confirmed += octets.reduce((sum, one) => sum + one.upload + one.download, 0n)
        break
      }
    }
    const blockLast = () =>
      inTenant(async (tx) => {
        const { rows } = await sql<{ id: string }>`select subscription_id as id from login where username = 'user19'`.execute(tx)
        await block(tx, [rows[0]!.id], 'admin')
        return true
      })
    // Processes of the killed server live on for a moment, long enough to confirm the interims and then be gone.
    await eventually(() => blockLast().catch(() => false), 'the return of the database')
    await eventually(
      async () => (await router.login({ username: 'user19', password })).outcome === 'rejected',
      'the change after the return',
    )

    await radius.applied()
    const read = () =>
      inTenant(async (tx) => {
        const { rows } = await sql<{ bytes: bigint; used: bigint }>`
          select sum(upload_bytes + download_bytes)::bigint as bytes, (select sum(upload_bytes + download_bytes)::bigint from usage_hour) as used from session`.execute(
          tx,
        )
        return rows[0]!
      })
    assert.ok(confirmed > 0n)
    // Effects do not wait for the disk: those that the kill undid are in the journal again, where they are looked for every five seconds.
    await eventually(async () => (await read()).bytes === confirmed, `the effect of ${confirmed} confirmed bytes`)
    assert.equal((await read()).used, confirmed)
  },
)

test(
  'the database dies as a router comes back from a power cut: everybody is online at once, and in the records once',
  { timeout: 300_000 },
  async () => {
    const users = 100
    const world = await faultWorld(users)
    const { clock, radius, inTenant, killDatabase } = world
    const everybody = Array.from({ length: users }, (_, user) => user)
    const before = await startRouter(world)
    const lost = await Promise.all(everybody.map((user) => online(before, user)))
    const isTold = async (tell: () => Promise<boolean>) => eventually(tell, 'the confirmation')
    await Promise.all(lost.map((session) => isTold(() => session.start())))
    clock.advance({ minutes: 5 })
    for (const session of lost) session.count({ upload: 100n, download: 1_000n })
    await Promise.all(lost.map((session) => isTold(() => session.interim())))
    before.close()

    clock.advance({ minutes: 2 })
    await killDatabase()
    const router = await startRouter(world)
    const booted = isTold(() => router.accountingOn())
    const sessions = await Promise.all(lost.map(({ callingStationId }, user) => online(router, user, callingStationId)))
    await booted
    await Promise.all(sessions.map((session) => isTold(() => session.start())))
    clock.advance({ minutes: 5 })
    for (const session of sessions) session.count({ upload: 1n, download: 10n })
    await Promise.all(sessions.map((session) => isTold(() => session.interim())))
    await radius.applied()

    const records = () =>
      inTenant(async (tx) => {
        const { rows } = await sql<{ open: boolean; sessions: number; names: number; upload: bigint; download: bigint; causes: string }>`
        select ended_at is null as open, count(*)::int as sessions, count(distinct username)::int as names, sum(upload_bytes)::bigint as upload,
          sum(download_bytes)::bigint as download, string_agg(distinct terminate_cause, ' ') as causes
        from session group by 1 order by 1`.execute(tx)
        return rows
      })
    const told = (rows: Awaited<ReturnType<typeof records>>) => rows.map((row) => Object.values(row).join(' ')).join(', ')
    const expected = `false ${users} ${users} ${users * 100} ${users * 1_000} NAS-Reboot, true ${users} ${users} ${users} ${users * 10} `
    await eventually(async () => told(await records()) === expected, expected)
    const { rows } = await inTenant((tx) =>
      sql<{ bytes: bigint }>`select sum(upload_bytes + download_bytes)::bigint as bytes from usage_hour`.execute(tx),
    )
    assert.deepEqual(rows, [{ bytes: BigInt(users * (1_100 + 11)) }])
  },
)
