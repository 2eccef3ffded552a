import { Link } from '@tanstack/react-router'
import type { MouseEvent, ReactNode } from 'react'
import { useI18n } from '#i18n'
import { IconSortDown, IconSortUp } from '../icons.ts'
import { Cell } from './cell.tsx'
import styles from './data-table.module.css'
import { useListLabels } from './labels.ts'
import { type Column, type ColumnType, type ListDeclaration, type Row, leadColumn, nextSort } from './list.ts'

/** Least and greatest share of the width by type; numbers keep their room, words take what is left. */
const tracks: Readonly<Record<ColumnType, string>> = {
  text: 'minmax(8rem, 1.4fr)',
  enum: 'minmax(7rem, 1fr)',
  tags: 'minmax(7rem, 1fr)',
  money: 'minmax(6.75rem, 1fr)',
  number: 'minmax(5.5rem, 0.7fr)',
  bytes: 'minmax(6rem, 0.8fr)',
  rate: 'minmax(6.5rem, 0.8fr)',
  date: 'minmax(7rem, 0.9fr)',
  instant: 'minmax(6.75rem, 0.9fr)',
  boolean: 'minmax(5rem, 0.5fr)',
  id: 'minmax(8rem, 1fr)',
}

const rightAligned = new Set<ColumnType>(['money', 'number', 'bytes', 'rate'])

export function columnTracks(columns: readonly Column[], selectable: boolean): string {
  const lead = leadColumn(columns)
  return [
    ...(selectable ? ['2.25rem'] : []),
    ...columns.map((column) => (column === lead ? 'minmax(9.5rem, 2fr)' : tracks[column.type])),
  ].join(' ')
}

const alignOf = (column: Column) => (rightAligned.has(column.type) ? 'end' : undefined)

export interface HeaderProps {
  readonly list: ListDeclaration
  readonly columns: readonly Column[]
  readonly sort: string
  readonly onSort: (sort: string) => void
  /** Absent where nothing can be done to several rows. */
  readonly selection?: { readonly all: boolean; readonly toggleAll: () => void } | undefined
}

export function HeaderRow({ list, columns, sort, onSort, selection }: HeaderProps) {
  const { t } = useI18n()
  return (
    <div role="row" aria-rowindex={1} className={styles.header}>
      {selection && (
        <div role="columnheader" className={styles.check}>
          <input type="checkbox" aria-label={t('list.selectAll')} checked={selection.all} onChange={selection.toggleAll} />
        </div>
      )}
      {columns.map((column) => (
        <HeaderCell key={column.key} list={list} column={column} sort={sort || list.defaultSort} onSort={onSort} />
      ))}
    </div>
  )
}

function HeaderCell({ list, column, sort, onSort }: Pick<HeaderProps, 'list' | 'sort' | 'onSort'> & { column: Column }) {
  const name = useListLabels(list).column(column.key)
  if (!column.sortable)
    return (
      <div role="columnheader" data-align={alignOf(column)}>
        <span className={styles.headText}>{name}</span>
      </div>
    )
  const direction = sort === column.key ? 'ascending' : sort === `-${column.key}` ? 'descending' : 'none'
  return (
    <div role="columnheader" aria-sort={direction} data-align={alignOf(column)}>
      <button type="button" className={styles.headText} onClick={() => onSort(nextSort(sort, column.key))}>
        <span>{name}</span>
        {direction === 'ascending' && <IconSortUp size={14} stroke={2.2} />}
        {direction === 'descending' && <IconSortDown size={14} stroke={2.2} />}
      </button>
    </div>
  )
}

export interface RowProps {
  readonly list: ListDeclaration
  readonly columns: readonly Column[]
  readonly row: Row
  readonly id: string
  readonly index: number
  readonly active: boolean
  readonly selected: boolean
  readonly onToggle: (() => void) | undefined
  readonly onOpen: () => void
  readonly href: string | undefined
}

/** A click on a row opens it, unless it was meant for something inside. */
const besideControls = (open: () => void) => (event: MouseEvent) => {
  if (!(event.target instanceof Element && event.target.closest('[data-control]'))) open()
}

export function TableRow({ columns, row, id, index, active, selected, onToggle, onOpen, href }: RowProps) {
  const lead = leadColumn(columns)
  return (
    // oxlint-disable-next-line click-events-have-key-events -- keys belong to the grid, which keeps the focus
    <div
      role="row"
      id={id}
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={styles.row}
      data-active={active || undefined}
      onClick={besideControls(onOpen)}
    >
      {onToggle && (
        <div role="gridcell" className={styles.check} data-control>
          <SelectBox row={row} lead={lead} selected={selected} onToggle={onToggle} />
        </div>
      )}
      {columns.map((column) => (
        <div role="gridcell" key={column.key} data-align={alignOf(column)} className={styles.cell}>
          {column === lead ? (
            <LeadLink href={href}>
              <Cell column={column} value={row[column.key]} />
            </LeadLink>
          ) : (
            <Cell column={column} value={row[column.key]} />
          )}
        </div>
      ))}
    </div>
  )
}

const cardFactsMax = 4
const isMoney = ({ type }: Column) => type === 'money'

export function CardRow({ list, columns, row, id, selected, onToggle, onOpen, href }: RowProps) {
  const labels = useListLabels(list)
  const lead = leadColumn(columns)
  const status = columns.find((column) => column.type === 'enum' && column !== lead)
  const others = columns.filter((column) => column !== lead && column !== status && row[column.key] !== null && row[column.key] !== '')
  const facts = [...others.filter(isMoney), ...others.filter((column) => !isMoney(column))].slice(0, cardFactsMax)
  return (
    // oxlint-disable-next-line click-events-have-key-events -- keys belong to the grid, which keeps the focus
    <div role="row" id={id} aria-selected={selected} className={styles.card} onClick={besideControls(onOpen)}>
      <div role="gridcell" className={styles.cardHead}>
        {onToggle && (
          <span data-control>
            <SelectBox row={row} lead={lead} selected={selected} onToggle={onToggle} />
          </span>
        )}
        <LeadLink href={href}>{lead && <Cell column={lead} value={row[lead.key]} />}</LeadLink>
        {status && <Cell column={status} value={row[status.key]} />}
      </div>
      <div role="gridcell">
        <dl className={styles.facts}>
          {facts.map((column) => (
            <div key={column.key}>
              <dt>{labels.column(column.key)}</dt>
              <dd>
                <Cell column={column} value={row[column.key]} />
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </div>
  )
}

function LeadLink({ href, children }: { href: string | undefined; children: ReactNode }) {
  if (href === undefined) return <span className={styles.lead}>{children}</span>
  return (
    <Link to={href} className={styles.lead} tabIndex={-1} data-control>
      {children}
    </Link>
  )
}

function SelectBox({ row, lead, selected, onToggle }: { row: Row; lead: Column | undefined; selected: boolean; onToggle: () => void }) {
  const { t } = useI18n()
  return (
    <input
      type="checkbox"
      tabIndex={-1}
      checked={selected}
      onChange={onToggle}
      aria-label={t('list.select', { name: String(row[lead?.key ?? 'id']) })}
    />
  )
}
