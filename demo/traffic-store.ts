/**
 * SQL of what routers would have told: usage, sessions, refusals. Made by sets inside the database from hashes of the subscriptions'
 * numbers, so the same world has the same traffic, and no row travels.
 */
import type { RawBuilder } from 'kysely'
import { sql, type Tx } from '#kernel/db.ts'

export interface Scene {
  readonly now: Temporal.Instant
  readonly timeZone: string
  readonly weekend: readonly number[]
}

const hourlyDays = 8
const dailyDays = 75
const sessionDays = 10

/** What a number is drawn for, so that two of one subscription have nothing to do with each other. */
const salts = {
  appetite: 1,
  quota: 2,
  share: 3,
  idle: 4,
  day: 5,
  begin: 6,
  length: 7,
  cause: 8,
  refused: 9,
  typo: 10,
  attempts: 11,
  throttled: 12,
}

/** A number of at least 0 and below 1 that always is the same for the same subscription, purpose and index. */
const chance = (seed: RawBuilder<unknown>, purpose: keyof typeof salts, index: RawBuilder<unknown> = sql`0`) =>
  sql`((hashint8extended(${seed} # (${index})::int8, ${sql.lit(salts[purpose])}) & 4294967295) / 4294967296.0::float8)`

/** Where the chance of a subscription begins. */
const seedOf = (number: RawBuilder<unknown>) => sql`hashtextextended(${number}, 42)`
const hourNumber = (at: RawBuilder<unknown>) => sql`extract(epoch from ${at}) / 3600`

/** Share of a day's traffic in each hour of the place. */
const rhythm = [22, 14, 9, 6, 5, 5, 8, 14, 22, 28, 31, 33, 36, 37, 36, 38, 42, 47, 54, 63, 72, 78, 76, 50]

/** Gigabytes a day of somebody with an average appetite. */
const gigabytesPerDay = { hotspot: 1.1, wireless: 4.5, pppoe: 6, fibre: 9, mobile: 0.8 }

/** Subscriptions with the time in which they had service, and how much they use. Whose plan throttles goes on beyond the quota, whose plan cuts cannot. */
const service = ({ now }: Scene) => sql`
  select s.tenant_id, s.id, ${seedOf(sql`s.number`)} as seed, s.location_id, s.activated_at as from_at,
    least(${now}::timestamptz, s.ended_at, s.paused_at, (select min(b.since) from subscription_block b where b.tenant_id = s.tenant_id and b.subscription_id = s.id and b.lifted_at is null)) as until_at,
    least(
      (${JSON.stringify(gigabytesPerDay)}::jsonb ->> o.technology)::float8 * (0.15 + 2.4 * power(${chance(seedOf(sql`s.number`), 'appetite')}, 2)),
      v.quota_bytes / 30.4e9 * (0.25 + case v.quota_policy when 'cut' then 0.75 else 1.3 end * ${chance(seedOf(sql`s.number`), 'quota')})) as gigabytes
  from subscription s
  join offer o on o.tenant_id = s.tenant_id and o.id = s.offer_id
  join offer_version v on v.tenant_id = s.tenant_id and v.id = s.offer_version_id
  where s.activated_at is not null`

const isWeekend = (at: RawBuilder<unknown>, { timeZone, weekend }: Scene) =>
  sql`extract(isodow from ${at} at time zone ${timeZone}) = any (${weekend}::int[])`

/** All of a tenant is read below, which tables without statistics do not tell the planner. */
export async function joinByHash(tx: Tx): Promise<void> {
  await sql`set local enable_nestloop = off`.execute(tx)
}

