import { queryOptions } from '@tanstack/react-query'
import { api } from '#api'
import type { Faster } from '#console/faster.tsx'
import type { Reduction } from '#console/reduction.tsx'
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
  /** Prepaid: the first day that nobody has paid for. */
  readonly prepaidUntil: string | null
  readonly autoRenew: boolean
}

export interface Renewal {
  readonly id: string
  readonly dueOn: string
  readonly state: string
  readonly nextTryOn: string | null
  readonly problem: string | null
}

interface Renewals {
  readonly next: {
    readonly amount: MoneyWire
    readonly credit: MoneyWire
    /** Null: it will expire. */
    readonly paidBy: 'credit' | 'saved-method' | null
  } | null
  readonly renewals: readonly Renewal[]
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
  readonly kind: 'pppoe' | 'hotspot' | 'mac' | 'voucher'
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

export interface TopUpOffer {
  readonly offerId: string
  readonly name: string
  readonly topUp:
    | { readonly unit: 'bytes' | 'seconds' | 'messages'; readonly quantity: string }
    | {
        readonly unit: 'boost'
        readonly faster: Faster
        readonly validity: { readonly unit: 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'; readonly count: number }
      }
  readonly total: MoneyWire
  /** Why it cannot be sold just now. */
  readonly refusal: string | null
}

/** A speed that was bought or given for a time. */
export interface Boost {
  readonly id: string
  readonly downloadBps: string
  readonly uploadBps: string
  readonly fromAt: string
  readonly untilAt: string
  readonly reason: string
  /** Else it was given. */
  readonly isBought: boolean
}

export const boostsQuery = (id: string) =>
  queryOptions({
    queryKey: ['subscription', id, 'boosts'],
    queryFn: ({ signal }) => api.get<readonly Boost[]>(`/subscriptions/${id}/boosts`, {}, signal),
  })

export const topUpOffersQuery = (id: string) =>
  queryOptions({
    queryKey: ['subscription', id, 'top-up-offers'],
    queryFn: ({ signal }) => api.get<readonly TopUpOffer[]>(`/subscriptions/${id}/top-up-offers`, {}, signal),
  })

export const renewalsQuery = (id: string) =>
  queryOptions({
    queryKey: ['subscription', id, 'renewals'],
    queryFn: ({ signal }) => api.get<Renewals>(`/subscriptions/${id}/renewals`, {}, signal),
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
  readonly cycleUnit: 'day' | 'week' | 'month' | 'year'
  readonly download: string
  readonly upload: string
  readonly quota: string | null
}

/** Plans on sale. */
export const plansQuery = queryOptions({
  queryKey: ['offer', 'on-sale'],
  queryFn: async ({ signal }) =>
    (
      await api.get<Rows<PlanRow>>(
        '/lists/plans/rows',
        { f: ['state:eq:published', 'kind:eq:plan'], sort: 'price', limit: plansMax },
        signal,
      )
    ).items,
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

/** Add-ons on sale. */
export const addOnsQuery = queryOptions({
  queryKey: ['offer', 'add-ons'],
  queryFn: async ({ signal }) =>
    (
      await api.get<Rows<PlanRow>>(
        '/lists/plans/rows',
        { f: ['state:eq:published', 'kind:eq:add-on'], sort: 'name', limit: plansMax },
        signal,
      )
    ).items,
})

/** An add-on that somebody has beside a plan. */
export interface Item {
  readonly id: string
  readonly offerId: string
  readonly name: string
  readonly quantity: number
  /** Of one, each cycle. */
  readonly unitPrice: MoneyWire
  readonly fromOn: string
  /** The first day without it. */
  readonly toOn: string | null
}

export const itemsQuery = (id: string) =>
  queryOptions({
    queryKey: ['subscription', id, 'items'],
    queryFn: ({ signal }) => api.get<readonly Item[]>(`/subscriptions/${id}/items`, {}, signal),
  })

export interface Discount {
  readonly id: string
  readonly name: string
  readonly reduction: Reduction
  readonly fromOn: string
  /** null: for ever. */
  readonly cyclesLeft: number | null
}

export const discountsQuery = (id: string) =>
  queryOptions({
    queryKey: ['subscription', id, 'discounts'],
    queryFn: ({ signal }) => api.get<readonly Discount[]>(`/subscriptions/${id}/discounts`, {}, signal),
  })

export type Change =
  | { readonly kind: 'plan'; readonly offerId: string }
  | { readonly kind: 'add-item'; readonly offerId: string; readonly quantity: number }
  | { readonly kind: 'item-quantity'; readonly itemId: string; readonly quantity: number }
  | { readonly kind: 'remove-item'; readonly itemId: string }
  | { readonly kind: 'pause'; readonly until: string | null }
  | { readonly kind: 'resume' }
  | { readonly kind: 'transfer'; readonly customerId: string }
  | { readonly kind: 'cancel' }

export type Effective = 'now' | 'cycle-end'

/** A change that somebody asked for, and what became of it. */
export interface ChangeRequest {
  readonly id: string
  readonly subscriptionId: string
  readonly change: Change
  readonly channel: 'portal' | 'staff' | 'api'
  readonly reason: string
  readonly effective: Effective
  readonly state: 'open' | 'approved' | 'declined' | 'withdrawn' | 'done' | 'failed' | 'needs-consent'
  readonly effectiveOn: string | null
  /** Of who decided. */
  readonly note: string
  /** Why it failed. */
  readonly problem: string | null
  readonly createdAt: string
}

export const changeRequestsQuery = (id: string) =>
  queryOptions({
    queryKey: ['subscription', id, 'change-requests'],
    queryFn: ({ signal }) => api.get<readonly ChangeRequest[]>(`/subscriptions/${id}/change-requests`, {}, signal),
  })

export const changeRequestQuery = (id: string) =>
  queryOptions({
    queryKey: ['subscription', 'change-request', id],
    queryFn: ({ signal }) => api.get<ChangeRequest>(`/change-requests/${id}`, {}, signal),
  })

/** What something is called that a change names only by its id. */
export const offerNameQuery = (id: string) =>
  queryOptions({
    queryKey: ['offer', id, 'name'],
    queryFn: async ({ signal }) => (await api.get<{ readonly name: string }>(`/plans/${id}`, {}, signal)).name,
  })
