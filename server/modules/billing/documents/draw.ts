import { fileURLToPath } from 'node:url'
import { renderPdf, renderPdfs } from '#kernel/pdf.ts'
import type { InvoiceDocument, ReceiptDocument, StatementDocument } from './document.ts'
import { labels } from './labels.ts'

const invoiceTemplate = fileURLToPath(new URL('./invoice.typ', import.meta.url))
const receiptTemplate = fileURLToPath(new URL('./receipt.typ', import.meta.url))
const statementTemplate = fileURLToPath(new URL('./statement.typ', import.meta.url))

export function drawInvoice(document: InvoiceDocument): Promise<Uint8Array> {
  return renderPdf(invoiceTemplate, withLabels(document))
}

export function drawInvoices(documents: readonly InvoiceDocument[]): Promise<Uint8Array[]> {
  return renderPdfs(invoiceTemplate, documents.map(withLabels))
}

export function drawReceipt(document: ReceiptDocument): Promise<Uint8Array> {
  return renderPdf(receiptTemplate, withLabels(document))
}

export function drawStatement(document: StatementDocument): Promise<Uint8Array> {
  return renderPdf(statementTemplate, withLabels(document))
}

function withLabels<D extends InvoiceDocument | ReceiptDocument | StatementDocument>(document: D) {
  return { ...document, labels: labels[document.language] }
}
