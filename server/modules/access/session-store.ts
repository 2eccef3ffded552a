/** SQL of sessions. */
import { sql, type Tx } from '#kernel/db.ts'
import type { Sample } from './sample.ts'
import { staleAfterSeconds } from './nas.ts'

/** What storing a sample did. */
export interface Stored {
  readonly id: string
  readonly identity: string
  readonly subscription_id: string | null
  readonly upload_delta: bigint
  readonly download_delta: bigint
  readonly was: 'absent' | 'open' | 'closed'
  readonly is: 'open' | 'closed'
}

/** Array literals by hand: the client's own conversion, value by value, costs more than all else that is done per packet. */
const numbers = (samples: readonly Sample[], of: (sample: Sample) => number | null) => `{${samples.map((s) => of(s) ?? 'null').join(',')}}`
const uuids = (samples: readonly Sample[], of: (sample: Sample) => string | null) => `{${samples.map((s) => of(s) ?? 'null').join(',')}}`
const texts = (samples: readonly Sample[], of: (sample: Sample) => string | null) => `{${samples.map((s) => quoted(of(s))).join(',')}}`
/** What most packets lack: `unnest` makes up for what is missing at the end of an array. */
const sparse = (samples: readonly Sample[], of: (sample: Sample) => string | null) =>
  samples.some((sample) => of(sample) !== null) ? texts(samples, of) : '{}'
const quoted = (text: string | null) =>
  text === null ? 'null' : `"${/["\\]/.test(text) ? text.replaceAll(/["\\]/g, String.raw`\$&`) : text}"`

/** How a sample, here called `excluded`, changes the session it belongs to. */
const growth = sql`
    started_at = least(session.started_at, excluded.started_at),
    updated_at = greatest(session.updated_at, excluded.updated_at),
    session_seconds = greatest(session.session_seconds, excluded.session_seconds),
    upload_bytes = greatest(session.upload_bytes, excluded.upload_bytes),
    download_bytes = greatest(session.download_bytes, excluded.download_bytes),
    upload_bps = case when excluded.session_seconds > session.session_seconds and excluded.ended_at is null
      then greatest(excluded.upload_bytes - session.upload_bytes, 0) * 8 / (excluded.session_seconds - session.session_seconds) else session.upload_bps end,
    download_bps = case when excluded.session_seconds > session.session_seconds and excluded.ended_at is null
      then greatest(excluded.download_bytes - session.download_bytes, 0) * 8 / (excluded.session_seconds - session.session_seconds) else session.download_bps end,
    address = coalesce(excluded.address, session.address),
    address6 = coalesce(excluded.address6, session.address6),
    prefix6 = coalesce(excluded.prefix6, session.prefix6),
    delegated6 = coalesce(excluded.delegated6, session.delegated6),
    interface6 = coalesce(excluded.interface6, session.interface6),
    -- A Stop is the last word, and the first of several Stops; any other end was our conclusion, which a later sample refutes.
    ended_at = case
      when session.closed_by = 'nas' then least(session.ended_at, excluded.ended_at)
      when excluded.ended_at is not null then excluded.ended_at
      when excluded.updated_at > session.updated_at then null
      else session.ended_at end,
    closed_by = case
      when session.closed_by = 'nas' or excluded.ended_at is not null then 'nas'
      when excluded.updated_at > session.updated_at then null
      else session.closed_by end,
    terminate_cause = case
      when session.closed_by = 'nas' then session.terminate_cause
      when excluded.ended_at is not null then excluded.terminate_cause
      when excluded.updated_at > session.updated_at then null
      else session.terminate_cause end`

/**
 * A sample that begins more than a minute after the session it names was last heard is another session under a reused
 * Acct-Session-Id; it changes nothing here, see `retireIdentities`.
 */
const isSameSession = sql`(excluded.session_seconds is null or excluded.started_at <= coalesce(session.ended_at, session.updated_at) + interval '1 minute')`

const result = sql`
    session.id, session.identity, session.subscription_id, new.upload_bytes - coalesce(old.upload_bytes, 0) as upload_delta,
    new.download_bytes - coalesce(old.download_bytes, 0) as download_delta,
    case when old.id is null then 'absent' when old.ended_at is null then 'open' else 'closed' end as was,
    case when new.ended_at is null then 'open' else 'closed' end as is`

