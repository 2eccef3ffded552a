import type { Tx } from '#kernel/db.ts'
import { sum } from '#kernel/money.ts'
import { buyerSnapshot, packOf, readBuyer, readSeller, taxForm, type TaxedDocument, type TaxForm } from '#modules/tax'
import { readTenant } from '#modules/tenants'
import { alreadyRegistered, invoiceNotFound, noTaxForm, notReady, wrongReference } from './errors.ts'
import { insertRegistration, type Registration } from './registration-store.ts'
import { findInvoice, readLines, readTaxes } from './store.ts'

/** An invoice in the form of the tax office. @throws billing.invoice_not_found, billing.no_tax_form */
export async function readTaxForm(tx: Tx, invoiceId: string): Promise<TaxForm> {
  const document = await readTaxedDocument(tx, invoiceId)
  const form = taxForm(document)
  if (!form) throw noTaxForm(document.seller.country)
  return form
}

/** @returns undefined where the seller's tax office has no form. @throws billing.invoice_not_found */
export async function findTaxForm(tx: Tx, invoiceId: string): Promise<TaxForm | undefined> {
  return taxForm(await readTaxedDocument(tx, invoiceId))
}

/**
 * Keeps what the tax office answered to a submitted invoice.
 * @throws billing.invoice_not_found, billing.no_tax_form, billing.not_ready_for_tax_office, billing.wrong_reference, billing.already_registered
 */
export async function registerInvoice(tx: Tx, invoiceId: string, answer: Registration): Promise<Registration> {
  const { reference, faults } = await readTaxForm(tx, invoiceId)
  if (faults.length > 0) throw notReady(faults)
  if (reference !== null && reference !== answer.reference.toLowerCase()) throw wrongReference(reference)
  if (!(await insertRegistration(tx, invoiceId, answer))) throw alreadyRegistered()
  return answer
}

async function readTaxedDocument(tx: Tx, invoiceId: string): Promise<TaxedDocument> {
  const invoice = await findInvoice(tx, invoiceId)
  if (!invoice) throw invoiceNotFound()
  const { timeZone } = await readTenant(tx)
  const seller = await readSeller(tx, invoice.sellerId)
  const buyer = await readBuyer(tx, invoice.customerId, invoice.customerVersion)
  const lines = await readLines(tx, invoice)
  return {
    kind: 'invoice',
    number: invoice.number,
    issuedOn: invoice.issuedOn,
    issuedAt: invoice.postedAt.toZonedDateTimeISO(timeZone).toPlainTime(),
    seller,
    buyer: buyerSnapshot(packOf(seller.country), buyer),
    placeOfSupply: invoice.placeOfSupply,
    lines: lines.filter(({ kind }) => kind !== 'rounding'),
    taxes: await readTaxes(tx, invoice),
    roundOff: sum(
      lines.filter(({ kind }) => kind === 'rounding').map(({ net }) => net),
      invoice.total.currency,
    ),
    total: invoice.total,
    precedes: null,
  }
}
