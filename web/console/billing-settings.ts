import { queryOptions } from '@tanstack/react-query'
import { api } from '#api'
import type { MoneyWire } from '#i18n'

/** What each policy may be; the texts say what it does. */
export const policies = {
  billRuns: ['automatic', 'approved'],
  dayCount: ['actual', 'thirty', 'thirty-day-months'],
  endDay: ['free', 'billed'],
  firstPeriod: ['separate', 'merged'],
  changeCredit: ['credit', 'none', 'full-price'],
  changeDay: ['new-plan', 'old-plan'],
  invoiceOnChange: ['now', 'next'],
  quotaOnChange: ['scaled', 'full'],
  refundOnCancellation: ['credit', 'money'],
} as const
export type Policy = keyof typeof policies

export type BillingSettings = { readonly [P in Policy]: (typeof policies)[P][number] } & {
  readonly minimumMinor: string
  readonly lateFeeMinor: string
  readonly lateFeePercent: string
  readonly anomalyPercent: number
}

export const billingSettingsQuery = queryOptions({
  queryKey: ['billing_settings'],
  queryFn: ({ signal }) => api.get<BillingSettings>('/billing-settings', {}, signal),
})

/** As a form holds them: amounts are money. */
export type BillingValues = Omit<BillingSettings, 'minimumMinor' | 'lateFeeMinor' | 'anomalyPercent'> & {
  readonly minimum: MoneyWire | undefined
  readonly lateFee: MoneyWire | undefined
  readonly anomalyPercent: number | undefined
}

export const billingValuesOf = ({ minimumMinor, lateFeeMinor, ...rest }: BillingSettings, currency: string): BillingValues => ({
  ...rest,
  minimum: { minor: minimumMinor, currency },
  lateFee: { minor: lateFeeMinor, currency },
})

/** What is left empty is nothing. */
export const billingSettingsOf = ({ minimum, lateFee, lateFeePercent, anomalyPercent = 50, ...rest }: BillingValues): BillingSettings => ({
  ...rest,
  minimumMinor: minimum?.minor ?? '0',
  lateFeeMinor: lateFee?.minor ?? '0',
  lateFeePercent: lateFeePercent || '0',
  anomalyPercent,
})
