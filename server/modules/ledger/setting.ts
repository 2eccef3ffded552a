/** How often deferred revenue becomes revenue: for every day that is over, or for every month. */
export const recognitions = ['daily', 'monthly'] as const
export type Recognition = (typeof recognitions)[number]

/** How a tenant keeps its books. */
export interface LedgerSettings {
  readonly recognition: Recognition
  /** Nothing is booked before this day any more; null: every month is open. */
  readonly closedUntil: Temporal.PlainDate | null
}
