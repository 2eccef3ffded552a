import { createHmac } from 'node:crypto'

/** Until a payment succeeds or fails, verification calls it abandoned; a full refund reverses it. */
export const paymentStatuses = ['abandoned', 'success', 'failed', 'reversed'] as const
export type PaymentStatus = (typeof paymentStatuses)[number]

export const channels = ['card', 'bank_transfer', 'ussd'] as const
export type Channel = (typeof channels)[number]

/** What Paystack calls a transaction. Amounts are in the smallest unit: kobo. */
export interface Payment {
  readonly id: number
  readonly reference: string
  readonly accessCode: string
  readonly email: string
  readonly amount: number
  readonly currency: string
  readonly metadata: unknown
  readonly callbackUrl: string | null
  readonly channels: readonly Channel[]
  readonly createdAt: string
  readonly status: PaymentStatus
  readonly channel: Channel | null
  readonly paidAt: string | null
  readonly refunded: number
  /** The payment whose saved card was charged; null where the customer paid at the checkout. */
  readonly savedBy: number | null
}

export interface Refund {
  readonly id: number
  readonly payment: number
  readonly amount: number
  readonly status: 'pending' | 'processed'
  readonly customerNote: string | null
  readonly merchantNote: string | null
  readonly createdAt: string
}

const gatewayResponses: Record<PaymentStatus, string> = {
  abandoned: 'The transaction was not completed',
  success: 'Successful',
  failed: 'Declined',
  reversed: 'Reversed',
}

/** Letters and digits that look random and are the same for the same seed. */
export function code(seed: string, kind: string, number: number, length = 15): string {
  return createHmac('sha256', seed).update(`${kind}:${number}`).digest('hex').slice(0, length)
}

/** 1.5 %, and ₦100 from ₦2,500 on, at most ₦2,000: the published price of a local payment in Nigeria. */
export function feesOf({ amount, currency }: Pick<Payment, 'amount' | 'currency'>): number {
  if (currency !== 'NGN') return 0
  return Math.min(Math.ceil(amount * 0.015) + (amount >= 250_000 ? 10_000 : 0), 200_000)
}

/** The `data` of a verification and of `charge.success`. */
export function describe(payment: Payment, seed: string, domain: string) {
  const paid = payment.status === 'success' || payment.status === 'reversed'
  return {
    id: payment.id,
    domain,
    status: payment.status,
    reference: payment.reference,
    receipt_number: null,
    amount: payment.amount,
    requested_amount: payment.amount,
    message: null,
    gateway_response: gatewayResponses[payment.status],
    paid_at: payment.paidAt,
    created_at: payment.createdAt,
    channel: payment.channel ?? 'card',
    currency: payment.currency,
    ip_address: '127.0.0.1',
    metadata: payment.metadata,
    log: null,
    fees: paid ? feesOf(payment) : null,
    authorization: paid ? authorization(payment, seed) : {},
    customer: customer(payment.email, seed),
    plan: null,
  }
}

export function customer(email: string, seed: string) {
  return {
    id: Number.parseInt(code(seed, email, 0, 7), 16),
    first_name: null,
    last_name: null,
    email,
    customer_code: `CUS_${code(seed, email, 1)}`,
    phone: null,
    metadata: null,
    risk_action: 'default',
  }
}

/** What a payment's card can be charged by again; a later charge of it has the same. */
export const authorizationCode = ({ id, savedBy }: Pick<Payment, 'id' | 'savedBy'>, seed: string) =>
  `AUTH_${code(seed, 'authorization', savedBy ?? id, 10)}`

function authorization(payment: Payment, seed: string) {
  const { email, channel } = payment
  const reusable = channel === 'card'
  return {
    authorization_code: authorizationCode(payment, seed),
    bin: reusable ? '408408' : '000XXX',
    last4: reusable ? '4081' : 'X000',
    exp_month: '12',
    exp_year: '2030',
    channel,
    card_type: reusable ? 'visa ' : channel === 'ussd' ? 'offline' : 'transfer',
    bank: 'TEST BANK',
    country_code: 'NG',
    brand: reusable ? 'visa' : 'offline',
    reusable,
    signature: reusable ? `SIG_${code(seed, `signature:${email}`, 0, 20)}` : null,
    account_name: null,
  }
}
