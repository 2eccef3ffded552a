import { isDuplicate, sql, type Tx } from '#kernel/db.ts'
import { type Money, money } from '#kernel/money.ts'
import { certificateKnown } from './errors.ts'
import type { WithholdingDraft } from './record-withholding.ts'

export interface Withholding extends WithholdingDraft {
  readonly id: string
}

/** @throws billing.certificate_known where the invoice has this certificate already */
export async function insertWithholding(tx: Tx, draft: WithholdingDraft): Promise<Withholding> {
  try {
    const { rows } = await sql<{ id: string }>`
      insert into tax_withholding (invoice_id, code, certificate_number, certified_on, period_from, period_to, amount_minor, currency)
      values (${draft.invoiceId}, ${draft.code}, ${draft.certificateNumber}, ${draft.certifiedOn}, ${draft.periodFrom}, ${draft.periodTo},
        ${draft.amount.minor}, ${draft.amount.currency})
      returning id`.execute(tx)
    return { ...draft, id: rows[0]!.id }
  } catch (error) {
    if (isDuplicate(error)) throw certificateKnown(draft.certificateNumber)
    throw error
  }
}

export async function readWithholdings(tx: Tx, invoiceId: string): Promise<Withholding[]> {
  const { rows } = await sql<Row>`select * from tax_withholding where invoice_id = ${invoiceId} order by certified_on, id`.execute(tx)
  return rows.map((row) => ({
    id: row.id,
    invoiceId: row.invoice_id,
    code: row.code,
    certificateNumber: row.certificate_number,
    certifiedOn: Temporal.PlainDate.from(row.certified_on),
    periodFrom: Temporal.PlainDate.from(row.period_from),
    periodTo: Temporal.PlainDate.from(row.period_to),
    amount: money(row.amount_minor, row.currency),
  }))
}

interface Row {
  id: string
  invoice_id: string
  code: string
  certificate_number: string
  certified_on: string
  period_from: string
  period_to: string
  amount_minor: bigint
  currency: string
}

/** What customers withheld by certificates of a period. */
export async function sumWithheld(
  tx: Tx,
  { from, to, currency }: { from: Temporal.PlainDate; to: Temporal.PlainDate; currency: string },
): Promise<Money> {
  const { rows } = await sql<{ minor: bigint }>`
    select coalesce(sum(amount_minor), 0)::bigint as minor from tax_withholding
    where tenant_id = current_tenant() and certified_on >= ${from}::date and certified_on < ${to}::date and currency = ${currency}`.execute(
    tx,
  )
  return money(rows[0]!.minor, currency)
}
