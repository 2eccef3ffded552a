/** SQL of the demo world that no use case of a module has: reading along, and history that routers would have written. */
import { json, sql, type Tx } from '#kernel/db.ts'
import { type Event } from '#kernel/events.ts'
import { type Money, money } from '#kernel/money.ts'

export interface Invoice {
  readonly number: string
  readonly accountId: string
  readonly total: Money
  readonly dueOn: Temporal.PlainDate
}

export async function readInvoicesOf(tx: Tx, billRunId: string): Promise<Invoice[]> {
  const { rows } = await sql<{ number: string; account_id: string; total_minor: bigint; currency: string; due_on: string }>`
    select number, account_id, total_minor, currency, due_on from invoice where bill_run_id = ${billRunId} order by number`.execute(tx)
  return rows.map((row) => ({
    number: row.number,
    accountId: row.account_id,
    total: money(row.total_minor, row.currency),
    dueOn: Temporal.PlainDate.from(row.due_on),
  }))
}

/** Subscriptions that are blocked as unpaid since before a moment. */
export async function findSuspendedBefore(tx: Tx, moment: Temporal.Instant): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select subscription_id as id from subscription_block where reason = 'unpaid' and lifted_at is null and since < ${moment} order by subscription_id`.execute(
    tx,
  )
  return rows.map((row) => row.id)
}

export async function addNotes(tx: Tx, notes: readonly { readonly customerId: string; readonly text: string }[]): Promise<void> {
  if (notes.length === 0) return
  await sql`
    insert into customer_note (customer_id, text)
    select * from unnest(${notes.map((note) => note.customerId)}::uuid[], ${notes.map((note) => note.text)}::text[])`.execute(tx)
}

/**
 * Of tables nobody analysed yet PostgreSQL believes that a tenant has one row in each, and pairs all rows of one with all of the next before
 * it looks at ids; and nobody analyses what one long transaction writes. So the first business does that itself, which also makes plans anew.
 * The others take the tables to be as it left them: to analyse keeps everybody else from doing so until the transaction ends.
 */
export async function analyse(tx: Tx): Promise<void> {
  const { rows } = await sql<{ tables: string }>`
    select string_agg(oid::regclass::text, ', ') as tables from pg_class
    where relkind = 'r' and relrowsecurity and has_table_privilege(oid, 'maintain')`.execute(tx)
  await sql`analyze ${sql.raw(rows[0]!.tables)}`.execute(tx)
}

export async function findNasNamed(tx: Tx, name: string): Promise<{ id: string; coaPort: number } | undefined> {
  const { rows } = await sql<{ id: string; coaPort: number }>`select id, coa_port as "coaPort" from nas where name = ${name}`.execute(tx)
  return rows[0]
}

/** Events of the tenant after one, of some types. */
export async function readEventsAfter(tx: Tx, id: bigint, types: readonly string[]): Promise<Event[]> {
  const { rows } = await sql<Event>`
    select id, tenant_id as "tenantId", type, subject, payload, actor, request_id as "requestId", at
    from event where tenant_id = current_tenant() and id > ${id} and type = any (${types}) order by id`.execute(tx)
  return rows
}

export async function lastEventId(tx: Tx): Promise<bigint> {
  const { rows } = await sql<{ id: bigint }>`select id from event where tenant_id = current_tenant() order by id desc limit 1`.execute(tx)
  return rows[0]?.id ?? 0n
}

export async function existingSlugs(tx: Tx): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; slug: string }>`select id, slug from tenant`.execute(tx)
  return new Map(rows.map((row) => [row.slug, row.id]))
}

export async function addLocations(
  tx: Tx,
  locations: readonly { readonly name: string; readonly address: string; readonly latitude: number; readonly longitude: number }[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    insert into location (name, address, latitude, longitude)
    select name, address, latitude, longitude from jsonb_to_recordset(${json(locations)}) as l (name text, address text, latitude float8, longitude float8)
    returning id, name`.execute(tx)
  return new Map(rows.map((row) => [row.name, row.id]))
}

export async function findGatewayNamed(tx: Tx, name: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select id from gateway where name = ${name}`.execute(tx)
  return rows[0]?.id
}

/** What somebody owes who has service, the latest first. */
export async function findOpenInvoice(tx: Tx): Promise<{ accountId: string; amount: Money } | undefined> {
  const { rows } = await sql<{ account_id: string; open_minor: bigint; currency: string }>`
    select i.account_id, i.total_minor - i.paid_minor as open_minor, i.currency from invoice i
    join subscription s on s.tenant_id = i.tenant_id and s.account_id = i.account_id and s.state = 'active'
    where i.tenant_id = current_tenant() and i.state = 'open' order by i.issued_on desc, i.id limit 1`.execute(tx)
  return rows[0] && { accountId: rows[0].account_id, amount: money(rows[0].open_minor, rows[0].currency) }
}

/** Who dials in at each router, by its name: people with service whose quota is not soon used up. */
export async function readFleetLogins(
  tx: Tx,
  { perRouter, without }: { readonly perRouter: number; readonly without: readonly string[] },
): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ router: string; usernames: string[] }>`
    select router, array_agg(username order by position) as usernames
    from (
      select n.name as router, l.username, row_number() over (partition by n.id order by hashtextextended(l.username, 7)) as position
      from nas n
      join subscription s on s.tenant_id = n.tenant_id and s.location_id = n.location_id and s.state = 'active'
      join login l on l.tenant_id = s.tenant_id and l.subscription_id = s.id and l.username <> all (${without})
      join offer_version v on v.tenant_id = s.tenant_id and v.id = s.offer_version_id and v.quota_policy <> 'cut') candidate
    where position <= ${perRouter} group by router`.execute(tx)
  return new Map(rows.map((row) => [row.router, row.usernames]))
}
