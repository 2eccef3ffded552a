/** The RADIUS role alone, as a child process of a benchmark. Tells its ports and runs until SIGTERM. */
import { startRadius } from '#modules/access'
import { readConfig } from '#kernel/config.ts'
import { loadMasterKey } from '#kernel/crypto.ts'
import { openDatabase } from '#kernel/db.ts'
import { systemClock } from '#kernel/time.ts'
import { unlockVault } from '#kernel/vault.ts'

const config = { ...readConfig(process.env), HOST: '127.0.0.1', RADIUS_AUTH_PORT: 0, RADIUS_ACCT_PORT: 0 }
const db = openDatabase(process.env['APP_URL']!, { poolMax: config.DATABASE_POOL })
unlockVault(loadMasterKey(config))
const radius = await startRadius({ config, db, clock: systemClock, publicUrl: '', permissions: {} })
process.send!({ authPort: radius.authPort, acctPort: radius.acctPort })
process.on('SIGTERM', async () => {
  await radius.stop()
  await db.close()
  process.exit(0)
})
