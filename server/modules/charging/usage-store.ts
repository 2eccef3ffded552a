import { json, sql, type Tx } from '#kernel/db.ts'
import type { Decimal } from '#kernel/money.ts'
import type { Measure } from './rating/tariff.ts'
import type { Rerated } from './rerate-usage.ts'
import { type RatedRecord, recordIdOf, type UsageFault, type UsageRecord } from './usage-record.ts'

/** One statement for any number of records of one tariff, each key once. @returns ids of those that were not there */
export async function insertRecords(
  tx: Tx,
  records: readonly RatedRecord[],
  tariff: { measure: Measure; decimals: number },
): Promise<Set<string>> {
  if (records.length === 0) return new Set()
  const { rows } = await sql<{ id: string }>`
    insert into usage_record (id, content, subscription_id, source, key, measure, other_party, started_at, quantity, zone, cost_units, cost_decimals)
    select u.id, u.content, u.subscription_id, u.source, u.key, ${tariff.measure}, u.other_party, to_timestamp(u.started_ms::float8 / 1000), u.quantity, u.zone,
      u.cost_units, ${tariff.decimals}::smallint
    from unnest(${records.map((r) => r.id)}::uuid[], ${records.map((r) => r.content)}::uuid[], ${records.map((r) => r.subscriptionId)}::uuid[],
      ${records.map((r) => r.source)}::text[], ${records.map((r) => r.key)}::text[], ${records.map((r) => r.otherParty)}::text[],
      ${records.map((r) => r.startedAt.epochMilliseconds)}::bigint[], ${records.map((r) => r.quantity)}::bigint[],
      ${records.map((r) => r.zone)}::text[], ${records.map((r) => r.cost.units)}::bigint[])
      as u (id, content, subscription_id, source, key, other_party, started_ms, quantity, zone, cost_units)
    on conflict (tenant_id, id) do nothing returning id`.execute(tx)
  return new Set(rows.map((row) => row.id))
}

/** Digests of stored records by id. */
export async function readContents(tx: Tx, records: readonly { readonly id: string }[]): Promise<Map<string, string>> {
  if (records.length === 0) return new Map()
  const { rows } = await sql<{ id: string; content: string }>`
    select id, content from usage_record where tenant_id = current_tenant() and id = any (${records.map((record) => record.id)}::uuid[])`.execute(
    tx,
  )
  return new Map(rows.map((row) => [row.id, row.content]))
}

/** Adds to the error queue; a record that stands there for the same reason is not added again, unless it was taken out to be replayed. */
export async function insertErrors(tx: Tx, errors: readonly { readonly record: UsageRecord; readonly fault: UsageFault }[]): Promise<void> {
  if (errors.length === 0) return
  await sql`
    insert into usage_error (record_id, source, key, code, field, fix, record)
    select e.record_id::uuid, e.source, e.key, e.code, e.field, e.fix, e.record
    from jsonb_to_recordset(${json(errors.map(toErrorRow))}) as e (record_id text, source text, key text, code text, field text, fix text, record jsonb)
    on conflict (tenant_id, record_id, code) do update set state = 'open', record = excluded.record, field = excluded.field, fix = excluded.fix
      where usage_error.state = 'recycled'`.execute(tx)
}

const toErrorRow = ({ record, fault }: { record: UsageRecord; fault: UsageFault }) => {
  const { source, key, subscriptionId, measure, otherParty, startedAt, quantity } = record
  return { record_id: recordIdOf(record), source, key, ...fault, record: { subscriptionId, measure, otherParty, startedAt, quantity } }
}

export interface StoredRecord {
  readonly id: string
  readonly subscriptionId: string
  readonly otherParty: string
  readonly startedAt: Temporal.Instant
  readonly quantity: number
  readonly zone: string
  readonly cost: Decimal
  readonly ratings: number
  readonly state: 'rated' | 'rerated' | 'billed'
}

