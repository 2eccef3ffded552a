import type { Config } from '#kernel/config.ts'
import { openDatabase, scopeOfAllTenants, transact } from '#kernel/db.ts'
import { dateIn } from '#kernel/time.ts'
import type { Finding } from '#modules/ledger'
import { verifyBooks } from '#server/commands/verify-ledger.ts'
import { type Book, openBook } from './book.ts'
import { applyChange, type Change } from './change.ts'
import { copyTenant } from './copy-tenant.ts'
import { type DayTally, type Lived, liveDays, type Span } from './live-days.ts'
import { findTenant } from './store.ts'
import { addAll, differenceOf, isSame, nothing, type Tally } from './tally.ts'
import { type Connection, createEmpty, createTwin, type ThrowAway } from './throw-away.ts'

export interface SimulationInput extends Omit<Span, 'progress'> {
  readonly tenant: string // its slug
  readonly change?: Change | undefined
}

/** One way in which it may go. */
export interface Course {
  readonly days: readonly DayTally[]
  readonly total: Tally
  /** What is wrong with the books at the end; empty unless the program has a fault. */
  readonly findings: readonly Finding[]
}

export interface Simulation {
  readonly unchanged: Course
  readonly changed?: Course
  readonly difference?: Difference
}

/** What the change adds. */
export interface Difference extends Tally {
  /** Accounts to whom something else happens, or for other amounts. */
  readonly accountsAffected: number
}

export interface Setting {
  readonly live: Connection
  readonly config: Config
  readonly now: Temporal.Instant
  /** Is told of every throw-away database, so that one who stops the program can drop it. */
  made(database: ThrowAway): void
  progress(course: 'unchanged' | 'changed', day: Temporal.PlainDate): void
}

/**
 * Shows what will happen to a tenant's book as things are and, where a change is given, with it. Both begin with the same rows, and nothing
 * is written to the live database.
 * @throws Error in words for the person who asked: no such tenant, a day that is over, a change that is refused
 */
export async function simulate(input: SimulationInput, setting: Setting): Promise<Simulation> {
  const { id, timeZone } = await readTenantOf(input.tenant, setting.live)
  const today = dateIn(setting.now, timeZone)
  if (Temporal.PlainDate.compare(input.from, today) < 0)
    throw new Error(`${input.from} is over: the book has lived it. Begin on ${today} or later.`)
  if (Temporal.PlainDate.compare(input.to, input.from) < 0) throw new Error(`${input.to} comes before ${input.from}.`)

  const databases: ThrowAway[] = []
  const keep = (database: ThrowAway) => {
    databases.push(database)
    setting.made(database)
    return database
  }
  try {
    const first = keep(await createEmpty(setting.live))
    await copyTenant(setting.live, first.connection, id)
    const second = input.change ? keep(await createTwin(setting.live, first)) : undefined
    const unchanged = await run(first, id, input, setting, 'unchanged')
    if (!second) return { unchanged: unchanged.course }
    const changed = await run(second, id, input, setting, 'changed')
    return { unchanged: unchanged.course, changed: changed.course, difference: compare(changed, unchanged) }
  } finally {
    for (const database of databases) await database.drop()
  }
}

async function readTenantOf(slug: string, live: Connection): Promise<{ id: string; timeZone: string }> {
  const db = openDatabase(live.appUrl, { poolMax: 1, name: 'trunkline simulation', ...(live.appRole && { role: live.appRole }) })
  try {
    const tenant = await transact(db, await scopeOfAllTenants(db, 'simulation'), (tx) => findTenant(tx, slug))
    if (!tenant) throw new Error(`There is no tenant ${slug}.`)
    return tenant
  } finally {
    await db.close()
  }
}

interface Run extends Lived {
  readonly course: Course
}

async function run(
  { connection }: ThrowAway,
  tenantId: string,
  { change, ...span }: SimulationInput,
  { config, now, progress }: Setting,
  course: 'unchanged' | 'changed',
): Promise<Run> {
  const book = await openBook(connection, tenantId, { config, now })
  try {
    await startAt(book, now)
    if (change && course === 'changed') await applyChange(book, change)
    const lived = await liveDays(book, { ...span, progress: (day) => progress(course, day) })
    const findings = await book.transact(verifyBooks)
    return { ...lived, course: { days: lived.days, total: addAll(lived.days), findings } }
  } finally {
    await book.close()
  }
}

const startAt = (book: Book, now: Temporal.Instant) => {
  const local = now.toZonedDateTimeISO(book.timeZone)
  return book.moveTo(local.toPlainDate(), local.toPlainTime().toString())
}

function compare(changed: Run, unchanged: Run): Difference {
  const numbers = new Set([...changed.accounts.keys(), ...unchanged.accounts.keys()])
  const of = ({ accounts }: Run, number: string) => accounts.get(number) ?? nothing
  const affected = [...numbers].filter((number) => !isSame(of(changed, number), of(unchanged, number)))
  return { ...differenceOf(changed.course.total, unchanged.course.total), accountsAffected: affected.length }
}
