import type { ReactNode } from 'react'
import styles from './lines.module.css'

/** A short list of things of one kind: what each is, what is known of it, and its buttons. */
export function Lines({ children }: { children: ReactNode }) {
  return <ul className={styles.lines}>{children}</ul>
}

export function Line({ title, detail, children }: { title: ReactNode; detail?: ReactNode; children?: ReactNode }) {
  return (
    <li>
      <div>
        <div>{title}</div>
        {detail && <div className={styles.detail}>{detail}</div>}
      </div>
      {children && <div className={styles.buttons}>{children}</div>}
    </li>
  )
}
