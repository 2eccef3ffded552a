import { EventEmitter } from 'node:events'
import {
  type Job as QueuedJob,
  Logger as WorkerLogger,
  type JobHelpers,
  parseCronItems,
  run,
  type Runner,
  runMigrations,
  type TaskList,
  type WorkerEvents,
  type WorkerPool,
} from 'graphile-worker'
import pg from 'pg'
import type { z } from 'zod'
import { type Db, json, type Scope, scopeOfAllTenants, sql, stringify, transact, type Tx } from './db.ts'
import { type Presence, showPresence } from './presence.ts'
import { QueuePool } from './queue-pool.ts'
import { log } from './telemetry.ts'
import type { Platform } from './platform.ts'

export interface JobContext {
  readonly platform: Platform
  /** Scope of the tenant that enqueued it; of all tenants for work of the installation. */
  readonly scope: Scope
  readonly attempt: number
  /** Runs `work` in a transaction of the job's scope. */
  transact<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Shows on the jobs screen how far it is. */
  progress(done: number | bigint, total: number | bigint): Promise<void>
}

/**
 * Background work. It may be killed at any instruction and runs again, so its effects must be safe to repeat; it carries ids,
 * not data. Failed attempts are repeated with growing pauses, then kept for a person to see and retry.
 */
export interface Job<I extends z.ZodType> {
  readonly name: string // `billing.run`
  readonly input: I
  /** After so many failures it is left for a person; default 25, about three days. */
  readonly attemptsMax?: number
  /** Cron line in UTC on which the installation enqueues it by itself (with input {}). */
  readonly schedule?: string
  run(context: JobContext, input: z.infer<I>): Promise<void>
}
export type AnyJob = Job<z.ZodType>

// The erased form is only called with what its own schema parsed.
export const job = <I extends z.ZodType>(declaration: Job<I>): AnyJob => declaration as unknown as AnyJob

interface Payload {
  readonly tenantId: string | null
  readonly requestId: string
  readonly input: unknown
}

export interface EnqueueOptions {
  /** A second job with the same key replaces a waiting first one. */
  readonly key?: string
  readonly runAt?: Temporal.Instant
  /** Jobs of one queue run one after the other, e.g. `account:<id>`. */
  readonly queue?: string
}

/** Asks for background work, to start when this transaction commits. */
export async function enqueue(tx: Tx, name: string, input: object, options: EnqueueOptions = {}): Promise<void> {
  await sql`
    select graphile_worker.add_job(${name},
      json_build_object('tenantId', current_tenant(), 'requestId', coalesce(current_setting('app.request', true), ''), 'input', ${stringify(input)}::json),
      queue_name => ${options.queue ?? null}, run_at => ${options.runAt ?? null}::timestamptz, job_key => ${options.key ?? null})`.execute(
    tx,
  )
}

/** Installs or updates the queue's own tables and lets the restricted role use them. Run as owner, after the migrations. */
export async function migrateJobs(ownerUrl: string): Promise<void> {
  await runMigrations({ connectionString: ownerUrl })
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    // The queue holds ids only and knows no tenants; what people see of it goes through job_run and list_jobs().
    await client.query(`
      grant usage on schema graphile_worker to trunkline_app, trunkline_scoped;
      grant all on all tables in schema graphile_worker to trunkline_app, trunkline_scoped;
      grant all on all sequences in schema graphile_worker to trunkline_app, trunkline_scoped;
      grant execute on all functions in schema graphile_worker to trunkline_app, trunkline_scoped;
      do $$ declare t record; begin
        for t in select c.oid::regclass as name from pg_class c where c.relnamespace = 'graphile_worker'::regnamespace and c.relrowsecurity
          and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'trunkline') loop
          execute format('create policy trunkline on %s to trunkline_app, trunkline_scoped using (true) with check (true)', t.name);
        end loop;
      end $$;`)
  } finally {
    await client.end()
  }
}

const concurrency = 3 // jobs at once in a process: they share the machine with everything else