/**
 * Stores samples, one per session and in order of identity, so that two writers never wait for each other in a circle.
 * @returns nothing for a sample of another session under a reused identity
 */
export async function storeSamples(tx: Tx, samples: readonly Sample[]): Promise<Stored[]> {
  const { rows } = await sql<Stored>`
    insert into session (tenant_id, identity, nas_id, subscription_id, login_id, username, acct_session_id, calling_station, called_station, nas_port,
      address, address6, prefix6, delegated6, interface6, started_at, updated_at, ended_at, session_seconds, upload_bytes, download_bytes,
      terminate_cause, closed_by, walled)
    select tenant_id, identity, nas_id, subscription_id, login_id, username, acct_session_id, calling_station, called_station, nas_port,
      address, address6, prefix6, delegated6, interface6, to_timestamp(started), to_timestamp(at), to_timestamp(ended), seconds, upload,
      download, cause,
      case when ended is not null then 'nas' end, walled
    from unnest(
      ${uuids(samples, (s) => s.tenantId)}::uuid[], ${uuids(samples, (s) => s.identity)}::uuid[], ${uuids(samples, (s) => s.nasId)}::uuid[],
      ${uuids(samples, (s) => s.subscriptionId)}::uuid[], ${uuids(samples, (s) => s.loginId)}::uuid[], ${texts(samples, (s) => s.username)}::text[],
      ${texts(samples, (s) => s.acctSessionId)}::text[], ${texts(samples, (s) => s.callingStation)}::text[], ${texts(samples, (s) => s.calledStation)}::text[],
      ${texts(samples, (s) => s.nasPort)}::text[], ${texts(samples, (s) => s.address)}::inet[], ${sparse(samples, (s) => s.address6)}::inet[],
      ${sparse(samples, (s) => s.prefix6)}::cidr[], ${sparse(samples, (s) => s.delegated6)}::cidr[], ${sparse(samples, (s) => s.interface6)}::text[],
      ${numbers(samples, (s) => s.startedAtMs / 1000)}::float8[], ${numbers(samples, (s) => s.atMs / 1000)}::float8[],
      ${numbers(samples, (s) => s.endedAtMs && s.endedAtMs / 1000)}::float8[], ${numbers(samples, (s) => s.sessionSeconds)}::bigint[],
      ${numbers(samples, (s) => s.uploadBytes)}::bigint[], ${numbers(samples, (s) => s.downloadBytes)}::bigint[],
      ${texts(samples, (s) => s.terminateCause)}::text[], ${`{${samples.map((s) => s.isWalled).join(',')}}`}::boolean[])
      s (tenant_id, identity, nas_id, subscription_id, login_id, username, acct_session_id, calling_station, called_station, nas_port,
        address, address6, prefix6, delegated6, interface6, started, at, ended, seconds, upload, download, cause, walled)
    on conflict (identity) do update set ${growth} where ${isSameSession}
    returning ${result}`.execute(tx)
  return rows
}

/**
 * The same for sessions known to be there, at half the cost: nothing but what grows is sent.
 * @returns nothing for a sample whose session is not there after all
 */
export async function growSessions(tx: Tx, samples: readonly Sample[]): Promise<Stored[]> {
  const { rows } = await sql<Stored>`
    update session set ${growth}
    from (
      select identity, to_timestamp(started) as started_at, to_timestamp(at) as updated_at, to_timestamp(ended) as ended_at, session_seconds, upload_bytes,
        download_bytes, terminate_cause, address, address6, prefix6, delegated6, interface6
      from unnest(${uuids(samples, (s) => s.identity)}::uuid[], ${numbers(samples, (s) => s.startedAtMs / 1000)}::float8[],
        ${numbers(samples, (s) => s.atMs / 1000)}::float8[], ${numbers(samples, (s) => s.endedAtMs && s.endedAtMs / 1000)}::float8[],
        ${numbers(samples, (s) => s.sessionSeconds)}::bigint[], ${numbers(samples, (s) => s.uploadBytes)}::bigint[],
        ${numbers(samples, (s) => s.downloadBytes)}::bigint[], ${texts(samples, (s) => s.terminateCause)}::text[],
        ${texts(samples, (s) => s.address)}::inet[], ${sparse(samples, (s) => s.address6)}::inet[],
        ${sparse(samples, (s) => s.prefix6)}::cidr[], ${sparse(samples, (s) => s.delegated6)}::cidr[], ${sparse(samples, (s) => s.interface6)}::text[])
        s (identity, started, at, ended, session_seconds, upload_bytes, download_bytes, terminate_cause, address, address6, prefix6, delegated6,
          interface6)) excluded
    where session.identity = excluded.identity and ${isSameSession}
    returning ${result}`.execute(tx)
  return rows
}

