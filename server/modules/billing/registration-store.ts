import { sql, type Tx } from '#kernel/db.ts'

/** What a tax office answered to a document that was submitted to it. */
export interface Registration {
  readonly reference: string // IRN
  readonly acknowledgedNumber: string
  readonly acknowledgedAt: Temporal.Instant
  readonly qrCode: string // its text, signed by the office
}

/** What was submitted: an invoice, or a credit note to it. */
export interface Submitted {
  readonly invoiceId: string
  readonly creditNoteId: string | null
}

/** @returns false where the document has an answer already, or the number is another document's */
export async function insertRegistration(tx: Tx, { invoiceId, creditNoteId }: Submitted, answer: Registration): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into invoice_registration (invoice_id, credit_note_id, reference, acknowledged_number, acknowledged_at, qr_code)
    values (${invoiceId}, ${creditNoteId}, ${answer.reference}, ${answer.acknowledgedNumber}, ${answer.acknowledgedAt}, ${answer.qrCode})
    on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}

export async function findRegistration(tx: Tx, { invoiceId, creditNoteId }: Submitted): Promise<Registration | undefined> {
  const { rows } = await sql<Registration>`
    select reference, acknowledged_number as "acknowledgedNumber", acknowledged_at as "acknowledgedAt", qr_code as "qrCode"
    from invoice_registration where invoice_id = ${invoiceId} and credit_note_id is not distinct from ${creditNoteId}::uuid`.execute(tx)
  return rows[0]
}
