import type { Tx } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { decimal, type Money, money, multiplyRatio, negate } from '#kernel/money.ts'
import { dateIn } from '#kernel/time.ts'
import { addPendingCharges, billCharge, type NewPendingCharge } from '#modules/billing'
import { readVersions } from '#modules/catalog'
import { post } from '#modules/ledger'
import { readTenant } from '#modules/tenants'
import { accountUnknown, batchNotFound, batchNotReady, rangeNotFree } from './errors.ts'
import { accountOfTenant, findExpired, insertMovement, lockBatch, moveRange, type Moved } from './store.ts'
import { type Batch, type SerialRange, serialNumber } from './voucher.ts'

/** A stack of vouchers of a batch that changes hands. */
export interface Stack {
  readonly batchId: string
  readonly range: SerialRange
  readonly note?: string | undefined
}

export interface Terms {
  readonly accountId: string
  /** What the agent keeps of the printed price: `12.5`. */
  readonly discountPercent?: string | undefined
}

/**
 * Gives a stack to an agent on consignment: what is used of it goes on the agent's next invoice.
 * @throws vouchers.batch_not_found, vouchers.batch_not_ready, vouchers.account_not_found, vouchers.range_not_free
 */
export async function distribute(tx: Tx, { batchId, range, note }: Stack, { accountId, discountPercent }: Terms): Promise<Moved> {
  const batch = await lockReady(tx, batchId)
  await requireAccount(tx, accountId, batch.price)
  const owedMinor = discounted(batch.price, discountPercent).minor
  const moved = await moveRange(tx, batchId, range, 'distribute', { agentAccountId: accountId, owedMinor })
  requireWhole(moved, range)
  await recordMove(tx, batch, 'distributed', range, moved, { accountId, note })
  return moved
}

/** Takes back what an agent has not used of a stack; it costs the agent nothing. @throws as `distribute` */
export async function returnStack(tx: Tx, { batchId, range, note }: Stack): Promise<Moved> {
  const batch = await lockReady(tx, batchId)
  const moved = await moveRange(tx, batchId, range, 'return', { agentAccountId: null })
  requireSome(moved)
  await recordMove(tx, batch, 'returned', range, moved, { note })
  return moved
}

/**
 * Sells a stack: it is on an invoice of the account at once. What is paid for service that nobody has had yet is owed to those who hold the
 * vouchers, so it is a liability until they are used.
 *
 *   invoice:   receivables / revenue, taxes        sale:   revenue / sold vouchers        use:   sold vouchers / revenue
 *
 * @throws as `distribute`
 */
export async function sell(tx: Tx, { batchId, range, note }: Stack, terms: Terms, now: Temporal.Instant): Promise<Moved> {
  const batch = await lockReady(tx, batchId)
  await requireAccount(tx, terms.accountId, batch.price)
  const { timeZone } = await readTenant(tx)
  const count = range.to - range.from + 1
  const each = discounted(batch.price, terms.discountPercent)
  const amount = money(each.minor * BigInt(count), each.currency)
  const today = dateIn(now, timeZone)
  const description = `${count} × ${batch.offerName}, ${serialNumber(batch.number, range.from)} – ${serialNumber(batch.number, range.to)}`
  const charge = await chargeOf(tx, batch, { accountId: terms.accountId, amount, description, billOn: today })
  const billed = amount.minor === 0n ? undefined : await billCharge(tx, charge)

  const paidMinor = billed?.net.minor ?? 0n
  const moved = await moveRange(tx, batchId, range, 'sell', { agentAccountId: terms.accountId, paidMinor }, terms.accountId)
  requireWhole(moved, range)
  const movementId = await recordMove(tx, batch, 'sold', range, moved, { accountId: terms.accountId, amount, note })
  if (paidMinor > 0n)
    await post(tx, {
      bookedOn: today,
      description: `Vouchers sold: ${description}`,
      sourceKind: 'voucher-sale',
      sourceId: movementId,
      lines: [{ debit: 'revenue', credit: 'sold-vouchers', amount: money(paidMinor, amount.currency) }],
    })
  return moved
}

/** Takes back what of a sold stack was not used: its price goes off the next invoice of who bought it. @throws as `distribute` */
export async function takeBack(
  tx: Tx,
  { batchId, range, note }: Stack,
  { accountId, discountPercent }: Terms,
  now: Temporal.Instant,
): Promise<Moved> {
  const batch = await lockReady(tx, batchId)
  const { timeZone } = await readTenant(tx)
  const moved = await moveRange(tx, batchId, range, 'takeBack', { agentAccountId: null }, accountId)
  requireSome(moved)
  const each = discounted(batch.price, discountPercent)
  const amount = money(each.minor * BigInt(moved.count), each.currency)
  const movementId = await recordMove(tx, batch, 'taken-back', range, moved, { accountId, amount: negate(amount), note })
  const today = dateIn(now, timeZone)
  const description = `${moved.count} × ${batch.offerName} taken back, ${batch.number}`
  if (amount.minor > 0n)
    await addPendingCharges(tx, [await chargeOf(tx, batch, { accountId, amount: negate(amount), description, billOn: today })])
  if (moved.paidMinor > 0n)
    await post(tx, {
      bookedOn: today,
      description,
      sourceKind: 'voucher-sale',
      sourceId: movementId,
      lines: [{ debit: 'sold-vouchers', credit: 'revenue', amount: money(moved.paidMinor, amount.currency) }],
    })
  return moved
}

