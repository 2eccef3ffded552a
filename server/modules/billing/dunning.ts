export const dunningActions = ['remind', 'suspend'] as const
export type DunningAction = (typeof dunningActions)[number]

/** What happens how many days after an invoice is due; negative days come before. */
export interface DunningStage {
  readonly id: string
  readonly segment: string // of accounts
  readonly days: number
  readonly action: DunningAction
}

/**
 * What every tenant starts with.
 *
 *   −3 remind ── 0 due, remind ── +1 remind ── +3 remind ──────── +10 suspend
 */
export const defaultStages: readonly Omit<DunningStage, 'id'>[] = [
  { segment: 'standard', days: -3, action: 'remind' },
  { segment: 'standard', days: 0, action: 'remind' },
  { segment: 'standard', days: 1, action: 'remind' },
  { segment: 'standard', days: 3, action: 'remind' },
  { segment: 'standard', days: 10, action: 'suspend' },
]

/** A step that a run takes for an invoice. */
export interface DunningStep {
  readonly invoiceId: string
  readonly number: string
  readonly accountId: string
  readonly customerId: string
  readonly action: DunningAction
  readonly days: number
}

/**
 * Of the steps that have become due together, those that people are told of: the latest of each action. A customer whose run was
 * late gets one reminder, not four.
 */
export function announced(steps: readonly DunningStep[]): DunningStep[] {
  const latest = new Map<string, DunningStep>()
  for (const step of steps) {
    const key = `${step.invoiceId} ${step.action}`
    const known = latest.get(key)
    if (!known || known.days < step.days) latest.set(key, step)
  }
  return [...latest.values()]
}
