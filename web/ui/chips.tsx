import styles from './chips.module.css'

export interface Chip<Key extends string> {
  readonly key: Key
  readonly label: string
}

export interface ChipsProps<Key extends string> {
  readonly label: string
  readonly chips: readonly Chip<Key>[]
  readonly chosen: Key
  readonly onChoose: (key: Key) => void
}

/** One of a few, always in sight: what a part of the page shows. */
export function Chips<Key extends string>({ label, chips, chosen, onChoose }: ChipsProps<Key>) {
  return (
    <div className={styles.chips} role="group" aria-label={label}>
      {chips.map(({ key, label: text }) => (
        <button key={key} type="button" aria-pressed={key === chosen} onClick={() => onChoose(key)}>
          {text}
        </button>
      ))}
    </div>
  )
}
