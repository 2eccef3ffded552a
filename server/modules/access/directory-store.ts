/** What the directory holds: logins with all that decides whether they are let in, and what has changed since. */
import { sql, type Tx } from '#kernel/db.ts'
import type { BlockReason, Boost, OfferVersion, QuotaState, SubscriptionFacts, SubscriptionState } from './facts.ts'
import type { LoginKind } from './login.ts'
import type { Speed } from './policy.ts'

/** A login with everything that decides about it. */
export interface DirectoryRow {
  readonly login_id: string
  readonly tenant_id: string
  readonly username: string
  readonly kind: LoginKind
  readonly password_sealed: string
  readonly is_unreadable: boolean
  readonly framed_address: string | null
  readonly changed_at_ms: number
  readonly subscription_id: string
  readonly customer_id: string
  readonly state: SubscriptionState
  readonly blocks: BlockReason[]
  readonly ends_at_ms: number | null
  readonly quota: QuotaState
  readonly used_bytes: number
  readonly bytes_left: number | null
  readonly offer_version_id: string
  readonly boosts: { from: number; until: number; upload: number; download: number }[] | null
}

/** What a row says about a subscription. Nearly nobody is blocked or has a boost: all who have none share it. */
export const factsIn = (row: SubscriptionFactsRow, version: OfferVersion): SubscriptionFacts => ({
  state: row.state,
  blocks: row.blocks.length === 0 ? noBlocks : row.blocks,
  endsAtMs: row.ends_at_ms,
  quota: row.quota,
  usedBytes: row.used_bytes,
  bytesLeft: version.quotaPolicy === 'cut' && !version.hasFreeHours ? row.bytes_left : null,
  version,
  boosts: row.boosts === null ? noBoosts : row.boosts.map(toBoost),
})
const noBlocks: readonly BlockReason[] = []
const noBoosts: readonly Boost[] = []
const toBoost = ({ from, until, upload, download }: NonNullable<DirectoryRow['boosts']>[number]): Boost => ({
  fromMs: from,
  untilMs: until,
  speed: { uploadBps: upload, downloadBps: download },
})

/** `ends_on` is the first day without service: it begins at midnight of the tenant. A pass ends before it. */
const factColumns = (now: Temporal.Instant) => sql`
  s.id as subscription_id, s.customer_id, s.state, s.offer_version_id,
  (extract(epoch from least(s.ends_at, s.ends_on::timestamp at time zone t.time_zone)) * 1000)::float8 as ends_at_ms,
  array(select b.reason from subscription_block b
        where b.tenant_id = s.tenant_id and b.subscription_id = s.id and b.lifted_at is null order by b.reason) as blocks,
  case when lots.bytes_left is null then 'unlimited' when lots.bytes_left <= 0 then 'used-up' else 'left' end as quota, lots.bytes_left,
  coalesce((select f.used from fair_use f
            where f.tenant_id = s.tenant_id and f.subscription_id = s.id and f.valid_from <= ${now} and f.valid_to > ${now}), 0)::float8 as used_bytes,
  (select jsonb_agg(jsonb_build_object('from', extract(epoch from b.from_at) * 1000, 'until', extract(epoch from b.until_at) * 1000, 'upload', b.upload_bps, 'download', b.download_bps)
     order by b.download_bps desc, b.id)
   from speed_boost b where b.tenant_id = s.tenant_id and b.subscription_id = s.id and b.until_at > ${now}) as boosts`

/** What is left of the grants that are valid now; null where nothing limits. */
const lotsOf = (now: Temporal.Instant) => sql`
  lateral (select (sum(k.granted) - sum(k.used))::float8 as bytes_left from bucket k
           where k.tenant_id = s.tenant_id and k.subscription_id = s.id and k.valid_from <= ${now} and k.valid_to > ${now}) lots`

const directoryColumns = (now: Temporal.Instant) => sql`
  l.id as login_id, l.tenant_id, l.username, l.kind, l.password_sealed, l.unreadable_since is not null as is_unreadable, host(l.framed_address) as framed_address,
  (extract(epoch from l.changed_at) * 1000)::float8 as changed_at_ms, ${factColumns(now)}
  from login l join subscription s on s.tenant_id = l.tenant_id and s.id = l.subscription_id join tenant t on t.id = l.tenant_id cross join ${lotsOf(now)}`

export type SubscriptionFactsRow = Pick<
  DirectoryRow,
  | 'subscription_id'
  | 'customer_id'
  | 'state'
  | 'offer_version_id'
  | 'ends_at_ms'
  | 'blocks'
  | 'quota'
  | 'used_bytes'
  | 'bytes_left'
  | 'boosts'
>

export async function readSubscriptionFacts(
  tx: Tx,
  subscriptionIds: readonly string[],
  now: Temporal.Instant,
): Promise<SubscriptionFactsRow[]> {
  const { rows } = await sql<SubscriptionFactsRow>`
    select ${factColumns(now)} from subscription s join tenant t on t.id = s.tenant_id cross join ${lotsOf(now)} where s.id = any (${subscriptionIds}::uuid[])`.execute(
    tx,
  )
  return rows
}

/** @returns those of the subscriptions that are blocked, paused or over */
export async function readOutOfService(tx: Tx, subscriptionIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{
    id: string
  }>`select id from subscription where id = any (${subscriptionIds}::uuid[]) and state <> 'active'`.execute(tx)
  return rows.map((row) => row.id)
}

