import type { Socket } from 'node:net'
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { RowScope } from './row-scope.ts'
import type { Schema } from './schema.gen.ts'

export { sql } from 'kysely'

/** One open transaction on one connection. Every query of a use case goes through it. */
export type Tx = Kysely<Schema>

/** Who does something, for which tenants. A person's request carries exactly one tenant; batches may carry many. */
export interface Scope {
  readonly tenants: readonly string[]
  /** `staff:<id>`, `key:<id>`, `customer:<id>`, `job:<name>`, `radius`, … as it stands in the audit log */
  readonly actor: string
  readonly requestId: string
  /** Where it is a person's who does not see every customer. */
  readonly rows?: RowScope | undefined
}

export interface Db {
  readonly kysely: Kysely<Schema>
  readonly pool: pg.Pool
  close(): Promise<void>
}

// Temporal values say themselves how they are written to PostgreSQL; `pg` asks any object for `toPostgres`.
for (const type of [Temporal.Instant, Temporal.PlainDate])
  Object.defineProperty(type.prototype, 'toPostgres', {
    value(this: Temporal.Instant | Temporal.PlainDate) {
      return this.toString()
    },
  })

const oid = { int8: 20, date: 1082, timestamptz: 1184, int8Array: 1016, dateArray: 1182, timestamptzArray: 1185 } as const

/** PostgreSQL writes `2026-11-21 03:53:28.1+00`, which Temporal reads as it is. */
const instant = (text: string) => Temporal.Instant.from(text)
const textArray = pg.types.getTypeParser(1009 as never) // text[]; the package types only scalars
const arrayOf = (one: (text: string) => unknown) => (text: string) =>
  (textArray(text) as (string | null)[]).map((item) => (item === null ? null : one(item)))

const parsers = new Map<number, (text: string) => unknown>([
  [oid.int8, BigInt],
  [oid.timestamptz, instant],
  [oid.date, (text) => text],
  [oid.int8Array, arrayOf(BigInt)],
  [oid.timestamptzArray, arrayOf(instant)],
  [oid.dateArray, arrayOf((text) => text)],
])

const preparedMax = 1_000 // plans kept per connection; beyond it statements are sent unnamed
const statementNames = new Map<string, string>()

function statementName(text: string): string | undefined {
  const known = statementNames.get(text)
  if (known || statementNames.size >= preparedMax) return known
  const name = `s${statementNames.size}`
  statementNames.set(text, name)
  return name
}

/**
 * Sends parametrised statements by name, so that PostgreSQL parses and plans each once per connection (1.7x the throughput), and in one
 * packet what is asked before anything can be answered.
 */
class PreparingClient extends pg.Client {
  readonly #stream = (this as unknown as { connection: { stream: Socket } }).connection.stream // the package types only what is public