/** By the hour for the last days, by the day (counted to its noon) before them. */
export async function writeUsage(tx: Tx, scene: Scene): Promise<void> {
  const { now, timeZone } = scene
  const firstDay = now.toZonedDateTimeISO(timeZone).startOfDay().subtract({ days: hourlyDays })
  const hourlyFrom = firstDay.toInstant().round({ smallestUnit: 'hour', roundingMode: 'floor' }) // days of India begin at half past
  await sql`
    with service as materialized (${service(scene)}),
    rhythm as materialized (
      select hour, weight / sum(weight) over () as share from unnest(${rhythm}::float8[]) with ordinality w (weight, ordinal), lateral (select ordinal - 1 as hour) h),
    hourly as (
      select s.tenant_id, s.id, h.hour, s.gigabytes * r.share * (0.1 + 1.8 * ${chance(sql`s.seed`, 'share', hourNumber(sql`h.hour`))}) * least(1, extract(epoch from ${now}::timestamptz - h.hour) / 3600) as gigabytes
      from service s
      cross join lateral generate_series(greatest(date_trunc('hour', s.from_at, 'UTC'), ${hourlyFrom}::timestamptz), s.until_at - interval '1 second', interval '1 hour') h (hour)
      join rhythm r on r.hour = extract(hour from h.hour at time zone ${timeZone})
      where ${chance(sql`s.seed`, 'idle', hourNumber(sql`h.hour`))} < 0.35 + 8 * r.share),
    daily as (
      select s.tenant_id, s.id, date_trunc('hour', d.day + interval '12 hours', 'UTC') as hour, s.gigabytes * (0.4 + 1.2 * ${chance(sql`s.seed`, 'day', hourNumber(sql`d.day`))}) as gigabytes
      from service s
      cross join lateral generate_series(greatest(date_trunc('day', s.from_at, ${timeZone}), ${hourlyFrom}::timestamptz - make_interval(days => ${dailyDays})),
        least(s.until_at, ${hourlyFrom}::timestamptz) - interval '1 day', interval '1 day') d (day)
      where d.day + interval '12 hours' > s.from_at),
    used as (
      select tenant_id, id, hour, case when ${isWeekend(sql`hour`, scene)} then 1.2 else 0.92 end * gigabytes * 1e9 as bytes from (select * from hourly union all select * from daily) u)
    insert into usage_hour (tenant_id, subscription_id, hour, upload_bytes, download_bytes)
    select tenant_id, id, hour, (bytes * 0.11)::bigint, (bytes * 0.89)::bigint from used`.execute(tx)
}

/** Compared as a difference, which no index knows: without statistics PostgreSQL would take the one by hour for the one by subscription. */
const isWithin = (hour: RawBuilder<unknown>, from: RawBuilder<unknown>, to: RawBuilder<unknown>) =>
  sql`(${hour} - ${from} >= interval '0' and ${hour} - ${to} < interval '0')`

/** Grants of the running cycle have been used by what flowed since they began. */
export async function drawBuckets(tx: Tx): Promise<void> {
  await sql`
    update bucket b set used = u.bytes,
      reached_percent = case when u.bytes >= b.granted then 100 when u.bytes * 10 >= b.granted * 9 then 90 when u.bytes * 4 >= b.granted * 3 then 75 else 0 end
    from (select b.tenant_id, b.id, coalesce((select sum(h.upload_bytes + h.download_bytes) from usage_hour h
        where h.tenant_id = b.tenant_id and h.subscription_id = b.subscription_id and ${isWithin(sql`h.hour`, sql`b.valid_from`, sql`b.valid_to`)}), 0)::bigint as bytes from bucket b) u
    where b.tenant_id = u.tenant_id and b.id = u.id`.execute(tx)
}

const causes = sql`case when c < 0.55 then 'User-Request' when c < 0.75 then 'Lost-Carrier' when c < 0.87 then 'Session-Timeout' when c < 0.98 then 'Idle-Timeout' else 'Admin-Reset' end`

/**
 * Sessions of the last days, one a day, most of them from an afternoon into the night: ended by staff where service did, by a restart of the
 * routers where they would still run.
 */
export async function writeSessions(tx: Tx, scene: Scene): Promise<void> {
  const { now, timeZone } = scene
  await sql`
    with service as materialized (${service(scene)}),
    span as materialized (
      select uuidv7(started_at - clock_timestamp()) as id, s.tenant_id, s.id as subscription_id, s.seed, s.location_id, s.until_at, started_at, k,
        least(started_at + make_interval(hours => 3, mins => (360 * ${chance(sql`s.seed`, 'length', sql`k`)})::int), s.until_at) as ended_at
      from service s, generate_series(0, ${sessionDays}::int) k,
        lateral (select ${chance(sql`s.seed`, 'begin', sql`k`)} as c) d,
        lateral (select date_trunc('day', ${now}::timestamptz - make_interval(days => k), ${timeZone})
          + make_interval(secs => 3600 * case when c < 0.25 then 7 + 20 * c else 14 + 9 * (c - 0.25) end) as started_at) b
      where started_at > s.from_at and started_at < s.until_at - interval '5 minutes'),
    moved as (
      select p.*, m.up, m.down from span p, lateral (
        select coalesce(sum(h.upload_bytes), 0)::bigint as up, coalesce(sum(h.download_bytes), 0)::bigint as down
        from usage_hour h where h.tenant_id = p.tenant_id and h.subscription_id = p.subscription_id and ${isWithin(sql`h.hour`, sql`p.started_at`, sql`p.ended_at`)}) m)
    insert into session (tenant_id, id, identity, nas_id, subscription_id, login_id, username, acct_session_id, calling_station, address, started_at, updated_at, ended_at,
      session_seconds, upload_bytes, download_bytes, terminate_cause, closed_by)
    select p.tenant_id, p.id, p.id, n.id, p.subscription_id, l.id, l.username, to_hex(2147483648 + (hash & 16777215)), mac, '10.0.0.0'::inet + (hash & 4194303),
      p.started_at, p.ended_at, p.ended_at, extract(epoch from p.ended_at - p.started_at)::bigint, p.up, p.down,
      case p.ended_at when ${now} then 'NAS-Reboot' when p.until_at then 'Admin-Reset' else ${causes} end,
      case p.ended_at when ${now} then 'nas-restart' else 'nas' end
    from moved p
    join login l on l.tenant_id = p.tenant_id and l.subscription_id = p.subscription_id
    join nas n on n.tenant_id = p.tenant_id and n.location_id = p.location_id and n.identifier is not null,
    lateral (select hashint8extended(p.seed # p.k, 0) as hash, ${chance(sql`p.seed`, 'cause', sql`p.k`)} as c,
      upper(regexp_replace(lpad(to_hex(p.seed & 281474976710655), 12, '0'), '(..)(?=.)', '\\1:', 'g')) as mac) r`.execute(tx)
}

