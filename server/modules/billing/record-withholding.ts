import type { Tx } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { compare, type Money, subtract } from '#kernel/money.ts'
import { dateIn } from '#kernel/time.ts'
import { post } from '#modules/ledger'
import { readTenant } from '#modules/tenants'
import { currencyOfInvoice, periodBackwards, withholdingTooLarge } from './errors.ts'
import { lockOpen } from './change-invoice.ts'
import { settleWith } from './settle.ts'
import { insertWithholding, type Withholding } from './withholding-store.ts'

/** What a certificate says that a customer kept back from an invoice for the tax office. */
export interface WithholdingDraft {
  readonly invoiceId: string
  readonly code: string // section of the law: 194J
  readonly certificateNumber: string
  readonly certifiedOn: Temporal.PlainDate
  /** Days the certificate is for, half-open. */
  readonly periodFrom: Temporal.PlainDate
  readonly periodTo: Temporal.PlainDate
  readonly amount: Money
}

/**
 * Settles a part of an invoice with a certificate of tax withheld: the customer owes it no more, the tax office does. It is neither
 * money in nor a discount, so revenue and taxes payable stay as they are.
 * @throws billing.invoice_not_found, billing.invoice_not_open, billing.period_backwards, billing.wrong_currency, billing.withholding_too_large, billing.certificate_known
 */
export async function recordWithholding(tx: Tx, draft: WithholdingDraft, now: Temporal.Instant): Promise<Withholding> {
  const invoice = await lockOpen(tx, draft.invoiceId)
  const open = subtract(invoice.total, invoice.paid)
  if (Temporal.PlainDate.compare(draft.periodFrom, draft.periodTo) >= 0) throw periodBackwards()
  if (draft.amount.currency !== open.currency) throw currencyOfInvoice(open.currency)
  if (compare(draft.amount, open) > 0) throw withholdingTooLarge(open)

  const { timeZone } = await readTenant(tx)
  const withholding = await insertWithholding(tx, draft)
  await post(tx, {
    bookedOn: dateIn(now, timeZone),
    description: `Certificate ${draft.certificateNumber} for invoice ${invoice.number}`,
    sourceKind: 'withholding',
    sourceId: withholding.id,
    lines: [{ debit: 'tax-withheld', credit: 'receivables', amount: draft.amount, accountId: invoice.accountId }],
  })
  const { id, number, accountId, customerId } = invoice
  await settleWith(
    tx,
    [{ id, number, accountId, customerId, open, isWrittenOff: false }],
    [{ invoiceId: id, amount: draft.amount, settles: compare(draft.amount, open) === 0 }],
    now,
  )
  await emit(tx, 'invoice.tax_withheld.v1', { invoiceId: id, number, accountId, customerId, amount: draft.amount, code: draft.code }, id)
  return withholding
}
