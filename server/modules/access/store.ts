/** SQL for logins, NAS and what the directory holds. Sessions and commands have their own: session-store.ts, command-store.ts. */
import { sql, type Tx } from '#kernel/db.ts'
import type { BlockReason, Boost, OfferVersion, QuotaState, SubscriptionFacts, SubscriptionState } from './facts.ts'
import type { Login, LoginKind } from './login.ts'
import type { CommandKind, CommandState } from './network-command.ts'
import type { Speed } from './policy.ts'
import { type Nas, type NasDraft, type NasVendor, staleAfterSeconds, type VoucherPassword } from './nas.ts'

// ---- the directory ------------------------------------------------------------------------------------------------------

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

// ---- NAS ----------------------------------------------------------------------------------------------------------------

interface NasRow {
  tenant_id: string
  id: string
  name: string
  address: string | null
  certificate_fingerprint: string | null
  certificate_name: string | null
  identifier: string | null
  vendor: NasVendor
  require_message_authenticator: boolean
  coa_port: number
  interim_seconds: number
  walled_garden: string | null
  requests_per_second_max: number | null
  voucher_password: VoucherPassword
  location_id: string | null
  enabled: boolean
  secret_unreadable: boolean
  version: number
}

const nasColumns = sql`tenant_id, id, name, host(address) as address, certificate_fingerprint, certificate_name, identifier, vendor,
  require_message_authenticator, coa_port, interim_seconds, walled_garden, requests_per_second_max, voucher_password, location_id, enabled, version,
  unreadable_since is not null as secret_unreadable`

const toNas = (row: NasRow): Nas => ({
  id: row.id,
  name: row.name,
  address: row.address,
  certificateFingerprint: row.certificate_fingerprint,
  certificateName: row.certificate_name,
  identifier: row.identifier,
  vendor: row.vendor,
  requireMessageAuthenticator: row.require_message_authenticator,
  coaPort: row.coa_port,
  interimSeconds: row.interim_seconds,
  walledGarden: row.walled_garden,
  requestsPerSecondMax: row.requests_per_second_max,
  voucherPassword: row.voucher_password,
  locationId: row.location_id,
  enabled: row.enabled,
  secretUnreadable: row.secret_unreadable,
  version: row.version,
})

export interface SealedNas extends Nas {
  readonly tenantId: string
  readonly secretSealed: string
}

/** Every NAS of the tenants in scope that may speak with us. */
export async function readEnabledNas(tx: Tx): Promise<SealedNas[]> {
  const { rows } = await sql<
    NasRow & { secret_sealed: string }
  >`select ${nasColumns}, secret_sealed from nas where enabled order by id`.execute(tx)
  return rows.map((row) => ({ ...toNas(row), tenantId: row.tenant_id, secretSealed: row.secret_sealed }))
}

export async function readSealedNas(tx: Tx, id: string): Promise<SealedNas | undefined> {
  const { rows } = await sql<NasRow & { secret_sealed: string }>`select ${nasColumns}, secret_sealed from nas where id = ${id}`.execute(tx)
  return rows[0] && { ...toNas(rows[0]), tenantId: rows[0].tenant_id, secretSealed: rows[0].secret_sealed }
}

/** Locks the row, so that of two people who edit it one is told. */
export async function lockNas(tx: Tx, id: string): Promise<Nas | undefined> {
  const { rows } = await sql<NasRow>`select ${nasColumns} from nas where id = ${id} for update`.execute(tx)
  return rows[0] && toNas(rows[0])
}

