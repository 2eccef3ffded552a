/** A database of a benchmark's own: embedded PostgreSQL in a temporary directory, migrated, with one operator, removed at the end. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '#kernel/config.ts'
import { loadMasterKey } from '#kernel/crypto.ts'
import { type Db, openDatabase, type Scope, transact, type Tx } from '#kernel/db.ts'
import { migrateJobs } from '#kernel/jobs.ts'
import { migrate } from '#kernel/migrations.ts'
import type { Platform } from '#kernel/platform.ts'
import { type Postgres, startPostgres } from '#kernel/postgres.ts'
import { systemClock } from '#kernel/time.ts'
import { unlockVault } from '#kernel/vault.ts'
import { createTenant } from '#modules/tenants'
import { modules } from '#server/modules.ts'

export interface Installation {
  readonly dataDir: string
  readonly postgres: Postgres
  /** As the owner, whom row-level security does not bind. */
  readonly db: Db
  readonly tenantId: string
  transact<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  stop(): Promise<void>
}

/** The peer gets the same database with the same settings. Durability is as shipped. */
const memoryMb = 512
const settings = { max_wal_size: '16GB', checkpoint_timeout: '30min' } // a checkpoint in one run and not in the other would tell nothing

export async function startInstallation(): Promise<Installation> {
  const dataDir = mkdtempSync(join(tmpdir(), 'trunkline-bench-'))
  const postgres = await startPostgres({ dataDir, memoryMb, settings })
  await migrate(postgres.ownerUrl, modules)
  await migrateJobs(postgres.ownerUrl)
  unlockVault(loadMasterKey({ DATA_DIR: dataDir }))
  const db = openDatabase(postgres.ownerUrl, { poolMax: 2 })
  const tenantId = await createTenant(db, { slug: 'bench', name: 'Bench Net', country: 'BD', currency: 'BDT', timeZone: 'Asia/Dhaka' })
  return {
    dataDir,
    postgres,
    db,
    tenantId,
    transact: (work) => transact(db, { tenants: [tenantId], actor: 'bench', requestId: '' }, work),
    async stop() {
      await db.close()
      await postgres.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** What a job is given by the program: the restricted role, which row-level security binds. Close its database afterwards. */
export function platformOf({ dataDir, postgres, tenantId }: Installation): { platform: Platform; scope: Scope } {
  const platform = {
    config: readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' }),
    db: openDatabase(postgres.appUrl, { poolMax: 5 }),
    clock: systemClock,
    publicUrl: '',
    permissions: {},
    events: {},
    pages: {},
  }
  return { platform, scope: { tenants: [tenantId], actor: 'bench', requestId: '' } }
}

/** Runs a benchmark in an installation that is gone afterwards, also when it fails or is interrupted. */
export async function withInstallation(work: (installation: Installation) => Promise<void>): Promise<void> {
  const installation = await startInstallation()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void installation.stop().finally(() => process.exit(1)))
  try {
    await work(installation)
  } finally {
    await installation.stop()
  }
}
