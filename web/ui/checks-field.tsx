import '@mantine/core/styles/Checkbox.layer.css'
import { Checkbox } from '@mantine/core'
import styles from './checks-field.module.css'
import { useField } from './form.tsx'
import type { Option } from './select-field.tsx'

export interface OptionGroup {
  readonly label: string
  readonly options: readonly Option[]
}

export interface ChecksFieldProps {
  readonly name: string
  readonly label: string
  readonly groups: readonly OptionGroup[]
}

/** Many of many, all in sight. The value is the list of what is checked. */
export function ChecksField({ name, label, groups }: ChecksFieldProps) {
  const { id, value = [], error, disabled, change } = useField<readonly string[] | undefined>(name)
  const toggle = (one: string) => change(value.includes(one) ? value.filter((other) => other !== one) : [...value, one])
  return (
    <fieldset className={styles.field} aria-describedby={error && id} aria-invalid={error !== undefined} tabIndex={-1}>
      <legend>{label}</legend>
      {error && (
        <p id={id} className={styles.error}>
          {error}
        </p>
      )}
      {groups.map((group) => (
        <div key={group.label} role="group" aria-label={group.label} className={styles.group}>
          <h3>{group.label}</h3>
          {group.options.map((option) => (
            <Checkbox
              key={option.value}
              label={option.label}
              disabled={disabled}
              checked={value.includes(option.value)}
              onChange={() => toggle(option.value)}
            />
          ))}
        </div>
      ))}
    </fieldset>
  )
}