export async function insertNas(tx: Tx, draft: NasDraft, secretSealed: string): Promise<Nas> {
  const { rows } = await sql<NasRow>`
    insert into nas (name, address, certificate_fingerprint, certificate_name, identifier, vendor, secret_sealed, require_message_authenticator,
      coa_port, interim_seconds, walled_garden, requests_per_second_max, voucher_password, location_id, enabled)
    values (${draft.name}, ${draft.address}, ${draft.certificateFingerprint}, ${draft.certificateName}, ${draft.identifier}, ${draft.vendor},
      ${secretSealed}, ${draft.requireMessageAuthenticator}, ${draft.coaPort}, ${draft.interimSeconds}, ${draft.walledGarden},
      ${draft.requestsPerSecondMax}, ${draft.voucherPassword}, ${draft.locationId}, ${draft.enabled})
    returning ${nasColumns}`.execute(tx)
  return toNas(rows[0]!)
}

/** @param secretSealed null keeps the secret */
export async function updateNas(tx: Tx, id: string, draft: NasDraft, secretSealed: string | null): Promise<Nas> {
  const { rows } = await sql<NasRow>`
    update nas set name = ${draft.name}, address = ${draft.address}, certificate_fingerprint = ${draft.certificateFingerprint},
      certificate_name = ${draft.certificateName}, identifier = ${draft.identifier}, vendor = ${draft.vendor},
      secret_sealed = coalesce(${secretSealed}, secret_sealed), unreadable_since = case when ${secretSealed}::text is null then unreadable_since end,
      require_message_authenticator = ${draft.requireMessageAuthenticator},
      coa_port = ${draft.coaPort}, interim_seconds = ${draft.interimSeconds}, walled_garden = ${draft.walledGarden},
      requests_per_second_max = ${draft.requestsPerSecondMax}, voucher_password = ${draft.voucherPassword}, location_id = ${draft.locationId}, enabled = ${draft.enabled}, version = version + 1
    where id = ${id} returning ${nasColumns}`.execute(tx)
  return toNas(rows[0]!)
}

/** Profiles that the plan of a subscription names, with the routers it is online at, or was last. */
export async function profilesOfRouters(tx: Tx, subscriptionId: string): Promise<{ router: string; vendor: NasVendor; profile: string }[]> {
  const { rows } = await sql<{ router: string; vendor: NasVendor; profile: string }>`
    select n.name as router, n.vendor, v.quality ->> 'profile' as profile
    from session x join nas n on n.tenant_id = x.tenant_id and n.id = x.nas_id
      join subscription s on s.tenant_id = x.tenant_id and s.id = x.subscription_id
      join offer_version v on v.tenant_id = s.tenant_id and v.id = s.offer_version_id
    where x.subscription_id = ${subscriptionId} and v.quality ->> 'profile' is not null
      and (x.ended_at is null or x.id = (select id from session where subscription_id = ${subscriptionId} order by started_at desc, id desc limit 1))`.execute(
    tx,
  )
  return rows
}

/** The vendors of the routers that are in use, each with their names. */
export async function readVendors(tx: Tx): Promise<{ vendor: NasVendor; routers: string[] }[]> {
  const { rows } = await sql<{ vendor: NasVendor; routers: string[] }>`
    select vendor, array_agg(name order by name) as routers from nas where enabled group by vendor order by count(*) desc, vendor`.execute(
    tx,
  )
  return rows
}

export async function deleteNas(tx: Tx, id: string): Promise<void> {
  await sql`delete from nas where id = ${id}`.execute(tx)
}

export async function hasSessions(tx: Tx, nasId: string): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`select exists (select from session where nas_id = ${nasId}) as has`.execute(tx)
  return rows[0]!.has
}

