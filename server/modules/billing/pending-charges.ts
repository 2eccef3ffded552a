import type { Tx } from '#kernel/db.ts'
import type { Money } from '#kernel/money.ts'
import { pendingChargeNotFound } from './errors.ts'
import type { PendingCharge } from './holding.ts'
import type { LineDraft } from './invoice.ts'
import { insertPending, withdrawPending } from './pending-store.ts'

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

/** Takes back a charge that is not billed yet. @throws billing.pending_charge_not_found */
export async function withdrawCharge(tx: Tx, id: string): Promise<void> {
  if (!(await withdrawPending(tx, id))) throw pendingChargeNotFound()
}
