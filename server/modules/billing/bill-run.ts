import type { Money } from '#kernel/money.ts'

export const billRunStates = ['running', 'done', 'failed'] as const
export type BillRunState = (typeof billRunStates)[number]

/** One pass over all subscriptions of a tenant that have periods to bill. */
export interface BillRun {
  readonly id: string
  readonly number: string // BR-000012
  readonly asOf: Temporal.PlainDate
  readonly state: BillRunState
  readonly subscriptionCount: bigint // due when it began
  readonly subscriptionDone: bigint
  readonly invoiceCount: bigint
  readonly total: Money
  readonly error: string | null
  readonly startedAt: Temporal.Instant
  readonly finishedAt: Temporal.Instant | null
}

export const billRunNumber = (sequence: bigint) => `BR-${sequence.toString().padStart(6, '0')}`