/** Makes room for new sessions under reused identities: the old ones keep their history, and end where they were last heard. */
export async function retireIdentities(tx: Tx, identities: readonly string[]): Promise<void> {
  await sql`
    update session set identity = id, ended_at = coalesce(ended_at, updated_at), closed_by = coalesce(closed_by, 'nas-restart'),
      terminate_cause = coalesce(terminate_cause, 'NAS-Reboot')
    where identity = any (${identities}::uuid[])`.execute(tx)
}

export interface Closed {
  readonly id: string
  readonly identity: string
  readonly tenant_id: string
  readonly subscription_id: string | null
}

/** A NAS that starts or stops has no sessions from before. None to close is fine. */
export async function closeSessionsOfNas(tx: Tx, nasId: string, atMs: number): Promise<Closed[]> {
  const { rows } = await sql<Closed>`
    update session set ended_at = updated_at, closed_by = 'nas-restart', terminate_cause = 'NAS-Reboot'
    where nas_id = ${nasId} and ended_at is null and updated_at <= to_timestamp(${atMs / 1000})
    returning id, identity, tenant_id, subscription_id`.execute(tx)
  return rows
}

/** Closes a session of which the NAS says that it does not have it. */
export async function closeSessions(tx: Tx, ids: readonly string[]): Promise<Closed[]> {
  const { rows } = await sql<Closed>`
    update session set ended_at = updated_at, closed_by = 'command', terminate_cause = 'Lost-Carrier'
    where id = any (${ids}::uuid[]) and ended_at is null returning id, identity, tenant_id, subscription_id`.execute(tx)
  return rows
}

/** Ends, at their last update, sessions of which nothing was heard for three interims; what they counted stays. */
export async function closeStaleSessions(tx: Tx, now: Temporal.Instant, limit: number): Promise<Closed[]> {
  const { rows } = await sql<Closed>`
    update session set ended_at = updated_at, closed_by = 'stale', terminate_cause = 'Lost-Carrier'
    where id in (
      select s.id from session s join nas n on n.tenant_id = s.tenant_id and n.id = s.nas_id
      where s.ended_at is null and s.updated_at < ${now}::timestamptz - make_interval(secs => greatest(3 * n.interim_seconds, ${staleAfterSeconds(0)}))
      order by s.identity limit ${limit} for update of s skip locked)
    returning id, identity, tenant_id, subscription_id`.execute(tx)
  return rows
}

export interface OpenRow {
  readonly id: string
  readonly identity: string
  readonly tenant_id: string
  readonly nas_id: string
  readonly subscription_id: string | null
  readonly login_id: string | null
  readonly username: string
  readonly acct_session_id: string
  readonly calling_station: string | null
  readonly started_at_ms: number
  readonly updated_at_ms: number
}

/** A page of all open sessions of all tenants in scope, in order of id. */
export async function readOpenSessions(tx: Tx, afterId: string, limit: number): Promise<OpenRow[]> {
  const { rows } = await sql<OpenRow>`
    select id, identity, tenant_id, nas_id, subscription_id, login_id, username, acct_session_id, calling_station,
      (extract(epoch from started_at) * 1000)::float8 as started_at_ms, (extract(epoch from updated_at) * 1000)::float8 as updated_at_ms
    from session where ended_at is null and id > ${afterId}::uuid order by id limit ${limit}`.execute(tx)
  return rows
}
