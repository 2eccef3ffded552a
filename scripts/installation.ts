import { type Config, readConfig } from '#kernel/config.ts'
import { loadMasterKey } from '#kernel/crypto.ts'
import { type Db, openDatabase } from '#kernel/db.ts'
import { startPostgres } from '#kernel/postgres.ts'
import { unlockVault } from '#kernel/vault.ts'

/** The installation that the environment names, for a command; shares the database of a program that is running. */
export async function withInstallation<T>(work: (installation: { db: Db; config: Config }) => Promise<T>): Promise<T> {
  const config = readConfig(process.env)
  unlockVault(loadMasterKey(config))
  const postgres = config.DATABASE_URL ? undefined : await startPostgres({ dataDir: config.DATA_DIR })
  const url = config.DATABASE_APP_URL ?? postgres?.appUrl ?? config.DATABASE_URL ?? ''
  const db = openDatabase(url, {
    poolMax: 2,
    name: 'trunkline command',
    ...(!postgres && !config.DATABASE_APP_URL && { role: 'trunkline_app' }),
  })
  try {
    return await work({ db, config })
  } finally {
    await db.close()
    await postgres?.stop()
  }
}
