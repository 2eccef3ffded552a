export const dunningActions = ['remind', 'retry', 'late-fee', 'walled-garden', 'suspend', 'terminate'] as const
export type DunningAction = (typeof dunningActions)[number]

/** Those that take service away, in the order in which they follow each other. */
export const cuttingActions = ['walled-garden', 'suspend', 'terminate'] as const satisfies readonly DunningAction[]

/** What happens how many days after an invoice is due, or as old as its policy counts; negative days come before. */
export interface DunningStage {
  readonly id: string
  readonly segment: string // of accounts
  readonly days: number
  readonly action: DunningAction
  /** What a late fee comes to: a sum and a percentage of what is open. Where both are nothing, the billing settings say. */
  readonly feeMinor: bigint
  readonly feePercent: string
}
export type StageDraft = Pick<DunningStage, 'segment' | 'days' | 'action'> & Partial<Pick<DunningStage, 'feeMinor' | 'feePercent'>>

/**
 * What every tenant starts with.
 *
 *   −3 remind ── 0 due, remind ── +1 remind ── +3 remind ──────── +10 suspend
 */
export const defaultStages: readonly StageDraft[] = [
  { segment: 'standard', days: -3, action: 'remind' },
  { segment: 'standard', days: 0, action: 'remind' },
  { segment: 'standard', days: 1, action: 'remind' },
  { segment: 'standard', days: 3, action: 'remind' },
  { segment: 'standard', days: 10, action: 'suspend' },
]

/**
 * What the days of a stage are counted from: each invoice has its own steps from its due day; or an account has one row of steps, from
 * the day of issue of the oldest invoice that is not paid.
 */
export const ageBases = ['due', 'oldest-issue'] as const

/** What gives service back: that nothing is overdue past its grace any more, or any payment. */
export const restores = ['full', 'partial'] as const

/** How a segment is dunned. */
export interface DunningPolicy {
  readonly segment: string
  readonly ageBasis: (typeof ageBases)[number]
  /** Who owes less keeps service. */
  readonly minimumMinor: bigint
  /** ISO 8601 days of the week, Monday 1, on which no service is taken away: the step waits for the next day that allows it. */
  readonly excludedWeekdays: readonly number[]
  readonly restore: (typeof restores)[number]
}

export const usualPolicy: Omit<DunningPolicy, 'segment'> = { ageBasis: 'due', minimumMinor: 0n, excludedWeekdays: [], restore: 'full' }

/** A day on which no service is taken away. */
export interface Holiday {
  readonly day: Temporal.PlainDate
  readonly name: string
}

/** A step that a run takes for an invoice. */
export interface DunningStep {
  readonly invoiceId: string
  readonly number: string
  readonly accountId: string
  readonly customerId: string
  readonly action: DunningAction
  readonly days: number
}

/** A step with what its action needs. */
export interface TakenStep extends DunningStep {
  readonly stageId: string
  readonly openMinor: bigint
  readonly currency: string
  /** The segment leads to the payment page first; suspending then closes that door too. */
  readonly hasWalledGarden: boolean
}

/**
 * Of the steps that have become due together, those that people are told of: the latest of each action. A customer whose run was
 * late gets one reminder, not four.
 */
export function announced<S extends DunningStep>(steps: readonly S[]): S[] {
  const latest = new Map<string, S>()
  for (const step of steps) {
    const key = `${step.invoiceId} ${step.action}`
    const known = latest.get(key)
    if (!known || known.days < step.days) latest.set(key, step)
  }
  return [...latest.values()]
}
