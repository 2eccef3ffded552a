import { sql, type Tx } from '#kernel/db.ts'
import { decimal, type Decimal } from '#kernel/money.ts'

/** What usage records count towards: their measures, how many there are, and what their tariffs made of them in the tenant's currency. */
export const recordMeters = ['seconds', 'messages', 'events', 'rated'] as const
export type RecordMeter = (typeof recordMeters)[number]

export interface MeterPeriod {
  readonly subscriptionId: string
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
}

/** How late a record may come and still be billed with a later period. Records are found by when they began, so looking back has its cost. */
const lateDays = 90

/**
 * What records count that no bill has taken: those of each period, and with it those that came too late for an earlier one.
 * @param periods of each subscription in their order
 * @returns in the order given
 */
export async function meterRecords(tx: Tx, periods: readonly MeterPeriod[]): Promise<Record<RecordMeter, Decimal>[]> {
  if (periods.length === 0) return []
  const { rows } = await sql<Record<RecordMeter, string>>`
    with p as (
      select *, lag(ends) over (partition by subscription_id order by position) as before
      from unnest(${periods.map((p) => p.subscriptionId)}::uuid[], ${periods.map((p) => p.from)}::timestamptz[], ${periods.map((p) => p.to)}::timestamptz[])
        with ordinality p (subscription_id, begins, ends, position)),
    r as materialized (
      select subscription_id, started_at, measure, quantity, cost_units / 10::numeric ^ cost_decimals as cost from usage_record
      where tenant_id = current_tenant() and state <> 'billed' and subscription_id = any (array(select subscription_id from p))
        and started_at >= (select min(begins) from p) - ${lateDays}::int * interval '1 day' and started_at < (select max(ends) from p))
    select coalesce(sum(r.quantity) filter (where r.measure = 'seconds'), 0)::text as seconds, coalesce(sum(r.quantity) filter (where r.measure = 'messages'), 0)::text as messages,
      count(r.started_at)::text as events, trim_scale(coalesce(sum(r.cost), 0))::text as rated
    from p left join r on r.subscription_id = p.subscription_id and r.started_at < p.ends
      and r.started_at >= coalesce(p.before, p.begins - ${lateDays}::int * interval '1 day')
    group by p.position order by p.position`.execute(tx)
  return rows.map((row) => ({
    seconds: decimal(row.seconds),
    messages: decimal(row.messages),
    events: decimal(row.events),
    rated: decimal(row.rated),
  }))
}

/** Remembers that bills have taken the records of subscriptions that began before a time. */
export async function markRecordsBilled(
  tx: Tx,
  billed: readonly { readonly subscriptionId: string; readonly before: Temporal.Instant }[],
): Promise<void> {
  if (billed.length === 0) return
  await sql`
    update usage_record r set state = 'billed'
    from unnest(${billed.map((b) => b.subscriptionId)}::uuid[], ${billed.map((b) => b.before)}::timestamptz[]) b (subscription_id, ends)
    where r.tenant_id = current_tenant() and r.subscription_id = b.subscription_id and r.state <> 'billed' and r.started_at < b.ends
      and r.started_at >= (select min(ends) from unnest(${billed.map((b) => b.before)}::timestamptz[]) ends) - ${lateDays + 366}::int * interval '1 day'`.execute(
    tx,
  )
}
