import { queryOptions } from '@tanstack/react-query'
import { api } from '#api'

/** A NAS, "router" on screens; its secret never comes back. */
export interface Router {
  readonly id: string
  readonly name: string
  readonly address: string | null
  readonly certificateFingerprint: string | null
  readonly certificateName: string | null
  readonly identifier: string | null
  readonly vendor: string
  readonly requireMessageAuthenticator: boolean
  readonly coaPort: number
  readonly interimSeconds: number
  readonly walledGarden: string | null
  readonly requestsPerSecondMax: number | null
  readonly voucherPassword: 'off' | 'same' | 'empty'
  readonly enabled: boolean
  /** It is not served, until its secret is typed again. */
  readonly secretUnreadable: boolean
  readonly version: number
}

/** What is heard of a router, as its row in the list tells. */
export interface RouterContact {
  readonly seenAt: string | null
  readonly sessionsOpen: number | string
}

export const routerQuery = (id: string) =>
  queryOptions({ queryKey: ['nas', id], queryFn: ({ signal }) => api.get<Router>(`/nas/${id}`, {}, signal) })

const contactEveryMs = 15_000 // packets are no events

/** @param name what the list finds the router by */
export const contactQuery = ({ id, name }: Pick<Router, 'id' | 'name'>) =>
  queryOptions({
    queryKey: ['nas', id, 'contact', name],
    queryFn: async ({ signal }) =>
      (await api.get<{ items: readonly RouterContact[] }>('/lists/nas/rows', { f: [`name:eq:${name}`], limit: 1 }, signal)).items[0] ??
      null,
    refetchInterval: contactEveryMs,
  })

/** Users of another operator, and the servers that know them; secrets never come back. */
export interface Realm {
  readonly id: string
  readonly name: string
  readonly stripsRealm: boolean
  readonly forwardsAccounting: boolean
  readonly requireMessageAuthenticator: boolean
  readonly timeoutMs: number
  readonly believed: readonly string[]
  readonly enabled: boolean
  readonly servers: readonly {
    readonly id: string
    readonly address: string
    readonly transport: 'udp' | 'tls'
    readonly authPort: number
    readonly acctPort: number
    readonly certificateName: string | null
    readonly authority: string | null
    readonly clientCertificate: string | null
  }[]
  readonly version: number
}

export const realmQuery = (id: string) =>
  queryOptions({ queryKey: ['realm', id], queryFn: ({ signal }) => api.get<Realm>(`/realms/${id}`, {}, signal) })

export interface Preview {
  readonly verdict: 'accept' | 'walled-garden' | 'reject'
  readonly reason: string | null
  readonly attributes: readonly { readonly name: string; readonly value: string }[]
  readonly trace: readonly Step[]
}

export interface Step {
  readonly step: 'attempts' | 'login' | 'password' | 'subscription' | 'blocks' | 'quota' | 'sessions'
  readonly passed: boolean
  readonly found: string
}

/** By what a router is known on RADIUS over TLS. */
export interface NasCertificate {
  readonly id: string
  readonly kind: 'issued' | 'authority'
  readonly subject: string
  readonly state: 'valid' | 'ends-soon' | 'expired' | 'revoked'
  readonly validTo: string
  readonly fingerprint: string
}

const certificatesMax = 50

export const nasCertificatesQuery = (nasId: string) =>
  queryOptions({
    queryKey: ['nas_certificate', 'of', nasId],
    queryFn: async ({ signal }) =>
      (
        await api.get<{ items: readonly NasCertificate[] }>(
          '/lists/nas-certificates/rows',
          { f: [`nasId:eq:${nasId}`], sort: '-validTo', limit: certificatesMax },
          signal,
        )
      ).items,
  })