export async function sessionExists(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select exists (select from session where id = ${id}) as found`.execute(tx)
  return rows[0]!.found
}

/**
 * @param seen NAS id -> when it was last heard
 * @returns those that were never heard before
 */
export async function markNasSeen(
  tx: Tx,
  seen: readonly { readonly tenantId: string; readonly nasId: string; readonly atMs: number }[],
): Promise<{ readonly tenantId: string; readonly nasId: string }[]> {
  const { rows } = await sql<{ tenantId: string; nasId: string; isNew: boolean }>`
    insert into nas_contact (tenant_id, nas_id, seen_at)
    select s.tenant_id, s.nas_id, to_timestamp(s.at_ms / 1000.0)
    from unnest(${seen.map((s) => s.tenantId)}::uuid[], ${seen.map((s) => s.nasId)}::uuid[], ${seen.map((s) => s.atMs)}::float8[]) s (tenant_id, nas_id, at_ms)
      join nas n on n.tenant_id = s.tenant_id and n.id = s.nas_id
    order by s.nas_id
    on conflict (tenant_id, nas_id) do update set seen_at = excluded.seen_at
    returning tenant_id as "tenantId", nas_id as "nasId", xmax = 0 as "isNew"`.execute(tx)
  return rows.filter((row) => row.isNew)
}

// ---- logins -------------------------------------------------------------------------------------------------------------

interface LoginRow {
  id: string
  subscription_id: string
  username: string
  kind: LoginKind
  framed_address: string | null
}

const toLogin = (row: LoginRow): Login => ({
  id: row.id,
  subscriptionId: row.subscription_id,
  username: row.username,
  kind: row.kind,
  framedAddress: row.framed_address,
})
const loginColumns = sql`id, subscription_id, username, kind, host(framed_address) as framed_address`

export async function subscriptionExists(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select exists (select from subscription where id = ${id}) as found`.execute(tx)
  return rows[0]!.found
}

export interface NewLogin {
  readonly subscriptionId: string
  readonly username: string
  readonly passwordSealed: string
  readonly kind: LoginKind
  readonly framedAddress: string | null
}

/** One statement for any number of logins. */
export async function insertLogins(tx: Tx, logins: readonly NewLogin[]): Promise<Login[]> {
  const { rows } = await sql<LoginRow>`
    insert into login (subscription_id, username, password_sealed, kind, framed_address)
    select * from unnest(${logins.map((l) => l.subscriptionId)}::uuid[], ${logins.map((l) => l.username)}::text[], ${logins.map((l) => l.passwordSealed)}::text[],
      ${logins.map((l) => l.kind)}::text[], ${logins.map((l) => l.framedAddress)}::inet[])
    returning ${loginColumns}`.execute(tx)
  return rows.map(toLogin)
}

export async function lockLogin(tx: Tx, id: string): Promise<Login | undefined> {
  const { rows } = await sql<LoginRow>`select ${loginColumns} from login where id = ${id} for update`.execute(tx)
  return rows[0] && toLogin(rows[0])
}

export async function readLoginsOf(tx: Tx, subscriptionId: string): Promise<Login[]> {
  const { rows } = await sql<LoginRow>`select ${loginColumns} from login where subscription_id = ${subscriptionId} order by id`.execute(tx)
  return rows.map(toLogin)
}

/** The login of a subscription that its voucher's code opens. */
export async function findVoucherLogin(tx: Tx, subscriptionId: string): Promise<Login | undefined> {
  const { rows } = await sql<LoginRow>`
    select ${loginColumns} from login where subscription_id = ${subscriptionId} and kind = 'voucher' order by id limit 1`.execute(tx)
  return rows[0] && toLogin(rows[0])
}

export async function updatePassword(tx: Tx, id: string, passwordSealed: string): Promise<void> {
  await sql`update login set password_sealed = ${passwordSealed}, changed_at = now() where id = ${id}`.execute(tx)
}

export async function deleteLogin(tx: Tx, id: string): Promise<void> {
  await sql`delete from login where id = ${id}`.execute(tx)
}

// ---- answers and refusals -----------------------------------------------------------------------------------------------

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

/** The one tenant of the transaction. */
export async function tenantOfScope(tx: Tx): Promise<string> {
  const { rows } = await sql<{ id: string }>`select current_tenant() as id`.execute(tx)
  return rows[0]!.id
}

