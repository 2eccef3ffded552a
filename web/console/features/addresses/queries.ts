import { queryOptions } from '@tanstack/react-query'
import { api } from '#api'

export const poolKinds = ['dynamic', 'static', 'prefix6', 'delegated6'] as const

/** A pool with what open sessions and logins have of it; counts as decimal text. */
export interface PoolUse {
  readonly id: string
  readonly name: string
  readonly kind: (typeof poolKinds)[number]
  readonly prefix: string
  readonly unitLength: number
  readonly locationId: string | null
  readonly nasId: string | null
  readonly note: string
  readonly version: number
  readonly locationName: string | null
  readonly nasName: string | null
  readonly capacity: string
  readonly used: string
  readonly assigned: string
}

const lookEveryMs = 30_000 // sessions come and go without events of ours

export const poolsQuery = queryOptions({
  queryKey: ['address_pool', 'use'],
  queryFn: ({ signal }) => api.get<{ pools: readonly PoolUse[]; outside: string }>('/address-pools', {}, signal),
  refetchInterval: lookEveryMs,
})

export interface Conflict {
  readonly kind: 'two-sessions' | 'two-logins' | 'static-in-dynamic' | 'pools-overlap'
  readonly address: string
  readonly parties: readonly string[]
}

export const conflictsQuery = queryOptions({
  queryKey: ['address_pool', 'conflicts'],
  queryFn: ({ signal }) => api.get<readonly Conflict[]>('/address-conflicts', {}, signal),
  refetchInterval: lookEveryMs,
})

/** What is known of a session that had the address. */
export interface SessionEvidence {
  readonly sessionId: string
  readonly username: string
  readonly acctSessionId: string
  readonly callingStation: string | null
  readonly nasName: string | null
  readonly startedAt: string
  readonly endedAt: string | null
  readonly closedBy: string | null
  readonly subscriptionId: string | null
  readonly subscriptionNumber: string | null
  readonly customerId: string | null
  readonly customerNumber: string | null
  readonly customerName: string | null
}

export interface Finding {
  readonly via: 'direct' | 'log' | 'rule'
  readonly mapping: {
    readonly publicAddress: string
    readonly portFrom: number
    readonly portTo: number
    readonly privateAddress: string
    readonly from: string
    readonly until: string | null
    readonly device: string
  } | null
  readonly sessions: readonly SessionEvidence[]
}

/** A search for who had an address, as it was answered. */
export interface Trace {
  readonly id: string
  readonly verdict: 'one' | 'several' | 'none'
  readonly findings: readonly Finding[]
}

/** A NAT that computes ports; instants as ISO text. */
export interface NatRule {
  readonly id: string
  readonly name: string
  readonly privatePrefix: string
  readonly publicPrefix: string
  readonly firstPort: number
  readonly portsEach: number
  readonly from: string
  readonly until: string | null
}

export const settingsQuery = queryOptions({
  queryKey: ['address_setting'],
  queryFn: ({ signal }) => api.get<{ readonly mappingRetentionDays: number }>('/address-settings', {}, signal),
})
