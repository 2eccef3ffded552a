import { sql, type Tx } from '#kernel/db.ts'
import { type Money, money } from '#kernel/money.ts'
import type { Batch, BatchState, Deed, MovementKind, SerialRange, Voucher, VoucherState } from './voucher.ts'
import { moves } from './voucher.ts'

const seriesName = 'voucher-batch'
const numberDigits = 4

// ---- batches ------------------------------------------------------------------------------------------------------------

interface BatchRow {
  id: string
  number: string
  offer_id: string
  offer_version_id: string
  offer_name: string
  location_id: string | null
  prefix: string
  drawn: number
  voucher_count: number
  made_count: number
  price_minor: bigint
  currency: string
  redeem_until: string | null
  note: string
  state: BatchState
  error: string | null
  version: number
  created_at: Temporal.Instant
}

const toBatch = (row: BatchRow): Batch => ({
  id: row.id,
  number: row.number,
  offerId: row.offer_id,
  offerVersionId: row.offer_version_id,
  offerName: row.offer_name,
  locationId: row.location_id,
  prefix: row.prefix,
  drawn: row.drawn,
  count: row.voucher_count,
  madeCount: row.made_count,
  price: money(row.price_minor, row.currency),
  redeemUntil: row.redeem_until === null ? null : Temporal.PlainDate.from(row.redeem_until),
  note: row.note,
  state: row.state,
  error: row.error,
  version: row.version,
  createdAt: row.created_at,
})

const batchWith = sql`select b.*, o.name as offer_name from voucher_batch b join offer o on o.tenant_id = b.tenant_id and o.id = b.offer_id`

export type NewBatch = Pick<
  Batch,
  'offerId' | 'offerVersionId' | 'locationId' | 'prefix' | 'drawn' | 'count' | 'price' | 'redeemUntil' | 'note'
>

export async function insertBatch(tx: Tx, batch: NewBatch): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into voucher_batch (number, offer_id, offer_version_id, location_id, prefix, drawn, voucher_count, price_minor, currency, redeem_until, note)
    values ('VB-' || lpad(take_numbers(${seriesName}, 1)::text, ${numberDigits}, '0'), ${batch.offerId}, ${batch.offerVersionId}, ${batch.locationId}, ${batch.prefix},
      ${batch.drawn}, ${batch.count}, ${batch.price.minor}, ${batch.price.currency}, ${batch.redeemUntil}, ${batch.note})
    returning id`.execute(tx)
  return rows[0]!.id
}

export async function findBatch(tx: Tx, id: string): Promise<Batch | undefined> {
  const { rows } = await sql<BatchRow>`${batchWith} where b.id = ${id}`.execute(tx)
  return rows[0] && toBatch(rows[0])
}

/** Stacks of a batch are moved by one person at a time, while its vouchers are used all along. */
export async function lockBatch(tx: Tx, id: string): Promise<Batch | undefined> {
  const { rows } = await sql<BatchRow>`${batchWith} where b.id = ${id} for no key update of b`.execute(tx)
  return rows[0] && toBatch(rows[0])
}

export async function setBatchState(tx: Tx, id: string, state: BatchState, error: string | null = null): Promise<void> {
  await sql`update voucher_batch set state = ${state}, error = ${error}, version = version + 1 where id = ${id}`.execute(tx)
}

// ---- codes --------------------------------------------------------------------------------------------------------------

export async function readSealedKey(tx: Tx): Promise<string | undefined> {
  const { rows } = await sql<{ key_sealed: string }>`select key_sealed from voucher_key where tenant_id = current_tenant()`.execute(tx)
  return rows[0]?.key_sealed
}

/** Of two that add the first key at once, one is kept: read it again. */
export async function insertSealedKey(tx: Tx, sealed: string): Promise<void> {
  await sql`insert into voucher_key (key_sealed) values (${sealed}) on conflict do nothing`.execute(tx)
}

/** @returns which of the ids were free and are taken now, by their place */
export async function insertVouchers(tx: Tx, batchId: string, firstSerial: number, ids: readonly string[]): Promise<Set<number>> {
  const { rows } = await sql<{ serial: number }>`
    insert into voucher (batch_id, serial, id)
    select ${batchId}, ${firstSerial}::int + n.ord::int - 1, n.id from unnest(${ids}::uuid[]) with ordinality as n (id, ord)
    on conflict (tenant_id, id) do nothing returning serial`.execute(tx)
  return new Set(rows.map((row) => row.serial - firstSerial))
}

export async function insertCodes(tx: Tx, batchId: string, firstSerial: number, sealed: string): Promise<void> {
  await sql`insert into voucher_codes (batch_id, first_serial, codes_sealed) values (${batchId}, ${firstSerial}, ${sealed})`.execute(tx)
}

export async function addMade(tx: Tx, batchId: string, count: number): Promise<void> {
  await sql`update voucher_batch set made_count = made_count + ${count} where id = ${batchId}`.execute(tx)
}

export async function readCodes(
  tx: Tx,
  batchId: string,
  { from, to }: SerialRange,
  perBlock: number,
): Promise<{ firstSerial: number; sealed: string }[]> {
  const { rows } = await sql<{ firstSerial: number; sealed: string }>`
    select first_serial as "firstSerial", codes_sealed as sealed from voucher_codes
    where batch_id = ${batchId} and first_serial > ${from}::int - ${perBlock}::int and first_serial <= ${to} order by first_serial`.execute(
    tx,
  )
  return rows
}

// ---- vouchers -----------------------------------------------------------------------------------------------------------

interface VoucherRow {
  id: string
  batch_id: string
  serial: number
  state: VoucherState
  agent_account_id: string | null
  owed_minor: bigint
  paid_minor: bigint
  subscription_id: string | null
  redeemed_at: Temporal.Instant | null
}

const toVoucher = (row: VoucherRow): Voucher => ({
  id: row.id,
  batchId: row.batch_id,
  serial: row.serial,
  state: row.state,
  agentAccountId: row.agent_account_id,
  owedMinor: row.owed_minor,
  paidMinor: row.paid_minor,
  subscriptionId: row.subscription_id,
  redeemedAt: row.redeemed_at,
})

/** Locks the voucher of a code: of many who redeem it at once, one sees it unused. */
export async function lockVoucher(tx: Tx, id: string): Promise<Voucher | undefined> {
  const { rows } = await sql<VoucherRow>`select * from voucher where tenant_id = current_tenant() and id = ${id}::uuid for update`.execute(
    tx,
  )
  return rows[0] && toVoucher(rows[0])
}

/** A pass of the same terms that a customer has now. */
export async function findRunningPass(
  tx: Tx,
  customerId: string,
  offerVersionId: string,
  now: Temporal.Instant,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from subscription where customer_id = ${customerId} and offer_version_id = ${offerVersionId} and state = 'active' and ends_at > ${now}
    order by ends_at desc limit 1`.execute(tx)
  return rows[0]?.id
}

