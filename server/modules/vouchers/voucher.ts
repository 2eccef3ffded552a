import type { Money } from '#kernel/money.ts'

export const voucherStates = ['generated', 'distributed', 'sold', 'redeemed', 'expired', 'void'] as const
export type VoucherState = (typeof voucherStates)[number]

export const batchStates = ['making', 'ready', 'failed'] as const
export type BatchState = (typeof batchStates)[number]

/** Vouchers that are printed at once and differ in serial and code only. */
export interface Batch {
  readonly id: string
  readonly number: string // VB-0007
  readonly offerId: string
  readonly offerVersionId: string
  readonly offerName: string
  readonly locationId: string | null
  readonly prefix: string
  readonly drawn: number // random characters of a code
  readonly count: number
  readonly madeCount: number
  readonly price: Money // printed on it, with tax
  readonly redeemUntil: Temporal.PlainDate | null // first day on which it cannot be used any more
  readonly note: string
  readonly state: BatchState
  readonly error: string | null
  readonly version: number
  readonly createdAt: Temporal.Instant
}

export interface Voucher {
  readonly id: string // made from its code
  readonly batchId: string
  readonly serial: number
  readonly state: VoucherState
  readonly agentAccountId: string | null
  readonly owedMinor: bigint
  readonly paidMinor: bigint
  readonly subscriptionId: string | null
  readonly redeemedAt: Temporal.Instant | null
}

/** What stands on the paper beside the code and tells nothing of it: `VB-0007-000123`. */
export const serialNumber = (batchNumber: string, serial: number) => `${batchNumber}-${String(serial).padStart(6, '0')}`

/**
 * The one table of allowed moves: deed -> states it starts from, state it leads to.
 *
 *   generated ──distribute──▶ distributed ──┐
 *       │  ▲ ◀────return──────┘   │         redeem
 *       │  └────take back──┐     sell       ▼
 *       └──────sell──────▶ sold ──redeem──▶ redeemed
 *
 *   generated, distributed ──void──▶ void        generated, distributed, sold ──its day──▶ expired
 *
 * What was only generated cannot be redeemed: a stack that is stolen from the printer is paper.
 */
export const moves = {
  distribute: { from: ['generated'], to: 'distributed' },
  return: { from: ['distributed'], to: 'generated' },
  sell: { from: ['generated', 'distributed'], to: 'sold' },
  takeBack: { from: ['sold'], to: 'generated' },
  void: { from: ['generated', 'distributed'], to: 'void' },
  redeem: { from: ['distributed', 'sold'], to: 'redeemed' },
  expire: { from: ['generated', 'distributed', 'sold'], to: 'expired' },
} as const satisfies Record<string, { readonly from: readonly VoucherState[]; readonly to: VoucherState }>
export type Deed = keyof typeof moves

export const movementKinds = ['generated', 'printed', 'distributed', 'returned', 'sold', 'taken-back', 'voided', 'expired'] as const
export type MovementKind = (typeof movementKinds)[number]

/** Serials of a batch, both inclusive, as they are read from the first and the last paper of a stack. */
export interface SerialRange {
  readonly from: number
  readonly to: number
}
