/** SQL of what only the clock changes. */
import { sql, type Tx } from '#kernel/db.ts'

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
