import type { Tx } from '#kernel/db.ts'
import { gatewayFor, startCheckout } from '#modules/payments'
import { readTenant } from '#modules/tenants'
import type { ShownDocument } from './document.ts'
import { cannotPay, nothingToPay } from './errors.ts'

/**
 * Asks for what is open of an invoice through the tenant's gateway.
 * @returns the checkout, for the page that waits for it
 * @throws selfcare.nothing_to_pay, selfcare.cannot_pay and what `startCheckout` throws
 */
export async function payInvoice(tx: Tx, { open: amount, accountId }: ShownDocument, now: Temporal.Instant): Promise<string> {
  if (!amount || amount.minor <= 0n) throw nothingToPay()
  const gateway = await gatewayFor(tx, amount.currency)
  if (!gateway) throw cannotPay()
  const id = crypto.randomUUID() // all that the page asks for, so nobody guesses it
  const returnPath = `/my/${(await readTenant(tx)).slug}/payments/${id}`
  await startCheckout(tx, { id, accountId, gatewayId: gateway.id, amount, returnPath, now })
  return id
}
