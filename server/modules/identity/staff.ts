import type { RowScope } from './role.ts'

export const staffStates = ['invited', 'active', 'disabled'] as const
export type StaffState = (typeof staffStates)[number]

/** Somebody who works for a tenant. */
export interface Staff {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly locale: string | null // null: the tenant's
  readonly state: StaffState
  readonly roles: readonly string[] // codes
  /** What the roles allow, as patterns. */
  readonly patterns: readonly string[]
  readonly rowScopes: readonly RowScope[]
  /** Where this person works: a role that sees a territory sees the customers there. */
  readonly locationIds: readonly string[]
  readonly hasTotp: boolean
  readonly version: number
}

/** A mail address and a tenant language may differ in case and spelling; people are found by this form. */
export const normalEmail = (typed: string) => typed.trim().toLowerCase()
