import { queryOptions } from '@tanstack/react-query'
import { api } from '#api'

/** Rows of lists that forms choose from. */
interface LocationChoice {
  readonly id: string
  readonly name: string
  readonly branchCode: string | null
}

const choicesMax = 200

export const locationsQuery = queryOptions({
  queryKey: ['location', 'choices'],
  queryFn: async ({ signal }) =>
    (await api.get<{ items: readonly LocationChoice[] }>('/lists/locations/rows', { sort: 'name', limit: choicesMax }, signal)).items,
})

interface Colleague {
  readonly id: string
  readonly name: string
}

/** Who of the staff a customer can be assigned to. */
export const colleaguesQuery = queryOptions({
  queryKey: ['staff', 'choices'],
  queryFn: async ({ signal }) =>
    (await api.get<{ items: readonly Colleague[] }>('/lists/staff/rows', { sort: 'name', limit: choicesMax }, signal)).items,
})

interface PlanOnSale {
  readonly id: string
  readonly name: string
}

/** Plans that can be sold today. */
export const plansOnSaleQuery = queryOptions({
  queryKey: ['offer', 'choices'],
  queryFn: async ({ signal }) =>
    (
      await api.get<{ items: readonly PlanOnSale[] }>(
        '/lists/plans/rows',
        { f: ['state:eq:published', 'kind:eq:plan'], sort: 'name', limit: choicesMax },
        signal,
      )
    ).items,
})

interface RouterChoice {
  readonly id: string
  readonly name: string
}

export const routersQuery = queryOptions({
  queryKey: ['nas', 'choices'],
  queryFn: async ({ signal }) =>
    (await api.get<{ items: readonly RouterChoice[] }>('/lists/nas/rows', { sort: 'name', limit: choicesMax }, signal)).items,
})
