import { assert } from '#kernel/assert.ts'
import type { Tx } from '#kernel/db.ts'
import type { Money } from '#kernel/money.ts'
import { readAccount } from '#modules/customers'
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

/** Bills a charge at once, with whatever else is due for the account; it does not wait to be worth an invoice. */
export async function billCharge(tx: Tx, charge: NewPendingCharge): Promise<BilledCharge> {
  const [id] = await addPendingCharges(tx, [charge])
  assert(id, 'A charge whose source added one before is billed already')
  const { billedToId } = await readAccount(tx, charge.accountId)
  await billAccount(tx, billedToId ?? charge.accountId, charge.billOn, { minimumMinor: 0n })
  const billed = await readBilledCharge(tx, id)
  assert(billed, 'A charge that is due is on the invoice of its day')
  return billed
}
