import { sql, type Tx } from '#kernel/db.ts'
import type { CycleAnchor, CycleUnit, OfferTerms } from '#modules/catalog'
import type { CycleGrant, CycleRule } from './cycle.ts'
import type { Flowed, Lot, Source, UsageDelta } from './lot.ts'

interface Counted {
  readonly tenantId: string
  readonly subscriptionId: string
  readonly customerId: string
  readonly used: bigint
}

/** A percentage of the quota that was reached, or a tier of fair use. */
export type Reached =
  | (Counted & { readonly percent: number; readonly granted: bigint; readonly tier: null })
  | (Counted & { readonly percent: null; readonly granted: null; readonly tier: number })

/** An array literal by hand: the client's own conversion, value by value, costs more than the rest of the call. Not for text. */
const literal = (values: readonly (string | number | bigint)[]) => `{${values.join(',')}}`

/** Counts deltas of any tenants by one statement; the law of lots is in the function `count_usage`. @returns percentages and tiers newly reached */
export async function countUsage(tx: Tx, deltas: readonly UsageDelta[]): Promise<Reached[]> {
  const { rows } = await sql<Reached>`
    select tenant_id as "tenantId", subscription_id as "subscriptionId", customer_id as "customerId", percent, granted, used, tier
    from count_usage(${literal(deltas.map((d) => d.tenantId))}::uuid[], ${literal(deltas.map((d) => d.subscriptionId))}::uuid[],
      ${literal(deltas.map((d) => d.at.epochMilliseconds))}::bigint[], ${literal(deltas.map((d) => d.uploadBytes))}::bigint[],
      ${literal(deltas.map((d) => d.downloadBytes))}::bigint[])`.execute(tx)
  return rows
}

/** Draws on the lots what flowed and is in its hours already, as `countUsage` does. @returns percentages newly reached */
export async function drawUsage(tx: Tx, flowed: readonly Flowed[]): Promise<Reached[]> {
  const { rows } = await sql<Reached>`
    select tenant_id as "tenantId", subscription_id as "subscriptionId", customer_id as "customerId", percent, granted, used, tier
    from draw_usage(${literal(flowed.map((f) => f.tenantId))}::uuid[], ${literal(flowed.map((f) => f.subscriptionId))}::uuid[],
      ${literal(flowed.map((f) => f.at.epochMilliseconds))}::bigint[], ${literal(flowed.map((f) => f.bytes))}::bigint[])`.execute(tx)
  return rows
}

/** What flowed since lots are valid and drew on none; it is theirs now. What flowed before a grant of the plan is nobody's any more. */
export async function takeUngranted(tx: Tx, lots: readonly Lot[]): Promise<Flowed[]> {
  const { rows } = await sql<Flowed & { isSince: boolean }>`
    delete from ungranted_usage u
    using unnest(${lots.map((l) => l.tenantId)}::uuid[], ${lots.map((l) => l.subscriptionId)}::uuid[], ${lots.map((l) => l.validFrom)}::timestamptz[],
      ${lots.map((l) => l.validTo)}::timestamptz[], ${lots.map((l) => l.source === 'plan')}::boolean[]) l (tenant_id, subscription_id, valid_from, valid_to, is_plan)
    where u.tenant_id = l.tenant_id and u.subscription_id = l.subscription_id and u.at < l.valid_to and (l.is_plan or u.at >= l.valid_from)
    returning u.tenant_id as "tenantId", u.subscription_id as "subscriptionId", u.at, u.bytes, u.at >= l.valid_from as "isSince"`.execute(
    tx,
  )
  return rows.filter((row) => row.isSince)
}

/** What no grant opened for. */
export async function forgetUngranted(tx: Tx, before: Temporal.Instant): Promise<void> {
  await sql`delete from ungranted_usage where at < ${before}`.execute(tx)
}

interface LotRow {
  id: string
  tenant_id: string
  subscription_id: string
  source: Source
  granted: bigint
  used: bigint
  valid_from: Temporal.Instant
  valid_to: Temporal.Instant
  reached_percent: number
}

const toLot = (row: LotRow): Lot => ({
  id: row.id,
  tenantId: row.tenant_id,
  subscriptionId: row.subscription_id,
  source: row.source,
  granted: row.granted,
  used: row.used,
  validFrom: row.valid_from,
  validTo: row.valid_to,
  reachedPercent: row.reached_percent,
})

const lotColumns = sql.raw('b.id, b.tenant_id, b.subscription_id, b.source, b.granted, b.used, b.valid_from, b.valid_to, b.reached_percent')

