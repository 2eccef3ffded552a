import { Fragment, type ReactNode } from 'react'
import { IconCheck } from './icons.ts'
import styles from './matrix.module.css'

export interface MatrixProps {
  readonly title: string
  /** Heads the column of names. */
  readonly corner: string
  readonly columns: readonly { readonly key: string; readonly head: ReactNode }[]
  readonly groups: readonly { readonly label: string; readonly rows: readonly { readonly key: string; readonly label: string }[] }[]
  readonly has: (column: string, row: string) => boolean
  readonly yes: string
  readonly no: string
}

/** Who may do what: a mark where a row and a column belong together. */
export function Matrix({ title, corner, columns, groups, has, yes, no }: MatrixProps) {
  return (
    <div className={styles.scroller} role="region" aria-label={title} tabIndex={0}>
      <table className={styles.matrix}>
        <thead>
          <tr>
            <th scope="col">{corner}</th>
            {columns.map(({ key, head }) => (
              <th key={key} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map(({ label, rows }) => (
            <Fragment key={label}>
              <tr>
                <th scope="rowgroup" colSpan={columns.length + 1} className={styles.group}>
                  {label}
                </th>
              </tr>
              {rows.map((row) => (
                <tr key={row.key}>
                  <th scope="row">{row.label}</th>
                  {columns.map(({ key }) => (
                    <td key={key}>
                      {has(key, row.key) ? (
                        <IconCheck size={16} stroke={2.4} aria-label={yes} role="img" />
                      ) : (
                        <span className="tl-hidden">{no}</span>
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  )
}
