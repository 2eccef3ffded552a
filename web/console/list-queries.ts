import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '#api'
import type { ListDeclaration, ListState, Row } from '#ui/data-table/list.ts'
import type { SavedView } from '#ui/data-table/toolbar.tsx'

export interface RowPage {
  readonly items: readonly Row[]
  readonly next: string | null
  /** Counted with the first page only. */
  readonly total: number
  readonly totalIsExact: boolean
}

export const listQuery = (name: string) =>
  queryOptions({
    queryKey: ['list', name],
    queryFn: ({ signal }) => api.get<ListDeclaration>(`/lists/${name}`, {}, signal),
    staleTime: Infinity, // changes with a release or a role
  })

/** @param topic noun of the events that make the rows stale */
export const rowsQuery = (topic: string, name: string, { q, f, sort }: ListState) =>
  infiniteQueryOptions({
    queryKey: [topic, 'rows', name, q, f, sort],
    queryFn: ({ pageParam, signal }) => api.get<RowPage>(`/lists/${name}/rows`, { q, f, sort, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    refetchOnMount: 'always', // while the list was not shown, nobody listened to what changed it
  })

export const viewsQuery = (name: string) =>
  queryOptions({
    queryKey: ['view', name],
    queryFn: ({ signal }) => api.get<readonly SavedView[]>('/views', { list: name }, signal),
  })
