export const recoveryStates = ['open', 'done', 'dropped'] as const
export type RecoveryState = (typeof recoveryStates)[number]

/** The task to fetch what was lent to a customer whose service ends. */
export interface DeviceRecovery {
  readonly id: string
  readonly subscriptionId: string
  readonly dueOn: Temporal.PlainDate // first day without service
  readonly state: RecoveryState
  readonly ownerId: string | null // of the staff; null: nobody has taken it
  readonly note: string
  readonly closedAt: Temporal.Instant | null
  readonly version: number
  readonly createdAt: Temporal.Instant
}