/** What routers asked in vain: the suspended who keep trying, and passwords typed wrong. */
export async function writeRefusals(tx: Tx, { now }: Scene): Promise<void> {
  await sql`
    with refused as (
      select l.username, l.subscription_id, n.id as nas_id, case when s.state = 'suspended' then 'blocked' when s.state = 'paused' then 'paused' else 'wrong-password' end as reason, ${seedOf(sql`s.number`)} as seed,
        ${now}::timestamptz - make_interval(secs => (169200 * ${chance(seedOf(sql`s.number`), 'refused', sql`k`)})::int) as at
      from subscription s
      join login l on l.tenant_id = s.tenant_id and l.subscription_id = s.id
      join nas n on n.tenant_id = s.tenant_id and n.location_id = s.location_id and n.identifier is not null
      cross join generate_series(1, 9) k
      where (s.state in ('suspended', 'paused') and k <= 8) or (s.state = 'active' and k = 9 and ${chance(seedOf(sql`s.number`), 'typo')} < 0.12))
    insert into login_failure (tenant_id, minute, nas_id, username, calling_station, reason, subscription_id, attempts, last_at)
    select current_tenant(), date_trunc('minute', at), nas_id, username, '', reason, subscription_id, 1 + (6 * ${chance(sql`seed`, 'attempts', hourNumber(sql`at`))})::int, at from refused
    on conflict do nothing`.execute(tx)
}

/** The last answer of every login: accepted, unless it was refused since. */
export async function writeReplies(tx: Tx): Promise<void> {
  await sql`
    insert into login_reply (tenant_id, login_id, at, verdict, reason, nas_id, calling_station)
    select distinct on (login_id) current_tenant(), login_id, at, verdict, reason, nas_id, calling_station
    from (
      select login_id, started_at as at, 'accept' as verdict, null as reason, nas_id, calling_station from session where login_id is not null
      union all
      select l.id, f.last_at, 'reject', f.reason, f.nas_id, f.calling_station from login_failure f join login l on l.tenant_id = f.tenant_id and l.username = f.username) answer
    order by login_id, at desc`.execute(tx)
}

/** What was asked of routers lately: the suspended were disconnected, staff disconnected some, full quotas changed speeds. */
export async function writeCommands(tx: Tx): Promise<void> {
  await sql`
    with command as (
      select s.id, s.nas_id, s.subscription_id, s.ended_at as at, v.throttled_upload_bps as up, v.throttled_download_bps as down,
        case when s.terminate_cause <> 'Admin-Reset' then 'quota-reached'
          when exists (select from subscription_block b where b.tenant_id = s.tenant_id and b.subscription_id = s.subscription_id and b.since = s.ended_at) then 'blocked:unpaid'
          else 'staff' end as reason
      from session s
      join subscription o on o.tenant_id = s.tenant_id and o.id = s.subscription_id
      join offer_version v on v.tenant_id = o.tenant_id and v.id = o.offer_version_id
      where s.terminate_cause = 'Admin-Reset' or (v.throttled_upload_bps is not null and ${chance(seedOf(sql`s.acct_session_id`), 'throttled')} < 0.015))
    insert into network_command (session_id, nas_id, subscription_id, kind, reason, upload_bps, download_bps, state, attempts, actor, queued_at, sent_at, answered_at, confirmed_at)
    select id, nas_id, subscription_id, case when reason = 'quota-reached' then 'change' else 'disconnect' end, reason, case when reason = 'quota-reached' then up end,
      case when reason = 'quota-reached' then down end, 'confirmed', 1, case when reason = 'staff' then 'staff:noc' else 'subscriber:access.commands' end, at - interval '2 seconds',
      at - interval '1900 milliseconds', at - interval '1880 milliseconds', at
    from command`.execute(tx)
}
