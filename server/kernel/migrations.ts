import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { rowScopeStatements } from './row-scope.ts'

interface Migration {
  readonly name: string // `billing/0001-invoices`
  readonly sql: string
  readonly checksum: string
}

const kernelDirectory = join(import.meta.dirname, 'migrations')
const moduleDirectory = (module: string) => join(import.meta.dirname, '..', 'modules', module, 'migrations')

/** Migrations in the order they run: the kernel's, then each module's in floor order. */
export function findMigrations(modules: readonly string[]): Migration[] {
  const folders = [['kernel', kernelDirectory] as const, ...modules.map((module) => [module, moduleDirectory(module)] as const)]
  return folders.flatMap(([owner, directory]) => {
    if (!existsSync(directory)) return []
    const files = readdirSync(directory)
      .filter((file) => file.endsWith('.sql'))
      .toSorted()
    return files.map((file) => {
      const sql = readFileSync(join(directory, file), 'utf8')
      return { name: `${owner}/${file.replace(/\.sql$/, '')}`, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
  })
}

/**
 * Brings the schema up to date as its owner. Forward only: each file runs once, in one transaction; several processes may start
 * at once. A file that was changed after it ran stops the start, because the database is then not what the code believes.
 * @returns names of the migrations that ran now
 */
export async function migrate(ownerUrl: string, modules: readonly string[]): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'trunkline migrate' })
  await client.connect()
  try {
    await client.query(`select pg_advisory_lock(hashtext('trunkline.migrate'))`)
    await client.query(
      `create table if not exists migration (name text primary key, checksum text not null, applied_at timestamptz not null default now())`,
    )
    const { rows } = await client.query<{ name: string; checksum: string }>('select name, checksum from migration')
    const applied = new Map(rows.map((row) => [row.name, row.checksum]))
    const known = findMigrations(modules)
    checkDrift(applied, known)

    const pending = known.filter((migration) => !applied.has(migration.name))
    for (const migration of pending) await apply(client, migration)
    if (pending.length > 0) await client.query(rowScopeStatements)
    return pending.map((migration) => migration.name)
  } finally {
    await client.end()
  }
}

function checkDrift(applied: ReadonlyMap<string, string>, known: readonly Migration[]): void {
  for (const migration of known) {
    const checksum = applied.get(migration.name)
    if (checksum && checksum !== migration.checksum)
      throw new Error(
        `Migration ${migration.name} was changed after it ran here. Restore the file and put the change into a new migration.`,
      )
  }
  const names = new Set(known.map((migration) => migration.name))
  const unknown = [...applied.keys()].filter((name) => !names.has(name))
  if (unknown.length > 0)
    throw new Error(`The database is newer than this program (it has ${unknown.join(', ')}). Start the newer version.`)
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query('begin')
    await client.query(migration.sql)
    await client.query('insert into migration (name, checksum) values ($1, $2)', [migration.name, migration.checksum])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`Migration ${migration.name} failed: ${(error as Error).message}`, { cause: error })
  }
}
