import { queryOptions } from '@tanstack/react-query'
import { api } from '#api'
import type { MoneyWire } from '#i18n'

export const voucherStates = ['generated', 'distributed', 'sold', 'redeemed', 'expired', 'void'] as const
export type VoucherState = (typeof voucherStates)[number]

export interface Batch {
  readonly id: string
  readonly number: string
  readonly offerId: string
  readonly offerName: string
  readonly locationId: string | null
  readonly prefix: string
  readonly count: number
  readonly madeCount: number
  readonly price: MoneyWire
  readonly redeemUntil: string | null
  readonly note: string
  readonly state: 'making' | 'ready' | 'failed'
  readonly error: string | null
  readonly createdAt: string
  readonly standing: readonly { readonly state: VoucherState; readonly count: number }[]
}

const lookAgainMs = 1_000

/** Looked at again while its codes are drawn, of which no event tells before the end. */
export const batchQuery = (id: string) =>
  queryOptions({
    queryKey: ['voucher_batch', id],
    queryFn: ({ signal }) => api.get<Batch>(`/voucher-batches/${id}`, {}, signal),
    refetchInterval: ({ state: { data } }) => (data?.state === 'making' ? lookAgainMs : false),
  })

export interface Need {
  readonly offerId: string
  readonly offerName: string
  readonly locationId: string | null
  readonly locationName: string | null
  readonly stock: number
  readonly usedByDay: readonly number[]
  readonly proposal: {
    readonly expected: number
    readonly safety: number
    readonly stock: number
    readonly daysLeft: number | null
    readonly print: number
  } | null
}

export const needsQuery = (days: number) =>
  queryOptions({
    queryKey: ['voucher', 'needs', days],
    queryFn: ({ signal }) => api.get<readonly Need[]>('/voucher-proposals', { days }, signal),
  })

export interface Liability {
  readonly batchId: string
  readonly number: string
  readonly offerName: string
  readonly accountName: string | null
  readonly state: 'distributed' | 'sold'
  readonly count: number
  readonly paid: MoneyWire
  readonly owed: MoneyWire
  readonly redeemUntil: string | null
}

export const liabilityQuery = queryOptions({
  queryKey: ['voucher', 'liability'],
  queryFn: ({ signal }) => api.get<readonly Liability[]>('/voucher-liability', {}, signal),
})

export interface LookedUp {
  readonly batchId: string
  readonly serialNumber: string
  readonly offerName: string
  readonly price: MoneyWire
  readonly state: VoucherState
  readonly redeemedAt: string | null
  readonly redeemUntil: string | null
  readonly subscriptionId: string | null
}
