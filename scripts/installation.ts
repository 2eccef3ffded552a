import { type Config, readConfig } from '#kernel/config.ts'
import { loadMasterKey } from '#kernel/crypto.ts'
import { type Db, openDatabase } from '#kernel/db.ts'
import { startPostgres } from '#kernel/postgres.ts'
import { unlockVault } from '#kernel/vault.ts'
import type { Connection } from '#server/simulation/throw-away.ts'

export interface Installation {
  readonly db: Db
  readonly config: Config
  readonly connection: Connection
}

/** The installation that the environment names, for a command; shares the database of a program that is running. */
export async function withInstallation<T>(work: (installation: Installation) => Promise<T>): Promise<T> {
  const config = readConfig(process.env)
  unlockVault(loadMasterKey(config))
  const postgres = config.DATABASE_URL ? undefined : await startPostgres({ dataDir: config.DATA_DIR })
  const ownerUrl = postgres?.ownerUrl ?? config.DATABASE_URL!
  const connection: Connection = {
    ownerUrl,
    appUrl: config.DATABASE_APP_URL ?? postgres?.appUrl ?? ownerUrl,
    ...(!postgres && !config.DATABASE_APP_URL && { appRole: 'trunkline_app' }),
  }
  const db = openDatabase(connection.appUrl, {
    poolMax: 2,
    name: 'trunkline command',
    ...(connection.appRole && { role: connection.appRole }),
  })
  try {
    return await work({ db, config, connection })
  } finally {
    await db.close()
    await postgres?.stop()
  }
}
