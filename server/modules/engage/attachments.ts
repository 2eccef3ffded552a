import type { Tx } from '#kernel/db.ts'
import type { Attachment } from '#kernel/mail.ts'
import type { Platform } from '#kernel/platform.ts'
import { invoiceDocument, findTaxForm } from '#modules/billing'
import { readSettings } from './settings-store.ts'

/** What goes with the mail that an invoice is ready, as the tenant wants it. */
export async function attachmentsOf(tx: Tx, invoiceId: string, platform: Platform): Promise<Attachment[]> {
  const { attachInvoice, attachTaxForm } = await readSettings(tx)
  return [...(attachInvoice ? [await printed(tx, invoiceId, platform)] : []), ...(attachTaxForm ? await inTaxForm(tx, invoiceId) : [])]
}

async function printed(tx: Tx, invoiceId: string, platform: Platform): Promise<Attachment> {
  const { fileName, pdf } = await invoiceDocument(tx, invoiceId, platform)
  return { name: fileName, contentType: 'application/pdf', bytes: pdf }
}

/** None where the tax office has no form, or would not take this invoice. */
async function inTaxForm(tx: Tx, invoiceId: string): Promise<Attachment[]> {
  const found = await findTaxForm(tx, invoiceId)
  if (!found || found.faults.length > 0) return []
  return [{ name: `${found.form}.json`, contentType: 'application/json', bytes: Buffer.from(JSON.stringify(found.content, null, 2)) }]
}
