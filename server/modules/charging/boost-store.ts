/** SQL of boosts. */
import { sql, type Tx } from '#kernel/db.ts'

export interface SpeedBoost {
  readonly id: string
  readonly subscriptionId: string
  readonly downloadBps: bigint
  readonly uploadBps: bigint
  readonly fromAt: Temporal.Instant
  readonly untilAt: Temporal.Instant
  readonly reason: string
  /** Else it was given. */
  readonly isBought: boolean
}

const boostColumns = sql`id, subscription_id as "subscriptionId", download_bps as "downloadBps", upload_bps as "uploadBps", from_at as "fromAt", until_at as "untilAt", reason,
  bought as "isBought"`

/** @param now up to when its beginning is told by the caller */
export async function insertBoost(tx: Tx, boost: Omit<SpeedBoost, 'id'>, now: Temporal.Instant): Promise<SpeedBoost> {
  const { rows } = await sql<SpeedBoost>`
    insert into speed_boost (subscription_id, download_bps, upload_bps, from_at, until_at, reason, bought, told_until)
    values (${boost.subscriptionId}, ${boost.downloadBps}, ${boost.uploadBps}, ${boost.fromAt}, ${boost.untilAt}, ${boost.reason}, ${boost.isBought}, ${now}) returning ${boostColumns}`.execute(
    tx,
  )
  return rows[0]!
}

/** Ends a boost that is not over; one that has not begun lasts a microsecond, of which nobody is told any more. @returns undefined where there is none */
export async function endBoost(tx: Tx, id: string, now: Temporal.Instant): Promise<SpeedBoost | undefined> {
  const { rows } = await sql<SpeedBoost>`
    update speed_boost set until_at = greatest(${now}::timestamptz, from_at + interval '1 microsecond'),
      told_until = greatest(${now}::timestamptz, from_at + interval '1 microsecond')
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

/** When what was bought of a subscription and is at least as fast ends; undefined where nothing of the kind runs or waits. */
export async function endOfBought(
  tx: Tx,
  { subscriptionId, downloadBps, uploadBps }: Pick<SpeedBoost, 'subscriptionId' | 'downloadBps' | 'uploadBps'>,
  now: Temporal.Instant,
): Promise<Temporal.Instant | undefined> {
  const { rows } = await sql<{ until: Temporal.Instant | null }>`
    select max(until_at) as until from speed_boost
    where subscription_id = ${subscriptionId} and bought and until_at > ${now} and download_bps >= ${downloadBps} and upload_bps >= ${uploadBps}`.execute(
    tx,
  )
  return rows[0]!.until ?? undefined
}
