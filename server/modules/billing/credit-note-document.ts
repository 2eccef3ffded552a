import type { Tx } from '#kernel/db.ts'
import type { Platform } from '#kernel/platform.ts'
import { type CreditNoteLine, findCreditNote, readCreditNoteLines } from './credit-note-store.ts'
import type { InvoiceLine } from './documents/document.ts'
import { drawInvoice } from './documents/draw.ts'
import { labels } from './documents/labels.ts'
import type { Wording } from './documents/wording.ts'
import { creditNoteNotFound } from './errors.ts'
import {
  type DrawnDocument,
  formFacts,
  isTaxInvoice,
  lawFacts,
  lineTaxes,
  partiesOf,
  pdfName,
  printedRegistration,
  printedTaxes,
} from './invoice-document.ts'
import { findRegistration } from './registration-store.ts'
import { findInvoice, readTaxes } from './store.ts'

/** A credit note as PDF in the customer's language. @throws billing.credit_note_not_found */
export async function creditNoteDocument(tx: Tx, id: string, platform: Platform): Promise<DrawnDocument> {
  const note = await findCreditNote(tx, id)
  if (!note) throw creditNoteNotFound()
  const invoice = (await findInvoice(tx, note.invoiceId))! // its row refers to it
  const { kept, tenant, wording, seller, buyer } = await partiesOf(tx, invoice, platform)
  const { language, money, date } = wording
  const { forInvoice, reason } = labels[language]
  const lines = await readCreditNoteLines(tx, note)
  const taxes = await readTaxes(tx, note)
  const issuedAt = note.postedAt.toZonedDateTimeISO(tenant.timeZone).toPlainTime()
  const pdf = await drawInvoice({
    language,
    kind: 'credit-note',
    number: note.number,
    mark: null,
    seller,
    buyer,
    isoDate: note.issuedOn.toString(),
    issuedOn: date(note.issuedOn),
    dueOn: null,
    period: null,
    facts: [
      ...formFacts(kept, 'mushak67', issuedAt, wording),
      { label: forInvoice, value: `${invoice.number}, ${date(invoice.issuedOn)}` },
      ...(note.reason ? [{ label: reason, value: note.reason }] : []),
      ...lawFacts(invoice, lines, wording),
    ],
    lines: lines.map((line) => printedLine(line, wording)),
    lineTaxes: isTaxInvoice(kept) ? lineTaxes(kept.country, lines, taxes, wording) : null,
    subtotal: money(note.net),
    taxes: printedTaxes(taxes, wording),
    adjustments: [],
    total: money(note.total),
    settled: [],
    amountDue: money(note.total),
    payment: { methods: [], link: null, qrCode: null },
    registration: printedRegistration(await findRegistration(tx, { invoiceId: invoice.id, creditNoteId: id }), wording, tenant.timeZone),
    notes: [],
  })
  return { fileName: pdfName(note.number), pdf }
}

function printedLine({ description, net, taxPercent, periodFrom, periodTo }: CreditNoteLine, wording: Wording): InvoiceLine {
  const { money, number, percent, span } = wording
  return {
    description,
    detail: periodFrom && periodTo && !periodFrom.equals(periodTo) ? span({ from: periodFrom, to: periodTo }) : null,
    quantity: number('1'),
    unitPrice: money(net),
    tax: Number(taxPercent) === 0 ? '–' : percent(taxPercent),
    amount: money(net),
  }
}
