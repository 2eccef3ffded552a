import type { ReactNode } from 'react'
import { useI18n } from '#i18n'
import styles from './progress-bar.module.css'
import type { Tone } from './status-badge.tsx'

export interface ProgressBarProps {
  readonly label: string
  /** 0 to 1; more than 1 is drawn full and said as it is. */
  readonly ratio: number
  /** `38.2 GB of 50 GB` */
  readonly detail?: ReactNode
  readonly tone?: Tone
}

export function ProgressBar({ label, ratio, detail, tone = toneOf(ratio) }: ProgressBarProps) {
  const { format } = useI18n()
  const percent = format.percent(ratio)
  return (
    <div className={styles.progress} data-tone={tone}>
      <div className={styles.words}>
        <span>{label}</span>
        <span className={styles.detail}>{detail ?? percent}</span>
      </div>
      <div
        className={styles.track}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(Math.min(ratio, 1) * 100)}
        aria-valuetext={percent}
      >
        <span style={{ inlineSize: `${Math.min(ratio, 1) * 100}%` }} />
      </div>
    </div>
  )
}

/** The thresholds at which customers are told too. */
function toneOf(ratio: number): Tone {
  if (ratio >= 1) return 'bad'
  return ratio >= 0.75 ? 'warn' : 'ok'
}
