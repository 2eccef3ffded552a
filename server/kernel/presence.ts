/**
 * Who works the queue. A job is locked in the name of the process that runs it; when that is killed, nobody would take the job for four
 * hours. So each process shows that it lives by an advisory lock, which PostgreSQL takes away with the connection however the process
 * ends, and frees from time to time what is locked in a name that nobody shows any more.
 */
import pg from 'pg'
import { log } from './telemetry.ts'

export interface Presence {
  stop(): Promise<void>
}

const sweepMs = 5_000
const lockClass = 0x7416 // tells our advisory locks from others
/** A process may take its first job before it has shown itself. */
const newcomerSeconds = 1

const freeJobsOfTheDead = `
  with dead as (
    select array_agg(distinct j.locked_by) as names from graphile_worker._private_jobs j
    where j.locked_at < now() - interval '${newcomerSeconds} seconds' and not exists (
      select from pg_locks l where l.locktype = 'advisory' and l.classid = ${lockClass} and l.objid = (hashtext(j.locked_by)::bigint & 4294967295)::oid
        and l.database = (select oid from pg_database where datname = current_database())))
  select names, graphile_worker.force_unlock_workers(names) from dead where names is not null`

/**
 * @param config of the connection that holds the lock; one of its own, because it must stay the same
 * @param name in which this process locks jobs
 * @param onFreed called when there are jobs to take over
 */
export function showPresence(config: pg.ClientConfig, name: string, onFreed: () => void): Presence {
  let client: pg.Client | undefined
  let sweeping: Promise<void> | undefined

  async function connect(): Promise<pg.Client> {
    const fresh = new pg.Client({ ...config, application_name: 'trunkline presence' })
    fresh.on('error', () => (client = undefined)) // the next sweep connects again
    try {
      await fresh.connect()
      await fresh.query(`select pg_advisory_lock_shared(${lockClass}, hashtext($1))`, [name])
      return fresh
    } catch (error) {
      void fresh.end().catch(() => {})
      throw error
    }
  }

  async function sweep(): Promise<void> {
    try {
      client ??= await connect()
      const { rows } = await client.query<{ names: string[] }>(freeJobsOfTheDead)
      if (!rows[0]) return
      log.warn({ names: rows[0].names }, 'jobs of a process that ended are taken over')
      onFreed()
    } catch (error) {
      log.warn({ err: error }, 'the queue could not be looked through; it is tried again')
    }
  }

  const sweepUnlessBusy = () => (sweeping ??= sweep().finally(() => (sweeping = undefined)))
  void sweepUnlessBusy()
  const timer = setInterval(sweepUnlessBusy, sweepMs)
  return {
    async stop() {
      clearInterval(timer)
      await sweeping
      await client?.end()
    },
  }
}