/** A page of all logins of all tenants in scope, in order of id. */
export async function readDirectoryPage(tx: Tx, afterId: string, limit: number, now: Temporal.Instant): Promise<DirectoryRow[]> {
  const { rows } =
    await sql<DirectoryRow>`select ${directoryColumns(now)} where l.id > ${afterId}::uuid order by l.id limit ${limit}`.execute(tx)
  return rows
}

export async function readDirectoryOf(tx: Tx, subscriptionIds: readonly string[], now: Temporal.Instant): Promise<DirectoryRow[]> {
  const { rows } = await sql<DirectoryRow>`select ${directoryColumns(now)} where s.id = any (${subscriptionIds}::uuid[])`.execute(tx)
  return rows
}

export async function readDirectoryByUsername(tx: Tx, username: string, now: Temporal.Instant): Promise<DirectoryRow | undefined> {
  const { rows } = await sql<DirectoryRow>`select ${directoryColumns(now)} where l.username = ${username}`.execute(tx)
  return rows[0]
}

/** Place in the event log. */
export interface Position {
  readonly xid: string
  readonly id: bigint
}

export interface Change extends Position {
  readonly type: string
  readonly subscription_id: string | null
  /** Whether no transaction before it still runs. */
  readonly is_settled: boolean
}

export async function endOfChanges(tx: Tx): Promise<Position> {
  const { rows } = await sql<Position>`
    select xid::text, id from event where xid < pg_snapshot_xmin(pg_current_snapshot()) order by event.xid desc, event.id desc limit 1`.execute(
    tx,
  )
  return rows[0] ?? { xid: '0', id: 0n }
}

/** Events after which a login may be decided upon differently, also those beyond transactions that still run. */
export async function changesAfter(tx: Tx, position: Position, limit: number): Promise<Change[]> {
  const { rows } = await sql<Change>`
    select xid::text, id, type, (payload ->> 'subscriptionId')::uuid as subscription_id, xid < pg_snapshot_xmin(pg_current_snapshot()) as is_settled
    from event
    where (xid, id) > (${position.xid}::xid8, ${position.id}::bigint) and type ~ '^(subscription|quota|login|nas|realm|eap_certificate|nas_certificate)[.]'
    order by event.xid, event.id limit ${limit}`.execute(tx)
  return rows
}

interface VersionRow {
  id: string
  upload_bps: bigint
  download_bps: bigint
  throttled_upload_bps: bigint | null
  throttled_download_bps: bigint | null
  fup_tiers: { usedBytes: string; downloadBps: string; uploadBps: string }[] // as the catalog wrote them
  speed_windows: { days: number[]; from: string; to: string; downloadBps: string; uploadBps: string }[]
  quality: {
    burst: { downloadBps: string; uploadBps: string; seconds: number; thresholdPercent: number } | null
    guaranteed: { downloadBps: string; uploadBps: string } | null
    priority: number | null
    profile: string | null
  } | null
  time_zone: string
  quota_policy: OfferVersion['quotaPolicy']
  has_free_hours: boolean
  sessions_max: number
  session_limit_policy: OfferVersion['sessionLimitPolicy']
  idle_timeout_seconds: number | null
  address_pool: string | null
}

const toSpeed = ({ uploadBps, downloadBps }: { readonly uploadBps: string; readonly downloadBps: string }): Speed => ({
  uploadBps: Number(uploadBps),
  downloadBps: Number(downloadBps),
})

/** `23:30` -> 1410. */
const minuteOfDay = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))

const toVersion = (row: VersionRow): OfferVersion => ({
  id: row.id,
  speed: { uploadBps: Number(row.upload_bps), downloadBps: Number(row.download_bps) },
  throttled:
    row.quota_policy === 'throttle' && row.throttled_upload_bps !== null && row.throttled_download_bps !== null
      ? { uploadBps: Number(row.throttled_upload_bps), downloadBps: Number(row.throttled_download_bps) }
      : null,
  fupTiers: row.fup_tiers.map((tier) => ({ usedBytes: Number(tier.usedBytes), speed: toSpeed(tier) })),
  speedWindows: row.speed_windows.map((window) => ({
    days: window.days,
    fromMinute: minuteOfDay(window.from),
    toMinute: minuteOfDay(window.to),
    speed: toSpeed(window),
  })),
  timeZone: row.time_zone,
  quality: row.quality && {
    burst: row.quality.burst && {
      speed: toSpeed(row.quality.burst),
      seconds: row.quality.burst.seconds,
      thresholdPercent: row.quality.burst.thresholdPercent,
    },
    guaranteed: row.quality.guaranteed && toSpeed(row.quality.guaranteed),
    priority: row.quality.priority,
    profile: row.quality.profile,
  },
  quotaPolicy: row.quota_policy,
  hasFreeHours: row.has_free_hours,
  sessionsMax: row.sessions_max,
  sessionLimitPolicy: row.session_limit_policy,
  idleTimeoutSeconds: row.idle_timeout_seconds,
  addressPool: row.address_pool,
})

/** Versions never change once written, so those known need not be read again. */
export async function readOfferVersions(tx: Tx, ids: readonly string[]): Promise<OfferVersion[]> {
  const { rows } = await sql<VersionRow>`
    select v.id, upload_bps, download_bps, throttled_upload_bps, throttled_download_bps, fup_tiers, speed_windows, quality, quota_policy, free_windows <> '[]' as has_free_hours, sessions_max, session_limit_policy,
      idle_timeout_seconds, address_pool, t.time_zone
    from offer_version v join tenant t on t.id = v.tenant_id where v.id = any (${ids}::uuid[])`.execute(tx)
  return rows.map(toVersion)
}
