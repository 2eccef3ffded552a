import { queryOptions } from '@tanstack/react-query'
import { api } from '#api'

export interface Check {
  readonly name: string
  readonly state: 'passed' | 'waiting' | 'warning' | 'failed'
  /** A code; empty where the state says all. */
  readonly found: string
  readonly detail: string
}

/** The joining of a router. */
export interface Enrolment {
  readonly id: string
  readonly name: string
  readonly state: 'waiting' | 'fetched' | 'joined' | 'expired' | 'cancelled'
  readonly expiresAt: string
  readonly nasId: string | null
  readonly checks: readonly Check[]
}

export interface Management {
  readonly uses: readonly string[]
  readonly address: string
  readonly protocol: 'api' | 'api-ssl' | 'rest'
  readonly port: number
  readonly username: string
  readonly fingerprint: string | null
}

export interface ManagedRouter {
  readonly management: Management | null
  readonly firmware: string | null
  readonly board: string | null
  readonly lookedAt: string | null
  readonly checks: readonly Check[]
}

export interface Reading {
  readonly at: string
  readonly sessions: number
  readonly uploadBps: string
  readonly downloadBps: string
}

export interface CommandRow {
  readonly id: string
  readonly queuedAt: string
  readonly kind: string
  readonly via: string
  readonly state: string
  readonly username: string | null
  readonly reason: string
  readonly errorCause: number | null
  readonly detail: string | null
}

export interface DriftRow {
  readonly id: string
  readonly kind: string
  readonly username: string
  readonly wanted: string
  readonly found: string
  readonly since: string
}

const stillJoiningMs = 5_000 // accounting and the first packets of old sessions are no events of the router's own

export const enrolmentQuery = (id: string) =>
  queryOptions({
    queryKey: ['router', id],
    queryFn: ({ signal }) => api.get<Enrolment>(`/router-enrolments/${id}`, {}, signal),
    refetchInterval: stillJoiningMs,
  })

/** Shown once by the server, so it lives in this page only. */
export const commandKey = (enrolmentId: string) => ['router', 'command', enrolmentId]

export const tunnelQuery = queryOptions({
  queryKey: ['router', 'tunnel'],
  queryFn: ({ signal }) => api.get<{ network: string | null }>('/router-tunnel', {}, signal),
})

export const managedRouterQuery = (nasId: string) =>
  queryOptions({ queryKey: ['router', nasId], queryFn: ({ signal }) => api.get<ManagedRouter>(`/nas/${nasId}/router`, {}, signal) })

const readingsEveryMs = 300_000

export const readingsQuery = (nasId: string) =>
  queryOptions({
    queryKey: ['router', nasId, 'readings'],
    queryFn: ({ signal }) => api.get<readonly Reading[]>(`/nas/${nasId}/readings`, { hours: 24 }, signal),
    refetchInterval: readingsEveryMs,
  })

export const configurationQuery = (nasId: string) =>
  queryOptions({
    queryKey: ['router', nasId, 'configuration'],
    queryFn: ({ signal }) => api.get<{ text: string; isUndo: boolean }>(`/nas/${nasId}/configuration`, {}, signal),
  })

const fewRows = 8

const rowsOf = async <T>(list: string, nasId: string, signal: AbortSignal) =>
  (await api.get<{ items: readonly T[] }>(`/lists/${list}/rows`, { f: [`nasId:eq:${nasId}`], limit: fewRows }, signal)).items

export const commandsQuery = (nasId: string) =>
  queryOptions({
    queryKey: ['router', nasId, 'commands'],
    queryFn: ({ signal }) => rowsOf<CommandRow>('network-commands', nasId, signal),
  })

export interface SessionRow {
  readonly id: string
  readonly username: string
  readonly customer: string | null
  readonly address: string | null
  readonly downloadBps: string | null
  readonly uploadBps: string | null
  readonly startedAt: string
}

const sessionsEveryMs = 30_000 // interims are no events

export const routerSessionsQuery = (nasId: string) =>
  queryOptions({
    queryKey: ['router', nasId, 'sessions'],
    queryFn: async ({ signal }) =>
      (
        await api.get<{ items: readonly SessionRow[] }>(
          '/lists/sessions/rows',
          { f: ['state:eq:open', `nasId:eq:${nasId}`], limit: fewRows },
          signal,
        )
      ).items,
    refetchInterval: sessionsEveryMs,
  })

export const driftQuery = (nasId: string) =>
  queryOptions({ queryKey: ['router', nasId, 'drift'], queryFn: ({ signal }) => rowsOf<DriftRow>('router-drift', nasId, signal) })

export const locationChoicesQuery = queryOptions({
  queryKey: ['location', 'names'],
  queryFn: async ({ signal }) =>
    (await api.get<{ items: readonly { id: string; name: string }[] }>('/lists/locations/rows', { sort: 'name', limit: 200 }, signal))
      .items,
})
