import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useI18n } from '#i18n'
import styles from './stat.module.css'
import { Skeleton } from './states.tsx'

export interface StatProps {
  readonly label: string
  /** Undefined while it loads: the tile keeps its size. */
  readonly value: ReactNode | undefined
  readonly hint?: ReactNode
  /** Against the period before: 0.12 is 12 % more. */
  readonly change?: number
  /** Set when less is better, such as arrears. */
  readonly lessIsBetter?: boolean
  readonly trend?: readonly number[]
  readonly to?: LinkProps['to']
  readonly search?: Readonly<Record<string, unknown>>
}

export function Stat({ label, value, hint, change, lessIsBetter = false, trend, to, search }: StatProps) {
  const body = (
    <>
      <span className={styles.label}>{label}</span>
      <span className={styles.value}>{value ?? <Skeleton width="60%" />}</span>
      <span className={styles.foot}>
        {change !== undefined && <Change ratio={change} good={change === 0 || change > 0 !== lessIsBetter} />}
        {hint}
      </span>
      {trend && <Sparkline values={trend} />}
    </>
  )
  if (to === undefined) return <div className={styles.stat}>{body}</div>
  return (
    <Link {...({ to, search } as LinkProps)} className={`${styles.stat} ${styles.link}`}>
      {body}
    </Link>
  )
}

export function Stats({ children }: { children: ReactNode }) {
  return <div className={styles.stats}>{children}</div>
}

function Change({ ratio, good }: { ratio: number; good: boolean }) {
  const { t, format } = useI18n()
  const percent = format.percent(Math.abs(ratio))
  return (
    <span className={styles.change} data-good={good}>
      <span aria-hidden="true">{ratio < 0 ? '↓' : '↑'}</span>
      <span className="tl-hidden">{t(ratio < 0 ? 'stat.less' : 'stat.more')}</span>
      {percent}
    </span>
  )
}

const sparkWidth = 100
const sparkHeight = 28

/** The shape of recent days; the number beside it says the rest, so it is hidden from screen readers. */
export function Sparkline({ values }: { values: readonly number[] }) {
  if (values.length < 2) return null
  const least = Math.min(...values)
  const span = Math.max(...values) - least || 1
  const points = values.map(
    (value, index) => [(index / (values.length - 1)) * sparkWidth, sparkHeight - 2 - ((value - least) / span) * (sparkHeight - 4)] as const,
  )
  const line = points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')
  return (
    <svg className={styles.spark} viewBox={`0 0 ${sparkWidth} ${sparkHeight}`} preserveAspectRatio="none" aria-hidden="true">
      <polygon points={`0,${sparkHeight} ${line} ${sparkWidth},${sparkHeight}`} />
      <polyline points={line} vectorEffect="non-scaling-stroke" />
    </svg>
  )
}
