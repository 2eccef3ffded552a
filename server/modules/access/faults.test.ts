/** The database dies under load and comes back: logins go on, accounting waits, nothing that was confirmed is lost. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { readConfig } from '#kernel/config.ts'
import { openDatabase, sql, transact } from '#kernel/db.ts'
import { startTestDatabase, stopTestDatabase } from '#kernel/testing.ts'
import { movableClock } from '#kernel/time.ts'
import { block } from '#modules/subscriptions'
import { createNas } from '#simulators/nas'
import { addNas } from './keep-nas.ts'
import { startRadius } from './radius-service.ts'
import { eventually, nasDraft, secret, subscribed } from './testing.ts'

/** Asked of the server itself, which is another one after each kill. */
async function postmasterPid(ownerUrl: string): Promise<number> {
  const owner = openDatabase(ownerUrl, { poolMax: 1 })
  const { rows } = await sql<{ file: string }>`select pg_read_file('postmaster.pid') as file`.execute(owner.kysely)
  await owner.close()
  return Number(rows[0]!.file.split('\n')[0])
}

test(
  'kill -9 of the database: logins are answered from memory, accounting is confirmed only when it is stored',
  { timeout: 90_000 },
  async () => {
    const database = await startTestDatabase()
    const { db, postgres, dataDir } = database
    const clock = movableClock('2026-03-10T08:00:00Z')
    const tenantId = crypto.randomUUID()
    const scope = { tenants: [tenantId], actor: 'test', requestId: '' }
    await transact(db, scope, async (tx) => {
      await sql`insert into tenant (id, slug, name, legal_name, country, currency, time_zone) values (${tenantId}, 'fault', 'Fault', 'Fault', 'BD', 'BDT', 'Asia/Dhaka')`.execute(
        tx,
      )
      await addNas(tx, nasDraft({ identifier: null }), secret)
      for (let user = 0; user < 20; user++) await subscribed(tx, clock.now(), `user${user}`, 'correct-42')
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
    const router = await createNas({
      host: '127.0.0.1',
      authPort: radius.authPort,
      acctPort: radius.acctPort,
      secret,
      retry: { tries: 1, timeoutMs: 800 },
      clock,
    })
    after(async () => {
      router.close()
      await radius.stop()
      await stopTestDatabase(database)
    })

    const login = async (user: number) => {
      const result = await router.login({ username: `user${user}`, password: 'correct-42' })
      assert.ok(result.outcome === 'accepted', `user${user}: ${result.outcome}`)
      return result.session
    }
    let confirmed = 0n
    for (let round = 0; round < 2; round++) {
      const sessions = await Promise.all(Array.from({ length: 10 }, (_, user) => login(round * 10 + user)))
      for (const session of sessions) assert.equal(await session.start(), true)
      process.kill(await postmasterPid(postgres.ownerUrl), 'SIGKILL')

      const again = await router.login({
        username: `user${round * 10}`,
        password: 'correct-42',
        callingStationId: sessions[0]!.callingStationId,
      })
      assert.equal(again.outcome, 'accepted', 'answered from memory')
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
      transact(db, scope, async (tx) => {
        const { rows } = await sql<{ id: string }>`select subscription_id as id from login where username = 'user19'`.execute(tx)
        await block(tx, [rows[0]!.id], 'admin')
        return true
      })
    // Processes of the killed server live on for a moment, long enough to confirm the interims and then be gone.
    await eventually(() => blockLast().catch(() => false), 'the return of the database')
    await eventually(
      async () => (await router.login({ username: 'user19', password: 'correct-42' })).outcome === 'rejected',
      'the change after the return',
    )

    await radius.applied()
    const read = () =>
      transact(db, scope, async (tx) => {
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
