import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { assert } from '#kernel/assert.ts'
import type { Connection } from './throw-away.ts'

/** Rows that no bill depends on: who signed in, what was sent, what routers reported, what was done. So is what must point at them. */
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
  'staff_location',
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
  'customer_balance',
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

/** What the other course of things is about. */
const core = ['customer', 'account', 'plan_version', 'subscription', 'invoice', 'payment', 'tax_component']

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
    // What may be empty and points at a row that is left out is left empty, e.g. who of the staff looks after a customer.
    `with pointing as (select k.conrelid, a.attnum from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any (k.conkey)
      where k.contype = 'f' and k.confrelid::regclass::text = any ($1) and not a.attnotnull)
    select c.relname as name,
      array(select quote_ident(a.attname) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        and a.attgenerated = '' and not exists (select from pointing p where p.conrelid = c.oid and p.attnum = a.attnum) order by a.attnum) as columns,
      array(select distinct k.confrelid::regclass::text from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid
        and not exists (select from pointing p where p.conrelid = c.oid and p.attnum = any (k.conkey))) as references
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relrowsecurity and c.relname <> all ($1)`,
    [leftOut],
  )
  const out = new Set(leftOut)
  for (;;) {
    const more = rows.filter(({ name, references }) => !out.has(name) && references.some((one) => out.has(one)))
    if (more.length === 0) return rows.filter(({ name }) => !out.has(name))
    for (const { name } of more) {
      assert(!core.includes(name), `${name} is copied without what its rows point at`)
      out.add(name)
    }
  }
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
