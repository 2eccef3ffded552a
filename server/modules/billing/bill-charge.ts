import { assert } from '#kernel/assert.ts'
import type { Tx } from '#kernel/db.ts'
import { type Money, zero } from '#kernel/money.ts'
import { readAccount } from '#modules/customers'
import { readRules } from './bill-run-store.ts'
import { draftInvoice } from './invoice.ts'
import { addPendingCharges, type NewPendingCharge } from './pending-charges.ts'
import { readBilledCharge } from './pending-store.ts'
import { billAccount } from './run-bills.ts'

/** How a charge came to be billed. */
export interface BilledCharge {
  readonly invoiceId: string
  readonly invoiceNumber: string
  readonly net: Money
  readonly tax: Money
}

/** Bills a charge at once, with whatever else is due for the account; it waits neither to be worth an invoice nor for credit that is more. */
export async function billCharge(tx: Tx, charge: NewPendingCharge): Promise<BilledCharge> {
  const [id] = await addPendingCharges(tx, [charge])
  assert(id, 'A charge whose source added one before is billed already')
  const { billedToId } = await readAccount(tx, charge.accountId)
  await billAccount(tx, billedToId ?? charge.accountId, charge.billOn, { minimumMinor: 0n, onlyCreditsWait: true })
  const billed = await readBilledCharge(tx, id)
  assert(billed, 'A charge that is due is on the invoice of its day')
  return billed
}

/** What a charge comes to with its taxes, before anybody is billed for it; the buyer is somebody of whom no more is known. */
export async function priceOfCharge(tx: Tx, charge: NewPendingCharge): Promise<Money> {
  const rules = await readRules(tx, charge.billOn)
  const { invoice } = draftInvoice(
    {
      accountId: charge.accountId,
      customerId: charge.accountId,
      currency: charge.amount.currency,
      party: { region: '', taxNumber: null, taxExempt: false },
      holdings: [],
      discounts: new Map(),
      pending: [{ ...charge, id: charge.accountId }],
    },
    { ...rules, minimumMinor: 0n },
  )
  return invoice?.total ?? zero(charge.amount.currency)
}
