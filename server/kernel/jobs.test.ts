import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { type Db, sql } from './db.ts'
import { enqueue, job, retryJob, runJobs } from './jobs.ts'
import { startTestDatabase, stopTestDatabase, testTenant } from './testing.ts'

test('a job starts when its transaction commits; of two with one key only the second', async () => {
  const tenant = await testTenant()
  const name = `test.add-${process.pid}`
  const { promise: finished, resolve } = Promise.withResolvers<void>()
  const places: string[] = []
  const add = job({
    name,
    input: z.object({ place: z.string() }),
    async run({ progress }, { place }) {
      await progress(1, 2)
      places.push(place)
      resolve()
    },
  })
  const running = await runJobs(tenant.platform, [add])
  await tenant.transact((tx) => enqueue(tx, name, { place: 'Rolled back' }).then(() => Promise.reject(new Error('no')))).catch(() => {})
  await tenant.transact(async (tx) => {
    await enqueue(tx, name, { place: 'Hub' }, { key: 'k' })
    await enqueue(tx, name, { place: 'Hub 2' }, { key: 'k' })
  })
  await finished
  await running.stop()

  assert.deepEqual(places, ['Hub 2'])
  const { rows } = await tenant.transact((tx) =>
    sql<{ state: string; progress_done: bigint }>`select state, progress_done from job_run where name = ${name}`.execute(tx),
  )
  assert.deepEqual(rows, [{ state: 'done', progress_done: 1n }])
})

test('a job that failed is planned again and remembered, and a person need not wait for it', async () => {
  const tenant = await testTenant()
  const name = `test.fail-${process.pid}`
  const { promise: finished, resolve } = Promise.withResolvers<void>()
  let attempts = 0
  const failOnce = job({
    name,
    input: z.object({}),
    async run() {
      attempts++
      if (attempts === 1) throw new Error('not yet')
      resolve()
    },
  })
  const running = await runJobs(tenant.platform, [failOnce])
  await tenant.transact((tx) => enqueue(tx, name, {}))
  await retryJob(tenant.db, await plannedAgain(tenant.db, name))
  await finished
  await running.stop()

  const { rows } = await tenant.transact((tx) =>
    sql<{ state: string; error: string | null }>`select state, error from job_run where name = ${name} order by started_at`.execute(tx),
  )
  assert.deepEqual(
    rows.map((row) => row.state),
    ['failed', 'done'],
  )
  assert.match(rows[0]!.error!, /not yet/)
})

/** @returns the number of the job, once it waits for its second attempt */
async function plannedAgain(db: Db, name: string): Promise<string> {
  for (;;) {
    const { rows } = await sql<{ id: string }>`
      select j.id::text as id from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = ${name} and j.attempts = 1 and j.locked_at is null and j.last_error like '%not yet%' and j.run_at > now()`.execute(
      db.kysely,
    )
    if (rows[0]) return rows[0].id
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

test('a job whose worker was killed is taken over, one whose worker lives is not', async () => {
  const tenant = await testTenant()
  const [killed, busy] = [`test.killed-${process.pid}`, `test.busy-${process.pid}`]
  const { promise: takenOver, resolve } = Promise.withResolvers<void>()
  const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>()
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
  let busyRuns = 0
  const first = await runJobs(tenant.platform, [
    job({
      name: busy,
      input: z.object({}),
      async run() {
        busyRuns++
        begin()
        await mayEnd
      },
    }),
  ])
  await tenant.transact((tx) => enqueue(tx, busy, {}))
  await tenant.transact((tx) => enqueue(tx, killed, {}))
  await begun
  await sql`update graphile_worker._private_jobs set locked_at = now() - interval '1 minute', locked_by = coalesce(locked_by, 'worker-of-the-dead')
    where task_id in (select id from graphile_worker._private_tasks where identifier in (${killed}, ${busy}))`.execute(
    tenant.platform.db.kysely,
  )

  const second = await runJobs(tenant.platform, [
    job({ name: killed, input: z.object({}), run: async () => resolve() }),
    job({
      name: busy,
      input: z.object({}),
      run: async () => {
        busyRuns++
      },
    }),
  ])
  await takenOver
  end()
  await Promise.all([first.stop(), second.stop()])
  assert.equal(busyRuns, 1)
})

test('a database that goes away under a job ends the attempt and not the program, which does the job when it is back', async () => {
  const { platform } = await testTenant()
  const database = await startTestDatabase()
  try {
    const name = `test.away-${process.pid}`
    const { promise: finished, resolve } = Promise.withResolvers<void>()
    const attempts: number[] = []
    const away = job({
      name,
      input: z.object({}),
      async run({ attempt }) {
        attempts.push(attempt)
        if (attempts.length > 1) return resolve()
        process.kill(database.postgres.pid, 'SIGQUIT')
        while (await isThere(database.db));
        throw new Error('nothing could be written')
      },
    })
    const running = await runJobs({ ...platform, db: database.db }, [away])
    await sql`select graphile_worker.add_job(${name}, '{}'::json)`.execute(database.db.kysely)
    await finished
    await running.stop()
    assert.deepEqual(attempts, [1, 2])
  } finally {
    await stopTestDatabase(database)
  }
})

const isThere = (db: Db) =>
  sql`select`.execute(db.kysely).then(
    () => true,
    () => false,
  )
