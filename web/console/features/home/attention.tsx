import { Link, type LinkProps } from '@tanstack/react-router'
import { useCan } from '#console/session.tsx'
import { type Format, useI18n } from '#i18n'
import {
  type Icon,
  IconCash,
  IconChat,
  IconCheck,
  IconEvents,
  IconForward,
  IconJobs,
  IconKey,
  IconNas,
  IconPayments,
  IconSessions,
  IconSignal,
} from '#ui/icons.ts'
import { Card } from '#ui/page.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import type { Tone } from '#ui/status-badge.tsx'
import styles from './attention.module.css'
import type { AttentionKind, HomeFigures } from './queries.ts'

interface Look {
  readonly icon: Icon
  readonly tone: Tone
  readonly to: string
  readonly permission: string
  readonly filters: (format: Format) => readonly string[]
}

const looks: Readonly<Record<AttentionKind, Look>> = {
  'secret-lost': { icon: IconKey, tone: 'bad', to: '/nas', permission: 'access.read', filters: () => ['health:eq:secret-unreadable'] },
  'router-silent': { icon: IconNas, tone: 'bad', to: '/nas', permission: 'access.read', filters: () => [] },
  'refused-accounting': { icon: IconSessions, tone: 'bad', to: '/refused-accounting', permission: 'access.read', filters: () => [] },
  'parked-events': { icon: IconEvents, tone: 'bad', to: '/event-failures', permission: 'platform.read', filters: () => [] },
  'rejected-webhooks': {
    icon: IconPayments,
    tone: 'bad',
    to: '/webhooks',
    permission: 'payments.read',
    filters: () => ['state:eq:rejected'],
  },
  'unproven-commands': {
    icon: IconSignal,
    tone: 'warn',
    to: '/network-commands',
    permission: 'access.read',
    filters: () => ['state:in:timeout,escalated,refused'],
  },
  'certificate-ending': { icon: IconKey, tone: 'warn', to: '/settings/wifi', permission: 'access.read', filters: () => [] },
  'codes-limited': { icon: IconChat, tone: 'warn', to: '/settings/hotspot', permission: 'hotspot.configure', filters: () => [] },
  'failed-jobs': { icon: IconJobs, tone: 'warn', to: '/jobs', permission: 'platform.read', filters: () => ['state:eq:failed'] },
  'due-today': {
    icon: IconCash,
    tone: 'info',
    to: '/invoices',
    permission: 'billing.read',
    filters: (format) => ['state:eq:open', `dueOn:eq:${format.today()}`],
  },
}

/** What somebody should look at now, the largest harm first, each with what to do about it. Until it is known the card keeps its place. */
export function Attention({ items }: { items: HomeFigures['attention'] | undefined }) {
  const { t } = useI18n()
  const can = useCan()
  const shown = items?.filter(({ kind }) => can(looks[kind].permission))
  return (
    <Card title={t('home.attention')} flush>
      {!shown ? (
        <SkeletonLines lines={2} />
      ) : shown.length === 0 ? (
        <div className={styles.calm}>
          <IconCheck size={20} stroke={2} />
          <div>
            <strong>{t('home.attention.none')}</strong>
            <p>{t('home.attention.none.text')}</p>
          </div>
        </div>
      ) : (
        <ul className={styles.items}>
          {shown.map((item) => (
            <Item key={item.kind} {...item} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function Item({ kind, count }: HomeFigures['attention'][number]) {
  const { t, format } = useI18n()
  const { icon: IconPart, tone, to, filters } = looks[kind]
  const f = filters(format)
  return (
    <li data-tone={tone}>
      <Link {...({ to, search: f.length > 0 ? { f } : {} } as LinkProps)} className={styles.item}>
        <span className={styles.disc}>
          <IconPart size={18} stroke={1.7} />
        </span>
        <span className={styles.words}>
          <strong>{t(`attention.${kind}`, { count: Number(count) })}</strong>
          <span>{t(`attention.${kind}.fix`)}</span>
        </span>
        <IconForward size={18} stroke={1.8} />
      </Link>
    </li>
  )
}
