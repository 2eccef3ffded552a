import type { Money } from '#kernel/money.ts'

export const billRunStates = ['previewing', 'previewed', 'discarded', 'running', 'done', 'failed'] as const
export type BillRunState = (typeof billRunStates)[number]

/**
 * One pass over all that a tenant has to bill. People may look at what it would bill first:
 *
 *   previewing ──▶ previewed ──approve──▶ running ──▶ done or failed
 *                      └──────discard──▶ discarded
 */
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

/** Why a bill is worth a look before it is posted. */
export const anomalies = ['first', 'zero', 'rise', 'fall'] as const
export type Anomaly = (typeof anomalies)[number]

export const billRunNumber = (sequence: bigint) => `BR-${sequence.toString().padStart(6, '0')}`
