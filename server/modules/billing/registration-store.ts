import { sql, type Tx } from '#kernel/db.ts'

/** What a tax office answered to an invoice that was submitted to it. */
export interface Registration {
  readonly reference: string // IRN
  readonly acknowledgedNumber: string
  readonly acknowledgedAt: Temporal.Instant
  readonly qrCode: string // its text, signed by the office
}

/** @returns false where the invoice has an answer already */
export async function insertRegistration(tx: Tx, invoiceId: string, answer: Registration): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into invoice_registration (invoice_id, reference, acknowledged_number, acknowledged_at, qr_code)
    values (${invoiceId}, ${answer.reference}, ${answer.acknowledgedNumber}, ${answer.acknowledgedAt}, ${answer.qrCode})
    on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}

export async function findRegistration(tx: Tx, invoiceId: string): Promise<Registration | undefined> {
  const { rows } = await sql<Registration>`
    select reference, acknowledged_number as "acknowledgedNumber", acknowledged_at as "acknowledgedAt", qr_code as "qrCode"
    from invoice_registration where invoice_id = ${invoiceId}`.execute(tx)
  return rows[0]
}
