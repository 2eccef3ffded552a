import { assert } from '#kernel/assert.ts'
import type { Tx } from '#kernel/db.ts'
import { emitAll } from '#kernel/events.ts'
import type { Money } from '#kernel/money.ts'
import { readTenant } from '#modules/tenants'
import { type Allocation, allocateInOrder, type OpenInvoice } from './invoice.ts'
import { liftUnpaid } from './run-dunning.ts'
import { lockOpenInvoices, payInvoices, unpayInvoices } from './store.ts'
import { loseAgain, recoverLosses } from './write-off.ts'

export interface Incoming {
  readonly accountId: string
  readonly amount: Money
}

export interface Settlement {
  readonly allocations: readonly Allocation[]
  /** Stays with the payment as the account's credit. */
  readonly unallocated: Money
}

/**
 * Pays what an account has open, oldest due first, then what was written off, and gives service back where nothing is overdue past its
 * grace any more. The caller holds the account's lock and keeps which payment paid what.
 */
export async function settle(tx: Tx, payment: Incoming & { readonly now: Temporal.Instant }): Promise<Settlement> {
  const [settlement] = await settleAll(tx, [payment], payment.now)
  return settlement!
}

/** As `settle`, for payments of different accounts, in a fixed number of statements. @returns in the order given */
export async function settleAll(tx: Tx, payments: readonly Incoming[], now: Temporal.Instant): Promise<Settlement[]> {
  const open = await lockOpenInvoices(
    tx,
    payments.map((payment) => payment.accountId),
  )
  const openOf = Map.groupBy(open, (invoice) => invoice.accountId)
  const settlements = payments.map((payment) => allocate(payment, openOf.get(payment.accountId) ?? []))
  const allocations = settlements.flatMap((settlement) => settlement.allocations)
  if (allocations.length === 0) return settlements

  await settleWith(tx, open, allocations, now)
  return settlements
}

/** Takes allocations off what invoices have open, tells of those that are paid, and gives service back. */
export async function settleWith(
  tx: Tx,
  open: readonly OpenInvoice[],
  allocations: readonly Allocation[],
  now: Temporal.Instant,
): Promise<void> {
  const lost = new Set(open.filter(({ isWrittenOff }) => isWrittenOff).map(({ id }) => id))
  await recoverLosses(
    tx,
    allocations.filter(({ invoiceId }) => lost.has(invoiceId)),
    now,
  )
  await payInvoices(tx, allocations, now)
  const { id: tenantId } = await readTenant(tx)
  const settled = new Set(allocations.filter((allocation) => allocation.settles).map((allocation) => allocation.invoiceId))
  await emitAll(
    tx,
    open
      .filter((invoice) => settled.has(invoice.id))
      .map(({ id, number, accountId, customerId }) => ({
        tenantId,
        type: 'invoice.paid.v1',
        subject: id,
        payload: { invoiceId: id, number, accountId, customerId, paidAt: now },
      })),
  )
  await liftUnpaid(tx, [...new Set(open.map(({ accountId }) => accountId))], now)
}

function allocate({ amount }: Incoming, open: readonly OpenInvoice[]): Settlement {
  assert(
    open.every((invoice) => invoice.open.currency === amount.currency),
    'An account has one currency',
  )
  return allocateInOrder(amount, open)
}

/** Opens invoices again whose payment was given back. Service is withheld, if at all, by the next dunning run. */
export async function unsettle(
  tx: Tx,
  parts: readonly { readonly invoiceId: string; readonly amount: Money }[],
  now: Temporal.Instant,
): Promise<void> {
  if (parts.length === 0) return
  await loseAgain(tx, parts, now)
  await unpayInvoices(tx, parts)
}
