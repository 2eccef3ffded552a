import { formatMoney, type Money } from '#kernel/money.ts'
import { type FieldError, Problem, told } from '#kernel/problem.ts'

export const accountNotFound = () =>
  new Problem('payments.account_not_found', 404, 'There is no such account. Choose the customer again.', { pointer: '/accountId' })

export const invoiceNotFound = () => new Problem('payments.invoice_not_found', 404, 'There is no such invoice.')

export const paymentNotFound = () => new Problem('payments.not_found', 404, 'There is no such payment.')

export const wrongCurrency = (given: string, wanted: string) =>
  new Problem('payments.wrong_currency', 422, told`This account is kept in ${{ wanted }}, not in ${{ given }}.`, {
    pointer: '/amount/currency',
  })

export const amountNotPositive = () =>
  new Problem('payments.amount_not_positive', 422, 'Give an amount above zero.', { pointer: '/amount/minor' })

export const receivedInFuture = () =>
  new Problem('payments.received_in_future', 422, 'The payment lies in the future. Give the time at which it was received.', {
    pointer: '/receivedAt',
  })

export const referenceUsed = (reference: string, number: string) =>
  new Problem(
    'payments.reference_used',
    409,
    told`Reference ${{ reference }} belongs to payment ${{ number }}, which is for another account or amount. Check the reference.`,
    { pointer: '/reference' },
  )

export const gatewayNotFound = () =>
  new Problem('payments.gateway_not_found', 404, 'There is no such payment gateway.', { pointer: '/gatewayId' })

export const providerUnknown = (provider: string) =>
  new Problem(
    'payments.provider_unknown',
    422,
    told`There is no adapter for "${{ provider }}". GET /api/v1/gateway-providers names them all.`,
    {
      pointer: '/provider',
    },
  )

export const gatewayInvalid = (errors: readonly FieldError[]) =>
  new Problem('payments.gateway_invalid', 422, errors[0]!.detail, { pointer: errors[0]!.pointer, errors })

export const gatewayDisabled = (name: string) =>
  new Problem(
    'payments.gateway_disabled',
    409,
    told`Payments through ${{ name }} are switched off. Switch the gateway on, or choose another.`,
    {
      pointer: '/gatewayId',
    },
  )

export const gatewayNameTaken = (name: string) =>
  new Problem('payments.gateway_name_taken', 409, told`There is a gateway called ${{ name }} already.`, { pointer: '/name' })

export const credentialsMissing = (name: string) =>
  new Problem(
    'payments.credentials_missing',
    409,
    told`Gateway ${{ name }} has no credentials yet. Enter the secret key of your account there.`,
    {
      pointer: '/credentials',
    },
  )

export const currencyNotTaken = (provider: string, currency: string) =>
  new Problem('payments.currency_not_taken', 422, told`${{ provider }} does not take ${{ currency }}.`, { pointer: '/amount/currency' })

export const emailMissing = () =>
  new Problem('payments.email_missing', 422, 'The gateway needs an e-mail address for the receipt. Enter one for this customer.', {
    pointer: '/email',
  })

export const checkoutNotFound = () => new Problem('payments.checkout_not_found', 404, 'There is no such checkout.')

export const webhookUnsigned = () => new Problem('payments.webhook_unsigned', 401, 'The signature does not match the body.')

export const webhookUnreadable = () => new Problem('payments.webhook_unreadable', 400, 'The body is not a notice of this provider.')

export const refundNotFound = () => new Problem('payments.refund_not_found', 404, 'There is no such refund.')

export const refundNotDue = (number: string, state: string) =>
  new Problem('payments.refund_not_due', 409, told`The refund of ${{ number }} is ${{ state }}. Only one that is due can be paid out.`)

export const refundTooLarge = (left: Money) =>
  new Problem('payments.refund_too_large', 422, told`At most ${{ left: formatMoney(left) }} of this payment can be given back.`, {
    pointer: '/amount/minor',
  })

export const noSavedMethod = () =>
  new Problem('payments.no_saved_method', 409, 'No card of this customer is kept that can be charged. Ask them to pay through a gateway.')

export const savedMethodNotFound = () => new Problem('payments.saved_method_not_found', 404, 'There is no such saved method.')

export const chargeUnderWay = () =>
  new Problem('payments.charge_under_way', 409, 'A charge of this account is under way. Wait until its outcome is known.')
