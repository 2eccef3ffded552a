import { queryOptions } from '@tanstack/react-query'
import { api } from '#api'
import type { MoneyWire } from '#i18n'

export interface Allocation {
  readonly invoiceId: string
  readonly invoiceNumber: string
  readonly dueOn: string
  readonly amount: MoneyWire
}

export interface Payment {
  readonly id: string
  readonly number: string
  readonly customerId: string
  readonly amount: MoneyWire
  readonly method: string
  readonly reference: string
  /** Set when it came through a gateway. */
  readonly checkoutId: string | null
  readonly unallocated: MoneyWire
  readonly note: string
  readonly receivedAt: string
  readonly allocations: readonly Allocation[]
}

export interface InvoicePayment {
  readonly paymentId: string
  readonly number: string
  readonly method: string
  readonly receivedAt: string
  readonly amount: MoneyWire
}

export const paymentQuery = (id: string) =>
  queryOptions({ queryKey: ['payment', id], queryFn: ({ signal }) => api.get<Payment>(`/payments/${id}`, {}, signal) })

export const paymentsOfInvoice = (invoiceId: string) =>
  queryOptions({
    queryKey: ['invoice', invoiceId, 'payments'],
    queryFn: ({ signal }) => api.get<readonly InvoicePayment[]>(`/invoices/${invoiceId}/payments`, {}, signal),
  })

/** Where the money of a payment is: what was not given back is for invoices or credit. */
export function partsOf({ amount, unallocated, allocations }: Payment) {
  const inCurrency = (minor: bigint): MoneyWire => ({ minor: String(minor), currency: amount.currency })
  const allocated = allocations.reduce((sum, part) => sum + BigInt(part.amount.minor), 0n)
  const left = allocated + BigInt(unallocated.minor)
  return { allocated: inCurrency(allocated), left: inCurrency(left), refunded: inCurrency(BigInt(amount.minor) - left) }
}
