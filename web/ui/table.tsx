import type { ReactNode } from 'react'
import styles from './table.module.css'

export interface TableColumn<T> {
  readonly key: string
  readonly label: string
  /** Figures stand at the end, under each other. */
  readonly isFigure?: boolean
  readonly cell: (row: T) => ReactNode
}

/** A sum below the rows: its name, and the values of the last columns. */
export interface TableSum {
  readonly label: string
  readonly values: readonly ReactNode[]
  /** What the whole table comes to. */
  readonly isTotal?: boolean
}

export interface TableProps<T> {
  /** Names the table for screen readers. */
  readonly label: string
  readonly columns: readonly TableColumn<T>[]
  readonly rows: readonly T[]
  readonly rowKey: (row: T) => string
  readonly sums?: readonly TableSum[]
}

/** A few rows that are all here, such as the lines of a document; on a phone every row is a block. Long lists are a `DataTable`. */
export function Table<T>({ label, columns, rows, rowKey, sums = [] }: TableProps<T>) {
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
        {rows.map((row) => (
          <tr key={rowKey(row)}>
            {columns.map(({ key, label: name, isFigure, cell }) => (
              <td key={key} data-figure={isFigure} data-label={name}>
                {cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      {sums.length > 0 && (
        <tfoot>
          {sums.map((sum) => (
            <tr key={sum.label} data-total={sum.isTotal}>
              <th scope="row" colSpan={columns.length - sum.values.length}>
                {sum.label}
              </th>
              {columns.slice(-sum.values.length).map(({ key, label: name }, index) => (
                <td key={key} data-figure data-label={sum.values.length > 1 ? name : undefined}>
                  {sum.values[index]}
                </td>
              ))}
            </tr>
          ))}
        </tfoot>
      )}
    </table>
  )
}
