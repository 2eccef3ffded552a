import { sql, type Tx } from '#kernel/db.ts'
import { verifyInvoices } from '#modules/billing'
import { verifyBalances } from '#modules/charging'
import { type Finding, verifyLedger } from '#modules/ledger'
import { verifyPayments } from '#modules/payments'

/** Proves all books of the tenants in scope: the ledger in itself, and invoices, payments and prepaid balances against it. None found: all is well. */
export async function verifyBooks(tx: Tx): Promise<Finding[]> {
  return [...(await verifyLedger(tx)), ...(await verifyInvoices(tx)), ...(await verifyPayments(tx)), ...(await verifyBalances(tx))]
}

/** How much there is to prove of the tenant in scope. */
export async function countBooks(tx: Tx): Promise<{ slug: string; entries: bigint; invoices: bigint; payments: bigint }> {
  const { rows } = await sql<{ slug: string; entries: bigint; invoices: bigint; payments: bigint }>`
    select slug, (select count(*) from entry where tenant_id = t.id) as entries, (select count(*) from invoice where tenant_id = t.id) as invoices,
      (select count(*) from payment where tenant_id = t.id) as payments
    from tenant t where id = current_tenant()`.execute(tx)
  return rows[0]!
}
