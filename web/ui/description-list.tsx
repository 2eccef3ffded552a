import type { ReactNode } from 'react'
import styles from './description-list.module.css'
import { NoValue } from './text.tsx'

/** Facts as `[name, value]`. */
export function DescriptionList({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className={styles.list}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value ?? <NoValue />}</dd>
        </div>
      ))}
    </dl>
  )
}
