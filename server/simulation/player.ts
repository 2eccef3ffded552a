// The process that plays a simulation for the program: it takes one order, reports, and ends. When the program ends, in whatever way, so does
// it, and it leaves no database behind.
import { readConfig } from '#kernel/config.ts'
import { loadMasterKey } from '#kernel/crypto.ts'
import { findPostgres } from '#kernel/postgres.ts'
import { dateIn, systemClock } from '#kernel/time.ts'
import { unlockVault } from '#kernel/vault.ts'
import type { Played, PlayRequest, Refused } from '#modules/simulations'
import { requestsFor } from './alternative.ts'
import { playedOf } from './outcome.ts'
import type { Order, Report } from './player-process.ts'
import { Refusal } from './refusal.ts'
import { simulate } from './simulate.ts'
import { type Connection, dropLeftOver, type ThrowAway } from './throw-away.ts'

const config = readConfig(process.env)
const databases: ThrowAway[] = []

const report = (message: Report): void => void process.send?.(message)

async function endEarly(): Promise<never> {
  for (const database of databases) await database.drop().catch(() => {}) // what is left goes with the next simulation
  process.exit(1)
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, endEarly)
process.on('disconnect', endEarly)

process.once('message', async (order: Order) => {
  const live = await connect()
  report({ kind: 'ended', result: order.kind === 'play' ? await play(live, order.request) : await sweep(live) })
  process.removeListener('disconnect', endEarly)
  process.disconnect?.()
})

/** The database of the program that started this process: it runs, so this one never starts it. */
async function connect(): Promise<Connection> {
  const { DATABASE_URL, DATABASE_APP_URL, DATA_DIR } = config
  if (DATABASE_URL && DATABASE_APP_URL) return { ownerUrl: DATABASE_URL, appUrl: DATABASE_APP_URL }
  if (DATABASE_URL) return { ownerUrl: DATABASE_URL, appUrl: DATABASE_URL, appRole: 'trunkline_app' }
  return findPostgres(DATA_DIR)
}

async function sweep(live: Connection): Promise<null> {
  await dropLeftOver(live)
  return null
}

async function play(live: Connection, { tenant, from, to, alternative }: PlayRequest): Promise<Played | Refused> {
  unlockVault(loadMasterKey(config))
  const now = systemClock.now()
  let daysDone = 0
  try {
    const simulation = await simulate(
      {
        tenant,
        from: Temporal.PlainDate.from(from),
        to: Temporal.PlainDate.from(to),
        change: alternative ? (book) => requestsFor(alternative, book, dateIn(now, book.timeZone)) : undefined,
      },
      { live, config, now, made: (database) => databases.push(database), progress: () => report({ kind: 'day', done: ++daysDone }) },
    )
    return playedOf(simulation)
  } catch (error) {
    if (error instanceof Refusal) return { refused: error.message }
    throw error
  }
}
