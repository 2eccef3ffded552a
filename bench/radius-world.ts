/** A scratch database with 100,000 subscribers and one NAS, and the RADIUS role of the program on it as a process of its own. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadMasterKey } from '#kernel/crypto.ts'
import { type Db, openDatabase, sql, transact, type Tx } from '#kernel/db.ts'
import { migrateJobs } from '#kernel/jobs.ts'
import { migrate } from '#kernel/migrations.ts'
import { type Postgres, startPostgres } from '#kernel/postgres.ts'
import { sealSecret, sealSecrets, unlockVault } from '#kernel/vault.ts'
import { modules } from '#server/modules.ts'

export const subscribers = 100_000
export const secret = 'testing123'
const pageRows = 10_000

export interface RadiusBench {
  readonly db: Db
  readonly authPort: number
  readonly acctPort: number
  /** Of the RADIUS process and of PostgreSQL with all its backends. */
  residentMb(): { readonly server: number; readonly postgres: number }
  stop(): Promise<void>
}

export async function startRadiusBench(): Promise<RadiusBench> {
  const dataDir = mkdtempSync(join(tmpdir(), 'trunkline-bench-'))
  const postgres = await startPostgres({ dataDir })
  await migrate(postgres.ownerUrl, modules)
  await migrateJobs(postgres.ownerUrl)
  unlockVault(loadMasterKey({ DATA_DIR: dataDir }))
  const db = openDatabase(postgres.ownerUrl, { poolMax: 2 })
  await fill(db)

  const server = fork(fileURLToPath(new URL('radius-process.ts', import.meta.url)), { env: { ...process.env, DATA_DIR: dataDir, APP_URL: postgres.appUrl, LOG_LEVEL: 'warn' } })
  const [ports] = (await once(server, 'message')) as [{ authPort: number; acctPort: number }]
  return {
    db,
    ...ports,
    residentMb: () => ({ server: residentMb([server.pid!]), postgres: residentMb(backendsOf(postgres)) }),
    async stop() {
      await stopProcess(server)
      await db.close()
      await postgres.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function stopProcess(process: ChildProcess): Promise<void> {
  process.kill('SIGTERM')
  if (process.exitCode === null) await once(process, 'exit')
}

/** Through SQL and without triggers: the words and audit rows of 100,000 customers are not what is measured. */
async function fill(db: Db): Promise<void> {
  const { rows } = await sql<{ id: string }>`select uuidv7() as id`.execute(db.kysely)
  const tenantId = rows[0]!.id
  const inTenant = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenants: [tenantId], actor: 'bench', requestId: '' }, work)
  await inTenant(async (tx) => {
    await sql`insert into tenant (id, slug, name, legal_name, country, currency, time_zone) values (${tenantId}, 'bench', 'Bench', 'Bench', 'BD', 'BDT', 'Asia/Dhaka')`.execute(tx)
    await sql`insert into nas (name, address, vendor, secret_sealed) values ('generator', '127.0.0.1', 'mikrotik', ${await sealSecret(tx, secret, 'nas.secret')})`.execute(tx)
    await sql`set local session_replication_role = replica`.execute(tx)
    await sql`insert into offer (code, name, technology, state) select 'P' || p, 'Plan ' || p, 'pppoe', 'published' from generate_series(1, 8) p`.execute(tx)
    await sql`
      insert into offer_version (offer_id, number, valid_from, currency, recurring_minor, download_bps, upload_bps, quota_bytes, quota_policy,
        throttled_download_bps, throttled_upload_bps)
      select id, 1, '2020-01-01', 'BDT', 80000, substr(code, 2)::bigint * 10000000, substr(code, 2)::bigint * 5000000, 1e15, 'throttle', 1000000, 1000000 from offer`.execute(tx)
  })
  for (let first = 1; first <= subscribers; first += pageRows)
    await inTenant(async (tx) => {
      await sql`set local session_replication_role = replica`.execute(tx)
      const numbers = Array.from({ length: pageRows }, (_, index) => String(first + index).padStart(7, '0'))
      const passwords = await sealSecrets(tx, numbers.map((number) => `pw-${number}`), 'login.password')
      await sql`
        with n as (select * from unnest(${numbers}::text[], ${passwords}::text[]) n (number, sealed)),
          c as (insert into customer (number, name) select number, 'Customer ' || number from n returning id, number),
          a as (insert into account (number, customer_id, currency) select number, id, 'BDT' from c returning id, customer_id, number),
          v as (select array_agg(array[offer_id, id]) as versions from offer_version),
          s as (insert into subscription (number, customer_id, account_id, offer_id, offer_version_id, state, bill_day, started_on, activated_at, billed_until)
                select number, customer_id, id, v.versions[1 + number::int % 8][1], v.versions[1 + number::int % 8][2], 'active', 1, current_date, now(), current_date from a, v returning id, number),
          b as (insert into bucket (subscription_id, source, granted, valid_from, valid_to)
                select id, 'plan', 1e15::bigint, date_trunc('day', now()), date_trunc('day', now()) + interval '30 days' from s)
        insert into login (subscription_id, username, password_sealed) select s.id, 'user' || s.number, n.sealed from s join n on n.number = s.number`.execute(tx)
    })
  await sql`vacuum analyze`.execute(db.kysely)
}

function backendsOf(postgres: Postgres): number[] {
  const children = readFileSync(`/proc/${postgres.pid}/task/${postgres.pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
  return [postgres.pid, ...children]
}

/** Proportional: shared memory counts once. 0 where there is no /proc. */
function residentMb(pids: readonly number[]): number {
  try {
    const kilobytes = pids.map((pid) => Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0))
    return Math.round(kilobytes.reduce((sum, one) => sum + one, 0) / 1024)
  } catch {
    return 0
  }
}
