import type { ReactNode } from 'react'
import styles from './choice-field.module.css'
import { useField } from './form.tsx'

export interface Choice {
  readonly value: string
  readonly label: string
  readonly detail?: ReactNode
  /** At the end of the line, such as a price. */
  readonly figure?: ReactNode
  /** Shown, and not to be chosen; `detail` says why. */
  readonly isClosed?: boolean
}

/** One of several that want to be compared, such as plans: each with what tells it apart. */
export function ChoiceField({ name, label, choices }: { name: string; label: string; choices: readonly Choice[] }) {
  const { id, value, error, disabled, change } = useField<string | undefined>(name)
  return (
    <fieldset className={styles.choices} disabled={disabled} aria-invalid={error !== undefined} aria-describedby={`${id}-error`}>
      <legend className="tl-hidden">{label}</legend>
      <div className={styles.grid}>
        {choices.map((choice) => (
          <label key={choice.value} className={styles.choice}>
            <input
              type="radio"
              name={id}
              value={choice.value}
              checked={value === choice.value}
              disabled={choice.isClosed}
              onChange={() => change(choice.value)}
            />
            <span className={styles.words}>
              <strong>{choice.label}</strong>
              {choice.detail && <span>{choice.detail}</span>}
            </span>
            {choice.figure && <span className={styles.figure}>{choice.figure}</span>}
          </label>
        ))}
      </div>
      {error && (
        <p id={`${id}-error`} className={styles.error}>
          {error}
        </p>
      )}
    </fieldset>
  )
}
