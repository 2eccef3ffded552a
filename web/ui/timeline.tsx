import type { ReactNode } from 'react'
import type { Icon } from './icons.ts'
import type { Tone } from './status-badge.tsx'
import { InstantText } from './text.tsx'
import styles from './timeline.module.css'

export interface TimelineEntry {
  readonly id: string
  readonly at: string
  readonly icon: Icon
  readonly tone?: Tone
  readonly title: ReactNode
  readonly detail?: ReactNode
  readonly actor?: string
}

/** What happened, newest first: one line with a stop for every event. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  return (
    <ol className={styles.timeline}>
      {entries.map(({ id, at, icon: IconPart, tone = 'quiet', title, detail, actor }) => (
        <li key={id} data-tone={tone}>
          <span className={styles.stop}>
            <IconPart size={15} stroke={1.8} />
          </span>
          <div className={styles.body}>
            <div className={styles.head}>
              <span className={styles.title}>{title}</span>
              <span className={styles.when}>
                {actor && <span>{actor}</span>}
                <InstantText value={at} />
              </span>
            </div>
            {detail && <div className={styles.detail}>{detail}</div>}
          </div>
        </li>
      ))}
    </ol>
  )
}
