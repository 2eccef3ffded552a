import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useI18n } from '#i18n'
import { Button } from '../button.tsx'
import { EmptyState, ErrorState, Skeleton } from '../states.tsx'
import { phone, useMedia } from '../use-media.ts'
import { BulkBar, type Target } from './bulk-bar.tsx'
import styles from './data-table.module.css'
import { FilterChips } from './filter-builder.tsx'
import { type ListAction, type ListDeclaration, type ListState, parseFilter, type Row, shownColumns } from './list.ts'
import { CardRow, HeaderRow, TableRow, columnTracks } from './rows.tsx'
import { Toolbar, type ToolbarProps, type Views } from './toolbar.tsx'
import { useListKeys, useSearchKey } from './use-list-keys.ts'
import { useSelection } from './use-selection.ts'

export interface DataTableProps {
  readonly list: ListDeclaration
  /** Names the table for screen readers. */
  readonly title: string
  /** What the person asked for; kept in the URL by the caller. */
  readonly state: ListState
  readonly onState: (change: Partial<ListState>) => void
  /** The column by which the screen has chosen the rows; nobody takes that filter away. */
  readonly fixedColumn?: string | undefined
  /** Undefined while the first page loads. */
  readonly rows: readonly Row[] | undefined
  readonly total: number
  readonly totalIsExact: boolean
  readonly error?: unknown
  readonly retry?: () => void
  /** Absent when all rows are here. */
  readonly loadMore?: (() => void) | undefined
  readonly onOpen: (row: Row) => void
  /** The row's own page, so that it can be opened in a new tab. */
  readonly hrefOf?: ((row: Row) => string) | undefined
  readonly onAction?: ((action: ListAction, target: Target) => Promise<unknown>) | undefined
  readonly views?: Views | undefined
  readonly exportUrl?: ToolbarProps['exportUrl']
  /** Shown when there is nothing at all: teach what belongs here. */
  readonly empty: ReactNode
}

/** Draws a list of the list engine: a table where there is room, cards on a phone. */
export function DataTable(props: DataTableProps) {
  const { list, state, onState, fixedColumn, rows, total, totalIsExact, views, exportUrl } = props
  const { t } = useI18n()
  const search = useRef<HTMLInputElement>(null)
  useSearchKey(search)
  const isFixed = (filter: string) => parseFilter(filter)?.column === fixedColumn
  const count = t(totalIsExact ? 'list.count' : 'list.countAtLeast', { count: total })
  return (
    <div className={styles.list}>
      <Toolbar
        list={list}
        state={state}
        onState={onState}
        count={rows ? count : ''}
        views={views}
        exportUrl={exportUrl}
        searchRef={search}
      />
      <FilterChips
        list={list}
        filters={state.f.filter((filter) => !isFixed(filter))}
        rows={rows}
        onChange={(f) => onState({ f: [...state.f.filter(isFixed), ...f] })}
      />
      <div className={styles.frame}>
        <Content {...props} />
      </div>
    </div>
  )
}

function Content(props: DataTableProps) {
  const { rows, error, retry } = props
  if (error) return <ErrorState error={error} retry={retry} />
  if (!rows) return <LoadingRows {...props} />
  if (rows.length === 0) return <NoRows {...props} />
  return <Rows {...props} rows={rows} />
}

function NoRows({ state, onState, empty }: DataTableProps) {
  const { t } = useI18n()
  if (state.q === '' && state.f.length === 0) return empty
  return (
    <EmptyState title={t('list.nothing')} action={<Button onClick={() => onState({ q: '', f: [] })}>{t('list.nothing.clear')}</Button>}>
      {t('list.nothing.fix')}
    </EmptyState>
  )
}

const skeletonRows = 12

function LoadingRows({ list, state }: DataTableProps) {
  const { t } = useI18n()
  const columns = shownColumns(list, state.cols)
  return (
    <div className={styles.loading} style={{ '--tracks': columnTracks(columns, false) } as CSSProperties} role="status">
      <span className="tl-hidden">{t('common.loading')}</span>
      {Array.from({ length: skeletonRows }, (_, row) => (
        <div key={row} className={styles.row}>
          {columns.map(({ key }, column) => (
            <span key={key} className={styles.cell}>
              <Skeleton width={`${55 + ((row * 7 + column * 13) % 35)}%`} height="0.8em" />
            </span>
          ))}
        </div>
      ))}
    </div>
  )
}

const tableRowHeight = 40
const cardHeightGuess = 120 // measured once drawn
const overscanRows = 8
const loadAheadRows = 15

function Rows({ list, title, state, onState, rows, total, loadMore, onOpen, hrefOf, onAction }: DataTableProps & { rows: readonly Row[] }) {
  const asCards = useMedia(phone)
  const idPrefix = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState(-1)
  const selection = useSelection(rows, total)
  const selectable = onAction !== undefined && list.actions.length > 0
  const columns = shownColumns(list, state.cols)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (asCards ? cardHeightGuess : tableRowHeight),
    overscan: overscanRows,
    getItemKey: (index) => rows[index]?.id ?? index,
  })
  const items = virtual.getVirtualItems()
  const lastDrawn = items.at(-1)?.index ?? 0

  useEffect(() => {
    if (lastDrawn >= rows.length - loadAheadRows) loadMore?.()
  }, [lastDrawn, rows.length, loadMore])
  useEffect(() => virtual.measure(), [virtual, asCards])

  const open = (index: number) => rows[index] && onOpen(rows[index])
  const toggle = (index: number) => selectable && rows[index] && selection.toggle(rows[index].id)
  const move = (index: number) => {
    setActive(index)
    virtual.scrollToIndex(index)
  }
  const onKeyDown = useListKeys({ count: rows.length, active, setActive: move, open, toggle, clear: selection.clear })
  const RowPart = asCards ? CardRow : TableRow
  return (
    <>
      <div
        ref={scroller}
        className={styles.scroller}
        role="grid"
        tabIndex={0}
        aria-label={title}
        aria-rowcount={total + 1}
        aria-multiselectable={selectable}
        aria-activedescendant={active < 0 ? undefined : `${idPrefix}${active}`}
        style={{ '--tracks': columnTracks(columns, selectable) } as CSSProperties}
        onKeyDown={onKeyDown}
      >
        {!asCards && (
          <HeaderRow
            list={list}
            columns={columns}
            sort={state.sort}
            onSort={(sort) => onState({ sort })}
            selection={selectable ? selection : undefined}
          />
        )}
        <div role="rowgroup" className={styles.rows} style={{ blockSize: virtual.getTotalSize() }}>
          {items.map(({ index, key, start }) => {
            const row = rows[index]
            if (!row) return null
            return (
              <div
                key={key}
                ref={virtual.measureElement}
                data-index={index}
                role="presentation"
                className={styles.place}
                style={{ transform: `translateY(${start}px)` }}
              >
                <RowPart
                  list={list}
                  columns={columns}
                  row={row}
                  id={`${idPrefix}${index}`}
                  index={index}
                  active={index === active}
                  selected={selection.has(row.id)}
                  onToggle={selectable ? () => selection.toggle(row.id) : undefined}
                  onOpen={() => onOpen(row)}
                  href={hrefOf?.(row)}
                />
              </div>
            )
          })}
        </div>
      </div>
      {onAction && selection.count > 0 && (
        <BulkBar
          list={list}
          target={selection.target}
          count={selection.count}
          total={total}
          onAll={selection.chooseAll}
          onClear={selection.clear}
          onAction={(action, target) => onAction(action, target).then(selection.clear)}
        />
      )}
    </>
  )
}
