import { useI18n } from '#i18n'
import { IconCheck, IconClock, IconClose, IconWarning } from '#ui/icons.ts'
import styles from './check-list.module.css'
import type { Check } from './queries.ts'

const icons = { passed: IconCheck, waiting: IconClock, warning: IconWarning, failed: IconClose } as const

/** What must work before a router earns money; a line turns green as its proof comes. */
export function CheckList({ checks }: { checks: readonly Check[] }) {
  const { label, say } = useI18n()
  return (
    <ul className={styles.list} aria-live="polite">
      {checks.map(({ name, state, found, detail }) => {
        const IconPart = icons[state]
        const text = found === '' ? label(state, `status.${state}`) : say(`check.${name}.${found}`, { detail })
        return (
          <li key={name} data-state={state}>
            <IconPart size={16} stroke={2.2} />
            <span>{label(name, `check.${name}`)}</span>
            <span className={styles.found}>{text}</span>
          </li>
        )
      })}
    </ul>
  )
}
