import type { Tx } from '#kernel/db.ts'
import { type Money, multiplyRatio } from '#kernel/money.ts'
import { pendingChargeNotFound } from './errors.ts'
import type { PendingCharge } from './holding.ts'
import type { LineDraft } from './invoice.ts'
import { insertPending, lockWaitingPeriods, type WaitingPeriod, withdrawPending } from './pending-store.ts'
import { countDays, type DayCount } from './proration.ts'

/** A charge that waits for the next invoice of an account. */
export interface NewPendingCharge extends Omit<PendingCharge, 'id'> {
  readonly accountId: string
  /** It does not wait longer than this day. */
  readonly billOn: Temporal.PlainDate
  readonly reason?: string
  /** Names where it comes from, so that it comes once: `late-fee <invoice> <stage>`. */
  readonly source?: string
}

/** Adds charges to what the next invoices of their accounts carry; one whose source has added one before is left out. */
export async function addPendingCharges(tx: Tx, charges: readonly NewPendingCharge[]): Promise<string[]> {
  return charges.length === 0 ? [] : insertPending(tx, charges)
}

/** A line as something that waits for an invoice, on which it comes to the same; nothing of one that only rounds. */
export function pendingOf(line: LineDraft): PendingCharge[] {
  if (!line.priced) return []
  const { amount, isInclusive, supply } = line.priced
  return [{ ...line, id: line.chargeCode, amount, pricesIncludeTax: isInclusive, supply }]
}

/** What staff add to an account's next invoice, or take off it where the amount is negative. */
export interface Adjustment {
  readonly accountId: string
  readonly description: string
  readonly amount: Money
  readonly taxCategory: string
  readonly pricesIncludeTax: boolean
  readonly reason: string
  readonly billOn: Temporal.PlainDate
}

export async function addAdjustment(tx: Tx, adjustment: Adjustment): Promise<string> {
  const [id] = await addPendingCharges(tx, [
    {
      ...adjustment,
      subscriptionId: null,
      itemId: null,
      kind: 'adjustment',
      chargeCode: 'adjustment',
      revision: 0,
      supply: 'other',
      from: null,
      to: null,
    },
  ])
  return id!
}

/**
 * Gives back days from a day on that were to be charged with the next invoice: nobody was billed for them, so there is nothing to credit.
 *
 *   waits   ├─── 11 Mar ─────────────── 1 Apr ┤
 *   left    ├─── 11 Mar ── from ┤
 *
 * @returns what waited
 */
export async function giveBackWaiting(
  tx: Tx,
  of: { readonly subscriptionId: string; readonly itemId: string | null },
  from: Temporal.PlainDate,
  dayCount: DayCount,
): Promise<readonly WaitingPeriod[]> {
  const waiting = await lockWaitingPeriods(tx, of, from)
  for (const { id } of waiting) await withdrawPending(tx, id)
  await addPendingCharges(
    tx,
    waiting.filter((charge) => Temporal.PlainDate.compare(charge.from!, from) < 0).map((charge) => upTo(charge, from, dayCount)),
  )
  return waiting
}

function upTo(charge: WaitingPeriod, day: Temporal.PlainDate, dayCount: DayCount): NewPendingCharge {
  const [days, ofDays] = [countDays({ from: charge.from!, to: day }, dayCount), countDays({ from: charge.from!, to: charge.to! }, dayCount)]
  const part = (amount: Money) => multiplyRatio(amount, days, ofDays)
  const { partner } = charge
  return { ...charge, to: day, amount: part(charge.amount), partner: partner ? { ...partner, amount: part(partner.amount) } : null }
}

/** Takes back a charge that is not billed yet. @throws billing.pending_charge_not_found */
export async function withdrawCharge(tx: Tx, id: string): Promise<void> {
  if (!(await withdrawPending(tx, id))) throw pendingChargeNotFound()
}
