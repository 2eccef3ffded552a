import { useQuery } from '@tanstack/react-query'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import { Line, Lines } from '#ui/lines.tsx'
import { Card } from '#ui/page.tsx'
import { ErrorBanner, SkeletonLines } from '#ui/states.tsx'
import { deviceOf } from './device.ts'
import { type OwnSession, ownSessionsQuery } from './queries.ts'

export function Sessions() {
  const { t } = useI18n()
  const { data, error } = useQuery(ownSessionsQuery)
  return (
    <Card title={t('profile.sessions')}>
      {error && <ErrorBanner error={error} />}
      {data ? (
        <Lines>
          {data.map((session) => (
            <SessionLine key={session.id} session={session} />
          ))}
        </Lines>
      ) : (
        !error && <SkeletonLines lines={3} />
      )}
    </Card>
  )
}

function SessionLine({ session: { id, userAgent, address, seenAt, isCurrent } }: { session: OwnSession }) {
  const { t, format } = useI18n()
  const { busy, run } = useDeed()
  const end = () =>
    run({ act: () => api.delete(`/me/sessions/${id}`), done: t('profile.sessions.ended'), stale: [ownSessionsQuery.queryKey] })
  const seen = t('profile.sessions.seen', { address, when: format.instant(seenAt) })
  return (
    <Line title={deviceOf(userAgent)} detail={seen}>
      {isCurrent ? (
        <strong>{t('profile.sessions.current')}</strong>
      ) : (
        <Button kind="quiet" busy={busy} onClick={() => void end()}>
          {t('profile.sessions.end')}
        </Button>
      )}
    </Line>
  )
}
