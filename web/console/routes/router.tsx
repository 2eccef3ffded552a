import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { routerQuery } from '#console/features/access/queries.ts'
import { ReplyPreview } from '#console/features/access/reply-preview.tsx'
import { RouterCertificates } from '#console/features/access/router-certificates.tsx'
import { RouterActions } from '#console/features/access/router-actions.tsx'
import { RouterFacts } from '#console/features/access/router-facts.tsx'
import { RouterChecks } from '#console/features/routers/router-checks.tsx'
import { RouterCommands } from '#console/features/routers/router-commands.tsx'
import { RouterDrift } from '#console/features/routers/router-drift.tsx'
import { RouterConfiguration, RouterManagement } from '#console/features/routers/router-management.tsx'
import { RouterSessions } from '#console/features/routers/router-sessions.tsx'
import { RouterTraffic } from '#console/features/routers/router-traffic.tsx'
import { useLiveAbout } from '#console/live.ts'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Card, Columns, Page } from '#ui/page.tsx'
import { ErrorState, SkeletonLines } from '#ui/states.tsx'
import { StatusBadge } from '#ui/status-badge.tsx'

/** One router: whether it works, what it carries, where it differs, what it was told, and what we would answer it. */
export function Router() {
  const { t } = useI18n()
  const { id } = useParams({ from: '/app/nas/$id' })
  const { data: router, error, refetch } = useQuery(routerQuery(id))
  useLiveAbout([id], ['nas', 'router'])
  if (error && !router) return <ErrorState error={error} retry={() => void refetch()} />
  if (!router) return <SkeletonLines lines={10} />
  return (
    <Page
      title={router.name}
      badge={!router.enabled ? <StatusBadge value="disabled" /> : router.secretUnreadable && <StatusBadge value="secret-unreadable" />}
      breadcrumbs={[{ label: t('nav.nas'), to: '/nas' }]}
      actions={
        <Can permission="access.write">
          <RouterActions router={router} />
        </Can>
      }
    >
      {router.secretUnreadable && <Card title={t('status.secret-unreadable')}>{t('router.secretUnreadable')}</Card>}
      <Columns least="26rem">
        <RouterChecks nasId={id} />
        <RouterFacts router={router} />
      </Columns>
      <RouterTraffic nasId={id} />
      <RouterSessions nasId={id} />
      <RouterDrift nasId={id} name={router.name} />
      <RouterCommands nasId={id} />
      <RouterCertificates router={router} />
      <Columns least="26rem">
        {router.vendor === 'mikrotik' && <RouterManagement nasId={id} address={router.address} />}
        <ReplyPreview nasId={id} />
      </Columns>
      <Can permission="access.write">
        <RouterConfiguration nasId={id} />
      </Can>
    </Page>
  )
}
