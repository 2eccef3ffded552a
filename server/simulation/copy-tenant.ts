import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { assert } from '#kernel/assert.ts'
import type { Connection } from './throw-away.ts'

/** Rows that no bill depends on: who signed in, what was sent, what routers reported, what was done. */
const leftOut = [
  'audit',
  'audit_seal',
  'event',
  'event_failure',
  'idempotency',
  'job_run',
  'saved_view',
  'search_word',
  'file',
  'data_key',
  'staff',
  'role',
  'staff_role',
  'staff_session',
  'passkey',
  'recovery_code',
  'api_key',
  'one_time_token',
  'sign_in',
  'sign_in_guard',
  'demo_login',
  'nas',
  'nas_contact',
  'login',
  'login_reply',
  'login_failure',
  'radius_drop',
  'session',
  'accounting_journal',
  'network_command',
  'charging_request',
  'charging_reservation',
  'notice',
  'customer_note',
  'customer_standing',
  'checkout',
  'saved_method',
  'gateway',
  'webhook_inbox',
  'webhook_endpoint',
  'webhook_delivery',
  'webhook_attempt',
  'webhook_setting',
  'simulation',
  'simulation_account',
]

interface Table {
  readonly name: string
  readonly columns: readonly string[]
  readonly references: readonly string[]
}

/**
 * Copies what a tenant bills by into an empty database with the same tables. The live rows are read as the role that sees this tenant
 * only, as they were at one moment, in a transaction that cannot write.
 */
export async function copyTenant(live: Connection, copy: Connection, tenantId: string): Promise<void> {
  const source = new pg.Client({ connectionString: live.appUrl, ...(live.appRole && { options: `-c role=${live.appRole}` }) })
  const target = new pg.Client({ connectionString: copy.ownerUrl })
  await Promise.all([source.connect(), target.connect()])
  try {
    await source.query('begin isolation level repeatable read read only')
    await source.query(`select set_config('app.tenants', $1, true)`, [`{${tenantId}}`])
    await target.query('begin')
    for (const table of inOrderOfReference(await readTables(target))) await copyTable(source, target, table, tenantId)
    await target.query('commit')
    await target.query('analyze')
  } finally {
    await Promise.all([source.end(), target.end()])
  }
}

async function readTables(target: pg.Client): Promise<Table[]> {
  const { rows } = await target.query<Table>(
    `select c.relname as name,
      array(select quote_ident(a.attname) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
      array(select distinct k.confrelid::regclass::text from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as references
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relrowsecurity and c.relname <> all ($1)`,
    [leftOut],
  )
  const lost = rows.find((table) => table.references.some((name) => leftOut.includes(name)))
  assert(!lost, `${lost?.name} is copied without what its rows point at`)
  return rows
}

/** A table comes after those that its rows point at. */
function inOrderOfReference(tables: readonly Table[]): Table[] {
  const byName = new Map(tables.map((table) => [table.name, table]))
  const ordered = new Set<Table>()
  const visit = (table: Table): void => {
    if (ordered.has(table)) return
    for (const name of table.references) if (byName.has(name)) visit(byName.get(name)!)
    ordered.add(table)
  }
  for (const table of tables) visit(table)
  return [...ordered]
}

/** The rows were checked, audited and summed when they were written: triggers rest meanwhile. */
async function copyTable(source: pg.Client, target: pg.Client, { name, columns }: Table, tenantId: string): Promise<void> {
  const list = columns.join(', ')
  const key = name === 'tenant' ? 'id' : 'tenant_id'
  await target.query(`alter table ${name} disable trigger user, no force row level security`)
  await pipeline(
    source.query(copyTo(`copy (select ${list} from ${name} where ${key} = '${tenantId}') to stdout`)),
    target.query(copyFrom(`copy ${name} (${list}) from stdin`)),
  )
  await target.query(`alter table ${name} enable trigger user, force row level security`)
}
