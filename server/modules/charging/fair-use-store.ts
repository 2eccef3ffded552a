import { sql, type Tx } from '#kernel/db.ts'
import type { CycleUnit } from '#modules/catalog'
import type { CycleRule } from './cycle.ts'

/** A subscription whose plan has tiers of fair use, and whose running cycle nothing is counted of yet. */
export interface FairUseDue extends CycleRule {
  readonly tenantId: string
  readonly subscriptionId: string
  readonly activatedAt: Temporal.Instant
  readonly endsAt: Temporal.Instant | null // of a pass, which has one cycle for all its time
}

/** @param ids none: all in scope */
export async function findFairUseDue(tx: Tx, now: Temporal.Instant, max: number, ids?: readonly string[]): Promise<FairUseDue[]> {
  const { rows } = await sql<{
    tenant_id: string
    id: string
    started_on: string
    bill_day: number
    cycle_unit: CycleUnit
    cycle_count: number
    activated_at: Temporal.Instant
    ends_at: Temporal.Instant | null
    time_zone: string
  }>`
    select s.tenant_id, s.id, coalesce(s.trial_until, s.started_on) as started_on, s.bill_day, v.cycle_unit, v.cycle_count, s.activated_at, s.ends_at, t.time_zone
    from offer_version v
    join subscription s on s.tenant_id = v.tenant_id and s.offer_id = v.offer_id and s.offer_version_id = v.id
    join tenant t on t.id = s.tenant_id
    where v.fup_tiers <> '[]' and s.state in ('active', 'suspended') and s.activated_at <= ${now} and (s.ends_at is null or s.ends_at > ${now})
      ${ids ? sql`and s.id = any (${ids}::uuid[])` : sql``}
      and not exists (select from fair_use u where u.tenant_id = s.tenant_id and u.subscription_id = s.id and u.valid_from <= ${now} and u.valid_to > ${now})
    order by s.tenant_id, s.id limit ${max}`.execute(tx)
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    subscriptionId: row.id,
    startedOn: Temporal.PlainDate.from(row.started_on),
    billDay: row.bill_day,
    cycle: { unit: row.cycle_unit, count: row.cycle_count },
    activatedAt: row.activated_at,
    endsAt: row.ends_at,
    timeZone: row.time_zone,
  }))
}

export interface FairUseCycle {
  readonly tenantId: string
  readonly subscriptionId: string
  readonly validFrom: Temporal.Instant
  readonly validTo: Temporal.Instant
}

export interface TierChange {
  readonly tenantId: string
  readonly subscriptionId: string
  readonly customerId: string
  readonly tier: number
  readonly used: bigint
}

/**
 * Begins to count cycles, with what the hours since their beginning hold: nothing but for whom tiers came in the middle.
 * @returns where another tier holds than in the cycle before
 */
export async function beginFairUse(tx: Tx, cycles: readonly FairUseCycle[]): Promise<TierChange[]> {
  const { rows } = await sql<TierChange>`
    with begun as (
      select n.*, s.customer_id, u.bytes, fair_use_tier(v.fup_tiers, u.bytes) as tier, coalesce(f.tier, 0) as told
      from unnest(${cycles.map((c) => c.tenantId)}::uuid[], ${cycles.map((c) => c.subscriptionId)}::uuid[], ${cycles.map((c) => c.validFrom)}::timestamptz[],
        ${cycles.map((c) => c.validTo)}::timestamptz[]) n (tenant_id, subscription_id, valid_from, valid_to)
      join subscription s on s.tenant_id = n.tenant_id and s.id = n.subscription_id
      join offer_version v on v.tenant_id = s.tenant_id and v.id = s.offer_version_id
      left join fair_use f on f.tenant_id = n.tenant_id and f.subscription_id = n.subscription_id
      cross join lateral (
        select coalesce(sum(h.upload_bytes + h.download_bytes), 0)::bigint as bytes from usage_hour h
        where h.tenant_id = n.tenant_id and h.subscription_id = n.subscription_id and h.hour >= date_trunc('hour', n.valid_from) and h.hour < n.valid_to) u),
    kept as (
      insert into fair_use as f (tenant_id, subscription_id, used, tier, valid_from, valid_to)
      select tenant_id, subscription_id, bytes, tier, valid_from, valid_to from begun order by tenant_id, subscription_id
      on conflict (tenant_id, subscription_id) do update set used = excluded.used, tier = excluded.tier, valid_from = excluded.valid_from, valid_to = excluded.valid_to)
    select tenant_id as "tenantId", subscription_id as "subscriptionId", customer_id as "customerId", tier, bytes as used from begun where tier <> told`.execute(
    tx,
  )
  return rows
}

/** Another plan has other tiers for what was used, and a plan without any ends the count. */
export async function retierFairUse(tx: Tx, subscriptionIds: readonly string[]): Promise<void> {
  await sql`
    update fair_use u set tier = fair_use_tier(v.fup_tiers, u.used)
    from subscription s join offer_version v on v.tenant_id = s.tenant_id and v.id = s.offer_version_id
    where u.subscription_id = any (${subscriptionIds}::uuid[]) and s.tenant_id = u.tenant_id and s.id = u.subscription_id`.execute(tx)
}
