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

/** A number of at least 0 and below 1 that always is the same for the same text. */
const chance = (...texts: RawBuilder<unknown>[]) => sql`((hashtextextended(concat_ws('/', ${sql.join(texts)}), 42) & 4294967295) / 4294967296.0::float8)`
const text = (value: string) => sql.lit(value)

/** Share of a day's traffic in each hour of the place. */
const rhythm = [22, 14, 9, 6, 5, 5, 8, 14, 22, 28, 31, 33, 36, 37, 36, 38, 42, 47, 54, 63, 72, 78, 76, 50]

/** Gigabytes a day of somebody with an average appetite. */
const gigabytesPerDay = { hotspot: 1.1, wireless: 4.5, pppoe: 6, fibre: 9, mobile: 0.8 }

/** Subscriptions with the time in which they had service, and how much they use. A quota is used up to a twentieth beyond it. */
const service = ({ now }: Scene) => sql`
  select s.tenant_id, s.id, s.number, s.location_id, s.activated_at as from_at,
    least(${now}::timestamptz, s.ended_at, s.paused_at, (select min(b.since) from subscription_block b where b.tenant_id = s.tenant_id and b.subscription_id = s.id and b.lifted_at is null)) as until_at,
    least(
      (${JSON.stringify(gigabytesPerDay)}::jsonb ->> o.technology)::float8 * (0.15 + 2.4 * power(${chance(sql`s.number`, text('appetite'))}, 2)),
      v.quota_bytes / 30.4e9 * (0.25 + 0.8 * ${chance(sql`s.number`, text('quota'))})) as gigabytes
  from subscription s
  join offer o on o.tenant_id = s.tenant_id and o.id = s.offer_id
  join offer_version v on v.tenant_id = s.tenant_id and v.id = s.offer_version_id
  where s.activated_at is not null`

const isWeekend = (at: RawBuilder<unknown>, { timeZone, weekend }: Scene) => sql`extract(isodow from ${at} at time zone ${timeZone}) = any (${weekend}::int[])`

/** By the hour for the last days, by the day (counted to its noon) before them. */
export async function writeUsage(tx: Tx, scene: Scene): Promise<void> {
  const { now, timeZone } = scene
  const hourlyFrom = now.toZonedDateTimeISO(timeZone).startOfDay().subtract({ days: hourlyDays }).toInstant()
  await sql`
    with service as materialized (${service(scene)}),
    rhythm as materialized (
      select hour, weight / sum(weight) over () as share from unnest(${rhythm}::float8[]) with ordinality w (weight, ordinal), lateral (select ordinal - 1 as hour) h),
    hourly as (
      select s.id, h.hour, s.gigabytes * r.share * (0.1 + 1.8 * ${chance(sql`s.number`, sql`h.hour`)}) * least(1, extract(epoch from ${now}::timestamptz - h.hour) / 3600) as gigabytes
      from service s
      cross join lateral generate_series(greatest(date_trunc('hour', s.from_at, 'UTC'), ${hourlyFrom}::timestamptz), s.until_at - interval '1 second', interval '1 hour') h (hour)
      join rhythm r on r.hour = extract(hour from h.hour at time zone ${timeZone})
      where ${chance(sql`s.number`, sql`h.hour`, text('idle'))} < 0.35 + 8 * r.share),
    daily as (
      select s.id, date_trunc('hour', d.day + interval '12 hours', 'UTC') as hour, s.gigabytes * (0.4 + 1.2 * ${chance(sql`s.number`, sql`d.day`)}) as gigabytes
      from service s
      cross join lateral generate_series(greatest(date_trunc('day', s.from_at, ${timeZone}), ${hourlyFrom}::timestamptz - make_interval(days => ${dailyDays})), 
        least(s.until_at, ${hourlyFrom}::timestamptz) - interval '1 day', interval '1 day') d (day)
      where d.day + interval '12 hours' > s.from_at),
    used as (
      select id, hour, case when ${isWeekend(sql`hour`, scene)} then 1.2 else 0.92 end * gigabytes * 1e9 as bytes from (select * from hourly union all select * from daily) u)
    insert into usage_hour (subscription_id, hour, upload_bytes, download_bytes)
    select id, hour, (bytes * 0.11)::bigint, (bytes * 0.89)::bigint from used`.execute(tx)
}

/** Grants of the running cycle have been used by what flowed since they began. */
export async function drawBuckets(tx: Tx): Promise<void> {
  await sql`
    update bucket b set used = u.bytes,
      reached_percent = case when u.bytes >= b.granted then 100 when u.bytes * 10 >= b.granted * 9 then 90 when u.bytes * 4 >= b.granted * 3 then 75 else 0 end
    from (select b.id, coalesce(sum(h.upload_bytes + h.download_bytes), 0)::bigint as bytes from bucket b
      left join usage_hour h on h.tenant_id = b.tenant_id and h.subscription_id = b.subscription_id and h.hour >= b.valid_from and h.hour < b.valid_to group by b.id) u
    where b.id = u.id`.execute(tx)
}

const causes = sql`case when c < 0.55 then 'User-Request' when c < 0.75 then 'Lost-Carrier' when c < 0.87 then 'Session-Timeout' when c < 0.95 then 'Idle-Timeout' else 'Admin-Reset' end`

