import { sql, type Tx } from '#kernel/db.ts'
import { type Money, money } from '#kernel/money.ts'
import type { Renewal, RenewalState } from './renewal.ts'

interface RenewalRow {
  id: string
  subscription_id: string
  due_on: string
  state: RenewalState
  attempts: number
  next_try_on: string | null
  problem: string | null
  renewed_until: string | null
}

const dayOrNull = (text: string | null) => (text === null ? null : Temporal.PlainDate.from(text))

const toRenewal = (row: RenewalRow): Renewal => ({
  id: row.id,
  subscriptionId: row.subscription_id,
  dueOn: Temporal.PlainDate.from(row.due_on),
  state: row.state,
  attempts: row.attempts,
  nextTryOn: dayOrNull(row.next_try_on),
  problem: row.problem,
  renewedUntil: dayOrNull(row.renewed_until),
})

/** Runs what is tried, and takes all of it back unless it says that it may stay. */
export async function tryOut<T extends { readonly stays: boolean }>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await sql`savepoint try_out`.execute(tx)
  const done = await work()
  await (done.stays ? sql`release savepoint try_out` : sql`rollback to savepoint try_out`).execute(tx)
  return done
}

/** The row of a day, made where it is missing. The caller holds the lock of the account. @returns undefined where it was there */
export async function insertRenewal(tx: Tx, subscriptionId: string, dueOn: Temporal.PlainDate): Promise<Renewal | undefined> {
  const { rows } = await sql<RenewalRow>`
    insert into renewal (subscription_id, due_on, state) values (${subscriptionId}, ${dueOn}, 'announced')
    on conflict (tenant_id, subscription_id, due_on) do nothing returning *`.execute(tx)
  return rows[0] && toRenewal(rows[0])
}

export async function readRenewal(tx: Tx, subscriptionId: string, dueOn: Temporal.PlainDate): Promise<Renewal | undefined> {
  const { rows } = await sql<RenewalRow>`select * from renewal where subscription_id = ${subscriptionId} and due_on = ${dueOn}`.execute(tx)
  return rows[0] && toRenewal(rows[0])
}

/** The latest first. */
export async function readRenewals(tx: Tx, subscriptionId: string, max: number): Promise<Renewal[]> {
  const { rows } = await sql<RenewalRow>`
    select * from renewal where subscription_id = ${subscriptionId} order by due_on desc limit ${max}`.execute(tx)
  return rows.map(toRenewal)
}

/** The renewal that waits for a charge. */
export async function findByCharge(tx: Tx, checkoutId: string): Promise<Renewal | undefined> {
  const { rows } = await sql<RenewalRow>`select * from renewal where checkout_id = ${checkoutId} and state = 'charging'`.execute(tx)
  return rows[0] && toRenewal(rows[0])
}

export type Move =
  | { readonly state: 'charging'; readonly checkoutId: string }
  | { readonly state: 'failed'; readonly nextTryOn: Temporal.PlainDate; readonly problem: string }
  | { readonly state: 'lapsed'; readonly problem: string | null }
  | { readonly state: 'renewed'; readonly until: Temporal.PlainDate }

export async function moveRenewal(tx: Tx, id: string, move: Move): Promise<void> {
  await sql`
    update renewal set state = ${move.state}, checkout_id = coalesce(${move.state === 'charging' ? move.checkoutId : null}, checkout_id),
      attempts = attempts + ${move.state === 'charging' ? 1 : 0}, next_try_on = ${move.state === 'failed' ? move.nextTryOn : null},
      problem = ${'problem' in move ? move.problem : null}, renewed_until = ${move.state === 'renewed' ? move.until : null},
      version = version + 1, updated_at = app_now()
    where id = ${id}`.execute(tx)
}

/** What no invoice of an account has needed: of its payments and credit notes. */
export async function creditOf(tx: Tx, accountId: string): Promise<Money> {
  const { rows } = await sql<{ minor: bigint; currency: string }>`
    select a.currency, (select coalesce(sum(unallocated_minor), 0) from payment where account_id = a.id)::bigint
      + (select coalesce(sum(unallocated_minor), 0) from credit_note where account_id = a.id)::bigint as minor
    from account a where a.id = ${accountId}`.execute(tx)
  return money(rows[0]!.minor, rows[0]!.currency)
}

