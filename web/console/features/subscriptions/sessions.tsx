import { useQuery } from '@tanstack/react-query'
import { useCan } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import { IconDisconnect } from '#ui/icons.ts'
import { Skeleton } from '#ui/states.tsx'
import { StatusBadge } from '#ui/status-badge.tsx'
import { InstantText } from '#ui/text.tsx'
import type { SubscriptionDeeds } from './deeds.ts'
import { type SessionRow, openSessionsQuery } from './queries.ts'
import styles from './service-card.module.css'

/** Who is online on this subscription, with the rates of the last report. */
export function OpenSessions({ deeds }: { deeds: SubscriptionDeeds }) {
  const { t } = useI18n()
  const { data } = useQuery(openSessionsQuery(deeds.subscription.id))
  if (!data) return <Skeleton height="2.5rem" />
  if (data.length === 0)
    return (
      <p className={styles.quiet}>
        <StatusBadge value="offline" tone="quiet" /> {t('session.none')}
      </p>
    )
  return (
    <ul className={styles.sessions}>
      {data.map((session) => (
        <Session key={session.id} session={session} deeds={deeds} />
      ))}
    </ul>
  )
}

function Session({ session, deeds }: { session: SessionRow; deeds: SubscriptionDeeds }) {
  const { t, format } = useI18n()
  const can = useCan()
  const { downloadBps, uploadBps, address, nas, startedAt, downloadBytes, uploadBytes } = session
  const rates =
    downloadBps === null || uploadBps === null
      ? t('session.fresh')
      : t('session.rates', { download: format.rate(downloadBps), upload: format.rate(uploadBps) })
  return (
    <li>
      <div>
        <StatusBadge value={session.walled ? 'restricted' : 'online'} /> <strong>{rates}</strong>
        <div className={styles.quiet}>
          {[address, nas, format.bytes(Number(downloadBytes) + Number(uploadBytes))].filter(Boolean).join(' · ')} ·{' '}
          <InstantText value={startedAt} />
        </div>
      </div>
      {can('access.write') && (
        <Button kind="quiet" icon={IconDisconnect} busy={deeds.busy} onClick={() => deeds.disconnect([session])}>
          {t('session.disconnect')}
        </Button>
      )}
    </li>
  )
}
