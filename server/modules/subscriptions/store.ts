import type { RawBuilder } from 'kysely'
import { sql, type Tx } from '#kernel/db.ts'
import { type BlockReason, liveStates, type State, type Subscription } from './subscription.ts'

interface SubscriptionRow {
  id: string
  tenant_id: string
  number: string
  customer_id: string
  account_id: string
  offer_id: string
  offer_version_id: string
  location_id: string | null
  state: State
  block_reasons: BlockReason[]
  started_on: string | null
  trial_until: string | null
  bill_day: number
  billed_until: string | null
  ends_on: string | null
  ends_at: Temporal.Instant | null
  activated_at: Temporal.Instant | null
  paused_at: Temporal.Instant | null
  resume_on: string | null
  ended_at: Temporal.Instant | null
  prepaid_until: string | null
  auto_renew: boolean
  revision: number
  version: number
  created_at: Temporal.Instant
}

const dateOf = (text: string | null) => (text === null ? null : Temporal.PlainDate.from(text))

const toSubscription = (row: SubscriptionRow): Subscription => ({
  id: row.id,
  tenantId: row.tenant_id,
  number: row.number,
  customerId: row.customer_id,
  accountId: row.account_id,
  offerId: row.offer_id,
  offerVersionId: row.offer_version_id,
  locationId: row.location_id,
  state: row.state,
  blockReasons: row.block_reasons,
  startedOn: dateOf(row.started_on),
  trialUntil: dateOf(row.trial_until),
  billDay: row.bill_day,
  billedUntil: dateOf(row.billed_until),
  endsOn: dateOf(row.ends_on),
  endsAt: row.ends_at,
  activatedAt: row.activated_at,
  pausedAt: row.paused_at,
  resumeOn: dateOf(row.resume_on),
  endedAt: row.ended_at,
  prepaidUntil: dateOf(row.prepaid_until),
  autoRenew: row.auto_renew,
  revision: row.revision,
  version: row.version,
  createdAt: row.created_at,
})

export interface NewSubscription {
  readonly customerId: string
  readonly accountId: string
  readonly offerId: string
  readonly offerVersionId: string
  readonly locationId: string | null
  readonly startOn: Temporal.PlainDate
  readonly billDay: number
}

const numberDigits = 6 // S-000041

