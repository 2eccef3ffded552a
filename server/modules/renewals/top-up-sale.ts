import { deskMethods } from '#modules/payments'

export const saleStates = ['awaiting', 'done', 'failed'] as const
export type SaleState = (typeof saleStates)[number]

/** How a top-up is paid: from credit, with an invoice that waits, by a charge of the saved method, or at the desk. */
export const saleMethods = ['credit', 'invoice', 'saved-method', ...deskMethods] as const
export type SaleMethod = (typeof saleMethods)[number]

/**
 * A top-up that was sold. What it grants and its bill are made together, once.
 *
 *   awaiting (a charge) ──the money is there──▶ done       credit, invoice, desk ──▶ done
 *        └──it is not──▶ failed
 */
export interface TopUpSale {
  readonly id: string
  readonly subscriptionId: string
  readonly offerId: string
  readonly offerName: string
  readonly state: SaleState
  readonly paidBy: SaleMethod
  readonly checkoutId: string | null
  readonly invoiceId: string | null
  readonly problem: string | null
  readonly createdAt: Temporal.Instant
  readonly doneAt: Temporal.Instant | null
}
