import type { Tx } from '#kernel/db.ts'
import type { Platform } from '#kernel/platform.ts'
import { creditNoteDocument, type DrawnDocument, invoiceDocument } from '#modules/billing'
import { receiptDocument } from '#modules/payments'
import { proformaDocument } from './proforma-document.ts'
import { statementDocument } from './statement.ts'

/** Names a document of a customer. The days of a statement are ISO 8601 dates. */
export type DocumentRef =
  | { readonly kind: 'invoice' | 'credit-note' | 'receipt' | 'proforma'; readonly id: string }
  | { readonly kind: 'statement'; readonly accountId: string; readonly from: string; readonly to: string }

/** Any document as a PDF. @throws what its kind throws where it does not exist */
export function drawDocument(tx: Tx, ref: DocumentRef, platform: Platform): Promise<DrawnDocument> {
  switch (ref.kind) {
    case 'invoice':
      return invoiceDocument(tx, ref.id, platform)
    case 'credit-note':
      return creditNoteDocument(tx, ref.id, platform)
    case 'receipt':
      return receiptDocument(tx, ref.id, platform)
    case 'proforma':
      return proformaDocument(tx, ref.id, platform)
    case 'statement': {
      const span = { from: Temporal.PlainDate.from(ref.from), to: Temporal.PlainDate.from(ref.to) }
      return statementDocument(tx, ref.accountId, span, platform)
    }
    default:
      return ref satisfies never
  }
}
