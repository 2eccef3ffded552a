import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { sql } from './db.ts'
import { enqueue, job, runJobs } from './jobs.ts'
import { testTenant } from './testing.ts'

test('a job starts when its transaction commits, is repeated after a failure, and is remembered', async () => {
  const tenant = await testTenant()
  const name = `test.add-${process.pid}`
  let attempts = 0
  const { promise: finished, resolve } = Promise.withResolvers<void>()
  const add = job({
    name,
    input: z.object({ place: z.string() }),
    async run({ transact, progress }, { place }) {
      attempts++
      if (attempts === 1) throw new Error('not yet')
      await progress(1, 2)
      await transact((tx) => sql`insert into location (name) values (${place})`.execute(tx))
      resolve()
    },
  })
  const running = await runJobs(tenant.platform, [add])
  await tenant.transact((tx) => enqueue(tx, name, { place: 'Rolled back' }).then(() => Promise.reject(new Error('no')))).catch(() => {})
  await tenant.transact((tx) => enqueue(tx, name, { place: 'Hub' }, { key: 'k' }))
  await tenant.transact((tx) => enqueue(tx, name, { place: 'Hub 2' }, { key: 'k' }))
  await finished
  await running.stop()

  const runs = await tenant.transact((tx) =>
    sql<{
      state: string
      error: string | null
      progress_done: bigint | null
    }>`select state, error, progress_done from job_run where name = ${name} order by started_at`.execute(tx),
  )
  assert.deepEqual(
    runs.rows.map((row) => row.state),
    ['failed', 'done'],
  )
  assert.match(runs.rows[0]!.error!, /not yet/)
  assert.equal(runs.rows[1]!.progress_done, 1n)
  const { rows } = await tenant.transact((tx) => sql<{ name: string }>`select name from location`.execute(tx))
  assert.equal(rows.length, 1)
})

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
