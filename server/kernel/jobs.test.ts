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

  const runs = await tenant.transact((tx) => sql<{ state: string; error: string | null; progress_done: bigint | null }>`select state, error, progress_done from job_run where name = ${name} order by started_at`.execute(tx))
  assert.deepEqual(runs.rows.map((row) => row.state), ['failed', 'done'])
  assert.match(runs.rows[0]!.error!, /not yet/)
  assert.equal(runs.rows[1]!.progress_done, 1n)
  const { rows } = await tenant.transact((tx) => sql<{ name: string }>`select name from location`.execute(tx))
  assert.equal(rows.length, 1)
})
