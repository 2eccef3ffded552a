import type { Money } from '#kernel/money.ts'

/** Asked of a gateway; due to be paid out by somebody; gone. */
export const refundStates = ['requested', 'due', 'done'] as const
export type RefundState = (typeof refundStates)[number]

/** Money of a payment that is given back. */
export interface Refund {
  readonly id: string
  readonly paymentId: string
  readonly amount: Money
  readonly reason: string
  readonly state: RefundState
  readonly error: string | null // why a gateway refused
}
