import type { Tx } from '#kernel/db.ts'
import type { Attachment } from '#kernel/mail.ts'
import type { Platform } from '#kernel/platform.ts'
import { type DrawnDocument, findCreditNoteForm, findTaxForm } from '#modules/billing'
import { type DocumentRef, drawDocument } from '#modules/documents'
import { readSettings } from './settings-store.ts'

/** What goes with a mail that announces a document, as the tenant wants it. What was asked for by mail goes in any case. */
export async function attachmentsOf(tx: Tx, document: DocumentRef, platform: Platform): Promise<Attachment[]> {
  const { attachDocument, attachTaxForm } = await readSettings(tx)
  const isAskedFor = document.kind === 'proforma' || document.kind === 'statement'
  return [
    ...(attachDocument || isAskedFor ? [asAttachment(await drawDocument(tx, document, platform))] : []),
    ...(attachTaxForm ? await inTaxForm(tx, document) : []),
  ]
}

const asAttachment = ({ fileName, pdf }: DrawnDocument): Attachment => ({ name: fileName, contentType: 'application/pdf', bytes: pdf })

/** None where the tax office has no form for it, or would not take this one. */
async function inTaxForm(tx: Tx, document: DocumentRef): Promise<Attachment[]> {
  const found =
    document.kind === 'invoice'
      ? await findTaxForm(tx, document.id)
      : document.kind === 'credit-note'
        ? await findCreditNoteForm(tx, document.id)
        : undefined
  if (!found || found.faults.length > 0) return []
  return [{ name: `${found.form}.json`, contentType: 'application/json', bytes: Buffer.from(JSON.stringify(found.content, null, 2)) }]
}