/** The pass that a used voucher began, while it lasts. */
export async function findPassOf(tx: Tx, voucherId: string, now: Temporal.Instant): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select s.id from voucher v join subscription s on s.tenant_id = v.tenant_id and s.id = v.subscription_id
    where v.tenant_id = current_tenant() and v.id = ${voucherId} and s.state = 'active' and s.ends_at > ${now}`.execute(tx)
  return rows[0]?.id
}

export async function findVoucher(tx: Tx, id: string): Promise<Voucher | undefined> {
  const { rows } = await sql<VoucherRow>`select * from voucher where tenant_id = current_tenant() and id = ${id}::uuid`.execute(tx)
  return rows[0] && toVoucher(rows[0])
}

export async function markRedeemed(tx: Tx, { id }: Voucher, subscriptionId: string, at: Temporal.Instant): Promise<void> {
  await sql`
    update voucher set state = 'redeemed', subscription_id = ${subscriptionId}, redeemed_at = ${at}
    where tenant_id = current_tenant() and id = ${id}`.execute(tx)
}

export interface Moved {
  readonly count: number
  readonly paidMinor: bigint // of all together, as it was before
}

/** What a deed does to the vouchers it moves, beside their state. */
export interface MovePatch {
  readonly agentAccountId: string | null
  /** Each owes so much once it is used. */
  readonly owedMinor?: bigint
  /** Paid for all together, without tax; shared so that it comes to the amount exactly. */
  readonly paidMinor?: bigint
}

/**
 * Moves those vouchers of a range from which the deed may start, in one statement.
 * @param ofAgent only what this agent has, or what nobody has
 */
export async function moveRange(
  tx: Tx,
  batchId: string,
  { from, to }: SerialRange,
  deed: Exclude<Deed, 'redeem'>,
  { agentAccountId, owedMinor = 0n, paidMinor = 0n }: MovePatch,
  ofAgent?: string,
): Promise<Moved> {
  const { rows } = await sql<{ count: bigint; paid: bigint }>`
    with moving as (
      select tenant_id, batch_id, serial, paid_minor, row_number() over (order by serial) as place, count(*) over () as total from voucher
      where tenant_id = current_tenant() and batch_id = ${batchId} and serial between ${from} and ${to} and state = any (${moves[deed].from}::text[])
        ${ofAgent === undefined ? sql`` : sql`and (agent_account_id is null or agent_account_id = ${ofAgent}::uuid)`}),
    moved as (
      update voucher v set state = ${moves[deed].to}, agent_account_id = ${agentAccountId}::uuid, owed_minor = ${owedMinor},
        paid_minor = ${paidMinor}::bigint / m.total + (m.place <= ${paidMinor}::bigint % m.total)::int
      from moving m where v.tenant_id = m.tenant_id and v.batch_id = m.batch_id and v.serial = m.serial)
    select count(*) as count, coalesce(sum(paid_minor), 0)::bigint as paid from moving`.execute(tx)
  return { count: Number(rows[0]!.count), paidMinor: rows[0]!.paid }
}

export interface Movement extends SerialRange {
  readonly batchId: string
  readonly kind: MovementKind
  readonly count: number
  readonly accountId?: string | null
  readonly amount?: Money
  readonly note?: string
}

export async function insertMovement(tx: Tx, { batchId, kind, from, to, count, accountId, amount, note }: Movement): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into voucher_movement (batch_id, kind, from_serial, to_serial, voucher_count, account_id, amount_minor, note)
    values (${batchId}, ${kind}, ${from}, ${to}, ${count}, ${accountId ?? null}, ${amount?.minor ?? null}, ${note ?? ''}) returning id`.execute(
    tx,
  )
  return rows[0]!.id
}

