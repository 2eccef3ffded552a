import type { Money } from '#kernel/money.ts'
import type { LedgerCode } from '#modules/ledger'

/** Ways to pay that staff take at a desk; a gateway's payments carry the name of its provider instead. */
export const deskMethods = ['cash', 'bank', 'mobile-money'] as const
export type DeskMethod = (typeof deskMethods)[number]

/** Money that came in from a customer. */
export interface Payment {
  readonly id: string
  readonly number: string // of the receipt: R-2026-000041
  readonly accountId: string
  readonly customerId: string
  readonly amount: Money
  readonly method: string
  readonly reference: string // with the method it names the payment
  readonly checkoutId: string | null
  readonly unallocated: Money // the account's credit from it
  readonly note: string
  readonly receivedAt: Temporal.Instant
}

/** Part of a payment that paid an invoice. */
export interface PaymentAllocation {
  readonly invoiceId: string
  readonly invoiceNumber: string
  readonly dueOn: Temporal.PlainDate
  readonly amount: Money
}

/** The same from the side of the invoice. */
export interface InvoicePayment {
  readonly paymentId: string
  readonly number: string
  readonly method: string
  readonly receivedAt: Temporal.Instant
  readonly amount: Money // of it, for this invoice
}

/** Where money of a method lies until it is taken to the bank or paid out. */
export function moneyAccountOf(method: string): LedgerCode {
  return isDeskMethod(method) ? method : 'gateways'
}

export const isDeskMethod = (method: string): method is DeskMethod => deskMethods.some((known) => known === method)

/** Receipts are numbered by calendar year. */
export const receiptSeries = (receivedOn: Temporal.PlainDate) => `receipt/${receivedOn.year}`
export const receiptNumber = (receivedOn: Temporal.PlainDate, sequence: bigint) =>
  `R-${receivedOn.year}-${sequence.toString().padStart(6, '0')}`
