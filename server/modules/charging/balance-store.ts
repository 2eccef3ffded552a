import { sql, type Tx } from '#kernel/db.ts'
import { type Currency } from '#kernel/money.ts'
import type { Source } from './lot.ts'
import type { BalanceLot, BalanceUnit, Draw, Rollover } from './rating/balance.ts'
import type { Reservation, ReservationState } from './rating/charge-session.ts'

/** A lot as it is kept: with whose it is and who else may draw on it. */
export interface StoredLot extends BalanceLot {
  readonly accountId: string
  readonly subscriptionId: string
  readonly members: readonly string[] // subscriptions that share it through its pool
  readonly poolId: string | null
  readonly currency: Currency | null // of money
  readonly source: Source
  readonly rollover: Rollover | null
}

interface LotRow {
  id: string
  account_id: string
  subscription_id: string
  pool_id: string | null
  members: string[]
  unit: BalanceUnit
  currency: Currency | null
  source: Source
  priority: number
  step: bigint
  is_blocking: boolean
  granted: bigint
  available: bigint
  reserved: bigint
  debited: bigint
  expired: bigint
  valid_from: Temporal.Instant
  valid_to: Temporal.Instant | null
  rollover_max: bigint | null
  rollover_days: number | null
  created_at: Temporal.Instant
}

const lotColumns =
  sql.raw(`l.id, l.account_id, l.subscription_id, l.pool_id, l.unit, l.currency, l.source, l.priority, l.step, l.is_blocking,
  l.granted, l.available, l.reserved, l.debited, l.expired, l.valid_from, l.valid_to, l.rollover_max, l.rollover_days, l.created_at,
  case when l.pool_id is null then '{}' else array(select m.subscription_id::text from balance_pool_member m where m.tenant_id = l.tenant_id and m.pool_id = l.pool_id) end as members`)

const toLot = (row: LotRow): StoredLot => ({
  id: row.id,
  accountId: row.account_id,
  subscriptionId: row.subscription_id,
  poolId: row.pool_id,
  members: row.members,
  unit: row.unit,
  currency: row.currency,
  source: row.source,
  priority: row.priority,
  step: row.step,
  isBlocking: row.is_blocking,
  granted: row.granted,
  available: row.available,
  reserved: row.reserved,
  debited: row.debited,
  expired: row.expired,
  validFrom: row.valid_from,
  validTo: row.valid_to,
  rollover: row.rollover_max === null ? null : { max: row.rollover_max, days: row.rollover_days! },
  createdAt: row.created_at,
})

/** Locks what subscriptions may draw on, their own lots and those of their pools, in the order of ids, so that callers never deadlock. */
export async function lockLots(tx: Tx, subscriptionIds: readonly string[]): Promise<StoredLot[]> {
  const { rows } = await sql<LotRow>`
    select ${lotColumns} from balance_lot l
    where l.tenant_id = current_tenant() and l.ended_at is null and (l.subscription_id = any (${subscriptionIds}::uuid[]) or l.pool_id = any (array(
      select m.pool_id from balance_pool_member m where m.tenant_id = current_tenant() and m.subscription_id = any (${subscriptionIds}::uuid[]))))
    order by l.id for no key update of l`.execute(tx)
  return rows.map(toLot)
}

export async function lockLotsById(tx: Tx, ids: readonly string[]): Promise<StoredLot[]> {
  const { rows } = await sql<LotRow>`
    select ${lotColumns} from balance_lot l where l.tenant_id = current_tenant() and l.id = any (${ids}::uuid[]) order by l.id for no key update of l`.execute(
    tx,
  )
  return rows.map(toLot)
}

/** Locks lots whose validity is over and that have something left, or nothing more to come: a debt stays until it is paid. */
export async function lockLotsOver(tx: Tx, now: Temporal.Instant, max: number): Promise<StoredLot[]> {
  const { rows } = await sql<LotRow>`
    select ${lotColumns} from balance_lot l
    where l.tenant_id = current_tenant() and l.ended_at is null and l.valid_to <= ${now} and ((l.reserved = 0 and l.available = 0) or l.available > 0)
    order by l.id limit ${max} for no key update of l`.execute(tx)
  return rows.map(toLot)
}