/** Works the queue until stopped; stopping waits for jobs in hand. */
export async function runJobs(platform: Platform, jobs: readonly AnyJob[]): Promise<{ stop(): Promise<void> }> {
  const tasks: TaskList = Object.fromEntries(
    jobs.map((one) => [one.name, (payload, helpers) => perform(platform, one, payload as Payload, helpers)]),
  )
  const scheduled = jobs
    .filter((one) => one.schedule && platform.config.SCHEDULED_JOBS)
    .map((one) => ({ task: one.name, match: one.schedule!, payload: {}, options: { backfillPeriod: 0, maxAttempts: 3 } }))
  const connection = queueConnection(platform.db)
  const pool = new QueuePool({ ...connection, max: concurrency + 2, application_name: 'trunkline jobs' })
  const events: WorkerEvents = new EventEmitter()
  let presence: Presence | undefined
  let isStopping = false
  const lookNow = (workers: WorkerPool) => isStopping || workers.nudge(concurrency)
  events.on('pool:create', ({ workerPool }) => (presence = showPresence(connection, workerPool.id, () => lookNow(workerPool))))
  // The queue looks for jobs first and then listens: a job that came between the two would wait for the next poll.
  events.on('pool:listen:success', ({ workerPool, client }) => client.once('drain', () => lookNow(workerPool)))
  const runner: Runner = await run({
    pgPool: pool,
    events,
    taskList: tasks,
    parsedCronItems: parseCronItems(scheduled),
    concurrency,
    pollInterval: 5_000,
    noHandleSignals: true,
    noPreparedStatements: true,
    logger: quietLogger(),
  })
  return {
    async stop() {
      isStopping = true
      pool.stopWaiting()
      await runner.stop()
      await presence?.stop()
      await pool.end()
    },
  }
}

/** The queue reads plain values (ids as strings, times as dates), so it has connections of its own. */
function queueConnection(db: Db): pg.ClientConfig {
  const { connectionString, options } = db.pool.options as pg.PoolConfig
  return { ...(connectionString && { connectionString }), ...(options && { options }) }
}

async function perform(platform: Platform, job: AnyJob, payload: Payload, helpers: JobHelpers): Promise<void> {
  const tenantId = payload.tenantId ?? null
  const actor = `job:${job.name}`
  const requestId = payload.requestId ?? ''
  const scope = tenantId ? { tenants: [tenantId], actor, requestId } : await scopeOfAllTenants(platform.db, actor, requestId)
  const run = await startRun(platform.db, scope, tenantId, job.name, helpers.job, payload.input ?? {})
  const context: JobContext = {
    platform,
    scope,
    attempt: helpers.job.attempts,
    transact: (work) => transact(platform.db, scope, work),
    progress: (done, total) => reportProgress(platform.db, scope, run, BigInt(done), BigInt(total)),
  }
  try {
    await job.run(context, job.input.parse(payload.input ?? {}))
    await finishRun(platform.db, scope, run, null)
  } catch (error) {
    log.error({ job: job.name, attempt: helpers.job.attempts, err: error }, 'job failed')
    await finishRun(platform.db, scope, run, error instanceof Error ? (error.stack ?? error.message) : String(error)).catch(() => {})
    if (job.attemptsMax && helpers.job.attempts >= job.attemptsMax)
      await helpers.query('update graphile_worker._private_jobs set max_attempts = attempts where id = $1', [helpers.job.id])
    throw error
  }
}

async function startRun(db: Db, scope: Scope, tenantId: string | null, name: string, queued: QueuedJob, input: unknown): Promise<string> {
  return transact(db, scope, async (tx) => {
    // An attempt that was killed could not say so itself.
    await sql`update job_run set state = 'failed', error = 'The program ended while it ran.', finished_at = now() where job_id = ${queued.id} and state = 'running'`.execute(
      tx,
    )
    const { rows } = await sql<{ id: string }>`
      insert into job_run (tenant_id, job_id, name, input, attempt, state)
      values (${tenantId}, ${queued.id}, ${name}, ${json(input)}, ${queued.attempts}, 'running') returning id`.execute(tx)
    return rows[0]!.id
  })
}

const finishRun = (db: Db, scope: Scope, id: string, error: string | null) =>
  transact(db, scope, (tx) =>
    sql`update job_run set state = ${error === null ? 'done' : 'failed'}, error = ${error}, finished_at = now() where id = ${id}`.execute(
      tx,
    ),
  )

const reportProgress = (db: Db, scope: Scope, id: string, done: bigint, total: bigint) =>
  transact(db, scope, async (tx) => {
    await sql`update job_run set progress_done = ${done}, progress_total = ${total} where id = ${id}`.execute(tx)
  })

/** Runs one job to its end in this process, e.g. in tests and commands. */
export async function runJobNow(platform: Platform, job: AnyJob, scope: Scope, input: object): Promise<void> {
  await job.run(
    { platform, scope, attempt: 1, transact: (work) => transact(platform.db, scope, work), progress: async () => {} },
    job.input.parse(input),
  )
}

/** Puts a job that waits after a failure, or has used up its attempts, back at the front of the queue, and wakes a worker. */
export async function retryJob(db: Db, queuedId: string): Promise<void> {
  await sql`select graphile_worker.reschedule_jobs(array[${queuedId}::bigint], run_at => now(), attempts => 0)`.execute(db.kysely)
  await sql`select pg_notify('jobs:insert', '{"count":1}')`.execute(db.kysely)
}

function quietLogger() {
  return new WorkerLogger(() => (level, message) => {
    if (level === 'error' || level === 'warning') log.warn({ queue: true }, message)
  })
}
