import type { Tx } from '#kernel/db.ts'
import { verifyInvoices } from '#modules/billing'
import { type Finding, verifyLedger } from '#modules/ledger'
import { verifyPayments } from '#modules/payments'

/** Proves all books of the tenants in scope: the ledger in itself, and invoices and payments against it. None found: all is well. */
export async function verifyBooks(tx: Tx): Promise<Finding[]> {
  return [...(await verifyLedger(tx)), ...(await verifyInvoices(tx)), ...(await verifyPayments(tx))]
}