export async function updateLots(tx: Tx, lots: readonly Lot[]): Promise<void> {
  await sql`
    update bucket b set granted = n.granted, used = n.used, reached_percent = n.reached_percent, valid_to = n.valid_to
    from unnest(${lots.map((l) => l.tenantId)}::uuid[], ${lots.map((l) => l.id)}::uuid[], ${lots.map((l) => l.granted)}::bigint[], ${lots.map((l) => l.used)}::bigint[],
      ${lots.map((l) => l.reachedPercent)}::int[], ${lots.map((l) => l.validTo)}::timestamptz[]) as n (tenant_id, id, granted, used, reached_percent, valid_to)
    where b.tenant_id = n.tenant_id and b.id = n.id`.execute(tx)
}

export async function deleteLots(tx: Tx, ids: readonly string[]): Promise<void> {
  await sql`delete from bucket where id = any (${ids}::uuid[])`.execute(tx)
}

export type NewLot = Pick<Lot, 'tenantId' | 'subscriptionId' | 'source'> & Partial<Pick<Lot, 'used'>> & CycleGrant

/** Until the end of the transaction nobody else opens lots of these tenants, or keeps what flowed without one. */
export async function lockGrants(tx: Tx, tenantIds: readonly string[]): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(grant_lock_key(id)) from (select distinct id from unnest(${tenantIds}::uuid[]) id order by id) own`.execute(
    tx,
  )
}

/**
 * A cycle has one grant: a second for the same start is left out. One that is there already is passed by before the insert meets it,
 * which would wait for whoever draws on it, who may wait for our `lockGrants`.
 * @returns those that were added
 */
export async function insertLots(tx: Tx, lots: readonly NewLot[]): Promise<Lot[]> {
  const { rows } = await sql<LotRow>`
    insert into bucket as b (tenant_id, subscription_id, source, granted, used, valid_from, valid_to)
    select * from unnest(${lots.map((l) => l.tenantId)}::uuid[], ${lots.map((l) => l.subscriptionId)}::uuid[], ${lots.map((l) => l.source)}::text[],
      ${lots.map((l) => l.granted)}::bigint[], ${lots.map((l) => l.used ?? 0n)}::bigint[], ${lots.map((l) => l.validFrom)}::timestamptz[], ${lots.map((l) => l.validTo)}::timestamptz[])
      as n (tenant_id, subscription_id, source, granted, used, valid_from, valid_to)
    where n.source <> 'plan' or not exists (
      select from bucket o where o.tenant_id = n.tenant_id and o.subscription_id = n.subscription_id and o.valid_from = n.valid_from and o.source = 'plan')
    on conflict (tenant_id, subscription_id, valid_from) where source = 'plan' do nothing
    returning ${lotColumns}`.execute(tx)
  return rows.map(toLot)
}

/** Lots as they are now. */
export async function rereadLots(tx: Tx, lots: readonly Lot[]): Promise<Lot[]> {
  const { rows } = await sql<LotRow>`
    select ${lotColumns} from unnest(${lots.map((l) => l.tenantId)}::uuid[], ${lots.map((l) => l.id)}::uuid[]) with ordinality n (tenant_id, id, place)
    join bucket b on b.tenant_id = n.tenant_id and b.id = n.id order by n.place`.execute(tx)
  return rows.map(toLot)
}

/** Adds the bytes of one more pass to the running grants of passes, which last as long as these do now. @returns the grants as they are */
export async function extendPassLots(tx: Tx, subscriptionIds: readonly string[], now: Temporal.Instant): Promise<Lot[]> {
  const { rows } = await sql<LotRow>`
    update bucket b set granted = b.granted + v.quota_bytes, valid_to = s.ends_at, reached_percent = 0
    from subscription s join offer_version v on v.tenant_id = s.tenant_id and v.id = s.offer_version_id
    where s.tenant_id = b.tenant_id and s.id = b.subscription_id and s.id = any (${subscriptionIds}::uuid[]) and s.ends_at > ${now}
      and b.source = 'plan' and b.valid_from <= ${now} and b.valid_to > ${now} and v.quota_bytes is not null
    returning ${lotColumns}`.execute(tx)
  return rows.map(toLot)
}

export interface CycleDue extends CycleRule {
  readonly tenantId: string
  readonly subscriptionId: string
  readonly quotaBytes: bigint
  readonly since: Temporal.Instant // of service, or the end of the grant before
  readonly rollover: OfferTerms['rollover']
  readonly endsAt: Temporal.Instant | null // of a pass, which has one grant for all its time
}

/** Subscriptions in service whose plan has a quota, and no grant for now. @param ids none: all in scope */
export async function findCyclesDue(tx: Tx, now: Temporal.Instant, max: number, ids?: readonly string[]): Promise<CycleDue[]> {
  const { rows } = await sql<{
    tenant_id: string
    id: string
    started_on: string
    bill_day: number
    cycle_unit: CycleUnit
    cycle_count: number
    quota_bytes: bigint
    ends_at: Temporal.Instant | null
    rollover: { cycles: number; maxBytes: string | null } | null // as the catalog wrote it
    time_zone: string
    since: Temporal.Instant
  }>`
    select s.tenant_id, s.id, coalesce(s.trial_until, s.started_on) as started_on, s.bill_day, v.cycle_unit, v.cycle_count, v.quota_bytes, v.rollover, s.ends_at, t.time_zone,
      greatest(s.activated_at, (select max(valid_to) from bucket b where b.tenant_id = s.tenant_id and b.subscription_id = s.id and b.source = 'plan')) as since
    from subscription s
    join offer_version v on v.tenant_id = s.tenant_id and v.id = s.offer_version_id and v.quota_bytes is not null
    join tenant t on t.id = s.tenant_id
    where s.state in ('active', 'suspended') and s.activated_at <= ${now} and (s.ends_at is null or s.ends_at > ${now})
      and (s.prepaid_until is null or s.prepaid_until > (${now}::timestamptz at time zone t.time_zone)::date) ${ids ? sql`and s.id = any (${ids}::uuid[])` : sql``}
      and not exists (select from bucket b where b.tenant_id = s.tenant_id and b.subscription_id = s.id and b.source = 'plan' and b.valid_from <= ${now} and b.valid_to > ${now})
    order by s.tenant_id, s.id limit ${max}`.execute(tx)
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    subscriptionId: row.id,
    startedOn: Temporal.PlainDate.from(row.started_on),
    billDay: row.bill_day,
    cycle: { unit: row.cycle_unit, count: row.cycle_count },
    quotaBytes: row.quota_bytes,
    endsAt: row.ends_at,
    timeZone: row.time_zone,
    since: row.since,
    rollover: row.rollover && {
      cycles: row.rollover.cycles,
      maxBytes: row.rollover.maxBytes === null ? null : BigInt(row.rollover.maxBytes),
    },
  }))
}

export interface CarryOver {
  readonly tenantId: string
  readonly subscriptionId: string
  readonly validFrom: Temporal.Instant
  readonly validTo: Temporal.Instant
  readonly maxBytes: bigint | null
}

/**
 * Grants again what the cycle before left unused, as far as the cap leaves room beside what was carried over earlier. The lots come after
 * the grants of the new cycle, so of those that end together they are drawn last.
 */
export async function carryOver(tx: Tx, carried: readonly CarryOver[]): Promise<void> {
  await sql`
    insert into bucket (tenant_id, subscription_id, source, granted, valid_from, valid_to)
    select n.tenant_id, n.subscription_id, 'rollover', room.bytes, n.valid_from, n.valid_to
    from unnest(${carried.map((c) => c.tenantId)}::uuid[], ${carried.map((c) => c.subscriptionId)}::uuid[], ${carried.map((c) => c.validFrom)}::timestamptz[],
      ${carried.map((c) => c.validTo)}::timestamptz[], ${carried.map((c) => c.maxBytes)}::bigint[]) as n (tenant_id, subscription_id, valid_from, valid_to, max_bytes)
    join bucket b on b.tenant_id = n.tenant_id and b.subscription_id = n.subscription_id and b.source = 'plan' and b.valid_to = n.valid_from
    cross join lateral (
      select coalesce(sum(greatest(r.granted - r.used, 0)), 0)::bigint as bytes from bucket r
      where r.tenant_id = n.tenant_id and r.subscription_id = n.subscription_id and r.source = 'rollover' and r.valid_from <= n.valid_from and r.valid_to > n.valid_from) earlier
    cross join lateral (select least(b.granted - b.used, n.max_bytes - earlier.bytes) as bytes) room
    where room.bytes > 0`.execute(tx)
}

/** Locks the grants of running cycles. */
export async function lockCycleLots(tx: Tx, subscriptionIds: readonly string[], now: Temporal.Instant): Promise<Lot[]> {
  const { rows } = await sql<LotRow>`
    select ${lotColumns} from bucket b
    where b.subscription_id = any (${subscriptionIds}::uuid[]) and b.source = 'plan' and b.valid_from <= ${now} and b.valid_to > ${now}
    order by b.tenant_id, b.subscription_id, b.valid_to, b.id for update`.execute(tx)
  return rows.map(toLot)
}

/** What the latest grant of a plan that a change ended was overused by. @param since the ends of earlier grants are of cycles before */
export async function readOverused(
  tx: Tx,
  cycles: readonly { readonly subscriptionId: string; readonly since: Temporal.Instant }[],
  now: Temporal.Instant,
): Promise<Map<string, bigint>> {
  const { rows } = await sql<{ id: string; bytes: bigint }>`
    select c.id, b.used - b.granted as bytes
    from unnest(${cycles.map((c) => c.subscriptionId)}::uuid[], ${cycles.map((c) => c.since)}::timestamptz[]) c (id, since)
    cross join lateral (
      select used, granted from bucket where subscription_id = c.id and source = 'plan' and valid_to > c.since and valid_to <= ${now} order by valid_to desc limit 1) b
    where b.used > b.granted`.execute(tx)
  return new Map(rows.map((row) => [row.id, row.bytes]))
}

/** Where the cycles of subscriptions begin. Those that never began are absent. */
export async function readAnchors(tx: Tx, subscriptionIds: readonly string[]): Promise<Map<string, Omit<CycleAnchor, 'cycle'>>> {
  const { rows } = await sql<{ id: string; started_on: string; bill_day: number }>`
    select id, coalesce(trial_until, started_on) as started_on, bill_day from subscription where id = any (${subscriptionIds}::uuid[]) and started_on is not null`.execute(
    tx,
  )
  return new Map(rows.map((row) => [row.id, { startedOn: Temporal.PlainDate.from(row.started_on), billDay: row.bill_day }]))
}

export async function readCustomersOf(tx: Tx, lots: readonly Pick<Lot, 'tenantId' | 'subscriptionId'>[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; customer_id: string }>`
    select s.id, s.customer_id from unnest(${lots.map((l) => l.tenantId)}::uuid[], ${lots.map((l) => l.subscriptionId)}::uuid[]) as n (tenant_id, id)
    join subscription s on s.tenant_id = n.tenant_id and s.id = n.id`.execute(tx)
  return new Map(rows.map((row) => [row.id, row.customer_id]))
}

/** Locks the lots of a source that are valid at a time. */
export async function lockLotsOf(tx: Tx, subscriptionId: string, source: Source, at: Temporal.Instant): Promise<Lot[]> {
  const { rows } = await sql<LotRow>`
    select ${lotColumns} from bucket b
    where b.subscription_id = ${subscriptionId} and b.source = ${source} and b.valid_from <= ${at} and b.valid_to > ${at} order by b.valid_to, b.id for update`.execute(
    tx,
  )
  return rows.map(toLot)
}

/** Lots that are valid at a time, of each subscription the earliest expiry first. */
export async function readLots(tx: Tx, subscriptionIds: readonly string[], at: Temporal.Instant): Promise<Lot[]> {
  const { rows } = await sql<LotRow>`
    select ${lotColumns} from bucket b
    where b.subscription_id = any (${subscriptionIds}::uuid[]) and b.valid_from <= ${at} and b.valid_to > ${at} order by b.subscription_id, b.valid_to, b.id`.execute(
    tx,
  )
  return rows.map(toLot)
}

export interface UsagePoint {
  readonly from: Temporal.Instant
  readonly uploadBytes: bigint
  readonly downloadBytes: bigint
}

/**
 * Usage by hours or days of a zone, also of those without any, so that a chart has every point.
 * In zones that are a half or quarter hour off, an hour of UTC that crosses midnight counts to the day it begins in.
 */
export async function readUsage(
  tx: Tx,
  subscriptionId: string,
  range: { from: Temporal.Instant; to: Temporal.Instant; by: 'hour' | 'day'; timeZone: string },
): Promise<UsagePoint[]> {
  const { rows } = await sql<{ point: Temporal.Instant; upload_bytes: bigint; download_bytes: bigint }>`
    select p.point, coalesce(sum(u.upload_bytes), 0)::bigint as upload_bytes, coalesce(sum(u.download_bytes), 0)::bigint as download_bytes
    from generate_series(${range.from}::timestamptz, ${range.to}::timestamptz - interval '1 microsecond', ${`1 ${range.by}`}::interval, ${range.timeZone}) as p (point)
    left join usage_hour u on u.tenant_id = current_tenant() and u.subscription_id = ${subscriptionId} and u.hour >= ${range.from}::timestamptz - interval '59 minutes' and u.hour < ${range.to}
      and date_trunc(${range.by}, u.hour, ${range.timeZone}) = date_trunc(${range.by}, p.point, ${range.timeZone})
    group by p.point order by p.point`.execute(tx)
  return rows.map((row) => ({ from: row.point, uploadBytes: row.upload_bytes, downloadBytes: row.download_bytes }))
}