/** What a subscription may draw on, without locking it. */
export async function readBalanceLots(tx: Tx, subscriptionId: string): Promise<StoredLot[]> {
  const { rows } = await sql<LotRow>`
    select ${lotColumns} from balance_lot l
    where l.tenant_id = current_tenant() and (l.subscription_id = ${subscriptionId} or l.pool_id = any (array(
      select m.pool_id from balance_pool_member m where m.tenant_id = current_tenant() and m.subscription_id = ${subscriptionId})))
    order by l.created_at, l.id`.execute(tx)
  return rows.map(toLot)
}

export type NewBalanceLot = Pick<
  StoredLot,
  | 'accountId'
  | 'subscriptionId'
  | 'poolId'
  | 'unit'
  | 'currency'
  | 'source'
  | 'priority'
  | 'step'
  | 'isBlocking'
  | 'validFrom'
  | 'validTo'
  | 'rollover'
> & { readonly granted: bigint; readonly available: bigint; readonly debited: bigint }

/** One statement for any number of lots. @returns their ids, in the order given */
export async function insertBalanceLots(tx: Tx, lots: readonly NewBalanceLot[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    insert into balance_lot (account_id, subscription_id, pool_id, unit, currency, source, priority, step, is_blocking, granted, available, debited,
      valid_from, valid_to, rollover_max, rollover_days, created_at)
    select u.*, u.valid_from from unnest(${lots.map((l) => l.accountId)}::uuid[], ${lots.map((l) => l.subscriptionId)}::uuid[], ${lots.map((l) => l.poolId)}::uuid[],
      ${lots.map((l) => l.unit)}::text[], ${lots.map((l) => l.currency)}::text[], ${lots.map((l) => l.source)}::text[], ${lots.map((l) => l.priority)}::int[],
      ${lots.map((l) => l.step)}::bigint[], ${lots.map((l) => l.isBlocking)}::boolean[], ${lots.map((l) => l.granted)}::bigint[],
      ${lots.map((l) => l.available)}::bigint[], ${lots.map((l) => l.debited)}::bigint[], ${lots.map((l) => l.validFrom)}::timestamptz[],
      ${lots.map((l) => l.validTo)}::timestamptz[], ${lots.map((l) => l.rollover?.max ?? null)}::bigint[], ${lots.map((l) => l.rollover?.days ?? null)}::int[])
      as u (account_id, subscription_id, pool_id, unit, currency, source, priority, step, is_blocking, granted, available, debited, valid_from, valid_to, rollover_max, rollover_days)
    returning id`.execute(tx)
  return rows.map((row) => row.id)
}

type ChangedLot = BalanceLot & { readonly endedAt?: Temporal.Instant | null }

const amountsUpdate = (lots: readonly ChangedLot[]) => sql`
  update balance_lot l set available = n.available, reserved = n.reserved, debited = n.debited, expired = n.expired, valid_to = n.valid_to, ended_at = n.ended_at
  from unnest(${lots.map((l) => l.id)}::uuid[], ${lots.map((l) => l.available)}::bigint[], ${lots.map((l) => l.reserved)}::bigint[],
    ${lots.map((l) => l.debited)}::bigint[], ${lots.map((l) => l.expired)}::bigint[], ${lots.map((l) => l.validTo)}::timestamptz[],
    ${lots.map((l) => l.endedAt ?? null)}::timestamptz[]) as n (id, available, reserved, debited, expired, valid_to, ended_at)
  where l.tenant_id = current_tenant() and l.id = n.id`

/** Writes the amounts and the end of validity of lots; `endedAt` of those that are over and held by nobody. */
export async function updateAmounts(tx: Tx, lots: readonly ChangedLot[]): Promise<void> {
  if (lots.length > 0) await amountsUpdate(lots).execute(tx)
}

/** A rating group of a session, as it is kept. */
export interface StoredReservation extends Reservation {
  readonly sessionKey: string
  readonly ratingGroup: number
  readonly subscriptionId: string
  readonly expiresAt: Temporal.Instant
}

interface ReservationRow {
  session_key: string
  rating_group: number
  subscription_id: string
  state: ReservationState
  used: bigint
  paid_ahead: bigint
  unpaid: bigint
  holds: { lotId: string; steps: string; units: string; amount: string }[]
  expires_at: Temporal.Instant
}

const toReservation = (row: ReservationRow): StoredReservation => ({
  sessionKey: row.session_key,
  ratingGroup: row.rating_group,
  subscriptionId: row.subscription_id,
  state: row.state,
  used: row.used,
  paidAhead: row.paid_ahead,
  unpaid: row.unpaid,
  holds: row.holds.map(toDraw),
  expiresAt: row.expires_at,
})

const toDraw = (text: ReservationRow['holds'][number]): Draw => ({
  lotId: text.lotId,
  steps: BigInt(text.steps),
  units: BigInt(text.units),
  amount: BigInt(text.amount),
})

const reservationColumns = sql.raw(
  'r.session_key, r.rating_group, r.subscription_id, r.state, r.used, r.paid_ahead, r.unpaid, r.holds, r.expires_at',
)

/** Locks the rating groups of sessions. Their lots are locked before, always. */
export async function lockReservations(tx: Tx, sessionKeys: readonly string[]): Promise<StoredReservation[]> {
  const { rows } = await sql<ReservationRow>`
    select ${reservationColumns} from charging_reservation r where r.tenant_id = current_tenant() and r.session_key = any (${sessionKeys}::text[])
    order by r.session_key, r.rating_group for no key update`.execute(tx)
  return rows.map(toReservation)
}

/** Sessions that were not heard for too long; nothing is locked. */
export async function findUnheard(tx: Tx, now: Temporal.Instant, max: number): Promise<{ sessionKey: string; subscriptionId: string }[]> {
  const { rows } = await sql<{ sessionKey: string; subscriptionId: string }>`
    select distinct session_key as "sessionKey", subscription_id as "subscriptionId" from charging_reservation
    where tenant_id = current_tenant() and state = 'open' and expires_at <= ${now} limit ${max}`.execute(tx)
  return rows
}

const reservationsUpsert = (reservations: readonly StoredReservation[], now: Temporal.Instant) => sql`
  insert into charging_reservation as r (session_key, rating_group, subscription_id, state, used, paid_ahead, unpaid, holds, expires_at, started_at, updated_at)
  select u.*, ${now}::timestamptz, ${now}::timestamptz from unnest(${reservations.map((r) => r.sessionKey)}::text[], ${reservations.map((r) => r.ratingGroup)}::int[],
    ${reservations.map((r) => r.subscriptionId)}::uuid[], ${reservations.map((r) => r.state)}::text[], ${reservations.map((r) => r.used)}::bigint[],
    ${reservations.map((r) => r.paidAhead)}::bigint[], ${reservations.map((r) => r.unpaid)}::bigint[],
    ${reservations.map((r) => drawsText(r.holds))}::jsonb[], ${reservations.map((r) => r.expiresAt)}::timestamptz[]) u
  on conflict (tenant_id, session_key, rating_group) do update set state = excluded.state, used = excluded.used, paid_ahead = excluded.paid_ahead,
    unpaid = excluded.unpaid, holds = excluded.holds, expires_at = excluded.expires_at, updated_at = excluded.updated_at`

/** Adds rating groups or writes what they became. */
export async function storeReservations(tx: Tx, reservations: readonly StoredReservation[], now: Temporal.Instant): Promise<void> {
  if (reservations.length > 0) await reservationsUpsert(reservations, now).execute(tx)
}

/** Bigints as text, so that none is read back as a float. */
const drawsText = (draws: readonly Draw[]) =>
  JSON.stringify(draws.map(({ lotId, steps, units, amount }) => ({ lotId, steps: `${steps}`, units: `${units}`, amount: `${amount}` })))

export interface RequestKey {
  readonly sessionKey: string
  readonly number: number
}

/**
 * Answers that were given to requests, as JSON and in no order, and the tenant's zone. By key, one look-up each, whatever the planner
 * believes of the table's size.
 */
export async function readAnswers(tx: Tx, keys: readonly RequestKey[]) {
  const { rows } = await sql<RequestKey & { timeZone: string; answer: unknown }>`
    select t.time_zone as "timeZone", k.session_key as "sessionKey", k.number, q.answer
    from tenant t cross join unnest(${keys.map((key) => key.sessionKey)}::text[], ${keys.map((key) => key.number)}::int[]) k (session_key, number)
    left join lateral (
      select answer from charging_request where tenant_id = current_tenant() and session_key = k.session_key and number = k.number limit 1) q on true
    where t.id = current_tenant()`.execute(tx)
  return { timeZone: rows[0]?.timeZone ?? 'UTC', answers: rows.filter((row) => row.answer !== null) }
}

export interface ChargedBook {
  readonly lots: readonly BalanceLot[]
  readonly reservations: readonly StoredReservation[]
  readonly answers: readonly (RequestKey & { readonly subscriptionId: string; readonly answer: string })[]
  readonly entryId: string | null // of the ledger
}

/** Writes what requests made of lots and sessions, and their answers, by one statement; an answer that is there already fails it. */
export async function storeCharged(tx: Tx, { lots, reservations, answers, entryId }: ChargedBook, now: Temporal.Instant): Promise<void> {
  await sql`
    with changed as (${amountsUpdate(lots)}), session as (${reservationsUpsert(reservations, now)})
    insert into charging_request (session_key, number, subscription_id, answer, entry_id, at)
    select u.*, ${entryId}::uuid, ${now}::timestamptz from unnest(${answers.map((a) => a.sessionKey)}::text[], ${answers.map((a) => a.number)}::int[],
      ${answers.map((a) => a.subscriptionId)}::uuid[], ${answers.map((a) => a.answer)}::jsonb[]) u`.execute(tx)
}

export async function insertPoolMembers(tx: Tx, poolId: string, subscriptionIds: readonly string[]): Promise<void> {
  await sql`insert into balance_pool_member (pool_id, subscription_id) select ${poolId}, unnest(${subscriptionIds}::uuid[]) on conflict do nothing`.execute(
    tx,
  )
}

/** A rating group of a session that holds something. */
export interface Held {
  readonly sessionKey: string
  readonly ratingGroup: number
  readonly used: bigint
  readonly startedAt: Temporal.Instant
  readonly expiresAt: Temporal.Instant // unheard until then, it is let go
}

/** What open sessions of a subscription hold, the latest first. */
export async function readHeld(tx: Tx, subscriptionId: string): Promise<Held[]> {
  const { rows } = await sql<Held>`
    select session_key as "sessionKey", rating_group as "ratingGroup", used, started_at as "startedAt", expires_at as "expiresAt" from charging_reservation
    where tenant_id = current_tenant() and subscription_id = ${subscriptionId} and state = 'open' order by started_at desc limit 100`.execute(
    tx,
  )
  return rows
}

/** A movement of the prepaid money of an account. */
export interface BalanceMove {
  readonly entryId: string
  readonly bookedOn: string
  readonly sourceKind: string
  readonly description: string
  readonly amountMinor: bigint // what came in; negative: used or expired
}

/** The latest first. */
export async function readMoves(tx: Tx, accountId: string): Promise<BalanceMove[]> {
  const { rows } = await sql<BalanceMove>`
    select e.id as "entryId", e.booked_on::text as "bookedOn", e.source_kind as "sourceKind", e.description, -p.amount_minor as "amountMinor"
    from posting p join entry e on e.tenant_id = p.tenant_id and e.id = p.entry_id
    where p.account_id = ${accountId} and p.ledger_account_id = any (array(select id from ledger_account where code = 'prepaid-balances'))
    order by e.booked_on desc, e.id desc limit 100`.execute(tx)
  return rows
}
