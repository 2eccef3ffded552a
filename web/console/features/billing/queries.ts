import { queryOptions } from '@tanstack/react-query'
import { api } from '#api'
import type { MoneyWire } from '#i18n'

export interface InvoiceLine {
  readonly line: number
  readonly account: { readonly number: string; readonly customerName: string } | null // whose it is, where that is not who is billed
  readonly description: string
  readonly periodFrom: string | null
  readonly periodTo: string | null
  readonly quantity: string
  readonly unit: MoneyWire
  readonly net: MoneyWire
}

export interface InvoiceTax {
  readonly name: string
  readonly percent: string
  readonly net: MoneyWire
  readonly tax: MoneyWire
}

export interface Withholding {
  readonly id: string
  readonly code: string
  readonly certificateNumber: string
  readonly certifiedOn: string
  readonly amount: MoneyWire
}

export interface DunningStep {
  readonly action: 'remind' | 'retry' | 'late-fee' | 'walled-garden' | 'suspend' | 'terminate'
  /** After the invoice was due; negative before. */
  readonly days: number
  readonly takenOn: string
}

export interface Invoice {
  readonly id: string
  readonly number: string
  readonly customerId: string
  readonly state: 'open' | 'paid' | 'void' | 'written-off'
  readonly issuedOn: string
  readonly dueOn: string
  readonly periodFrom: string
  /** The first day after the period. */
  readonly periodTo: string
  readonly net: MoneyWire
  readonly tax: MoneyWire
  readonly total: MoneyWire
  readonly paid: MoneyWire
  readonly paidAt: string | null
  readonly promisedUntil: string | null
  readonly lines: readonly InvoiceLine[]
  readonly taxes: readonly InvoiceTax[]
  readonly placeOfSupply: string
  readonly withholdings: readonly Withholding[]
  readonly registration: Registration | null
  readonly dunning: readonly DunningStep[]
}

export interface BillRun {
  readonly id: string
  readonly number: string
  readonly asOf: string
  readonly state: 'previewing' | 'previewed' | 'discarded' | 'running' | 'done' | 'failed'
  readonly subscriptionCount: string
  readonly subscriptionDone: string
  readonly invoiceCount: string
  readonly total: MoneyWire
  readonly error: string | null
}

export const ages = ['current', 'days30', 'days60', 'days90', 'older'] as const
export type Ageing = Readonly<Record<(typeof ages)[number], MoneyWire>>

export const invoiceQuery = (id: string) =>
  queryOptions({ queryKey: ['invoice', id], queryFn: ({ signal }) => api.get<Invoice>(`/invoices/${id}`, {}, signal) })

const askAgainMs = 500

const busyStates: readonly BillRun['state'][] = ['previewing', 'running']

/** Why a bill is worth a look before it is posted. */
export const anomalies = ['first', 'zero', 'rise', 'fall'] as const

/** Asked for again and again until people can decide, or the run is over. */
export const billRunQuery = (id: string) =>
  queryOptions({
    queryKey: ['bill_run', id],
    queryFn: ({ signal }) => api.get<BillRun>(`/bill-runs/${id}`, {}, signal),
    refetchInterval: ({ state: { data } }) => (data === undefined || busyStates.includes(data.state) ? askAgainMs : false),
  })

export interface TaxReport {
  readonly taxes: readonly {
    readonly code: string
    readonly name: string
    readonly jurisdiction: string
    readonly percent: string
    readonly supplyCode: string
    readonly placeOfSupply: string
    /** Whether the buyers are registered. */
    readonly isBusiness: boolean
    readonly net: MoneyWire
    readonly tax: MoneyWire
    readonly creditedNet: MoneyWire
    readonly creditedTax: MoneyWire
  }[]
  readonly supplies: readonly {
    readonly isBusiness: boolean
    readonly placeOfSupply: string
    readonly documents: string
    readonly net: MoneyWire
    readonly tax: MoneyWire
  }[]
  readonly charged: MoneyWire
  readonly credited: MoneyWire
  readonly due: MoneyWire
  /** Taken back for debts that went bad. */
  readonly relieved: MoneyWire
  readonly booked: MoneyWire
  /** By customers, as their certificates say. */
  readonly withheld: MoneyWire
  /** Due less booked. */
  readonly difference: MoneyWire
}

/** @param period `to` is the first day after it */
export const taxReportQuery = (period: { readonly from: string; readonly to: string }) =>
  queryOptions({
    queryKey: ['tax_report', period],
    queryFn: ({ signal }) => api.get<TaxReport>('/tax-reports', period, signal),
    placeholderData: (before) => before,
  })

export const ageingQuery = queryOptions({
  queryKey: ['invoice', 'ageing'],
  queryFn: ({ signal }) => api.get<Ageing>('/receivables/ageing', {}, signal),
})

/** What is left to pay. */
export function leftOf({ state, total, paid }: Invoice): MoneyWire {
  return { ...total, minor: state === 'void' || state === 'written-off' ? '0' : String(BigInt(total.minor) - BigInt(paid.minor)) }
}

/** What a deed about an invoice makes stale. */
export const staleBy = ({ customerId }: Invoice) => [['invoice'], ['customer', customerId], ['subscription']]

export interface CreditNote {
  readonly id: string
  readonly number: string
  readonly kind: string
  readonly reason: string
  readonly issuedOn: string
  readonly total: MoneyWire
}

export const creditNotesQuery = (invoiceId: string) =>
  queryOptions({
    queryKey: ['invoice', invoiceId, 'credit-notes'],
    queryFn: ({ signal }) => api.get<readonly CreditNote[]>(`/invoices/${invoiceId}/credit-notes`, {}, signal),
  })

/** An invoice or a credit note, as the tax office hears of it. */
export interface TaxDocument {
  readonly kind: 'invoice' | 'credit-note'
  readonly id: string
  readonly number: string
}

export interface TaxForm {
  readonly form: string
  readonly content: object
  /** What keeps it from being submitted. */
  readonly faults: readonly string[]
}

/** What the tax office answered. */
export interface Registration {
  readonly reference: string
  readonly acknowledgedNumber: string
  readonly acknowledgedAt: string
}

export const pathOf = ({ kind, id }: TaxDocument) => `/${kind === 'invoice' ? 'invoices' : 'credit-notes'}/${id}`

export const taxFormQuery = (document: TaxDocument) =>
  queryOptions({
    queryKey: ['invoice', document.id, 'tax-form'],
    queryFn: ({ signal }) => api.get<TaxForm>(`${pathOf(document)}/tax-form`, {}, signal),
  })

export const registrationQuery = (document: TaxDocument) =>
  queryOptions({
    queryKey: ['invoice', document.id, 'registration'],
    queryFn: ({ signal }) => api.get<{ readonly registration: Registration | null }>(pathOf(document), {}, signal),
  })

export interface WriteOff {
  readonly id: string
  /** Negative: what was paid after all. */
  readonly amount: MoneyWire
  readonly bookedOn: string
  readonly reason: string
}

export const writeOffsQuery = (invoiceId: string) =>
  queryOptions({
    queryKey: ['invoice', invoiceId, 'write-offs'],
    queryFn: ({ signal }) => api.get<readonly WriteOff[]>(`/invoices/${invoiceId}/write-offs`, {}, signal),
  })

export interface WaitingCharge {
  readonly id: string
  readonly description: string
  /** Negative: taken off. */
  readonly amount: MoneyWire
  readonly reason: string
}

export const waitingChargesQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['invoice', 'waiting', accountId],
    queryFn: ({ signal }) => api.get<readonly WaitingCharge[]>(`/accounts/${accountId}/charges`, {}, signal),
  })
