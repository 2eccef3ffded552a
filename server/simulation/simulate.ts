import type { Config } from '#kernel/config.ts'
import { openDatabase, scopeOfAllTenants, transact } from '#kernel/db.ts'
import { dateIn } from '#kernel/time.ts'
import type { Finding } from '#modules/ledger'
import { verifyBooks } from '#server/commands/verify-ledger.ts'
import { type Book, openBook } from './book.ts'
import { applyChange, type Change } from './change.ts'
import { copyTenant } from './copy-tenant.ts'
import { Refusal } from './refusal.ts'
import { type DayTally, liveDays, type Span } from './live-days.ts'
import {
  type AccountAtEnd,
  type Arrears,
  findTenant,
  type PlanSum,
  readAccountsAtEnd,
  readNetByPlan,
  readTaxes,
  type TaxSum,
} from './store.ts'
import { addAll, differenceOf, isSame, nothing, type Tally } from './tally.ts'
import { type Connection, createEmpty, createTwin, type ThrowAway } from './throw-away.ts'

export interface SimulationInput extends Omit<Span, 'progress'> {
  readonly tenant: string // its slug
  /** What to change, or how to find out in the copy. */
  readonly change?: Change | ((book: Book) => Promise<Change>) | undefined
}

/** One way in which it may go. */
export interface Course {
  readonly days: readonly DayTally[]
  readonly total: Tally
  /** Overdue at the end of each month and of the last day; by month. */
  readonly arrears: ReadonlyMap<string, Arrears>
  readonly plans: readonly PlanSum[]
  readonly taxes: readonly TaxSum[]
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
  readonly accounts: readonly AccountInBoth[]
}

/** An account as it is without and with the change. */
export interface AccountInBoth {
  readonly unchanged: AccountCourse
  readonly changed: AccountCourse
}

export interface AccountCourse extends AccountAtEnd {
  readonly tally: Tally
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
 * @throws Refusal: no such tenant, a day that is over, a change that is refused
 */
export async function simulate(input: SimulationInput, setting: Setting): Promise<Simulation> {
  const { id, timeZone } = await readTenantOf(input.tenant, setting.live)
  const today = dateIn(setting.now, timeZone)
  if (Temporal.PlainDate.compare(input.from, today) < 0)
    throw new Refusal(`${input.from} is over: the book has lived it. Begin on ${today} or later.`)
  if (Temporal.PlainDate.compare(input.to, input.from) < 0) throw new Refusal(`${input.to} comes before ${input.from}.`)

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
    if (!tenant) throw new Refusal(`There is no tenant ${slug}.`)
    return tenant
  } finally {
    await db.close()
  }
}

interface Run {
  readonly course: Course
  /** By account number: what happened to it, and how it stands at the end. */
  readonly tallies: ReadonlyMap<string, Tally>
  readonly accounts: ReadonlyMap<string, AccountAtEnd>
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
    if (change && course === 'changed') await applyChange(book, typeof change === 'function' ? await change(book) : change)
    const lived = await liveDays(book, { ...span, progress: (day) => progress(course, day) })
    const { accounts, ...figures } = await book.transact(async (tx) => ({
      plans: await readNetByPlan(tx, span),
      taxes: await readTaxes(tx, span),
      accounts: await readAccountsAtEnd(tx, [...lived.accounts.keys()], span.to),
      findings: await verifyBooks(tx),
    }))
    const { days, arrears } = lived
    return { tallies: lived.accounts, accounts, course: { days, arrears, total: addAll(days), ...figures } }
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
  const both = [...numbers].map((number) => ({
    unchanged: courseOf(unchanged, number, changed),
    changed: courseOf(changed, number, unchanged),
  }))
  const accounts = both.filter(
    (one) => !isSame(one.changed.tally, one.unchanged.tally) || one.changed.arrearsMinor !== one.unchanged.arrearsMinor,
  )
  return { ...differenceOf(changed.course.total, unchanged.course.total), accountsAffected: accounts.length, accounts }
}

/** One to whom nothing happened in a run stands there as the other run knows it, without arrears. */
function courseOf(run: Run, number: string, other: Run): AccountCourse {
  const known = run.accounts.get(number) ?? { ...other.accounts.get(number)!, arrearsMinor: 0n }
  return { ...known, tally: run.tallies.get(number) ?? nothing }
}
