import { useI18n } from '#i18n'
import styles from './status-badge.module.css'

export const tones = ['ok', 'info', 'warn', 'bad', 'quiet'] as const
export type Tone = (typeof tones)[number]

/** The tone of every state the server names. A new state is quiet until someone decides. */
const toneOf: Readonly<Record<string, Tone>> = {
  active: 'ok',
  paid: 'ok',
  online: 'ok',
  open: 'info',
  succeeded: 'ok',
  completed: 'ok',
  done: 'ok',
  delivered: 'ok',
  up: 'ok',
  heard: 'ok',
  silent: 'bad',
  'never-heard': 'warn',
  'secret-unreadable': 'bad',
  escalated: 'bad',
  timeout: 'bad',
  refused: 'bad',
  settled: 'ok',
  accepted: 'ok',
  published: 'ok',
  confirmed: 'ok',
  valid: 'ok',
  'ends-soon': 'warn',
  pending: 'info',
  approved: 'info',
  'needs-consent': 'warn',
  new: 'info',
  prospect: 'info',
  trial: 'info',
  issued: 'info',
  posted: 'info',
  processing: 'info',
  requested: 'info',
  running: 'info',
  ready: 'ok',
  previewing: 'info',
  previewed: 'warn',
  discarded: 'quiet',
  scheduled: 'info',
  queued: 'info',
  waiting: 'info',
  sent: 'info',
  sending: 'info',
  grace: 'warn',
  restricted: 'warn',
  paused: 'warn',
  due: 'warn',
  retrying: 'warn',
  partial: 'warn',
  partially_paid: 'warn',
  throttled: 'warn',
  stale: 'warn',
  unknown: 'warn',
  review: 'warn',
  refunded: 'warn',
  suspended: 'bad',
  overdue: 'bad',
  failed: 'bad',
  rejected: 'bad',
  down: 'bad',
  unmatched: 'bad',
  parked: 'bad',
  dead: 'bad',
  expired: 'bad',
  'written-off': 'quiet',
  renewed: 'ok',
  announced: 'info',
  charging: 'info',
  lapsed: 'bad',
  chargeback: 'bad',
  offline: 'bad',
  unpaid: 'bad',
}

/** A different shape per tone: never colour alone. */
const shapes: Readonly<Record<Tone, string>> = {
  ok: 'M6 1.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 0 1 0-9Z',
  info: 'M6 1.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 0 1 0-9Zm0 2a2.5 2.5 0 1 0 0 5a2.5 2.5 0 0 0 0-5Z',
  warn: 'M6 1.2 11.2 10.5H.8Z',
  bad: 'M6 .8 11.2 6 6 11.2.8 6Z',
  quiet: 'M1.5 4.8h9v2.4h-9Z',
}

export interface StatusBadgeProps {
  /** As the server names it, e.g. `suspended`. */
  readonly value: string
  readonly tone?: Tone
}

export function StatusBadge({ value, tone = toneOf[value] ?? 'quiet' }: StatusBadgeProps) {
  const { label } = useI18n()
  return (
    <span className={styles.badge} data-tone={tone}>
      <svg viewBox="0 0 12 12" width="9" height="9" aria-hidden="true">
        <path d={shapes[tone]} fill="currentColor" fillRule="evenodd" />
      </svg>
      {label(value, `status.${value}`)}
    </span>
  )
}
