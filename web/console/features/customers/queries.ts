import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from '#api'
import type { MoneyWire } from '#i18n'
import { type Chapter, type StoryKind, chapters } from './chapters.ts'

export interface Account {
  readonly id: string
  readonly number: string
  readonly currency: string
  readonly billDay: number
  readonly segment: string
  readonly taxExempt: boolean
  readonly billedToId: string | null // the account that pays for it; null: itself
  readonly version: number
}

export interface Customer {
  readonly id: string
  readonly number: string
  readonly version: number
  readonly kind: 'person' | 'organisation'
  readonly name: string
  readonly email: string | null
  readonly phone: string | null
  readonly language: string
  readonly taxNumber: string | null
  readonly addressLine: string
  readonly area: string
  readonly city: string
  readonly region: string
  readonly postalCode: string
  readonly locationId: string | null
  readonly assignedTo: string | null
  readonly tags: readonly string[]
  readonly state: 'active' | 'archived'
  readonly createdAt: string
  readonly accounts: readonly Account[]
}

export interface Note {
  readonly id: string
  readonly text: string
  readonly pinned: boolean
  readonly actor: string
  readonly at: string
}

export interface OpenInvoice {
  readonly id: string
  readonly number: string
  readonly total: MoneyWire
  readonly open: MoneyWire
  readonly dueOn: string
  readonly overdue: boolean
  readonly promisedUntil: string | null
}

export interface StorySummary {
  readonly balance: MoneyWire
  readonly overdue: MoneyWire
  readonly lifetime: MoneyWire
  readonly openInvoices: string
  readonly onlineSessions: string
}

export interface StoryItem {
  readonly at: string
  readonly kind: StoryKind
  readonly id: string
  readonly data: Readonly<Record<string, unknown>>
}

interface StoryPage {
  readonly summary: StorySummary
  readonly items: readonly StoryItem[]
  readonly next: string | null
}

const pageSize = 40
const invoicesMax = 20

export const customerQuery = (id: string) =>
  queryOptions({ queryKey: ['customer', id], queryFn: ({ signal }) => api.get<Customer>(`/customers/${id}`, {}, signal) })

export interface Payer {
  readonly number: string
  readonly customer: Customer
}

/** The account that pays for others, and whose it is. */
export const payerQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['account', accountId, 'payer'],
    queryFn: async ({ signal }): Promise<Payer> => {
      const { number, customerId } = await api.get<{ number: string; customerId: string }>(`/accounts/${accountId}`, {}, signal)
      return { number, customer: await api.get<Customer>(`/customers/${customerId}`, {}, signal) }
    },
  })

export const notesQuery = (id: string) =>
  queryOptions({
    queryKey: ['customer', id, 'notes'],
    queryFn: ({ signal }) => api.get<readonly Note[]>(`/customers/${id}/notes`, {}, signal),
  })

export const openInvoicesQuery = (id: string) =>
  queryOptions({
    queryKey: ['customer', id, 'invoices'],
    queryFn: async ({ signal }) =>
      (
        await api.get<{ items: readonly OpenInvoice[] }>(
          '/lists/invoices/rows',
          { f: [`customerId:eq:${id}`, 'state:eq:open'], sort: 'dueOn', limit: invoicesMax },
          signal,
        )
      ).items,
  })

export const storyQuery = (id: string, chapter: Chapter) =>
  infiniteQueryOptions({
    queryKey: ['customer', id, 'story', chapter],
    queryFn: ({ pageParam, signal }) =>
      api.get<StoryPage>(`/customers/${id}/story`, { before: pageParam, kinds: chapters[chapter].join(','), limit: pageSize }, signal),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: (before) => before,
  })

/** What stands in the head of the page; the same answer as the first page of the story. */
export const summaryQuery = (id: string) =>
  queryOptions({
    queryKey: ['customer', id, 'summary'],
    queryFn: async ({ signal }) => (await api.get<StoryPage>(`/customers/${id}/story`, { limit: 1 }, signal)).summary,
  })

export interface GatewayChoice {
  readonly id: string
  readonly name: string
  readonly enabled: boolean
}

export const gatewaysQuery = queryOptions({
  queryKey: ['gateway', 'all'],
  queryFn: ({ signal }) => api.get<readonly GatewayChoice[]>('/gateways', {}, signal),
})

export interface Checkout {
  readonly state: 'open' | 'paid' | 'failed' | 'abandoned'
  readonly url: string | null
  readonly error: string | null
}

const askAgainMs = 1_000 // until the gateway has answered, then until the money is there

export const checkoutQuery = (id: string) =>
  queryOptions({
    queryKey: ['checkout', id],
    queryFn: ({ signal }) => api.get<Checkout>(`/checkouts/${id}`, {}, signal),
    refetchInterval: ({ state: { data: checkout } }) => (checkout === undefined || checkout.state === 'open' ? askAgainMs : false),
  })

export interface SavedMethod {
  readonly id: string
  readonly label: string
  readonly lastDigits: string
  readonly expiresOn: string | null
}

export const savedMethodsQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['account', accountId, 'saved-methods'],
    queryFn: ({ signal }) => api.get<readonly SavedMethod[]>(`/accounts/${accountId}/saved-methods`, {}, signal),
  })
