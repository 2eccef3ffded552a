import type { Tx } from '#kernel/db.ts'
import { money } from '#kernel/money.ts'
import { dateIn } from '#kernel/time.ts'
import { post } from '#modules/ledger'
import { readTenant } from '#modules/tenants'
import { findUnheard, insertBalanceLots, lockLotsOver, type StoredLot, storeReservations, updateAmounts } from './balance-store.ts'
import { lockBook } from './charge-online.ts'
import { type BalanceLot, expiryOf } from './rating/balance.ts'
import { expireReservation } from './rating/charge-session.ts'

const batchMax = 1_000 // sessions or lots of one transaction

/** Lets go of what sessions hold that were not heard within their supervision time. @returns whether there may be more */
export async function expireUnheardSessions(tx: Tx, now: Temporal.Instant): Promise<boolean> {
  const unheard = await findUnheard(tx, now, batchMax)
  if (unheard.length === 0) return false
  const { lots, reservations } = await lockBook(tx, unheard)
  const over = reservations.filter(({ state, expiresAt }) => state === 'open' && Temporal.Instant.compare(expiresAt, now) <= 0)

  let released: readonly BalanceLot[] = lots
  const expired = over.map((reservation) => {
    const after = expireReservation(released, reservation)
    released = after.lots
    return { ...reservation, ...after.reservation }
  })
  await updateAmounts(
    tx,
    released.filter((lot, index) => lot !== lots[index]),
  )
  await storeReservations(tx, expired, now)
  return unheard.length === batchMax
}

/** Ends lots whose validity is over. @returns whether there may be more */
export async function expireLots(tx: Tx, now: Temporal.Instant): Promise<boolean> {
  const over = await lockLotsOver(tx, now, batchMax)
  if (over.length === 0) return false
  await endLots(tx, over, now)
  return over.length === batchMax
}

/** What is left of locked lots expires or goes over into a next lot; money that expired becomes income (breakage). */
export async function endLots(tx: Tx, lots: readonly StoredLot[], now: Temporal.Instant): Promise<void> {
  const ends = lots.map((lot) => ({ before: lot, ...expiryOf(lot, lot.rollover, now) }))
  await updateAmounts(
    tx,
    ends.map(({ lot }) => ({ ...lot, endedAt: lot.reserved === 0n && lot.available === 0n ? now : null })),
  )
  const carried = ends.filter((end) => end.carried > 0n)
  if (carried.length > 0)
    await insertBalanceLots(
      tx,
      carried.map(({ before, carried }) => nextLot(before, carried, now)),
    )
  await postBreakage(
    tx,
    ends.map(({ before, lot, carried }) => ({ lot: before, minor: lot.expired - before.expired - carried })),
    now,
  )
}

/** What rolled over is valid from when the lot before ended, and does not roll over again. */
const nextLot = (lot: StoredLot, carried: bigint, now: Temporal.Instant) => ({
  ...lot,
  source: 'rollover' as const,
  granted: carried,
  available: carried,
  debited: 0n,
  validFrom: now,
  validTo: now.add({ hours: 24 * lot.rollover!.days }),
  rollover: null,
})

async function postBreakage(tx: Tx, expired: readonly { lot: StoredLot; minor: bigint }[], now: Temporal.Instant): Promise<void> {
  const lines = expired
    .filter(({ lot, minor }) => lot.unit === 'money' && minor > 0n)
    .map(({ lot, minor }) => ({
      debit: 'prepaid-balances' as const,
      credit: 'breakage' as const,
      amount: money(minor, lot.currency!),
      accountId: lot.accountId,
    }))
  if (lines.length === 0) return
  const { timeZone } = await readTenant(tx)
  const sourceId = crypto.randomUUID()
  await post(tx, {
    bookedOn: dateIn(now, timeZone),
    description: 'Expired prepaid balances',
    sourceKind: 'prepaid-expiry',
    sourceId,
    lines,
  })
}
