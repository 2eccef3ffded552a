import { authenticator, setUpLink } from '#modules/identity'
import { loadDemo, startDemo } from '../demo/index.ts'
import { allModules } from './all-modules.ts'
import { readConfig } from '#kernel/config.ts'
import { loadMasterKey } from '#kernel/crypto.ts'
import { openDatabase, scopeOfAllTenants } from '#kernel/db.ts'
import { migrateJobs } from '#kernel/jobs.ts'
import { migrate } from '#kernel/migrations.ts'
import { stopPdfWorker } from '#kernel/pdf.ts'
import type { Platform } from '#kernel/platform.ts'
import { startPostgres } from '#kernel/postgres.ts'
import { log, startTracing } from '#kernel/telemetry.ts'
import { systemClock } from '#kernel/time.ts'
import { unlockVault } from '#kernel/vault.ts'
import { modules } from './modules.ts'
import { eventsOf, pagesOf, permissionsOf, startProgram } from './program.ts'

const config = readConfig(process.env)

// What was started is stopped in the opposite order, whenever the signal comes.
const stops: (() => unknown)[] = []
let stopping: Promise<void> | undefined
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => (stopping ??= stop(signal)))
async function stop(signal: string): Promise<void> {
  log.info({ signal }, 'stopping: finishing what is in hand')
  setTimeout(() => process.exit(1), config.SHUTDOWN_SECONDS * 1000).unref()
  for (const stopOne of stops.toReversed()) await stopOne()
  process.exit(0)
}

/** A port that is taken is for a person to settle: it says which, and what to set. */
async function explainBusyPort(error: Error & { code?: string; port?: number }): Promise<never> {
  const variable = (['PORT', 'RADIUS_AUTH_PORT', 'RADIUS_ACCT_PORT', 'RADIUS_TLS_PORT'] as const).find(
    (name) => config[name] === error.port,
  )
  if (error.code !== 'EADDRINUSE' || !variable) throw error
  console.error(`Port ${error.port} is in use. End the program that uses it, or choose another: ${variable}=… npm start`)
  for (const stopOne of stops.toReversed()) await stopOne()
  process.exit(1)
}

if (config.OTEL_EXPORTER_OTLP_ENDPOINT) stops.push(await startTracing(config.OTEL_EXPORTER_OTLP_ENDPOINT))

// Database: the embedded one, or the operator's own.
const starting = config.DATABASE_URL ? null : startPostgres({ dataDir: config.DATA_DIR })
stops.push(async () => (await starting)?.stop()) // it runs detached, and would outlive who stops while it starts
const postgres = await starting
const ownerUrl = config.DATABASE_URL ?? postgres!.ownerUrl
const applied = await migrate(ownerUrl, modules)
if (applied.length > 0) await migrateJobs(ownerUrl)
const db = openDatabase(config.DATABASE_APP_URL ?? postgres?.appUrl ?? ownerUrl, {
  poolMax: config.DATABASE_POOL,
  ...(config.DATABASE_URL && !config.DATABASE_APP_URL && { role: 'trunkline_app' }),
})
stops.push(db.close, stopPdfWorker)
unlockVault(loadMasterKey(config))
const publicUrl = config.PUBLIC_URL ?? `http://localhost:${config.PORT}`
const platform: Platform = {
  config,
  db,
  clock: systemClock,
  publicUrl,
  permissions: permissionsOf(allModules),
  events: eventsOf(allModules),
  pages: pagesOf(allModules),
}

// World: an empty installation gets the demo, or a link to set up the first tenant.
const isEmpty = (await scopeOfAllTenants(db, 'start')).tenants.length === 0
if (config.DEMO) await loadDemo(platform, { scale: config.DEMO_SCALE })

const program = await startProgram(platform, allModules, authenticator()).catch(explainBusyPort)
stops.push(program.stop)
if (config.DEMO) stops.push((await startDemo(platform)).stop)

if (isEmpty && !config.DEMO) console.log(`Set up your company: ${await setUpLink(platform)}`)
const doors = [
  config.TRUNKLINE_ROLES.includes('api') && `console ${publicUrl}  API ${publicUrl}/api/docs`,
  config.TRUNKLINE_ROLES.includes('radius') && `RADIUS ${config.HOST}:${config.RADIUS_AUTH_PORT}/${config.RADIUS_ACCT_PORT} udp`,
  config.TRUNKLINE_ROLES.includes('worker') && 'jobs and events',
].filter(Boolean)
console.log(`trunkline ready  ${doors.join('  ')}`)