/** Batches with vouchers that nobody may use any more, of any tenants in scope. */
export async function findExpired(tx: Tx, now: Temporal.Instant): Promise<{ tenantId: string; batchId: string }[]> {
  const { rows } = await sql<{ tenantId: string; batchId: string }>`
    select b.tenant_id as "tenantId", b.id as "batchId" from voucher_batch b join tenant t on t.id = b.tenant_id
    where b.redeem_until <= (${now}::timestamptz at time zone t.time_zone)::date and b.state = 'ready'
      and exists (select from voucher v where v.tenant_id = b.tenant_id and v.batch_id = b.id and v.state = any (${moves.expire.from}::text[]))
    order by b.tenant_id, b.id`.execute(tx)
  return rows
}

export async function accountOfTenant(tx: Tx, id: string): Promise<{ customerId: string; currency: string } | undefined> {
  const { rows } = await sql<{ customerId: string; currency: string }>`
    select customer_id as "customerId", currency from account where id = ${id}`.execute(tx)
  return rows[0]
}

// ---- guesses ------------------------------------------------------------------------------------------------------------

/** Counts a try of each guesser; a window that is over, or in which nothing was wrong, begins anew. */
export async function countGuess(tx: Tx, guessers: readonly string[], now: Temporal.Instant, windowStart: Temporal.Instant): Promise<void> {
  await sql`
    insert into voucher_guess as g (guesser, wrong, since) select guesser, 1, ${now} from unnest(${guessers}::text[]) as n (guesser) order by guesser
    on conflict (tenant_id, guesser) do update set
      wrong = case when g.since <= ${windowStart}::timestamptz then 1 else g.wrong + 1 end,
      since = case when g.since <= ${windowStart}::timestamptz or g.wrong = 0 then excluded.since else g.since end`.execute(tx)
}

/** Gives a try back that was no wrong code, unless a window has begun since that it was not counted in. */
export async function uncountGuess(tx: Tx, guessers: readonly string[], triedAt: Temporal.Instant): Promise<void> {
  await sql`
    update voucher_guess g set wrong = g.wrong - 1
    from (select guesser from voucher_guess where guesser = any (${guessers}::text[]) and since <= ${triedAt}::timestamptz and wrong > 0
      order by guesser for update) mine
    where g.tenant_id = current_tenant() and g.guesser = mine.guesser`.execute(tx)
}

export async function readGuesses(
  tx: Tx,
  guessers: readonly string[],
  windowStart: Temporal.Instant,
): Promise<{ guesser: string; wrong: number; since: Temporal.Instant }[]> {
  const { rows } = await sql<{ guesser: string; wrong: number; since: Temporal.Instant }>`
    select guesser, wrong, since from voucher_guess where guesser = any (${guessers}::text[]) and since > ${windowStart}::timestamptz`.execute(
    tx,
  )
  return rows
}

export async function forgetGuesses(tx: Tx, before: Temporal.Instant): Promise<void> {
  await sql`delete from voucher_guess where since <= ${before}::timestamptz`.execute(tx)
}
