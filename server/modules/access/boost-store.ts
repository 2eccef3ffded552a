/** SQL of boosts, and of what only the clock changes. */
import { sql, type Tx } from '#kernel/db.ts'

export interface SpeedBoost {
  readonly id: string
  readonly subscriptionId: string
  readonly downloadBps: bigint
  readonly uploadBps: bigint
  readonly fromAt: Temporal.Instant
  readonly untilAt: Temporal.Instant
  readonly reason: string
}

const boostColumns = sql`id, subscription_id as "subscriptionId", download_bps as "downloadBps", upload_bps as "uploadBps", from_at as "fromAt", until_at as "untilAt", reason`

/** @param now up to when its beginning is told by the caller */
export async function insertBoost(tx: Tx, boost: Omit<SpeedBoost, 'id'>, now: Temporal.Instant): Promise<SpeedBoost> {
  const { rows } = await sql<SpeedBoost>`
    insert into speed_boost (subscription_id, download_bps, upload_bps, from_at, until_at, reason, told_until)
    values (${boost.subscriptionId}, ${boost.downloadBps}, ${boost.uploadBps}, ${boost.fromAt}, ${boost.untilAt}, ${boost.reason}, ${now}) returning ${boostColumns}`.execute(
    tx,
  )
  return rows[0]!
}

/** Ends a boost that is not over. @returns undefined where there is none */
export async function endBoost(tx: Tx, id: string, now: Temporal.Instant): Promise<SpeedBoost | undefined> {
  const { rows } = await sql<SpeedBoost>`
    update speed_boost set until_at = greatest(${now}::timestamptz, from_at + interval '1 microsecond'), told_until = ${now}
    where id = ${id} and until_at > ${now}::timestamptz returning ${boostColumns}`.execute(tx)
  return rows[0]
}

export async function readBoosts(tx: Tx, subscriptionId: string, max: number): Promise<SpeedBoost[]> {
  const { rows } = await sql<SpeedBoost>`
    select ${boostColumns} from speed_boost where subscription_id = ${subscriptionId} order by until_at desc, id desc limit ${max}`.execute(
    tx,
  )
  return rows
}

/** Boosts of any tenants in scope whose beginning or end has come and was not told, marked as told. */
export async function takeBoostEdges(
  tx: Tx,
  now: Temporal.Instant,
): Promise<{ tenantId: string; subscriptionId: string; boostId: string; isOver: boolean }[]> {
  const { rows } = await sql<{ tenantId: string; subscriptionId: string; boostId: string; isOver: boolean }>`
    update speed_boost set told_until = ${now}
    where (from_at <= ${now} and told_until < from_at) or (until_at <= ${now} and told_until < until_at)
    returning tenant_id as "tenantId", subscription_id as "subscriptionId", id as "boostId", until_at <= ${now} as "isOver"`.execute(tx)
  return rows
}

/** Since when changes of the clock are to be followed; remembers that they are until now. */
export async function takeClock(tx: Tx, name: string, now: Temporal.Instant): Promise<Temporal.Instant> {
  const { rows } = await sql<{ before: Temporal.Instant | null }>`
    with before as (select followed_until from access_clock where name = ${name} for update),
      taken as (insert into access_clock (name, followed_until) values (${name}, ${now})
        on conflict (name) do update set followed_until = greatest(access_clock.followed_until, excluded.followed_until))
    select (select followed_until from before) as before`.execute(tx)
  return rows[0]!.before ?? now
}

/**
 * Subscriptions online whose plan has hours at another speed that began or ended between two moments, where they are.
 * Of a long gap only the last day counts: what happened before is the same now as a day later.
 */
export async function onlineAtEdges(
  tx: Tx,
  from: Temporal.Instant,
  to: Temporal.Instant,
): Promise<{ tenantId: string; subscriptionId: string }[]> {
  const { rows } = await sql<{ tenantId: string; subscriptionId: string }>`
    with edge as (
      select distinct v.tenant_id, v.id as version_id
      from offer_version v join tenant t on t.id = v.tenant_id, jsonb_array_elements(v.speed_windows) w,
        lateral (select (at at time zone t.time_zone) as at from generate_series(date_trunc('minute', greatest(${from}::timestamptz, ${to}::timestamptz - interval '1 day')), ${to}::timestamptz, interval '1 minute') at
                 where at > ${from}::timestamptz) m
      where v.speed_windows <> '[]' and (
        (w -> 'days' @> to_jsonb(extract(isodow from m.at)::int) and to_char(m.at, 'HH24:MI') in (w ->> 'from', w ->> 'to'))
        or (w ->> 'to' = '24:00' and to_char(m.at, 'HH24:MI') = '00:00' and w -> 'days' @> to_jsonb(extract(isodow from m.at - interval '1 day')::int))))
    select distinct s.tenant_id as "tenantId", s.id as "subscriptionId"
    from edge e join subscription s on s.tenant_id = e.tenant_id and s.offer_version_id = e.version_id
    where s.state = 'active' and exists (select from session x where x.tenant_id = s.tenant_id and x.subscription_id = s.id and x.ended_at is null)`.execute(
    tx,
  )
  return rows
}
