import type { Tx } from '#kernel/db.ts'
import { type Money, sum } from '#kernel/money.ts'
import { buyerSnapshot, packOf, readBuyer, readSeller, taxForm, type TaxedDocument, type TaxForm } from '#modules/tax'
import { readTenant } from '#modules/tenants'
import { type CreditNote, findCreditNote, readCreditNoteLines } from './credit-note-store.ts'
import { alreadyRegistered, creditNoteNotFound, invoiceNotFound, noTaxForm, notReady, referenceTaken, wrongReference } from './errors.ts'
import { findRegistration, insertRegistration, type Registration, type Submitted } from './registration-store.ts'
import { findInvoice, type Invoice, readLines, readTaxes } from './store.ts'

/** An invoice in the form of the tax office. @throws billing.invoice_not_found, billing.no_tax_form */
export async function readTaxForm(tx: Tx, invoiceId: string): Promise<TaxForm> {
  const document = await readTaxedDocument(tx, invoiceId)
  const form = taxForm(document)
  if (!form) throw noTaxForm(document.seller.country)
  return form
}

/** A credit note in the form of the tax office. @throws billing.credit_note_not_found, billing.no_tax_form */
export async function readCreditNoteForm(tx: Tx, id: string): Promise<TaxForm> {
  const document = await readTaxedCreditNote(tx, id)
  const form = taxForm(document)
  if (!form) throw noTaxForm(document.seller.country)
  return form
}

/** @returns undefined where the seller's tax office has none for credit notes. @throws billing.credit_note_not_found */
export async function findCreditNoteForm(tx: Tx, id: string): Promise<TaxForm | undefined> {
  return taxForm(await readTaxedCreditNote(tx, id))
}

/** @returns undefined where the seller's tax office has no form. @throws billing.invoice_not_found */
export async function findTaxForm(tx: Tx, invoiceId: string): Promise<TaxForm | undefined> {
  return taxForm(await readTaxedDocument(tx, invoiceId))
}

/**
 * Keeps what the tax office answered to a submitted invoice.
 * @throws billing.invoice_not_found, billing.no_tax_form, billing.not_ready_for_tax_office, billing.wrong_reference, billing.already_registered,
 * billing.reference_taken
 */
export async function registerInvoice(tx: Tx, invoiceId: string, answer: Registration): Promise<Registration> {
  return register(tx, { invoiceId, creditNoteId: null }, await readTaxForm(tx, invoiceId), answer)
}

/** Keeps what the tax office answered to a submitted credit note. @throws billing.credit_note_not_found, and the others of `registerInvoice` */
export async function registerCreditNote(tx: Tx, id: string, answer: Registration): Promise<Registration> {
  const { invoiceId } = await readNote(tx, id)
  return register(tx, { invoiceId, creditNoteId: id }, await readCreditNoteForm(tx, id), answer)
}

async function register(tx: Tx, submitted: Submitted, { reference, faults }: TaxForm, answer: Registration): Promise<Registration> {
  if (faults.length > 0) throw notReady(faults)
  if (reference !== null && reference !== answer.reference.toLowerCase()) throw wrongReference(reference)
  if (await insertRegistration(tx, submitted, answer)) return answer
  throw (await findRegistration(tx, submitted)) ? alreadyRegistered() : referenceTaken()
}

async function readTaxedDocument(tx: Tx, invoiceId: string): Promise<TaxedDocument> {
  const invoice = await findInvoice(tx, invoiceId)
  if (!invoice) throw invoiceNotFound()
  const lines = await readLines(tx, invoice)
  return {
    ...(await partiesOf(tx, invoice)),
    kind: 'invoice',
    number: invoice.number,
    issuedOn: invoice.issuedOn,
    issuedAt: await timeOf(tx, invoice.postedAt),
    lines: lines.filter(({ kind }) => kind !== 'rounding'),
    taxes: await readTaxes(tx, invoice),
    roundOff: netOf(
      lines.filter(({ kind }) => kind === 'rounding'),
      invoice.total,
    ),
    total: invoice.total,
    precedes: null,
  }
}

/** What a credit note takes back of a round-off is one here, too: it has neither code nor tax. */
async function readTaxedCreditNote(tx: Tx, id: string): Promise<TaxedDocument> {
  const note = await readNote(tx, id)
  const invoice = (await findInvoice(tx, note.invoiceId))! // its row refers to it
  const lines = await readCreditNoteLines(tx, note)
  const isRoundOff = ({ supplyCode, tax }: (typeof lines)[number]) => supplyCode === '' && tax.minor === 0n
  return {
    ...(await partiesOf(tx, invoice)),
    kind: 'credit-note',
    number: note.number,
    issuedOn: note.issuedOn,
    issuedAt: await timeOf(tx, note.postedAt),
    lines: lines.filter((line) => !isRoundOff(line)),
    taxes: await readTaxes(tx, note),
    roundOff: netOf(lines.filter(isRoundOff), note.total),
    total: note.total,
    precedes: invoice,
  }
}

async function readNote(tx: Tx, id: string): Promise<CreditNote> {
  const note = await findCreditNote(tx, id)
  if (!note) throw creditNoteNotFound()
  return note
}

const netOf = (lines: readonly { readonly net: Money }[], { currency }: Money): Money =>
  sum(
    lines.map(({ net }) => net),
    currency,
  )

const timeOf = async (tx: Tx, at: Temporal.Instant): Promise<Temporal.PlainTime> =>
  at.toZonedDateTimeISO((await readTenant(tx)).timeZone).toPlainTime()

/** As they were on the day of issue. */
async function partiesOf(tx: Tx, invoice: Invoice): Promise<Pick<TaxedDocument, 'seller' | 'buyer' | 'placeOfSupply'>> {
  const seller = await readSeller(tx, invoice.sellerId)
  const buyer = await readBuyer(tx, invoice.customerId, invoice.customerVersion)
  return { seller, buyer: buyerSnapshot(packOf(seller.country), buyer), placeOfSupply: invoice.placeOfSupply }
}
