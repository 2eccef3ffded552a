/** A database beside the live one that is there for one simulation: empty and migrated, or the twin of another. */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { migrateJobs } from '#kernel/jobs.ts'
import { migrate } from '#kernel/migrations.ts'
import { modules } from '../modules.ts'
import { Refusal } from './refusal.ts'

/** How to reach a database. */
export interface Connection {
  /** May create databases and owns the tables. */
  readonly ownerUrl: string
  /** Row-level security binds it. */
  readonly appUrl: string
  /** Taken on after connecting, where `appUrl` is the owner's. */
  readonly appRole?: string
}

export interface ThrowAway {
  readonly name: string
  readonly connection: Connection
  /** Ends whatever still works in it. May be called twice. */
  drop(): Promise<void>
}

const prefix = 'trunkline_simulation_'

/** Makes an empty one with all tables of the program. @throws Refusal where the live one has others, or its owner may not create any */
export async function createEmpty(live: Connection): Promise<ThrowAway> {
  const made = await create(live)
  try {
    await migrate(made.connection.ownerUrl, modules)
    await migrateJobs(made.connection.ownerUrl)
    await requireSameTables(live, made.connection)
  } catch (error) {
    await made.drop()
    throw error
  }
  return made
}

/** A newer program brings new tables, which the live database gets with its start. */
async function requireSameTables(live: Connection, made: Connection): Promise<void> {
  const [before, now] = await Promise.all([readMigrations(live), readMigrations(made)])
  if (before !== now) throw new Refusal('The database is of another version than this program. Start the program once, then simulate.')
}

async function readMigrations({ ownerUrl }: Connection): Promise<string> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  const { rows } = await client.query('select name, checksum from migration order by name').finally(() => client.end())
  return JSON.stringify(rows)
}

/** Makes the twin of one to which nobody is connected. */
export function createTwin(live: Connection, of: ThrowAway): Promise<ThrowAway> {
  return create(live, of.name)
}

async function create(live: Connection, template?: string): Promise<ThrowAway> {
  const name = prefix + randomBytes(6).toString('hex')
  const keeper = await connectKeeper(live)
  try {
    await dropUnheld(keeper)
    await keeper.query('select pg_advisory_lock(hashtext($1))', [name]) // held as long as it is in use
    await keeper.query(`create database ${name}${template ? ` template ${template}` : ''}`)
  } catch (error) {
    await keeper.end()
    throw (error as { code?: string }).code === mayNot ? mayNotCreate() : error
  }
  let dropped: Promise<void> | undefined
  return { name, connection: inDatabase(live, name), drop: () => (dropped ??= dropDatabase(keeper, name).finally(() => keeper.end())) }
}

const mayNot = '42501' // insufficient_privilege
const mayNotCreate = () =>
  new Refusal('The owner of the database may not create others, which a simulation needs: ALTER ROLE … CREATEDB, as its administrator.')

async function connectKeeper(live: Connection): Promise<pg.Client> {
  const keeper = new pg.Client({ connectionString: live.ownerUrl, application_name: 'trunkline simulation' })
  keeper.on('error', () => {}) // a database that goes away is noticed by whoever asks it next
  await keeper.connect()
  return keeper
}

/** Drops those of simulations that were killed. */
export async function dropLeftOver(live: Connection): Promise<void> {
  const keeper = await connectKeeper(live)
  await dropUnheld(keeper).finally(() => keeper.end())
}

/** Nobody holds the lock of those that were left behind. */
async function dropUnheld(keeper: pg.Client): Promise<void> {
  const { rows } = await keeper.query<{ datname: string }>(
    `select datname from pg_database where starts_with(datname, $1) and pg_try_advisory_lock(hashtext(datname))`,
    [prefix],
  )
  for (const { datname } of rows) {
    await dropDatabase(keeper, datname)
    await keeper.query('select pg_advisory_unlock(hashtext($1))', [datname])
  }
}

const dropDatabase = async (keeper: pg.Client, name: string) => void (await keeper.query(`drop database if exists ${name} with (force)`))

function inDatabase({ ownerUrl, appUrl, ...rest }: Connection, name: string): Connection {
  return { ownerUrl: withDatabase(ownerUrl, name), appUrl: withDatabase(appUrl, name), ...rest }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
