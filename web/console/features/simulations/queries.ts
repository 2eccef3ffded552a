import { queryOptions } from '@tanstack/react-query'
import { api } from '#api'
import type { BillingSettings } from '#console/billing-settings.ts'
import type { RowPage } from '#console/list-queries.ts'
import type { MoneyWire } from '#i18n'

/** Requests to the API that are tried, as `POST /simulations` takes them. */
export interface Alternative {
  readonly prices?: readonly { readonly offerId: string; readonly recurring: MoneyWire }[]
  readonly taxes?: readonly (Pick<TaxRate, 'category' | 'code' | 'supply' | 'jurisdiction' | 'percent'> & { readonly flatMinor?: string })[]
  readonly dunning?: readonly { readonly id?: string; readonly segment?: string; readonly days: number; readonly action: Stage['action'] }[]
  readonly billing?: Partial<BillingSettings>
}

export interface Figures {
  readonly invoices: number
  readonly invoiced: readonly MoneyWire[]
  readonly credited: readonly MoneyWire[]
  readonly received: readonly MoneyWire[]
  readonly suspensions: number
  readonly arrears: readonly MoneyWire[]
  readonly accountsInArrears: number
}

export interface Month extends Figures {
  /** `2026-12` */
  readonly month: string
}

export interface Course extends Figures {
  readonly months: readonly Month[]
  readonly plans: readonly { readonly offerId: string | null; readonly name: string; readonly net: MoneyWire }[]
  readonly taxes: readonly { readonly code: string; readonly name: string; readonly percent: string; readonly tax: MoneyWire }[]
  readonly faults: readonly string[]
}

export interface Simulation {
  readonly id: string
  readonly name: string
  readonly from: string
  /** Included. */
  readonly to: string
  readonly alternative: Alternative | null
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'
  readonly daysDone: number
  readonly daysTotal: number
  readonly outcome: { readonly unchanged: Course; readonly changed: Course | null } | null
  readonly affectedCount: number
  readonly error: string | null
}

const lookAgainMs = 1_000

/** A simulation that goes on is looked at again every second. */
export const simulationQuery = (id: string) =>
  queryOptions({
    queryKey: ['simulation', id],
    queryFn: ({ signal }) => api.get<Simulation>(`/simulations/${id}`, {}, signal),
    refetchInterval: ({ state: { data } }) => (data?.state === 'waiting' || data?.state === 'running' ? lookAgainMs : false),
  })

export interface AffectedAccount {
  readonly id: string
  readonly customer: string
  readonly customerId: string
  readonly billedBefore: MoneyWire
  readonly billedAfter: MoneyWire
  readonly difference: MoneyWire
}

const shownMax = 8

/** Those who pay most more, or most less. */
export const affectedQuery = (id: string, most: 'more' | 'less') =>
  queryOptions({
    queryKey: ['simulation', id, most],
    queryFn: async ({ signal }) => {
      const f = [`simulationId:eq:${id}`, most === 'more' ? 'difference:gt:0' : 'difference:lt:0']
      const sort = most === 'more' ? '-difference' : 'difference'
      const page = await api.get<RowPage>('/lists/simulation-accounts/rows', { f, sort, limit: shownMax }, signal)
      return page.items as unknown as readonly AffectedAccount[] // columns of that list
    },
  })

export interface Plan {
  readonly id: string
  readonly name: string
  readonly price: MoneyWire
}

const plansMax = 200

/** What is sold by the period. */
export const pricedPlansQuery = queryOptions({
  queryKey: ['offer', 'priced'],
  queryFn: async ({ signal }) => {
    const f = ['state:in:published,retired', 'kind:in:plan,add-on']
    const page = await api.get<RowPage>('/lists/plans/rows', { f, sort: 'name', limit: plansMax }, signal)
    return page.items as unknown as readonly Plan[] // columns of that list
  },
})

export interface TaxRate {
  readonly id: string
  readonly category: string
  readonly supply: string
  readonly code: string
  readonly name: string
  readonly jurisdiction: string
  readonly percent: string
  readonly flatMinor: string
  readonly validTo: string | null
}

export const taxRatesQuery = queryOptions({
  queryKey: ['tax_rate'],
  queryFn: ({ signal }) => api.get<readonly TaxRate[]>('/tax-rates', {}, signal),
})

export interface Stage {
  readonly id: string
  readonly segment: string
  readonly days: number
  readonly action: 'remind' | 'retry' | 'late-fee' | 'walled-garden' | 'suspend' | 'terminate'
}

export const stagesQuery = queryOptions({
  queryKey: ['dunning_stage'],
  queryFn: ({ signal }) => api.get<readonly Stage[]>('/dunning-stages', {}, signal),
})
