import { assert } from '#kernel/assert.ts'
import type { Tx } from '#kernel/db.ts'
import { emitAll } from '#kernel/events.ts'
import { type Money, sum } from '#kernel/money.ts'
import { dateIn } from '#kernel/time.ts'
import { unblock } from '#modules/subscriptions'
import { readTenant } from '#modules/tenants'
import { blockedUnpaid } from './dunning-store.ts'
import { type Allocation, allocateInOrder } from './invoice.ts'
import { lockOpenInvoices, payInvoices, unpayInvoices } from './store.ts'

export interface Settlement {
  readonly allocations: readonly Allocation[]
  /** Stays with the payment as the account's credit. */
  readonly unallocated: Money
}

/**
 * Pays what an account has open, oldest due first, and gives service back where nothing is overdue past its grace any more. The
 * caller holds the account's lock and keeps which payment paid what.
 */
export async function settle(tx: Tx, payment: { accountId: string; amount: Money; now: Temporal.Instant }): Promise<Settlement> {
  const open = await lockOpenInvoices(tx, payment.accountId)
  assert(open.every((invoice) => invoice.open.currency === payment.amount.currency), 'An account has one currency')
  const settlement = allocateInOrder(payment.amount, open)
  if (settlement.allocations.length === 0) return settlement

  await payInvoices(tx, settlement.allocations, payment.now)
  const { id: tenantId } = await readTenant(tx)
  const settled = new Set(settlement.allocations.filter((allocation) => allocation.settles).map((allocation) => allocation.invoiceId))
  await emitAll(tx, open.filter((invoice) => settled.has(invoice.id)).map(({ id, number, customerId }) => ({
    tenantId, type: 'invoice.paid.v1', subject: id, payload: { invoiceId: id, number, accountId: payment.accountId, customerId, paidAt: payment.now },
  })))
  await liftUnpaid(tx, payment.accountId, payment.now)
  return settlement
}

/** Opens invoices again whose payment was given back. Service is withheld, if at all, by the next dunning run. */
export async function unsettle(tx: Tx, allocations: readonly { readonly invoiceId: string; readonly amount: Money }[]): Promise<Money | undefined> {
  if (allocations.length === 0) return undefined
  await unpayInvoices(tx, allocations)
  return sum(allocations.map((allocation) => allocation.amount), allocations[0]!.amount.currency)
}

/** Gives service back to an account that owes nothing past its grace. Blocks for other reasons stay. */
export async function liftUnpaid(tx: Tx, accountId: string, now: Temporal.Instant): Promise<void> {
  const { timeZone } = await readTenant(tx)
  await unblock(tx, await blockedUnpaid(tx, accountId, dateIn(now, timeZone)), 'unpaid')
}
