import type { Money } from '#kernel/money.ts'

export const migrationStates = ['running', 'done', 'stopped'] as const
export type MigrationState = (typeof migrationStates)[number]

/** Moves those who have a plan from older versions of it to another one. */
export interface PlanMigration {
  readonly id: string
  readonly offerId: string
  readonly toVersionId: string
  readonly fromVersionIds: readonly string[]
  readonly state: MigrationState
  readonly subscriptionCount: bigint // when it began
  readonly subscriptionDone: bigint
  readonly startedBy: string
  readonly startedAt: Temporal.Instant
  readonly finishedAt: Temporal.Instant | null
}

/** Those of one version that would move. */
export interface MigrationGroup {
  readonly versionId: string
  readonly number: number
  readonly subscriptionCount: bigint
  readonly price: Money // per cycle
  readonly difference: Money // of the new price from theirs, per cycle; cycles may differ
}

export interface MigrationPreview {
  readonly groups: readonly MigrationGroup[] // the newest version first
  readonly subscriptionCount: bigint
  /** Some of them, for people to recognise. */
  readonly examples: readonly {
    readonly subscriptionId: string
    readonly number: string
    readonly customerName: string
    readonly versionNumber: number
  }[]
}
