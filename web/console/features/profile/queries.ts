import { queryOptions } from '@tanstack/react-query'
import { api } from '#api'

export interface Passkey {
  readonly id: string
  readonly name: string
  readonly createdAt: string
  readonly usedAt: string | null
}

export interface SecondFactors {
  readonly totp: boolean
  readonly recoveryCodesLeft: number
  readonly passkeys: readonly Passkey[]
}

export const secondFactorsQuery = queryOptions({
  queryKey: ['me', 'second-factors'],
  queryFn: ({ signal }) => api.get<SecondFactors>('/me/second-factors', {}, signal),
})

export interface OwnSession {
  readonly id: string
  readonly userAgent: string
  readonly address: string
  readonly seenAt: string
  readonly isCurrent: boolean
}

export const ownSessionsQuery = queryOptions({
  queryKey: ['me', 'sessions'],
  queryFn: async ({ signal }) => (await api.get<{ readonly items: readonly OwnSession[] }>('/me/sessions', {}, signal)).items,
})
