import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import pg from 'pg'
import { modules } from '../modules.ts'
import { readConfig } from './config.ts'
import { type Db, openDatabase, type Scope, sql, transact, type Tx } from './db.ts'
import { loadMasterKey } from './crypto.ts'
import { migrateJobs } from './jobs.ts'
import { migrate } from './migrations.ts'
import type { Platform } from './platform.ts'
import { type Postgres, startPostgres } from './postgres.ts'
import { movableClock, type MovableClock } from './time.ts'
import { unlockVault } from './vault.ts'

interface TestDatabase {
  readonly db: Db
  readonly postgres: Postgres
  readonly dataDir: string
}

/** One for all databases of the process, because the vault is opened once per process. */
export const testMasterKey = loadMasterKey({ MASTER_KEY: Buffer.alloc(32, 'test').toString('base64'), DATA_DIR: '' })

let shared: Promise<TestDatabase> | undefined

/** One migrated PostgreSQL for all tests of the process, made at first use and removed at its end. */
export function testDatabase(): Promise<TestDatabase> {
  shared ??= startTestDatabase()
  return shared
}

/** A migrated PostgreSQL without tenants, of one's own: for a test that kills it, or looks at the whole installation. */
export async function startTestDatabase(): Promise<TestDatabase> {
  const dataDir = mkdtempSync(join(tmpdir(), 'trunkline-test-'))
  // Without fsync what was written is safe from kill -9 all the same, only not from a power cut.
  const postgres = await startPostgres({ dataDir, settings: { fsync: 'off' } })
  const db = openDatabase(postgres.appUrl, { poolMax: 10 })
  const database = { db, postgres, dataDir }
  try {
    await migrate(postgres.ownerUrl, modules)
    await migrateJobs(postgres.ownerUrl)
  } catch (error) {
    await stopTestDatabase(database) // PostgreSQL is detached, and would outlive the tests
    throw error
  }
  unlockVault(testMasterKey)
  return database
}

export async function stopTestDatabase({ db, postgres, dataDir }: TestDatabase): Promise<void> {
  await db.close()
  await postgres.stop()
  rmSync(dataDir, { recursive: true, force: true })
}

// Here and not where it is started: a hook belongs to the test that registers it.
after(async () => {
  const database = await shared?.catch(() => undefined) // why it did not start was told by the tests
  if (database) await stopTestDatabase(database)
})

export interface TestTenant {
  readonly platform: Platform & { readonly clock: MovableClock }
  readonly db: Db
  readonly tenantId: string
  readonly scope: Scope
  /** Runs `work` in a transaction of this tenant. */
  transact<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Runs statements as the owner of the database, e.g. to play the attacker with its keys. */
  asOwner(statements: string): Promise<void>
}

let tenants = 0

/** A tenant of its own for each test: the wall that protects customers keeps tests apart. The clock stands at `now` until moved. */
export async function testTenant(
  options: { now?: string; country?: string; currency?: string; timeZone?: string } = {},
): Promise<TestTenant> {
  const { db, dataDir, postgres } = await testDatabase()
  const clock = movableClock(options.now ?? '2026-03-10T08:00:00Z')
  const platform = {
    config: readConfig({ DATA_DIR: dataDir, DEMO: '0', LOG_LEVEL: 'silent', GATEWAY_PRIVATE_ADDRESSES: '1' }),
    db,
    clock,
    publicUrl: 'http://localhost:8080',
    permissions: {},
    events: {},
    pages: {},
  }
  const { rows } = await sql<{ id: string }>`select uuidv7()::text as id`.execute(db.kysely)
  const tenantId = rows[0]!.id
  const scope = { tenants: [tenantId], actor: 'staff:test', requestId: 'test' }
  await transact(db, scope, (tx) =>
    sql`insert into tenant (id, slug, name, legal_name, country, currency, time_zone)
      values (${tenantId}, ${`test-${process.pid}-${++tenants}`}, 'Test Net', 'Test Net Ltd', ${options.country ?? 'BD'}, ${options.currency ?? 'BDT'}, ${options.timeZone ?? 'Asia/Dhaka'})`.execute(
      tx,
    ),
  )
  return {
    platform,
    db,
    tenantId,
    scope,
    transact: (work) => transact(db, scope, work),
    asOwner: (statements) => asOwner(postgres.ownerUrl, statements),
  }
}

async function asOwner(url: string, statements: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statements).finally(() => client.end())
}
