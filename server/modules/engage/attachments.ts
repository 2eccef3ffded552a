import type { Tx } from '#kernel/db.ts'
import type { Attachment } from '#kernel/mail.ts'
import type { Platform } from '#kernel/platform.ts'
import { creditNoteDocument, type DrawnDocument, findTaxForm, invoiceDocument } from '#modules/billing'
import { proformaDocument, statementDocument } from '#modules/documents'
import { receiptDocument } from '#modules/payments'
import type { NoticeDocument } from './notice.ts'
import { readSettings } from './settings-store.ts'

/** What goes with a mail that announces a document, as the tenant wants it. What was asked for by mail goes in any case. */
export async function attachmentsOf(tx: Tx, document: NoticeDocument, platform: Platform): Promise<Attachment[]> {
  const { attachDocument, attachTaxForm } = await readSettings(tx)
  const isAskedFor = document.kind === 'proforma' || document.kind === 'statement'
  return [
    ...(attachDocument || isAskedFor ? [asAttachment(await draw(tx, document, platform))] : []),
    ...(attachTaxForm && document.kind === 'invoice' ? await inTaxForm(tx, document.id) : []),
  ]
}

function draw(tx: Tx, document: NoticeDocument, platform: Platform): Promise<DrawnDocument> {
  switch (document.kind) {
    case 'invoice':
      return invoiceDocument(tx, document.id, platform)
    case 'credit-note':
      return creditNoteDocument(tx, document.id, platform)
    case 'receipt':
      return receiptDocument(tx, document.id, platform)
    case 'proforma':
      return proformaDocument(tx, document.id, platform)
    case 'statement':
      return statementDocument(tx, document.accountId, spanOf(document), platform)
    default:
      return document satisfies never
  }
}

const spanOf = ({ from, to }: { readonly from: string; readonly to: string }) => ({
  from: Temporal.PlainDate.from(from),
  to: Temporal.PlainDate.from(to),
})

const asAttachment = ({ fileName, pdf }: DrawnDocument): Attachment => ({ name: fileName, contentType: 'application/pdf', bytes: pdf })

/** None where the tax office has no form, or would not take this invoice. */
async function inTaxForm(tx: Tx, invoiceId: string): Promise<Attachment[]> {
  const found = await findTaxForm(tx, invoiceId)
  if (!found || found.faults.length > 0) return []
  return [{ name: `${found.form}.json`, contentType: 'application/json', bytes: Buffer.from(JSON.stringify(found.content, null, 2)) }]
}
