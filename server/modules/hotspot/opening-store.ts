/** SQL of devices that openNDS gateways are to let in. */
import { sql, type Tx } from '#kernel/db.ts'
import type { OpenndsLimits } from './opennds.ts'

export interface NewOpening extends OpenndsLimits {
  readonly mark: string
  readonly gatewayHash: string
  readonly gatewayName: string
  readonly subscriptionId: string
  readonly loginId: string
  readonly username: string
  readonly mac: string
  readonly address: string | null
  readonly wanted: string | null
}

export interface Opening extends NewOpening {
  readonly id: string
  readonly askedAt: Temporal.Instant
  readonly openedAt: Temporal.Instant | null
  readonly endedAt: Temporal.Instant | null
}

const columns = sql`o.id, o.mark, o.gateway_hash as "gatewayHash", o.gateway_name as "gatewayName", o.subscription_id as "subscriptionId", o.login_id as "loginId",
  o.username, o.mac, host(o.address) as address, o.wanted, o.minutes, o.upload_kbps::float8 as "uploadKbps", o.download_kbps::float8 as "downloadKbps",
  o.upload_kib::float8 as "uploadKib", o.download_kib::float8 as "downloadKib", o.asked_at as "askedAt", o.opened_at as "openedAt", o.ended_at as "endedAt"`

