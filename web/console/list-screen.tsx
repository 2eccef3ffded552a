import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type ReactNode, useCallback } from 'react'
import { api, apiUrl, queryString } from '#api'
import { type ToldProblem, useI18n } from '#i18n'
import { listQuery, rowsQuery, viewsQuery } from '#console/list-queries.ts'
import { type ListLook, type ListName, lists } from '#console/lists.ts'
import { useLive } from '#console/live.ts'
import type { Target } from '#ui/data-table/bulk-bar.tsx'
import { DataTable } from '#ui/data-table/data-table.tsx'
import { useListLabels } from '#ui/data-table/labels.ts'
import { type ListAction, type ListDeclaration, type ListState, type Row, parseState, writeState } from '#ui/data-table/list.ts'
import { RowDrawer } from '#ui/data-table/row-drawer.tsx'
import type { SavedView, Views } from '#ui/data-table/toolbar.tsx'
import { Page } from '#ui/page.tsx'
import { EmptyState, ErrorState, SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'

export interface ListScreenProps {
  readonly name: ListName
  /** Buttons of the page, such as "New customer". */
  readonly actions?: ReactNode
  /** What to press when the list is empty. */
  readonly emptyAction?: ReactNode
  /** What can be done with an opened row, for lists whose rows have no page of their own. */
  readonly rowActions?: (row: Row) => ReactNode
  /** The column by which the screen has chosen the rows. */
  readonly fixedColumn?: string
}

/** A whole screen for any list of the server: its state is the URL, its rows follow the live events. */
export function ListScreen({ actions, ...list }: ListScreenProps) {
  const { t } = useI18n()
  return (
    <Page title={t(lists[list.name].title)} actions={actions} fill>
      <ListPart {...list} />
    </Page>
  )
}

/** The list alone, where it is a part of a screen that fills the window; the URL is the list's all the same. */
export function ListPart({ name, ...props }: Omit<ListScreenProps, 'actions'>) {
  const look: ListLook = lists[name]
  const { data, error, refetch } = useQuery(listQuery(name))
  useLive(look.topic === '' ? [] : [look.topic])
  if (data) return <ListBody key={name} list={data} look={look} {...props} />
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  return <SkeletonLines lines={9} />
}

interface ListBodyProps extends Pick<ListScreenProps, 'emptyAction' | 'rowActions' | 'fixedColumn'> {
  readonly list: ListDeclaration
  readonly look: ListLook
}

function ListBody({ list, look, emptyAction, rowActions, fixedColumn }: ListBodyProps) {
  const { t } = useI18n()
  const { state, open, change, show } = useListUrl()
  const query = useInfiniteQuery({ ...rowsQuery(look.topic, list.name, state), refetchInterval: look.everyMs ?? false })
  const views = useViews(list.name, state, change)
  const act = useBulkAction(list, look.topic, state)
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = query
  const loadMore = useCallback(() => void fetchNextPage(), [fetchNextPage])

  const first = query.data?.pages[0]
  const rows = query.data?.pages.flatMap(({ items }) => items)
  const opened = rows?.find(({ id }) => String(id) === open)
  const { hrefOf } = look
  const navigate = useNavigate()
  return (
    <>
      <DataTable
        list={list}
        title={t(look.title)}
        state={state}
        onState={change}
        fixedColumn={fixedColumn}
        rows={rows}
        total={first?.total ?? 0}
        totalIsExact={first?.totalIsExact ?? true}
        error={query.isLoadingError ? query.error : undefined}
        retry={() => void query.refetch()}
        loadMore={hasNextPage && !isFetchingNextPage ? loadMore : undefined}
        onOpen={(row) => void (hrefOf ? navigate({ to: hrefOf(row) }) : show(String(row.id)))}
        hrefOf={hrefOf}
        onAction={act}
        views={views}
        exportUrl={(format) => apiUrl(`/lists/${list.name}/export${queryString({ format, q: state.q, f: state.f, sort: state.sort })}`)}
        empty={
          <EmptyState title={t(look.empty)} icon={look.icon} action={emptyAction}>
            {t(look.emptyText)}
          </EmptyState>
        }
      />
      <RowDrawer list={list} row={opened} onClose={() => void show(undefined)} actions={rowActions} />
    </>
  )
}

function useListUrl() {
  const search = useSearch({ strict: false }) as Record<string, unknown> // lists share one shape of search on every route
  const navigate = useNavigate()
  const state = parseState(search)
  const open = typeof search['open'] === 'string' ? search['open'] : undefined
  const go = (next: Record<string, unknown>, replace: boolean) => navigate({ to: '.', search: next as never, replace }) // see validateSearch of list routes
  return {
    state,
    open,
    /** Typing and filtering are one visit of a page, not many steps back. */
    change: (change: Partial<ListState>) => void go(writeState({ ...state, ...change }), true),
    show: (id: string | undefined) => go({ ...writeState(state), open: id }, id === undefined),
  }
}

function useViews(name: string, state: ListState, change: (change: Partial<ListState>) => void): Views {
  const { t } = useI18n()
  const toast = useToast()
  const queries = useQueryClient()
  const { data: saved = [] } = useQuery(viewsQuery(name))
  const query = queryString(writeState(state)).slice(1)
  const stale = () => queries.invalidateQueries(viewsQuery(name))
  const remove = async (view: SavedView) => {
    await api.delete(`/views/${view.id}`)
    await stale()
    toast({
      text: t('views.deleted', { name: view.name }),
      undo: () => create({ name: view.name, shared: view.shared, query: view.query }),
    })
  }
  const create = (view: Omit<SavedView, 'id' | 'own'>) => api.post('/views', { list: name, ...view }).then(stale)
  return {
    saved,
    current: saved.find((view) => view.query === query),
    open: (view) => change(parseState(searchOf(view.query))),
    save: (view) => create({ ...view, query }),
    remove: (view) => void remove(view),
  }
}

function searchOf(query: string) {
  const search = new URLSearchParams(query)
  return { ...Object.fromEntries(search), f: search.getAll('f') }
}

interface ActionOutcome {
  readonly done: number
  readonly failed: readonly (ToldProblem & { readonly id: string; readonly detail: string })[]
}

function useBulkAction(list: ListDeclaration, topic: string, { q, f }: ListState) {
  const { t, problem } = useI18n()
  const toast = useToast()
  const labels = useListLabels(list)
  const queries = useQueryClient()
  return async (action: ListAction, target: Target) => {
    const body = target === 'all' ? { filter: { ...(q && { q }), f } } : target
    const { done, failed } = await api.post<ActionOutcome>(`/lists/${list.name}/actions/${action.name}`, body)
    await queries.invalidateQueries({ queryKey: [topic] })
    if (done > 0) toast({ text: t('bulk.done', { action: labels.action(action.name), count: done }) })
    const [first] = failed
    if (first) toast({ tone: 'bad', text: t('bulk.failed', { count: failed.length, why: problem(first) ?? first.detail }) })
  }
}
