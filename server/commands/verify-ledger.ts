import type { Tx } from '#kernel/db.ts'
import { verifyInvoices } from '#modules/billing'
import { verifyBalances } from '#modules/charging'
import { type Finding, verifyLedger } from '#modules/ledger'
import { verifyPayments } from '#modules/payments'

/** Proves all books of the tenants in scope: the ledger in itself, and invoices, payments and prepaid balances against it. None found: all is well. */
export async function verifyBooks(tx: Tx): Promise<Finding[]> {
  return [...(await verifyLedger(tx)), ...(await verifyInvoices(tx)), ...(await verifyPayments(tx)), ...(await verifyBalances(tx))]
}
