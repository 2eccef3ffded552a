import { z } from 'zod'
import { zDate, zId } from '#kernel/wire.ts'

const zQuantity = z.int().min(1).max(10_000)

/** What somebody wants changed in a subscription. */
export const zChange = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('plan'), offerId: zId }),
    z.object({ kind: z.literal('add-item'), offerId: zId, quantity: zQuantity }),
    z.object({ kind: z.literal('item-quantity'), itemId: zId, quantity: zQuantity }),
    z.object({ kind: z.literal('remove-item'), itemId: zId }),
    z.object({ kind: z.literal('pause'), until: zDate.nullable().default(null) }),
    z.object({ kind: z.literal('resume') }),
    z.object({ kind: z.literal('transfer'), customerId: zId, accountId: zId.optional() }),
    z.object({ kind: z.literal('cancel') }),
  ])
  .meta({ id: 'SubscriptionChange' })
export type Change = z.output<typeof zChange>
export const changeKinds = [
  'plan',
  'add-item',
  'item-quantity',
  'remove-item',
  'pause',
  'resume',
  'transfer',
  'cancel',
] as const satisfies readonly Change['kind'][]

export const channels = ['portal', 'staff', 'api'] as const
export type Channel = (typeof channels)[number]

export const effectives = ['now', 'cycle-end'] as const
export type Effective = (typeof effectives)[number]

/**
 *   open ──approve──▶ approved ──its day──▶ done
 *    │ │ ▲               │  ├────────────▶ failed, with the reason
 *    │ │ └──consent──┐   │  └─costs another▶ needs-consent ──decline, withdraw──▶ …
 *    │ │             └───┼──────────────────────┘
 *    │ └──withdraw───────┴─▶ withdrawn
 *    └──decline──▶ declined
 */
export const requestStates = ['open', 'approved', 'declined', 'withdrawn', 'done', 'failed', 'needs-consent'] as const
export type RequestState = (typeof requestStates)[number]

/** The one table of allowed moves: deed -> states in which it may be done. */
export const requestMoves = {
  approve: ['open'],
  decline: ['open', 'needs-consent'],
  withdraw: ['open', 'approved', 'needs-consent'],
  carryOut: ['approved'],
  consent: ['needs-consent'],
} as const satisfies Record<string, readonly RequestState[]>
export type RequestDeed = keyof typeof requestMoves

export function canMoveRequest(state: RequestState, deed: RequestDeed): boolean {
  const from: readonly RequestState[] = requestMoves[deed]
  return from.includes(state)
}

/** What the customer agreed that a change costs, for a day. */
export interface AgreedTerms {
  readonly on: Temporal.PlainDate
  readonly fingerprint: string
}

/** A change that somebody asked for, and what became of it. */
export interface ChangeRequest {
  readonly id: string
  readonly tenantId: string
  readonly subscriptionId: string
  readonly change: Change
  readonly channel: Channel
  readonly reason: string
  readonly effective: Effective
  readonly state: RequestState
  readonly agreed: AgreedTerms | null
  readonly effectiveOn: Temporal.PlainDate | null // day on which an approved change is carried out
  readonly requestedBy: string
  readonly decidedBy: string | null
  readonly decidedAt: Temporal.Instant | null
  readonly note: string // of who decided, for the customer
  readonly problem: string | null // why it failed
  readonly doneAt: Temporal.Instant | null
  readonly version: number
  readonly createdAt: Temporal.Instant
}