/** @returns ids in the order given */
export async function insertSubscriptions(tx: Tx, subscriptions: readonly NewSubscription[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with series as (select take_numbers('subscription', ${subscriptions.length}) as first)
    insert into subscription (number, customer_id, account_id, offer_id, offer_version_id, location_id, started_on, billed_until, bill_day)
    select 'S-' || lpad((s.first + n.ord - 1)::text, ${numberDigits}, '0'), n.customer_id, n.account_id, n.offer_id, n.offer_version_id, n.location_id, n.start_on, n.start_on, n.bill_day
    from series s, unnest(${subscriptions.map((s) => s.customerId)}::uuid[], ${subscriptions.map((s) => s.accountId)}::uuid[], ${subscriptions.map((s) => s.offerId)}::uuid[],
      ${subscriptions.map((s) => s.offerVersionId)}::uuid[], ${subscriptions.map((s) => s.locationId)}::uuid[], ${subscriptions.map((s) => s.startOn)}::date[],
      ${subscriptions.map((s) => s.billDay)}::int[]) with ordinality as n (customer_id, account_id, offer_id, offer_version_id, location_id, start_on, bill_day, ord)
    order by n.ord returning id`.execute(tx)
  return rows.map((row) => row.id)
}

export async function readSubscriptions(tx: Tx, ids: readonly string[]): Promise<Subscription[]> {
  const { rows } = await sql<SubscriptionRow>`
    select s.*, array(select b.reason from subscription_block b where b.tenant_id = s.tenant_id and b.subscription_id = s.id and b.lifted_at is null
      order by array_position(array['unpaid', 'arrears', 'expired', 'quota', 'abuse', 'admin', 'lost-device'], b.reason)) as block_reasons
    from subscription s where s.id = any (${ids}::uuid[]) order by s.id`.execute(tx)
  return rows.map(toSubscription)
}

/**
 * Locks subscriptions in the order of their ids, so that no two batches wait for each other, then reads them with their blocks:
 * a second statement, because the first cannot see blocks that were committed while it waited.
 */
export async function lockSubscriptions(tx: Tx, ids: readonly string[]): Promise<Subscription[]> {
  await sql`select from subscription where id = any (${ids}::uuid[]) order by id for update`.execute(tx)
  return readSubscriptions(tx, ids)
}

/** Writes back what moves in a subscription. */
export async function updateSubscriptions(tx: Tx, subscriptions: readonly Subscription[]): Promise<void> {
  await sql`
    update subscription s set state = n.state, customer_id = n.customer_id, account_id = n.account_id, offer_id = n.offer_id, offer_version_id = n.offer_version_id,
      started_on = n.started_on, trial_until = n.trial_until, bill_day = n.bill_day, billed_until = n.billed_until, ends_on = n.ends_on, ends_at = n.ends_at, activated_at = n.activated_at,
      paused_at = n.paused_at, resume_on = n.resume_on, ended_at = n.ended_at, auto_renew = n.auto_renew, revision = n.revision, version = s.version + 1
    from unnest(${subscriptions.map((s) => s.tenantId)}::uuid[], ${subscriptions.map((s) => s.id)}::uuid[], ${subscriptions.map((s) => s.state)}::text[],
      ${subscriptions.map((s) => s.customerId)}::uuid[], ${subscriptions.map((s) => s.accountId)}::uuid[], ${subscriptions.map((s) => s.offerId)}::uuid[],
      ${subscriptions.map((s) => s.offerVersionId)}::uuid[], ${subscriptions.map((s) => s.autoRenew)}::bool[], ${subscriptions.map((s) => s.revision)}::int[],
      ${subscriptions.map((s) => s.trialUntil)}::date[], ${subscriptions.map((s) => s.resumeOn)}::date[], ${subscriptions.map((s) => s.billDay)}::int[], ${subscriptions.map((s) => s.startedOn)}::date[], ${subscriptions.map((s) => s.billedUntil)}::date[], ${subscriptions.map((s) => s.endsOn)}::date[], ${subscriptions.map((s) => s.endsAt)}::timestamptz[],
      ${subscriptions.map((s) => s.activatedAt)}::timestamptz[], ${subscriptions.map((s) => s.pausedAt)}::timestamptz[], ${subscriptions.map((s) => s.endedAt)}::timestamptz[])
      as n (tenant_id, id, state, customer_id, account_id, offer_id, offer_version_id, auto_renew, revision, trial_until, resume_on, bill_day, started_on, billed_until, ends_on, ends_at, activated_at, paused_at, ended_at)
    where s.tenant_id = n.tenant_id and s.id = n.id`.execute(tx)
}

/** Nothing of prepaid subscriptions is paid for when service begins: what they may be billed up to is where their bills begin. */
export async function beginPrepaid(tx: Tx, ids: readonly string[]): Promise<void> {
  await sql`update subscription set prepaid_until = billed_until where id = any (${ids}::uuid[])`.execute(tx)
}

/** Moves the day up to which prepaid service is paid for. @param from behind a gap that is never billed; null: there is none */
export async function updatePrepaid(
  tx: Tx,
  { id, from, until, billDay }: { id: string; from: Temporal.PlainDate | null; until: Temporal.PlainDate; billDay: number },
): Promise<void> {
  await sql`
    update subscription set prepaid_until = ${until}, billed_until = greatest(billed_until, ${from}::date), bill_day = ${billDay}, version = version + 1
    where id = ${id}`.execute(tx)
  if (from)
    await sql`
      update subscription_item set billed_until = greatest(billed_until, ${from}::date) where subscription_id = ${id} and (to_on is null or to_on > ${from}::date)`.execute(
      tx,
    )
}

export async function insertBlocks(tx: Tx, subscriptions: readonly Subscription[], reason: BlockReason, note: string): Promise<void> {
  await sql`
    insert into subscription_block (tenant_id, subscription_id, reason, note)
    select tenant_id, subscription_id, ${reason}, ${note}
    from unnest(${subscriptions.map((s) => s.tenantId)}::uuid[], ${subscriptions.map((s) => s.id)}::uuid[]) as n (tenant_id, subscription_id)`.execute(
    tx,
  )
}

/** @param reasons those to lift; others stay in force */
export async function liftBlocks(tx: Tx, subscriptions: readonly Subscription[], reasons: readonly BlockReason[]): Promise<void> {
  await sql`
    update subscription_block set lifted_at = app_now(), lifted_by = app_actor()
    where subscription_id = any (${subscriptions.map((s) => s.id)}::uuid[]) and reason = any (${reasons}) and lifted_at is null`.execute(tx)
}

export interface Block {
  readonly reason: BlockReason
  readonly note: string
  readonly since: Temporal.Instant
  readonly actor: string
  readonly liftedAt: Temporal.Instant | null
  readonly liftedBy: string | null
}

/** Blocks of a subscription, those in force first, then the latest. */
export async function readBlocks(tx: Tx, subscriptionId: string, max: number): Promise<Block[]> {
  const { rows } = await sql<Block>`
    select reason, note, since, actor, lifted_at as "liftedAt", lifted_by as "liftedBy" from subscription_block where subscription_id = ${subscriptionId}
    order by lifted_at is not null, since desc, id desc limit ${max}`.execute(tx)
  return rows
}

/** Ids of subscriptions whose last day, or last moment, is over in their tenant's zone. */
export async function findOver(tx: Tx, now: Temporal.Instant, max: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select s.id from subscription s join tenant t on t.id = s.tenant_id
    where s.state = any (${liveStates}) and s.ends_on <= (${now}::timestamptz at time zone t.time_zone)::date
    union select s.id from subscription s where s.state = any (${liveStates}) and s.ends_at <= ${now}
    order by id limit ${max}`.execute(tx)
  return rows.map((row) => row.id)
}

/** Paused subscriptions whose pause is over in their tenant's zone. */
export async function findPausesOver(tx: Tx, now: Temporal.Instant, max: number): Promise<{ tenantId: string; id: string }[]> {
  const { rows } = await sql<{ tenant_id: string; id: string }>`
    select s.tenant_id, s.id from subscription s join tenant t on t.id = s.tenant_id
    where s.state = 'paused' and s.resume_on <= (${now}::timestamptz at time zone t.time_zone)::date order by s.tenant_id, s.id limit ${max}`.execute(
    tx,
  )
  return rows.map((row) => ({ tenantId: row.tenant_id, id: row.id }))
}

/** How many subscriptions each customer has in force or about to begin; none where absent. */
export async function countInForce(tx: Tx, customerIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ customer_id: string; count: bigint }>`
    select customer_id, count(*) from subscription where customer_id = any (${customerIds}::uuid[]) and state not in ('cancelled', 'ended') group by customer_id`.execute(
    tx,
  )
  return new Map(rows.map((row) => [row.customer_id, Number(row.count)]))
}

