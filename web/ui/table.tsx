import type { ReactNode } from 'react'
import styles from './table.module.css'

export interface TableColumn {
  readonly key: string
  readonly label: string
  /** Figures stand at the end, under each other. */
  readonly isFigure?: boolean
}

export interface TableRow {
  readonly id: string
  /** By the key of their column. */
  readonly cells: Readonly<Record<string, ReactNode>>
}

/** A sum below the rows: its name stands before the columns it has figures in, which are the last. */
export interface TableSum {
  readonly label: string
  readonly figures: Readonly<Record<string, ReactNode>>
  /** What the whole table comes to. */
  readonly isTotal?: boolean
}

export interface TableProps {
  /** Names the table for screen readers. */
  readonly label: string
  readonly columns: readonly TableColumn[]
  readonly rows: readonly TableRow[]
  readonly sums?: readonly TableSum[]
}

/** A few rows that are all here, such as the lines of a document; on a phone every row is a block. Long lists are a `DataTable`. */
export function Table({ label, columns, rows, sums = [] }: TableProps) {
  return (
    <table className={styles.table} aria-label={label}>
      <thead>
        <tr>
          {columns.map(({ key, label: name, isFigure }) => (
            <th key={key} scope="col" data-figure={isFigure}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, cells }) => (
          <tr key={id}>
            {columns.map(({ key, label: name, isFigure }) => (
              <td key={key} data-figure={isFigure} data-label={name}>
                {cells[key]}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      {sums.length > 0 && (
        <tfoot>
          {sums.map((sum) => (
            <SumRow key={sum.label} sum={sum} columns={columns} />
          ))}
        </tfoot>
      )}
    </table>
  )
}

function SumRow({ sum: { label, figures, isTotal }, columns }: { sum: TableSum; columns: readonly TableColumn[] }) {
  const summed = columns.filter(({ key }) => key in figures)
  return (
    <tr data-total={isTotal}>
      <th scope="row" colSpan={columns.length - summed.length}>
        {label}
      </th>
      {summed.map(({ key, label: name }) => (
        <td key={key} data-figure data-label={summed.length > 1 ? name : undefined}>
          {figures[key]}
        </td>
      ))}
    </tr>
  )
}