/** Sessions of the last days; those that would still run ended when the routers were restarted for the demo. */
export async function writeSessions(tx: Tx, scene: Scene): Promise<void> {
  const { now } = scene
  await sql`
    with service as materialized (${service(scene)}),
    span as materialized (
      select uuidv7(started_at - clock_timestamp()) as id, s.id as subscription_id, s.number, s.location_id, s.until_at, started_at, k,
        least(started_at + make_interval(hours => 3, mins => (1800 * ${chance(sql`s.number`, sql`k`, text('length'))})::int), s.until_at) as ended_at
      from service s, generate_series(0, ${Math.floor((sessionDays * 24) / 34)}::int) k,
        lateral (select ${now}::timestamptz - make_interval(days => ${sessionDays}) + make_interval(hours => k * 34, secs => (36000 * ${chance(sql`s.number`, sql`k`, text('begin'))})::int) as started_at) b
      where started_at > s.from_at and started_at < s.until_at - interval '5 minutes'),
    moved as (
      select p.id, sum(h.upload_bytes)::bigint as up, sum(h.download_bytes)::bigint as down
      from span p join usage_hour h on h.tenant_id = current_tenant() and h.subscription_id = p.subscription_id and h.hour >= p.started_at and h.hour < p.ended_at group by p.id)
    insert into session (tenant_id, id, identity, nas_id, subscription_id, login_id, username, acct_session_id, calling_station, address, started_at, updated_at, ended_at,
      session_seconds, upload_bytes, download_bytes, terminate_cause, closed_by)
    select current_tenant(), p.id, p.id, n.id, p.subscription_id, l.id, l.username, to_hex(2147483648 + (hash & 16777215)), mac, '10.0.0.0'::inet + (hash & 4194303),
      p.started_at, p.ended_at, p.ended_at, extract(epoch from p.ended_at - p.started_at)::bigint, coalesce(m.up, 0), coalesce(m.down, 0),
      case when p.ended_at = p.until_at then 'NAS-Reboot' else ${causes} end, case when p.ended_at = p.until_at then 'nas-restart' else 'nas' end
    from span p
    join login l on l.tenant_id = current_tenant() and l.subscription_id = p.subscription_id
    join nas n on n.tenant_id = l.tenant_id and n.location_id = p.location_id and n.identifier is not null
    left join moved m on m.id = p.id,
    lateral (select hashtextextended(p.number || '/' || p.k, 1) as hash, ${chance(sql`p.number`, sql`p.k`, text('cause'))} as c,
      upper(regexp_replace(lpad(to_hex(hashtextextended(p.number, 2) & 281474976710655), 12, '0'), '(..)(?=.)', '\\1:', 'g')) as mac) r`.execute(tx)
}

/** What routers asked in vain: the suspended who keep trying, and passwords typed wrong. */
export async function writeRefusals(tx: Tx, { now }: Scene): Promise<void> {
  await sql`
    with refused as (
      select l.username, l.subscription_id, n.id as nas_id, case when s.state = 'suspended' then 'blocked' when s.state = 'paused' then 'paused' else 'wrong-password' end as reason, s.number,
        ${now}::timestamptz - make_interval(secs => (169200 * ${chance(sql`s.number`, sql`k`, text('refused'))})::int) as at
      from subscription s
      join login l on l.tenant_id = s.tenant_id and l.subscription_id = s.id
      join nas n on n.tenant_id = s.tenant_id and n.location_id = s.location_id and n.identifier is not null
      left join subscription_block b on b.tenant_id = s.tenant_id and b.subscription_id = s.id and b.lifted_at is null, generate_series(1, 9) k
      where (s.state in ('suspended', 'paused') and k <= 8) or (s.state = 'active' and k = 9 and ${chance(sql`s.number`, text('typo'))} < 0.12))
    insert into login_failure (tenant_id, minute, nas_id, username, calling_station, reason, subscription_id, attempts, last_at)
    select current_tenant(), date_trunc('minute', at), nas_id, username, '', reason, subscription_id, 1 + (6 * ${chance(sql`number`, sql`at`)})::int, at from refused
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
        case when s.terminate_cause = 'Admin-Reset' then 'staff' when s.terminate_cause = 'NAS-Reboot' then 'blocked:unpaid' else 'quota-reached' end as reason
      from session s
      join subscription o on o.tenant_id = s.tenant_id and o.id = s.subscription_id
      join offer_version v on v.tenant_id = o.tenant_id and v.id = o.offer_version_id
      where s.terminate_cause = 'Admin-Reset' or (s.terminate_cause = 'NAS-Reboot' and o.state = 'suspended')
        or (v.throttled_upload_bps is not null and ${chance(sql`s.acct_session_id`, text('throttled'))} < 0.015))
    insert into network_command (session_id, nas_id, subscription_id, kind, reason, upload_bps, download_bps, state, attempts, actor, queued_at, sent_at, answered_at, confirmed_at)
    select id, nas_id, subscription_id, case when reason = 'quota-reached' then 'change' else 'disconnect' end, reason, case when reason = 'quota-reached' then up end,
      case when reason = 'quota-reached' then down end, 'confirmed', 1, case when reason = 'staff' then 'staff:noc' else 'subscriber:access.commands' end, at - interval '2 seconds',
      at - interval '1900 milliseconds', at - interval '1880 milliseconds', at
    from command`.execute(tx)
}
