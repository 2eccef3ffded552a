import { queryOptions } from '@tanstack/react-query'
import { api } from '#api'

export const measures = ['seconds', 'bytes', 'messages'] as const

interface Zone {
  readonly zone: string
  readonly prefixes: readonly string[]
  readonly windows: readonly { readonly price: string; readonly per: number; readonly increment: number }[]
}

export interface TariffVersion {
  readonly id: string
  readonly number: number
  readonly validFrom: string
  readonly note: string
  readonly createdAt: string
  readonly rules: { readonly zones: readonly Zone[] }
}

export interface Tariff {
  readonly id: string
  readonly name: string
  readonly source: string
  readonly measure: (typeof measures)[number]
  readonly versions: readonly TariffVersion[]
}

export const tariffQuery = (id: string) =>
  queryOptions({ queryKey: ['tariff', id], queryFn: ({ signal }) => api.get<Tariff>(`/tariffs/${id}`, {}, signal) })

export interface RatedCall {
  readonly zone: string | null
  readonly cost: string | null
  readonly reason: 'no-zone' | 'no-window' | 'no-version' | null
}

export interface Balances {
  readonly lots: readonly {
    readonly id: string
    readonly unit: 'money' | 'bytes' | 'seconds' | 'messages'
    readonly currency: string | null
    readonly source: string
    readonly available: string
    readonly reserved: string
    readonly debited: string
    readonly expired: string
    readonly granted: string
    readonly validTo: string | null
  }[]
  readonly reservations: readonly {
    readonly sessionKey: string
    readonly ratingGroup: number
    readonly used: string
    readonly startedAt: string
  }[]
  readonly moves: readonly {
    readonly entryId: string
    readonly bookedOn: string
    readonly description: string
    readonly amountMinor: string
  }[]
}

export const balancesQuery = (subscriptionId: string) =>
  queryOptions({
    queryKey: ['subscription', subscriptionId, 'balances'],
    queryFn: ({ signal }) => api.get<Balances>(`/subscriptions/${subscriptionId}/balances`, {}, signal),
  })
