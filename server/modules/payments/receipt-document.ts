import type { Tx } from '#kernel/db.ts'
import { isZero } from '#kernel/money.ts'
import type { Platform } from '#kernel/platform.ts'
import { dateIn } from '#kernel/time.ts'
import { buyerOf, documentLabels, drawReceipt, readLogo, sellerOf, wordingFor } from '#modules/billing'
import { readCustomer } from '#modules/customers'
import { receivableOf } from '#modules/ledger'
import { readTenant } from '#modules/tenants'
import { paymentNotFound } from './errors.ts'
import { gateways } from './gateways.ts'
import { findPayment, readAllocations } from './store.ts'

/** The receipt of a payment as PDF in the customer's language. @throws payments.not_found */
export async function receiptDocument(tx: Tx, id: string, platform: Platform): Promise<{ fileName: string; pdf: Uint8Array }> {
  const payment = await findPayment(tx, id)
  if (!payment) throw paymentNotFound()
  const tenant = await readTenant(tx)
  const customer = await readCustomer(tx, payment.customerId)
  const { language, money, date } = wordingFor(customer, tenant)
  const { invoice, credit } = documentLabels[language]
  const receivedOn = dateIn(payment.receivedAt, tenant.timeZone)
  const paid = (await readAllocations(tx, payment)).map((part) => ({
    description: `${invoice} ${part.invoiceNumber}`,
    date: date(part.dueOn),
    amount: money(part.amount),
  }))
  const kept = isZero(payment.unallocated) ? [] : [{ description: credit, date: date(receivedOn), amount: money(payment.unallocated) }]
  const pdf = await drawReceipt({
    language,
    number: payment.number,
    seller: sellerOf(tenant, await readLogo(tx, tenant, platform)),
    buyer: buyerOf(customer, tenant),
    isoDate: receivedOn.toString(),
    receivedOn: date(receivedOn),
    amount: money(payment.amount),
    amountInWords: null,
    method: methodName(payment.method),
    reference: payment.reference === payment.number ? null : payment.reference,
    receivedBy: null,
    allocations: [...paid, ...kept],
    balanceAfter: money((await receivableOf(tx, [payment.accountId])).get(payment.accountId)!),
    notes: payment.note === '' ? [] : [payment.note],
  })
  return { fileName: `${payment.number}.pdf`, pdf }
}

const deskNames: Readonly<Record<string, string>> = { cash: 'Cash', bank: 'Bank', 'mobile-money': 'Mobile money' }
const methodName = (method: string) => deskNames[method] ?? gateways.get(method)?.title ?? method