/** What an account has open. */
export async function openOf(tx: Tx, accountId: string): Promise<bigint> {
  const { rows } = await sql<{ open: bigint }>`
    select coalesce(sum(total_minor - paid_minor), 0)::bigint as open from invoice where account_id = ${accountId} and state = 'open'`.execute(
    tx,
  )
  return rows[0]!.open
}

/** Days of the retry stages by which an account is dunned. */
export async function retryDays(tx: Tx, accountId: string): Promise<number[]> {
  const { rows } = await sql<{ days: number }>`
    select d.days from dunning_stage d join account a on a.tenant_id = d.tenant_id and a.segment = d.segment
    where a.id = ${accountId} and d.action = 'retry'`.execute(tx)
  return rows.map((row) => row.days)
}

export interface Due {
  readonly tenantId: string
  readonly id: string
}

const prepaid = sql`
  subscription s join tenant t on t.id = s.tenant_id
  left join renewal r on r.tenant_id = s.tenant_id and r.subscription_id = s.id and r.due_on = s.prepaid_until`
const inService = sql`s.prepaid_until is not null and s.state in ('active', 'suspended') and s.paused_at is null and (s.ends_on is null or s.ends_on > s.prepaid_until)`
const today = (now: Temporal.Instant) => sql`(${now}::timestamptz at time zone t.time_zone)::date`

/** Prepaid subscriptions whose day has come, and that wait neither for a charge nor for money. */
export async function findDue(tx: Tx, now: Temporal.Instant, max: number): Promise<Due[]> {
  const { rows } = await sql<Due>`
    select s.tenant_id as "tenantId", s.id from ${prepaid}
    where ${inService} and s.prepaid_until <= ${today(now)} and (r.state is null or r.state = 'announced' or r.next_try_on <= ${today(now)})
    order by s.tenant_id, s.id limit ${max}`.execute(tx)
  return rows
}

/** Those whose day comes within so many days, and whose customers were not told. */
export async function findToAnnounce(tx: Tx, now: Temporal.Instant, days: number, max: number): Promise<Due[]> {
  const { rows } = await sql<Due>`
    select s.tenant_id as "tenantId", s.id from ${prepaid}
    where ${inService} and s.prepaid_until > ${today(now)} and s.prepaid_until <= ${today(now)} + ${days}::int and r.id is null
      and s.prepaid_until > s.started_on
    order by s.tenant_id, s.id limit ${max}`.execute(tx)
  return rows
}

/** Expired for so long that the dunning of their account ends service. */
export async function findToEnd(tx: Tx, now: Temporal.Instant, max: number): Promise<Due[]> {
  const { rows } = await sql<Due>`
    select s.tenant_id as "tenantId", s.id from ${prepaid}
    join account o on o.tenant_id = s.tenant_id and o.id = s.account_id
    join account a on a.tenant_id = o.tenant_id and a.id = coalesce(o.billed_to_id, o.id)
    where ${inService} and r.state in ('failed', 'lapsed') and exists (
      select from dunning_stage d where d.tenant_id = a.tenant_id and d.segment = a.segment and d.action = 'terminate' and s.prepaid_until + d.days <= ${today(now)})
    order by s.tenant_id, s.id limit ${max}`.execute(tx)
  return rows
}

/** Prepaid subscriptions that accounts pay for, and whose day has come. */
export async function findDueOf(tx: Tx, accountIds: readonly string[], now: Temporal.Instant): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select s.id from ${prepaid} join account o on o.tenant_id = s.tenant_id and o.id = s.account_id
    where coalesce(o.billed_to_id, o.id) = any (${accountIds}::uuid[]) and ${inService} and s.prepaid_until <= ${today(now)}
    order by s.prepaid_until, s.id`.execute(tx)
  return rows.map((row) => row.id)
}
