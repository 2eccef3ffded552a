import { queryOptions } from '@tanstack/react-query'
import { api } from '#api'
import type { MoneyWire } from '#i18n'

export type SubscriptionState = 'pending' | 'active' | 'paused' | 'suspended' | 'cancelled' | 'ended'

/** A row of the list of subscriptions: what somebody has, with the names people know it by. */
export interface SubscriptionRow {
  readonly id: string
  readonly number: string
  readonly customerId: string
  readonly customerName: string
  readonly accountId: string
  readonly planId: string
  readonly planName: string
  readonly technology: string
  readonly state: SubscriptionState
  readonly blockReasons: readonly string[]
  readonly price: MoneyWire
  readonly download: string
  readonly upload: string
  readonly startedOn: string | null
  readonly billedUntil: string | null
  readonly endsOn: string | null
}

export interface Quota {
  readonly limited: boolean
  readonly granted: string
  readonly used: string
  readonly remaining: string
  readonly lots: readonly {
    readonly id: string
    readonly source: string
    readonly granted: string
    readonly used: string
    readonly validTo: string
  }[]
}

export interface Usage {
  readonly points: readonly { readonly from: string; readonly uploadBytes: string; readonly downloadBytes: string }[]
}

export interface Login {
  readonly id: string
  readonly username: string
  readonly kind: 'pppoe' | 'hotspot' | 'mac'
  readonly framedAddress: string | null
}

/** Shown once. */
export interface Credentials {
  readonly username: string
  readonly password: string
}

export interface SessionRow {
  readonly id: string
  readonly username: string
  readonly nas: string | null
  readonly address: string | null
  readonly callingStation: string | null
  readonly uploadBytes: string
  readonly downloadBytes: string
  readonly uploadBps: string | null
  readonly downloadBps: string | null
  readonly startedAt: string
  readonly walled: boolean
}

export interface Finding {
  readonly topic: string
  readonly isFine: boolean
  readonly code: string
  readonly at: string | null
  readonly details: Readonly<Record<string, string>>
}

export type RemedyAction =
  | 'pay'
  | 'lift-block'
  | 'activate'
  | 'resume'
  | 'renew'
  | 'top-up'
  | 'create-login'
  | 'reset-password'
  | 'disconnect-others'
  | 'check-line'

export interface Diagnosis {
  readonly verdict: 'online' | 'may-connect' | 'withheld'
  readonly findings: readonly Finding[]
  readonly remedy: { readonly action: RemedyAction; readonly amount: MoneyWire | null; readonly invoiceNumbers: readonly string[] } | null
}

interface Rows<T> {
  readonly items: readonly T[]
}

const subscriptionsMax = 50 // of one customer
const sessionsMax = 10 // of one subscription at once
const plansMax = 200

export const subscriptionsOf = (customerId: string) =>
  queryOptions({
    queryKey: ['customer', customerId, 'subscriptions'],
    queryFn: async ({ signal }) =>
      (
        await api.get<Rows<SubscriptionRow>>(
          '/lists/subscriptions/rows',
          { f: [`customerId:eq:${customerId}`], limit: subscriptionsMax },
          signal,
        )
      ).items,
  })

export const subscriptionQuery = (id: string) =>
  queryOptions({
    queryKey: ['subscription', id],
    queryFn: ({ signal }) => api.get<{ readonly id: string; readonly customerId: string }>(`/subscriptions/${id}`, {}, signal),
  })

export const quotaQuery = (id: string) =>
  queryOptions({
    queryKey: ['subscription', id, 'quota'],
    queryFn: ({ signal }) => api.get<Quota>(`/subscriptions/${id}/quota`, {}, signal),
  })

export interface UsageSpan {
  readonly by: 'hour' | 'day'
  readonly from: string
}

export const usageQuery = (id: string, { by, from }: UsageSpan) =>
  queryOptions({
    queryKey: ['subscription', id, 'usage', by, from],
    queryFn: ({ signal }) => api.get<Usage>(`/subscriptions/${id}/usage`, { by, from }, signal),
    placeholderData: (before) => before,
  })

export const loginsQuery = (id: string) =>
  queryOptions({
    queryKey: ['subscription', id, 'logins'],
    queryFn: ({ signal }) => api.get<readonly Login[]>(`/subscriptions/${id}/logins`, {}, signal),
  })

export const openSessionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['subscription', id, 'sessions'],
    queryFn: async ({ signal }) =>
      (
        await api.get<Rows<SessionRow>>(
          '/lists/sessions/rows',
          { f: [`subscriptionId:eq:${id}`, 'state:eq:open'], limit: sessionsMax },
          signal,
        )
      ).items,
  })

export const diagnosisQuery = (id: string) =>
  queryOptions({
    queryKey: ['subscription', id, 'diagnosis'],
    queryFn: ({ signal }) => api.get<Diagnosis>(`/subscriptions/${id}/diagnosis`, {}, signal),
  })

export interface PlanRow {
  readonly id: string
  readonly name: string
  readonly price: MoneyWire
  readonly cycleCount: number | string
  readonly cycleUnit: string
  readonly download: string
  readonly upload: string
  readonly quota: string | null
}

/** Plans on sale. */
export const plansQuery = queryOptions({
  queryKey: ['offer', 'on-sale'],
  queryFn: async ({ signal }) =>
    (await api.get<Rows<PlanRow>>('/lists/plans/rows', { f: ['state:eq:published'], sort: 'price', limit: plansMax }, signal)).items,
})

export interface Block {
  readonly reason: string
  readonly note: string
  readonly since: string
  readonly liftedAt: string | null
}

export const blocksQuery = (id: string) =>
  queryOptions({
    queryKey: ['subscription', id, 'blocks'],
    queryFn: ({ signal }) => api.get<readonly Block[]>(`/subscriptions/${id}/blocks`, {}, signal),
  })
