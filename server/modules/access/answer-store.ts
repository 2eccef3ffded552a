/** What was answered to logins, and whom or what was refused. */
import { sql, type Tx } from '#kernel/db.ts'

export interface ReplyRecord {
  readonly tenantId: string
  readonly loginId: string
  readonly atMs: number
  readonly verdict: 'accept' | 'reject' | 'walled-garden'
  readonly reason: string | null
  readonly nasId: string
  readonly callingStation: string | null
}

/** Keeps the last answer of each login; a login deleted meanwhile is passed over. */
export async function recordReplies(tx: Tx, replies: readonly ReplyRecord[]): Promise<void> {
  await sql`
    insert into login_reply (tenant_id, login_id, at, verdict, reason, nas_id, calling_station)
    select r.tenant_id, r.login_id, to_timestamp(r.at_ms / 1000.0), r.verdict, r.reason, r.nas_id, r.calling_station
    from unnest(${replies.map((r) => r.tenantId)}::uuid[], ${replies.map((r) => r.loginId)}::uuid[], ${replies.map((r) => r.atMs)}::float8[],
      ${replies.map((r) => r.verdict)}::text[], ${replies.map((r) => r.reason)}::text[], ${replies.map((r) => r.nasId)}::uuid[],
      ${replies.map((r) => r.callingStation)}::text[]) r (tenant_id, login_id, at_ms, verdict, reason, nas_id, calling_station)
      join login l on l.tenant_id = r.tenant_id and l.id = r.login_id
    order by r.login_id
    on conflict (tenant_id, login_id) do update set at = excluded.at, verdict = excluded.verdict, reason = excluded.reason, nas_id = excluded.nas_id,
      calling_station = excluded.calling_station`.execute(tx)
}

export interface FailureRecord {
  readonly tenantId: string
  readonly nasId: string
  readonly username: string
  readonly callingStation: string
  readonly reason: string
  readonly subscriptionId: string | null
  readonly attempts: number
  readonly lastAtMs: number
}

export async function recordFailures(tx: Tx, failures: readonly FailureRecord[]): Promise<void> {
  await sql`
    insert into login_failure (tenant_id, nas_id, username, calling_station, reason, subscription_id, attempts, last_at, minute)
    select f.tenant_id, f.nas_id, f.username, f.calling_station, f.reason, f.subscription_id, f.attempts, to_timestamp(f.at_ms / 1000.0),
      date_trunc('minute', to_timestamp(f.at_ms / 1000.0))
    from unnest(${failures.map((f) => f.tenantId)}::uuid[], ${failures.map((f) => f.nasId)}::uuid[], ${failures.map((f) => f.username)}::text[],
      ${failures.map((f) => f.callingStation)}::text[], ${failures.map((f) => f.reason)}::text[], ${failures.map((f) => f.subscriptionId)}::uuid[],
      ${failures.map((f) => f.attempts)}::bigint[], ${failures.map((f) => f.lastAtMs)}::float8[])
      f (tenant_id, nas_id, username, calling_station, reason, subscription_id, attempts, at_ms)
    on conflict (tenant_id, nas_id, username, calling_station, reason, minute)
      do update set attempts = login_failure.attempts + excluded.attempts, last_at = excluded.last_at`.execute(tx)
}

export interface DropRecord {
  readonly tenantId: string | null
  readonly nasId: string | null
  readonly source: string
  readonly reason: string
  readonly packets: number
  readonly lastAtMs: number
}

export async function recordDrops(tx: Tx, drops: readonly DropRecord[]): Promise<void> {
  await sql`
    insert into radius_drop (tenant_id, nas_id, source, reason, packets, last_at, day)
    select d.tenant_id, d.nas_id, d.source, d.reason, d.packets, to_timestamp(d.at_ms / 1000.0), to_timestamp(d.at_ms / 1000.0)::date
    from unnest(${drops.map((d) => d.tenantId)}::uuid[], ${drops.map((d) => d.nasId)}::uuid[], ${drops.map((d) => d.source)}::inet[],
      ${drops.map((d) => d.reason)}::text[], ${drops.map((d) => d.packets)}::bigint[], ${drops.map((d) => d.lastAtMs)}::float8[])
      d (tenant_id, nas_id, source, reason, packets, at_ms)
    on conflict (day, source, reason, coalesce(nas_id, '00000000-0000-0000-0000-000000000000'))
      do update set packets = radius_drop.packets + excluded.packets, last_at = excluded.last_at`.execute(tx)
}

const failureDays = 90

export async function forgetOldRefusals(tx: Tx): Promise<void> {
  await sql`delete from login_failure where last_at < now() - ${`${failureDays} days`}::interval`.execute(tx)
  await sql`delete from radius_drop where last_at < now() - ${`${failureDays} days`}::interval`.execute(tx)
}
