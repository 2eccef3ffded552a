/** A database of a benchmark's own: embedded PostgreSQL in a temporary directory, migrated, with one operator, removed at the end. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadMasterKey } from '#kernel/crypto.ts'
import { type Db, openDatabase, transact, type Tx } from '#kernel/db.ts'
import { migrateJobs } from '#kernel/jobs.ts'
import { migrate } from '#kernel/migrations.ts'
import { type Postgres, startPostgres } from '#kernel/postgres.ts'
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

/** The peer gets the same database with the same settings. Durability is as shipped: every commit is flushed to disk. */
const memoryMb = 512
const settings = { max_wal_size: '8GB', checkpoint_timeout: '30min' } // a checkpoint in one run and not in the other would tell nothing

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
