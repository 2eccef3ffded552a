import { type ReactNode, useState } from 'react'
import { useI18n } from '#i18n'
import { Button, IconButton } from './button.tsx'
import { useField } from './form.tsx'
import { IconAdd, IconTrash } from './icons.ts'
import styles from './rows-field.module.css'

export interface RowsFieldProps<Row> {
  /** Where the list lives in the form. */
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly addLabel: string
  /** A row as it is added. */
  readonly fresh: Row
  /** The fields of a row; they are named under `path`. */
  readonly children: (path: string, row: Row) => ReactNode
}

/** A list whose rows have fields: each can be taken away, and one more added. */
export function RowsField<Row>({ name, label, hint, addLabel, fresh, children }: RowsFieldProps<Row>) {
  const { t, format } = useI18n()
  const { id, value: rows = [], error, disabled, change } = useField<readonly Row[] | undefined>(name)
  const [generation, setGeneration] = useState(0) // rows after a removal are drawn anew, so that what was typed stays in its row
  const remove = (at: number) => {
    setGeneration(generation + 1)
    change(rows.toSpliced(at, 1))
  }
  return (
    <fieldset className={styles.rows} aria-describedby={error && id}>
      <legend>{label}</legend>
      {hint && <p className={styles.hint}>{hint}</p>}
      {error && (
        <p id={id} className={styles.error}>
          {error}
        </p>
      )}
      {rows.map((row, at) => (
        <div key={`${generation}.${at}`} role="group" aria-label={`${label} ${format.number(at + 1)}`} className={styles.row}>
          <div className={styles.fields}>{children(`${name}.${at}`, row)}</div>
          <IconButton
            label={t('form.removeRow', { row: format.number(at + 1) })}
            icon={IconTrash}
            disabled={disabled}
            onClick={() => remove(at)}
          />
        </div>
      ))}
      <div>
        <Button icon={IconAdd} disabled={disabled} onClick={() => change([...rows, fresh])}>
          {addLabel}
        </Button>
      </div>
    </fieldset>
  )
}
