import { formatMoney, type Money } from '#kernel/money.ts'
import { Problem, told } from '#kernel/problem.ts'

export const invoiceNotFound = () => new Problem('billing.invoice_not_found', 404, 'There is no such invoice.')

export const billRunNotFound = () => new Problem('billing.bill_run_not_found', 404, 'There is no such bill run.')

export const billedTooFarAhead = (latest: Temporal.PlainDate) =>
  new Problem('billing.too_far_ahead', 422, told`Bills may be made up to ${{ latest }} at most. Look at the year.`, { pointer: '/asOf' })

export const dunnedAhead = () =>
  new Problem('billing.dunned_ahead', 422, 'This day is in the future. Nobody is reminded, charged or cut off ahead of time.', {
    pointer: '/asOf',
  })

export const invoiceNotOpen = (number: string, state: string) =>
  new Problem('billing.invoice_not_open', 409, told`Invoice ${{ number }} is ${{ state }}. Only an open invoice can be changed.`)

export const invoicePartlyPaid = (number: string, paid: Money) =>
  new Problem(
    'billing.invoice_partly_paid',
    409,
    told`${{ paid: formatMoney(paid) }} of invoice ${{ number }} are paid already. Refund the payment before you void the invoice.`,
  )

export const promiseInThePast = () =>
  new Problem('billing.promise_in_the_past', 422, 'The promised day is in the past. Choose today or a later day.', { pointer: '/until' })

export const promiseTooLate = (latest: Temporal.PlainDate) =>
  new Problem('billing.promise_too_late', 422, told`A promise to pay may reach to ${{ latest }} at most.`, { pointer: '/until' })

export const stageNotFound = () => new Problem('billing.stage_not_found', 404, 'There is no such dunning stage.')

export const stageExists = (days: number) =>
  new Problem('billing.stage_exists', 409, told`There is a step like this at day ${{ days }} already.`, { pointer: '/days' })

export const stageTaken = () =>
  new Problem('billing.stage_taken', 409, 'Steps were taken at this stage, so it stays in the history. Move it to another day instead.')

export const currencyOfInvoice = (currency: string) =>
  new Problem('billing.wrong_currency', 422, told`The invoice is in ${{ currency }}. Give the amount in it.`, { pointer: '/amount' })

export const withholdingTooLarge = (open: Money) =>
  new Problem('billing.withholding_too_large', 422, told`Only ${{ open: formatMoney(open) }} of the invoice are open.`, {
    pointer: '/amount',
  })

export const certificateKnown = (number: string) =>
  new Problem('billing.certificate_known', 409, told`Certificate ${{ number }} was recorded for this invoice before.`, {
    pointer: '/certificateNumber',
  })

export const periodBackwards = () =>
  new Problem('billing.period_backwards', 422, 'The period ends before it begins. Correct one of its days.', { pointer: '/periodTo' })

export const noTaxForm = (country: string) =>
  new Problem('billing.no_tax_form', 409, told`There is no form of the tax office for such documents from ${{ country }}.`)

export const notReady = (faults: readonly string[]) => new Problem('billing.not_ready_for_tax_office', 409, faults.join(' '))

export const wrongReference = (expected: string) =>
  new Problem('billing.wrong_reference', 422, told`This is not the number of this document: its number is ${{ expected }}.`, {
    pointer: '/reference',
  })

export const alreadyRegistered = () =>
  new Problem('billing.already_registered', 409, 'The answer of the tax office to this document was recorded before.')

export const referenceTaken = () =>
  new Problem('billing.reference_taken', 409, 'The tax office gave this number to another document. Copy it from the answer once more.', {
    pointer: '/reference',
  })

export const invoiceVoid = (number: string) =>
  new Problem('billing.invoice_void', 409, told`Invoice ${{ number }} is void, so nothing of it is charged.`)

export const nothingToCredit = (number: string) =>
  new Problem(
    'billing.nothing_to_credit',
    409,
    told`Nothing is left of invoice ${{ number }} to take back. Choose another line or invoice.`,
  )

export const creditTooLarge = (left: Money) =>
  new Problem('billing.credit_too_large', 422, told`At most ${{ left: formatMoney(left) }} of this line can be taken back, before taxes.`, {
    pointer: '/lines',
  })

export const rebilledSince = (number: string) =>
  new Problem(
    'billing.rebilled_since',
    409,
    told`What is on invoice ${{ number }} was billed again since. Take the later invoices back first.`,
  )

export const invoiceCredited = (number: string) =>
  new Problem(
    'billing.invoice_credited',
    409,
    told`Parts of invoice ${{ number }} were credited already. Credit the rest instead of voiding it.`,
  )

export const creditNoteNotFound = () => new Problem('billing.credit_note_not_found', 404, 'There is no such credit note.')

export const pendingChargeNotFound = () =>
  new Problem('billing.pending_charge_not_found', 404, 'There is no such charge, or it is billed already.')

export const notWrittenOff = (number: string) =>
  new Problem('billing.not_written_off', 409, told`Invoice ${{ number }} is not written off.`)

export const noTaxRelief = (country: string) =>
  new Problem(
    'billing.no_tax_relief',
    422,
    told`The law of ${{ country }} does not give taxes of bad debts back. Write the debt off with its taxes.`,
    {
      pointer: '/takesTaxesBack',
    },
  )

export const couponStandsAlone = (code: string) =>
  new Problem(
    'billing.coupon_stands_alone',
    409,
    told`Coupon ${{ code }} cannot be redeemed together with the others. Choose one of them.`,
    {
      pointer: '/coupons',
    },
  )

export const itemUnknown = () => new Problem('billing.item_unknown', 404, 'The subscription has no such add-on.')

/** @param quote what it costs now, as people read it */
export const quoteChanged = (quote: unknown) =>
  new Problem('billing.quote_changed', 409, 'What this costs has changed since it was shown. Look at it once more, then agree.', {
    extensions: { quote },
  })

export const policyNotYours = (permission: string) =>
  new Problem(
    'billing.policy_not_yours',
    403,
    told`Your role does not include "${{ permission }}", so the usual policy holds. Leave the other one out.`,
  )

export const accountUnknown = () =>
  new Problem('billing.account_unknown', 422, 'This billing account is not one of the customer. Choose one that is.', {
    pointer: '/accountId',
  })

export const billRunMoved = (number: string, state: string) =>
  new Problem(
    'billing.bill_run_moved',
    409,
    told`Bill run ${{ number }} is ${{ state }}. Only one that waits for approval can be approved or discarded.`,
  )
