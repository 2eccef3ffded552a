import type { Tx } from '#kernel/db.ts'
import { subscriber } from '#kernel/events.ts'
import { lockAccount, settle } from '#modules/billing'
import { insertAllocations, lockAccountsWithCredit, lockCredits, setUnallocated } from './store.ts'

/** Pays what an account has open with what it paid in advance, oldest payment first. */
export async function applyCredit(tx: Tx, accountId: string, now: Temporal.Instant): Promise<void> {
  await lockAccount(tx, accountId)
  for (const credit of await lockCredits(tx, accountId)) {
    const { allocations, unallocated } = await settle(tx, { accountId, amount: credit.unallocated, now })
    if (allocations.length === 0) return
    await insertAllocations(
      tx,
      allocations.map((allocation) => ({ ...allocation, paymentId: credit.id })),
    )
    await setUnallocated(tx, credit.id, unallocated)
  }
}

/** Credit is applied as soon as an invoice is posted. */
export const applyCreditToNewInvoices = subscriber({
  name: 'payments.apply-credit',
  types: ['invoice.posted.v1'],
  async handle(tx, events, { clock }) {
    const billed = events.map((event) => String(event.payload.accountId))
    for (const accountId of await lockAccountsWithCredit(tx, billed)) await applyCredit(tx, accountId, clock.now())
  },
})