/** Open sessions of a subscription that are still believed. */
export async function countOpenSessions(tx: Tx, subscriptionId: string, now: Temporal.Instant): Promise<number> {
  const { rows } = await sql<{ count: bigint }>`
    select count(*) from session s join nas n on n.tenant_id = s.tenant_id and n.id = s.nas_id
    where s.subscription_id = ${subscriptionId} and s.ended_at is null
      and s.updated_at >= ${now}::timestamptz - make_interval(secs => greatest(3 * n.interim_seconds, ${staleAfterSeconds(0)}))`.execute(tx)
  return Number(rows[0]!.count)
}

// ---- diagnosis ----------------------------------------------------------------------------------------------------------

/** The latest of everything that can keep a subscription offline. */
export interface DiagnosisRow {
  readonly overdue: { readonly minor: string; readonly currency: string; readonly numbers: string[]; readonly due_on: string } | null
  readonly dunning: { readonly action: string; readonly number: string; readonly at: string } | null
  readonly usernames: string[]
  readonly reply: {
    readonly verdict: 'accept' | 'reject' | 'walled-garden'
    readonly reason: string | null
    readonly at: string
    readonly nas: string
  } | null
  readonly session: {
    readonly is_open: boolean
    readonly is_stale: boolean
    readonly walled: boolean
    readonly at: string
    readonly cause: string | null
    readonly nas: string
  } | null
  readonly command: {
    readonly kind: CommandKind
    readonly state: CommandState
    readonly error_cause: number | null
    readonly at: string
    readonly nas: string
  } | null
}

/** An account is cut off as a whole, so all its overdue invoices count. `due_on` is the last day to pay. */
export async function readDiagnosisRow(tx: Tx, subscriptionId: string, now: Temporal.Instant): Promise<DiagnosisRow> {
  const { rows } = await sql<DiagnosisRow>`
    with s as (select u.id, u.account_id, (${now}::timestamptz at time zone t.time_zone)::date as today
               from subscription u join tenant t on t.id = u.tenant_id where u.id = ${subscriptionId}),
    open_invoice as (select i.* from invoice i, s where i.account_id = s.account_id and i.state = 'open' and i.due_on < s.today)
    select
      (select jsonb_build_object('minor', sum(total_minor - paid_minor)::text, 'currency', min(currency), 'numbers', jsonb_agg(number order by due_on, number),
        'due_on', min(due_on)) from open_invoice having count(*) > 0) as overdue,
      (select jsonb_build_object('action', d.action, 'number', i.number, 'at', d.at)
       from dunning_step d join open_invoice i on i.tenant_id = d.tenant_id and i.id = d.invoice_id order by d.at desc limit 1) as dunning,
      array(select username from login l, s where l.subscription_id = s.id order by username) as usernames,
      (select jsonb_build_object('verdict', r.verdict, 'reason', r.reason, 'at', r.at, 'nas', coalesce(n.name, ''))
       from s join login l on l.subscription_id = s.id join login_reply r on r.tenant_id = l.tenant_id and r.login_id = l.id
         left join nas n on n.tenant_id = r.tenant_id and n.id = r.nas_id order by r.at desc limit 1) as reply,
      (select jsonb_build_object('is_open', x.ended_at is null, 'walled', x.walled, 'at', coalesce(x.ended_at, x.updated_at), 'cause', x.terminate_cause, 'nas', coalesce(n.name, ''),
        'is_stale', x.updated_at < ${now}::timestamptz - make_interval(secs => greatest(3 * coalesce(n.interim_seconds, 0), ${staleAfterSeconds(0)})))
       from s join session x on x.subscription_id = s.id left join nas n on n.tenant_id = x.tenant_id and n.id = x.nas_id
       order by (x.ended_at is null) desc, x.started_at desc limit 1) as session,
      (select jsonb_build_object('kind', k.kind, 'state', k.state, 'error_cause', k.error_cause, 'at', coalesce(k.confirmed_at, k.answered_at, k.queued_at), 'nas', coalesce(n.name, ''))
       from s join network_command k on k.subscription_id = s.id left join nas n on n.tenant_id = k.tenant_id and n.id = k.nas_id
       order by k.queued_at desc limit 1) as command`.execute(tx)
  return rows[0]!
}
