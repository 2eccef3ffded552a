import { type DayCount, type EndDay, type FirstPeriod } from './proration.ts'
import type { QuotaOnChange } from '#modules/charging'

/**
 * What a change of plan does to days that are billed: gives back the unused ones and charges them at the new price; gives nothing
 * back and charges them at the new price; or gives nothing back and charges the whole new price.
 */
export const changeCredits = ['credit', 'none', 'full-price'] as const
export type ChangeCredit = (typeof changeCredits)[number]

/** Whose price the day of a change has. */
export const changeDays = ['new-plan', 'old-plan'] as const
export type ChangeDay = (typeof changeDays)[number]

/** Whether what a change charges has an invoice of its own, or waits for the next one. */
export const invoiceOnChanges = ['now', 'next'] as const
export type InvoiceOnChange = (typeof invoiceOnChanges)[number]

/** How what was paid for days behind the end of service comes back: as credit of the account, or as money. */
export const cancellationRefunds = ['credit', 'money'] as const
export type CancellationRefund = (typeof cancellationRefunds)[number]

/** Whether bill runs of the night post at once, or wait until somebody has looked at them. */
export const billRunPolicies = ['automatic', 'approved'] as const
export type BillRunPolicy = (typeof billRunPolicies)[number]

/** How a tenant bills. */
export interface BillingSettings {
  readonly billRuns: BillRunPolicy
  readonly dayCount: DayCount
  readonly endDay: EndDay
  readonly firstPeriod: FirstPeriod
  readonly changeCredit: ChangeCredit
  readonly changeDay: ChangeDay
  readonly invoiceOnChange: InvoiceOnChange
  readonly quotaOnChange: QuotaOnChange
  readonly refundOnCancellation: CancellationRefund
  /** What comes to less waits for the next invoice; minor units of the tenant's currency. */
  readonly minimumMinor: bigint
  readonly lateFeeMinor: bigint
  readonly lateFeePercent: string // of what is open
  /** A preview points at bills that differ by more from the last. */
  readonly anomalyPercent: number
}

/**
 * Whether what a change charges waits for the next invoice: where days behind it are billed, or wait to be. In a pause nothing is
 * charged that could wait.
 */
export const waitsForNext = (
  { pausedAt }: { readonly pausedAt: Temporal.Instant | null },
  { invoiceOnChange }: Pick<BillingSettings, 'invoiceOnChange'>,
  isBilledAhead: boolean,
): boolean => invoiceOnChange === 'next' && isBilledAhead && pausedAt === null

export const usualSettings: BillingSettings = {
  billRuns: 'automatic',
  dayCount: 'actual',
  endDay: 'free',
  firstPeriod: 'separate',
  changeCredit: 'credit',
  changeDay: 'new-plan',
  invoiceOnChange: 'now',
  quotaOnChange: 'scaled',
  refundOnCancellation: 'credit',
  minimumMinor: 0n,
  lateFeeMinor: 0n,
  lateFeePercent: '0',
  anomalyPercent: 50,
}
