import { queryOptions } from '@tanstack/react-query'
import { api } from '#api'
import type { MoneyWire } from '#i18n'

/** The business in one look, as `GET /insight/home` tells it; counts and bytes are decimal strings. */
export interface HomeFigures {
  readonly online: { readonly now: string; readonly uploadBps: string; readonly downloadBps: string }
  readonly subscriptions: {
    readonly active: string
    readonly suspended: string
    /** At the end of each of the days of `revenue`. */
    readonly inService: readonly string[]
  }
  readonly revenue: {
    readonly today: MoneyWire
    readonly month: MoneyWire
    readonly lastMonthSoFar: MoneyWire
    readonly days: readonly { readonly day: string; readonly received: MoneyWire; readonly invoiced: MoneyWire }[]
  }
  readonly arrears: {
    readonly total: MoneyWire
    readonly accounts: string
    readonly days: readonly MoneyWire[]
  }
  readonly failedLogins: {
    readonly lastHour: string
    readonly hours: readonly { readonly hour: string; readonly reason: string; readonly attempts: string }[]
  }
  readonly traffic: readonly {
    readonly hour: string
    readonly uploadBytes: string
    readonly downloadBytes: string
    readonly online: string
  }[]
  readonly attention: readonly { readonly kind: AttentionKind; readonly count: string }[]
}

export type AttentionKind =
  | 'secret-lost'
  | 'router-silent'
  | 'refused-accounting'
  | 'parked-events'
  | 'failed-jobs'
  | 'rejected-webhooks'
  | 'unproven-commands'
  | 'certificate-ending'
  | 'codes-limited'
  | 'due-today'

const pollMs = 30_000 // rates change without an event

export const homeQuery = queryOptions({
  queryKey: ['home'],
  queryFn: ({ signal }) => api.get<HomeFigures>('/insight/home', {}, signal),
  refetchInterval: pollMs,
})