/** One that waits for the same device is replaced: who presses twice is let in once. */
export async function insertOpening(tx: Tx, o: NewOpening, askedAt: Temporal.Instant): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into hotspot_opening (mark, gateway_hash, gateway_name, subscription_id, login_id, username, mac, address, wanted, minutes, upload_kbps, download_kbps,
      upload_kib, download_kib, asked_at)
    values (${o.mark}, ${o.gatewayHash}, ${o.gatewayName}, ${o.subscriptionId}, ${o.loginId}, ${o.username}, ${o.mac}, ${o.address}::inet, ${o.wanted}, ${o.minutes},
      ${o.uploadKbps}, ${o.downloadKbps}, ${o.uploadKib}, ${o.downloadKib}, ${askedAt})
    on conflict (tenant_id, gateway_hash, mac) where opened_at is null and ended_at is null do update set mark = excluded.mark,
      subscription_id = excluded.subscription_id, login_id = excluded.login_id, username = excluded.username, address = excluded.address, wanted = excluded.wanted,
      minutes = excluded.minutes, upload_kbps = excluded.upload_kbps, download_kbps = excluded.download_kbps, upload_kib = excluded.upload_kib,
      download_kib = excluded.download_kib, asked_at = excluded.asked_at
    returning id`.execute(tx)
  return rows[0]!.id
}

export async function findOpening(tx: Tx, id: string): Promise<Opening | undefined> {
  const { rows } = await sql<Opening>`select ${columns} from hotspot_opening o where o.id = ${id}`.execute(tx)
  return rows[0]
}

/** Devices that a gateway has not let in yet and that asked in [from, until), who waits longest first. */
export async function readWaiting(
  tx: Tx,
  gatewayHash: string,
  { from, until, limit }: { readonly from: Temporal.Instant; readonly until: Temporal.Instant; readonly limit: number },
): Promise<Opening[]> {
  const { rows } = await sql<Opening>`
    select ${columns} from hotspot_opening o
    where o.tenant_id = current_tenant() and o.gateway_hash = ${gatewayHash} and o.opened_at is null and o.ended_at is null
      and o.asked_at >= ${from} and o.asked_at < ${until}
    order by o.asked_at, o.id limit ${limit}`.execute(tx)
  return rows
}

export async function setLimits(tx: Tx, id: string, limits: OpenndsLimits): Promise<void> {
  await sql`
    update hotspot_opening set minutes = ${limits.minutes}, upload_kbps = ${limits.uploadKbps}, download_kbps = ${limits.downloadKbps},
      upload_kib = ${limits.uploadKib}, download_kib = ${limits.downloadKib} where id = ${id}`.execute(tx)
}

/** Ends one that is not to be let in after all. */
export async function endOpening(tx: Tx, id: string, now: Temporal.Instant): Promise<void> {
  await sql`update hotspot_opening set ended_at = ${now} where id = ${id}`.execute(tx)
}

/** @returns those that were waiting */
export async function markOpened(tx: Tx, gatewayHash: string, macs: readonly string[], now: Temporal.Instant): Promise<Opening[]> {
  const { rows } = await sql<Opening>`
    update hotspot_opening o set opened_at = ${now}
    where o.tenant_id = current_tenant() and o.gateway_hash = ${gatewayHash} and o.mac = any (${macs}::text[]) and o.opened_at is null and o.ended_at is null
    returning ${columns}`.execute(tx)
  return rows
}

/** Ends what the gateway had open for devices that it has just let in anew. */
export async function endSuperseded(tx: Tx, opened: readonly Opening[], now: Temporal.Instant): Promise<Opening[]> {
  const { rows } = await sql<Opening>`
    update hotspot_opening o set ended_at = ${now}
    from unnest(${opened.map((one) => one.gatewayHash)}::text[], ${opened.map((one) => one.mac)}::text[], ${opened.map((one) => one.id)}::uuid[]) n (gateway_hash, mac, id)
    where o.tenant_id = current_tenant() and o.gateway_hash = n.gateway_hash and o.mac = n.mac and o.id <> n.id and o.opened_at is not null and o.ended_at is null
    returning ${columns}`.execute(tx)
  return rows
}

/** Ends one by what only the gateway was told. A report may come again; the first says when it was. */
export async function endMarked(tx: Tx, gatewayHash: string, mark: string, now: Temporal.Instant): Promise<Opening | undefined> {
  const { rows } = await sql<Opening>`
    update hotspot_opening o set ended_at = coalesce(o.ended_at, ${now}::timestamptz) where o.tenant_id = current_tenant() and o.gateway_hash = ${gatewayHash} and o.mark = ${mark}
    returning ${columns}`.execute(tx)
  return rows[0]
}

/** Ends all that a gateway had open before it began anew. Who waits still does: its authmon says so seconds after the first guests have come. */
export async function endAllOf(tx: Tx, gatewayHash: string, now: Temporal.Instant): Promise<void> {
  await sql`update hotspot_opening set ended_at = ${now} where tenant_id = current_tenant() and gateway_hash = ${gatewayHash} and opened_at is not null and ended_at is null`.execute(
    tx,
  )
}

/** Ends those of whose end nobody has told although it must have come. */
export async function endOverdue(tx: Tx, now: Temporal.Instant, { graceMinutes }: { readonly graceMinutes: number }): Promise<Opening[]> {
  const { rows } = await sql<Opening>`
    update hotspot_opening o set ended_at = o.opened_at + make_interval(mins => o.minutes)
    where o.tenant_id = current_tenant() and o.opened_at is not null and o.ended_at is null and o.opened_at + make_interval(mins => o.minutes + ${graceMinutes}) < ${now}
    returning ${columns}`.execute(tx)
  return rows
}

/** Devices of a pass that are let in, or are about to be, but for one. */
export async function countOtherDevices(
  tx: Tx,
  subscriptionId: string,
  mac: string,
  { now, waitingSince }: { readonly now: Temporal.Instant; readonly waitingSince: Temporal.Instant },
): Promise<number> {
  const { rows } = await sql<{ count: bigint }>`
    select count(distinct mac) as count from hotspot_opening
    where tenant_id = current_tenant() and subscription_id = ${subscriptionId} and mac <> ${mac} and ended_at is null
      and case when opened_at is null then asked_at > ${waitingSince} else opened_at + make_interval(mins => minutes) > ${now} end`.execute(
    tx,
  )
  return Number(rows[0]!.count)
}

/** Whether all that gateways told of a pass lately is counted; what was told a moment ago is still in the journal. */
export async function isCounted(tx: Tx, subscriptionId: string, since: Temporal.Instant): Promise<boolean> {
  const { rows } = await sql`
    select from hotspot_opening o
    where o.tenant_id = current_tenant() and o.subscription_id = ${subscriptionId} and o.opened_at is not null and o.ended_at > ${since}
      and not exists (select from session x where x.tenant_id = o.tenant_id and x.subscription_id = o.subscription_id and x.acct_session_id = o.id::text and x.ended_at is not null)
    limit 1`.execute(tx)
  return rows.length === 0
}

export async function forgetOpenings(tx: Tx, before: Temporal.Instant): Promise<void> {
  await sql`delete from hotspot_opening where asked_at < ${before} and (ended_at is not null or opened_at is null)`.execute(tx)
}
