import type { Tx } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { isZero } from '#kernel/money.ts'
import { dateIn } from '#kernel/time.ts'
import { reverse } from '#modules/ledger'
import { readTenant } from '#modules/tenants'
import { readCreditNotesOf } from './credit-note-store.ts'
import { invoiceCredited, invoiceNotFound, invoiceNotOpen, invoicePartlyPaid, promiseInThePast, promiseTooLate } from './errors.ts'
import { liftUnpaid } from './run-dunning.ts'
import { findInvoice, type Invoice, lockAccount, lockInvoice, markVoid, promise } from './store.ts'

/**
 * Takes back an invoice that nobody paid. It keeps its number, because the series has no gaps, and its periods stay billed.
 * @throws billing.invoice_not_found, billing.invoice_not_open, billing.invoice_partly_paid, billing.invoice_credited
 */
export async function voidInvoice(tx: Tx, id: string, now: Temporal.Instant): Promise<Invoice> {
  const invoice = await lockOpen(tx, id)
  if (!isZero(invoice.paid)) throw invoicePartlyPaid(invoice.number, invoice.paid)
  if ((await readCreditNotesOf(tx, id)).length > 0) throw invoiceCredited(invoice.number)
  const { timeZone } = await readTenant(tx)
  const today = dateIn(now, timeZone)
  await markVoid(tx, id, today)
  await reverse(tx, { sourceKind: 'invoice', sourceId: id }, today)
  await emit(
    tx,
    'invoice.voided.v1',
    { invoiceId: id, number: invoice.number, accountId: invoice.accountId, customerId: invoice.customerId, total: invoice.total },
    id,
  )
  await liftUnpaid(tx, [invoice.accountId], now)
  return { ...invoice, state: 'void' }
}

/** A customer's word is trusted for so long. */
const promiseDaysMax = 45

/**
 * Waits with every dunning step until a promised day is over, and gives back service that was withheld for this invoice. The later
 * of two promises holds. When it is broken, the steps are taken anew.
 * @throws billing.invoice_not_found, billing.invoice_not_open, billing.promise_in_the_past, billing.promise_too_late
 */
export async function promiseToPay(tx: Tx, id: string, until: Temporal.PlainDate, now: Temporal.Instant): Promise<Invoice> {
  const today = dateIn(now, (await readTenant(tx)).timeZone)
  const latest = today.add({ days: promiseDaysMax })
  if (Temporal.PlainDate.compare(until, today) < 0) throw promiseInThePast()
  if (Temporal.PlainDate.compare(until, latest) > 0) throw promiseTooLate(latest)
  const invoice = await lockOpen(tx, id)
  if (invoice.promisedUntil && Temporal.PlainDate.compare(invoice.promisedUntil, until) >= 0) return invoice

  await promise(tx, id, until)
  await emit(
    tx,
    'invoice.payment_promised.v1',
    { invoiceId: id, number: invoice.number, accountId: invoice.accountId, customerId: invoice.customerId, until },
    id,
  )
  await liftUnpaid(tx, [invoice.accountId], now)
  return { ...invoice, promisedUntil: until }
}

/** Locks an open invoice, and its account first, as payments do. @throws billing.invoice_not_found, billing.invoice_not_open */
export async function lockOpen(tx: Tx, id: string): Promise<Invoice> {
  const found = await findInvoice(tx, id)
  if (!found) throw invoiceNotFound()
  await lockAccount(tx, found.accountId)
  const invoice = (await lockInvoice(tx, id))!
  if (invoice.state !== 'open') throw invoiceNotOpen(invoice.number, invoice.state)
  return invoice
}
