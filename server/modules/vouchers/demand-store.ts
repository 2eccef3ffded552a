import { sql, type Tx } from '#kernel/db.ts'
import { type Money, money } from '#kernel/money.ts'

export interface DemandRow {
  readonly offerId: string
  readonly offerName: string
  readonly locationId: string | null
  readonly locationName: string | null
  readonly stock: number
  readonly usedByDay: readonly number[]
}

/** Uses by plan and location on each of the days before `until`, from the first use on, and what can still be handed out or used. */
export async function readDemand(tx: Tx, until: Temporal.PlainDate, days: number, timeZone: string): Promise<DemandRow[]> {
  const from = until.subtract({ days })
  const { rows } = await sql<{
    offer_id: string
    offer_name: string
    location_id: string | null
    location_name: string | null
    stock: bigint
    used_by_day: number[] | null
  }>`
    with kind as (
      select b.offer_id, b.location_id, sum((select count(*) from voucher v where v.tenant_id = b.tenant_id and v.batch_id = b.id and v.state in ('generated', 'distributed', 'sold'))) as stock
      from voucher_batch b where b.tenant_id = current_tenant() and (b.redeem_until is null or b.redeem_until > ${until}::date) group by b.offer_id, b.location_id),
    used as (
      select b.offer_id, b.location_id, (v.redeemed_at at time zone ${timeZone})::date as day, count(*)::int as used
      from voucher v join voucher_batch b on b.tenant_id = v.tenant_id and b.id = v.batch_id
      where v.tenant_id = current_tenant() and v.redeemed_at >= ${from}::date::timestamp at time zone ${timeZone} and v.redeemed_at < ${until}::date::timestamp at time zone ${timeZone}
      group by 1, 2, 3),
    known as (select offer_id, location_id, min(day) as first_day from used group by 1, 2)
    select k.offer_id, o.name as offer_name, k.location_id, l.name as location_name, k.stock,
      (select array_agg(coalesce(u.used, 0) order by d) from generate_series(f.first_day::timestamp, ${until}::date - 1, interval '1 day') d
        left join used u on u.offer_id = k.offer_id and u.location_id is not distinct from k.location_id and u.day = d::date) as used_by_day
    from kind k join offer o on o.tenant_id = current_tenant() and o.id = k.offer_id
      left join location l on l.tenant_id = current_tenant() and l.id = k.location_id
      left join known f on f.offer_id = k.offer_id and f.location_id is not distinct from k.location_id
    order by o.name, l.name nulls first`.execute(tx)
  return rows.map((row) => ({
    offerId: row.offer_id,
    offerName: row.offer_name,
    locationId: row.location_id,
    locationName: row.location_name,
    stock: Number(row.stock),
    usedByDay: row.used_by_day ?? [],
  }))
}

/** What a tenant owes to those who hold its vouchers, by batch and by who bought them. */
export interface LiabilityRow {
  readonly batchId: string
  readonly number: string
  readonly offerName: string
  readonly accountId: string | null
  readonly accountName: string | null
  readonly state: 'distributed' | 'sold'
  readonly count: number
  /** Paid and not used yet, without tax: a liability. */
  readonly paid: Money
  /** Not paid yet: what agents will owe once it is used. */
  readonly owed: Money
  readonly redeemUntil: Temporal.PlainDate | null
}

export async function readLiability(tx: Tx): Promise<LiabilityRow[]> {
  const { rows } = await sql<{
    batch_id: string
    number: string
    offer_name: string
    account_id: string | null
    account_name: string | null
    state: 'distributed' | 'sold'
    count: bigint
    paid: bigint
    owed: bigint
    currency: string
    redeem_until: string | null
  }>`
    select b.id as batch_id, b.number, o.name as offer_name, v.agent_account_id as account_id, c.name as account_name, v.state, count(*) as count,
      sum(v.paid_minor)::bigint as paid, sum(v.owed_minor)::bigint as owed, b.currency, b.redeem_until
    from voucher v join voucher_batch b on b.tenant_id = v.tenant_id and b.id = v.batch_id
      join offer o on o.tenant_id = b.tenant_id and o.id = b.offer_id
      left join account a on a.tenant_id = v.tenant_id and a.id = v.agent_account_id
      left join customer c on c.tenant_id = a.tenant_id and c.id = a.customer_id
    where v.tenant_id = current_tenant() and v.state in ('distributed', 'sold')
    group by b.id, b.number, o.name, v.agent_account_id, c.name, v.state, b.currency, b.redeem_until
    order by b.number, c.name nulls first, v.state`.execute(tx)
  return rows.map((row) => ({
    batchId: row.batch_id,
    number: row.number,
    offerName: row.offer_name,
    accountId: row.account_id,
    accountName: row.account_name,
    state: row.state,
    count: Number(row.count),
    paid: money(row.paid, row.currency),
    owed: money(row.owed, row.currency),
    redeemUntil: row.redeem_until === null ? null : Temporal.PlainDate.from(row.redeem_until),
  }))
}

/** How many vouchers of a batch are in each state, and how they were used by day. */
export async function readStanding(tx: Tx, batchId: string): Promise<{ state: string; count: number }[]> {
  const { rows } = await sql<{ state: string; count: bigint }>`
    select state, count(*) as count from voucher where tenant_id = current_tenant() and batch_id = ${batchId} group by state`.execute(tx)
  return rows.map((row) => ({ state: row.state, count: Number(row.count) }))
}