/** Declares lost or stolen vouchers void, before they were paid. @throws as `distribute` */
export async function voidStack(tx: Tx, { batchId, range, note }: Stack): Promise<Moved> {
  const batch = await lockReady(tx, batchId)
  const moved = await moveRange(tx, batchId, range, 'void', { agentAccountId: null })
  requireSome(moved)
  await recordMove(tx, batch, 'voided', range, moved, { note })
  return moved
}

/** Batches of the tenants in scope that have vouchers whose day has come. */
export const batchesExpired = findExpired

/** Ends what was not used of a batch in time. What was paid for it is earned, because nobody can claim it any more. */
export async function expireBatch(tx: Tx, batchId: string, now: Temporal.Instant): Promise<Moved> {
  const batch = await lockReady(tx, batchId)
  const { timeZone } = await readTenant(tx)
  const range = { from: 1, to: batch.count }
  const moved = await moveRange(tx, batchId, range, 'expire', { agentAccountId: null })
  if (moved.count === 0) return moved
  const movementId = await recordMove(tx, batch, 'expired', range, moved, {})
  if (moved.paidMinor > 0n)
    await post(tx, {
      bookedOn: dateIn(now, timeZone),
      description: `Vouchers not used in time: ${batch.number}`,
      sourceKind: 'voucher-expiry',
      sourceId: movementId,
      lines: [{ debit: 'sold-vouchers', credit: 'breakage', amount: money(moved.paidMinor, batch.price.currency) }],
    })
  return moved
}

/** A charge for vouchers: with tax, as the paper says, in the category of the plan. */
export async function chargeOf(
  tx: Tx,
  batch: Batch,
  { accountId, amount, description, billOn, source }: Pick<NewPendingCharge, 'accountId' | 'amount' | 'description' | 'billOn' | 'source'>,
): Promise<NewPendingCharge> {
  const version = (await readVersions(tx, [batch.offerVersionId])).get(batch.offerVersionId)!
  return {
    accountId,
    amount,
    description,
    billOn,
    ...(source === undefined ? {} : { source }),
    subscriptionId: null,
    itemId: null,
    kind: 'adjustment',
    chargeCode: 'vouchers',
    revision: 0,
    taxCategory: version.taxCategory,
    pricesIncludeTax: true,
    supply: 'internet',
    from: null,
    to: null,
  }
}

function discounted(price: Money, percent: string | undefined): Money {
  if (percent === undefined) return price
  const { units, scale } = decimal(percent)
  const hundred = 100n * 10n ** BigInt(scale)
  return multiplyRatio(price, hundred - units, hundred)
}

async function lockReady(tx: Tx, batchId: string): Promise<Batch> {
  const batch = await lockBatch(tx, batchId)
  if (!batch) throw batchNotFound()
  if (batch.state !== 'ready') throw batchNotReady(batch.number)
  return batch
}

async function requireAccount(tx: Tx, accountId: string, { currency }: Money): Promise<void> {
  const account = await accountOfTenant(tx, accountId)
  if (account?.currency !== currency) throw accountUnknown()
}

/** A stack that is counted into somebody's hand is there as a whole. */
function requireWhole(moved: Moved, { from, to }: SerialRange): void {
  const wanted = to - from + 1
  if (moved.count !== wanted) throw rangeNotFree(wanted, moved.count)
}

function requireSome(moved: Moved): void {
  if (moved.count === 0) throw rangeNotFree(0, 0)
}

async function recordMove(
  tx: Tx,
  batch: Batch,
  kind: Parameters<typeof insertMovement>[1]['kind'],
  range: SerialRange,
  { count }: Moved,
  more: { readonly accountId?: string; readonly amount?: Money; readonly note?: string | undefined },
): Promise<string> {
  const { note, ...rest } = more
  const id = await insertMovement(tx, { batchId: batch.id, kind, ...range, count, ...rest, ...(note === undefined ? {} : { note }) })
  await emit(
    tx,
    'vouchers.moved.v1',
    { batchId: batch.id, number: batch.number, kind, ...range, count, accountId: more.accountId ?? null },
    batch.id,
  )
  return id
}