/** Moves the first unbilled day forward; never back, so a repeated call changes nothing. @param billed selects subscription_id, until */
export async function updateBilledUntil(tx: Tx, billed: RawBuilder<unknown>): Promise<void> {
  await sql`
    update subscription s set billed_until = n.until from (${billed}) n
    where s.tenant_id = (select current_tenant()) and s.id = n.subscription_id and s.billed_until < n.until`.execute(tx)
}

/** Moves the first unbilled day back, of the items too, and counts a revision, so that days that were billed can be billed anew. */
export async function updateCredited(
  tx: Tx,
  credited: readonly { readonly id: string; readonly from: Temporal.PlainDate }[],
): Promise<void> {
  const rows = sql`unnest(${credited.map((c) => c.id)}::uuid[], ${credited.map((c) => c.from)}::date[]) as n (id, from_on)`
  await sql`
    update subscription s set billed_until = greatest(least(s.billed_until, n.from_on), coalesce(s.trial_until, s.started_on)), revision = s.revision + 1
    from ${rows} where s.id = n.id`.execute(tx)
  await sql`
    update subscription_item i set billed_until = greatest(least(i.billed_until, n.from_on), i.from_on) from ${rows} where i.subscription_id = n.id`.execute(
    tx,
  )
}

/** Add-ons are not billed for days of a pause either; those that were added during it begin now. */
export async function resumeItems(tx: Tx, subscriptionId: string, today: Temporal.PlainDate): Promise<void> {
  await sql`
    update subscription_item set billed_until = ${today}::date,
      from_on = case when from_on = billed_until and (to_on is null or to_on > ${today}::date) then ${today}::date else from_on end
    where subscription_id = ${subscriptionId} and billed_until < ${today}::date`.execute(tx)
}

/** Remembers that use before a day is settled: on a bill, or free. */
export async function updateUsedUntil(tx: Tx, id: string, until: Temporal.PlainDate): Promise<void> {
  await sql`update subscription set used_until = greatest(used_until, ${until}::date) where id = ${id}`.execute(tx)
}

/** Moves the first unbilled day of items forward, as a query (item_id, until) tells; never back. */
export async function updateItemsBilledUntil(tx: Tx, billed: RawBuilder<unknown>): Promise<void> {
  await sql`
    update subscription_item i set billed_until = n.until from (${billed}) n where i.id = n.item_id and i.billed_until < n.until`.execute(
    tx,
  )
}
