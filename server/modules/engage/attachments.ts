import type { Tx } from '#kernel/db.ts'
import type { Attachment } from '#kernel/mail.ts'
import type { Platform } from '#kernel/platform.ts'
import { creditNoteDocument, type DrawnDocument, findTaxForm, invoiceDocument } from '#modules/billing'
import { receiptDocument } from '#modules/payments'
import type { NoticeDocument } from './notice.ts'
import { readSettings } from './settings-store.ts'

/** What goes with a mail that announces a document, as the tenant wants it. */
export async function attachmentsOf(tx: Tx, document: NoticeDocument, platform: Platform): Promise<Attachment[]> {
  const { attachDocument, attachTaxForm } = await readSettings(tx)
  return [
    ...(attachDocument ? [asAttachment(await draw[document.kind](tx, document.id, platform))] : []),
    ...(attachTaxForm && document.kind === 'invoice' ? await inTaxForm(tx, document.id) : []),
  ]
}

const draw: Readonly<Record<NoticeDocument['kind'], (tx: Tx, id: string, platform: Platform) => Promise<DrawnDocument>>> = {
  invoice: invoiceDocument,
  'credit-note': creditNoteDocument,
  receipt: receiptDocument,
}

const asAttachment = ({ fileName, pdf }: DrawnDocument): Attachment => ({ name: fileName, contentType: 'application/pdf', bytes: pdf })

/** None where the tax office has no form, or would not take this invoice. */
async function inTaxForm(tx: Tx, invoiceId: string): Promise<Attachment[]> {
  const found = await findTaxForm(tx, invoiceId)
  if (!found || found.faults.length > 0) return []
  return [{ name: `${found.form}.json`, contentType: 'application/json', bytes: Buffer.from(JSON.stringify(found.content, null, 2)) }]
}