/** Locks records, the oldest usage first. */
export async function lockRecords(tx: Tx, ids: readonly string[]): Promise<StoredRecord[]> {
  const { rows } = await sql<Omit<StoredRecord, 'cost' | 'quantity'> & { costUnits: bigint; costDecimals: number; quantity: bigint }>`
    select id, subscription_id as "subscriptionId", other_party as "otherParty", started_at as "startedAt", quantity, zone, cost_units as "costUnits",
      cost_decimals as "costDecimals", ratings, state
    from usage_record where tenant_id = current_tenant() and id = any (${ids}::uuid[]) order by started_at, id for no key update`.execute(
    tx,
  )
  return rows.map(({ costUnits, costDecimals, quantity, ...record }) => ({
    ...record,
    quantity: Number(quantity), // was a safe integer when it was taken
    cost: { units: costUnits, scale: costDecimals },
  }))
}

/** Keeps the rating that was, and writes the new one; a billed record stays billed. */
export async function storeRerated(tx: Tx, rerated: readonly Rerated[], now: Temporal.Instant): Promise<void> {
  if (rerated.length === 0) return
  const ids = rerated.map(({ record }) => record.id)
  await sql`
    insert into usage_rating (record_id, number, zone, cost_units, cost_decimals, replaced_at)
    select id, ratings, zone, cost_units, cost_decimals, ${now}::timestamptz from usage_record where tenant_id = current_tenant() and id = any (${ids}::uuid[])`.execute(
    tx,
  )
  await sql`
    update usage_record r set zone = n.zone, cost_units = n.cost_units, cost_decimals = n.cost_decimals, ratings = r.ratings + 1,
      state = case when r.state = 'billed' then r.state else 'rerated' end
    from unnest(${ids}::uuid[], ${rerated.map(({ zone }) => zone)}::text[], ${rerated.map(({ cost }) => cost.units)}::bigint[],
      ${rerated.map(({ cost }) => cost.scale)}::int[]) as n (id, zone, cost_units, cost_decimals)
    where r.tenant_id = current_tenant() and r.id = n.id`.execute(tx)
}

export interface StoredError {
  readonly id: string
  readonly state: 'open' | 'recycled' | 'discarded'
  readonly record: UsageRecord
}

export async function lockError(tx: Tx, id: string): Promise<StoredError | undefined> {
  const { rows } = await sql<{
    state: StoredError['state']
    source: string
    key: string
    record: Omit<UsageRecord, 'source' | 'key' | 'startedAt'> & { startedAt: string } // as `toErrorRow` wrote it
  }>`select state, source, key, record from usage_error where id = ${id} for update`.execute(tx)
  const [row] = rows
  return (
    row && {
      id,
      state: row.state,
      record: { ...row.record, source: row.source, key: row.key, startedAt: Temporal.Instant.from(row.record.startedAt) },
    }
  )
}

/** @returns ids of those that were open */
export async function moveErrors(tx: Tx, ids: readonly string[], state: 'recycled' | 'discarded'): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update usage_error set state = ${state} where id = any (${ids}::uuid[]) and state = 'open' returning id`.execute(tx)
  return rows.map((row) => row.id)
}

/** A page of the records that a tariff prices, of usage that began in a span, in the order of their ids. */
export async function readRecordRange(
  tx: Tx,
  { source, measure }: { readonly source: string; readonly measure: Measure },
  { from, to, after, max }: { readonly from: string; readonly to: string; readonly after: string; readonly max: number },
): Promise<{ id: string; startedAt: Temporal.Instant }[]> {
  const { rows } = await sql<{ id: string; startedAt: Temporal.Instant }>`
    select id, started_at as "startedAt" from usage_record
    where tenant_id = current_tenant() and source = ${source} and measure = ${measure} and started_at >= ${from}::timestamptz and started_at < ${to}::timestamptz
      and id > coalesce(nullif(${after}, ''), '00000000-0000-0000-0000-000000000000')::uuid
    order by id limit ${max}`.execute(tx)
  return rows
}
