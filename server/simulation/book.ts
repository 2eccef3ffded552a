import type { Config } from '#kernel/config.ts'
import { type Db, openDatabase, type Scope, sql, transact, type Tx } from '#kernel/db.ts'
import type { Event } from '#kernel/events.ts'
import { runJobNow } from '#kernel/jobs.ts'
import type { Platform } from '#kernel/platform.ts'
import { movableClock, type MovableClock } from '#kernel/time.ts'
import { readTenant } from '#modules/tenants'
import { allModules } from '../all-modules.ts'
import { eventsOf, permissionsOf } from '../program.ts'
import { lastEventId, readEventsAfter, takeQueuedJobs } from './store.ts'
import type { Connection } from './throw-away.ts'

/** Modules that work on the database alone: in a simulation nobody is written to, no router is told and no gateway is asked. */
const playing: readonly string[] = ['ledger', 'subscriptions', 'charging', 'billing', 'payments', 'renewals']
const modules = allModules.filter((module) => playing.includes(module.name))
const subscribers = modules.flatMap((module) => module.subscribers ?? [])
const jobs = new Map(modules.flatMap((module) => module.jobs ?? []).map((job) => [job.name, job]))

const eventsAtOnce = 500

/** A tenant's book in a throw-away database, with a clock that stands still until it is moved. */
export interface Book {
  readonly platform: Platform & { readonly clock: MovableClock }
  readonly scope: Scope
  readonly timeZone: string
  transact<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Also of what the database writes by itself. */
  moveTo(day: Temporal.PlainDate, time: string): Promise<Temporal.Instant>
  runJob(name: string): Promise<void>
  /** Runs what was put into the queue, as far as it belongs to the modules that play. */
  runQueue(): Promise<void>
  /** Lets the modules follow what has happened since the last time or the opening, and what follows from that. @returns all of it */
  followEvents(): Promise<Event[]>
  close(): Promise<void>
}

export async function openBook(connection: Connection, tenantId: string, start: Pick<Start, 'config' | 'now'>): Promise<Book> {
  const db = openDatabase(connection.appUrl, {
    poolMax: 1, // the moment is a setting of the session
    name: 'trunkline simulation',
    ...(connection.appRole && { role: connection.appRole }),
  })
  const scope = { tenants: [tenantId], actor: 'simulation', requestId: '' }
  const { timeZone } = await transact(db, scope, readTenant)
  const lastEvent = await transact(db, scope, lastEventId)
  return makeBook(db, scope, { ...start, timeZone, lastEvent })
}

interface Start {
  readonly config: Config
  readonly now: Temporal.Instant
  readonly timeZone: string
  readonly lastEvent: bigint
}

function makeBook(db: Db, scope: Scope, { config, now, timeZone, lastEvent }: Start): Book {
  const clock = movableClock(now)
  const platform = {
    config,
    db,
    clock,
    publicUrl: 'http://localhost',
    permissions: permissionsOf(allModules),
    events: eventsOf(allModules),
    pages: {},
  }
  const inTransaction = <T>(work: (tx: Tx) => Promise<T>) => transact(db, scope, work)
  let followed = lastEvent

  return {
    platform,
    scope,
    timeZone,
    transact: inTransaction,
    async moveTo(day, time) {
      const moment = day.toZonedDateTime({ timeZone, plainTime: time }).toInstant()
      clock.moveTo(moment)
      await sql`select set_config('app.now', ${moment.toString()}, false)`.execute(db.kysely)
      return moment
    },
    runJob: (name) => runJobNow(platform, jobs.get(name)!, scope, {}),
    async runQueue() {
      for (const { name, input } of await inTransaction(takeQueuedJobs)) {
        const job = jobs.get(name)
        if (job) await runJobNow(platform, job, scope, input)
      }
    },
    async followEvents() {
      const all: Event[] = []
      for (;;) {
        const events = await inTransaction((tx) => readEventsAfter(tx, followed, eventsAtOnce))
        if (events.length === 0) return all
        for (const { types, handle } of subscribers) {
          const own = types === 'every' ? events : events.filter((event) => types.includes(event.type))
          if (own.length > 0) await inTransaction((tx) => handle(tx, own, platform))
        }
        followed = events.at(-1)!.id
        all.push(...events)
      }
    },
    close: () => db.close(),
  }
}