  override query(...args: unknown[]): never {
    this.#stream.cork()
    process.nextTick(() => this.#stream.uncork())
    const [text, values] = args
    if (typeof text === 'string' && Array.isArray(values) && values.length > 0) {
      const name = statementName(text)
      if (name) args.splice(0, 2, { name, text, values })
    }
    return super.query(...(args as [string])) as never
  }
}

export function openDatabase(url: string, options: { readonly poolMax?: number; readonly role?: string; readonly name?: string } = {}): Db {
  const pool = new pg.Pool({
    connectionString: url,
    Client: PreparingClient,
    pipeline: true, // statements are sent at once and answered in order, so that those of one transaction need not wait for each other
    max: options.poolMax ?? 10,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    application_name: options.name ?? 'trunkline',
    ...(options.role && { options: `-c role=${options.role}` }),
    types: {
      getTypeParser: ((id: number, format?: 'text') =>
        parsers.get(id) ?? pg.types.getTypeParser(id, format)) as typeof pg.types.getTypeParser,
    },
  })
  // An idle connection that the server ends is not an error of ours: the pool opens another.
  pool.on('error', () => {})
  // One that dies in use fails the statement in hand; without a listener the event would end the program as well.
  pool.on('connect', (client) => client.on('error', () => {}))
  const kysely = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  return { kysely, pool, close: () => kysely.destroy() }
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const quote = (text: string) => `'${text.replaceAll("'", "''")}'`

function begin(scope: Scope): string {
  for (const tenant of scope.tenants) if (!uuid.test(tenant)) throw new TypeError(`Not a tenant id: ${tenant}`)
  return `begin; select set_config('app.tenants', '{${scope.tenants.join(',')}}', true), set_config('app.actor', ${quote(scope.actor)}, true),
    set_config('app.request', ${quote(scope.requestId)}, true)${scope.rows ? `; ${narrow(scope.rows)}` : ''}`
}

/** Lets the transaction see some customers only, and what they have. */
function narrow({ staffId, locationIds, customerId }: RowScope): string {
  for (const id of [...locationIds, ...[staffId, customerId].filter((id) => id != null)])
    if (!uuid.test(id)) throw new TypeError(`Not an id: ${id}`)
  return `set local role trunkline_scoped; select set_config('app.scope_staff', '${staffId ?? ''}', true), set_config('app.scope_locations', '{${locationIds.join(',')}}', true), set_config('app.scope_customer', '${customerId ?? ''}', true)`
}

const retriesMax = 3
const retryable = new Set(['40001', '40P01']) // serialization failure, deadlock

/**
 * Runs `work` in one transaction that sees only the tenants of `scope`; commits when it returns, rolls back when it throws.
 * A deadlock is retried, so `work` must have no effect outside the database.
 */
export async function transact<T>(db: Db, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.kysely.connection().execute(async (tx) => {
        // Sent together with the first statement of the work. Where it fails, PostgreSQL refuses every statement after it.
        const begun = sql.raw(begin(scope)).execute(tx)
        begun.catch(() => {}) // told below
        try {
          const result = await work(tx)
          await begun
          await sql.raw('commit').execute(tx)
          return result
        } catch (error) {
          await sql
            .raw('rollback')
            .execute(tx)
            .catch(() => {}) // the connection may be gone; the first error is the one to tell
          await begun
          throw error
        }
      })
    } catch (error) {
      if (attempt < retriesMax && error instanceof pg.DatabaseError && retryable.has(error.code ?? '')) continue
      throw error
    }
  }
}

/** The scope of work that mixes tenants: relays, RADIUS batches, nightly runs. */
export async function scopeOfAllTenants(db: Db, actor: string, requestId = ''): Promise<Scope> {
  const { rows } = await sql<{ tenants: string[] }>`select every_tenant() as tenants`.execute(db.kysely)
  return { tenants: rows[0]?.tenants ?? [], actor, requestId }
}

/** Narrows a transaction to other tenants, e.g. a subscriber that goes through its batch tenant by tenant. */
export async function useTenants(tx: Tx, tenants: readonly string[]): Promise<void> {
  await sql`select set_config('app.tenants', ${`{${tenants.join(',')}}`}, true)`.execute(tx)
}

/** Lets what the transaction writes from here on have happened at a moment, as imports of history and simulations need it. */
export async function atMoment(tx: Tx, moment: Temporal.Instant): Promise<void> {
  await sql`select set_config('app.now', ${moment.toString()}, true)`.execute(tx)
}

/** A jsonb parameter; bigints become strings, as everywhere on the wire. */
export const json = (value: unknown) => sql<unknown>`${stringify(value)}::jsonb`

/** JSON with bigint as decimal string; Temporal values write themselves. */
export function stringify(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? item.toString() : item))
}

/** Whether an error means that the database cannot be reached now, as opposed to a wrong statement. */
export function isDatabaseAway(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  const away = ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', '57P01', '57P02', '57P03', '53300', '08006', '08003', '08001']
  return away.includes(String(code)) || /Connection terminated|timeout exceeded when trying to connect|not queryable/.test(String(message))
}

/** Whether an error is a violated unique constraint, optionally a certain one. */
export function isDuplicate(error: unknown, constraint?: string): boolean {
  return error instanceof pg.DatabaseError && error.code === '23505' && (!constraint || error.constraint === constraint)
}

/** Whether an error is the refusal of an exclusion constraint. */
export function isExcluded(error: unknown, constraint: string): boolean {
  return error instanceof pg.DatabaseError && error.code === '23P01' && error.constraint === constraint
}

/** Whether an error says that other rows still point at the row to delete. */
export function isReferenced(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '23503'
}
