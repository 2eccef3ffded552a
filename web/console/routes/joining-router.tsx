import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { CheckList } from '#console/features/routers/check-list.tsx'
import { JoinCommand } from '#console/features/routers/join-command.tsx'
import { enrolmentQuery } from '#console/features/routers/queries.ts'
import { useLiveAbout } from '#console/live.ts'
import { useI18n } from '#i18n'
import { Card, Columns, Page } from '#ui/page.tsx'
import { ErrorState, SkeletonLines } from '#ui/states.tsx'

/** The command, and the check list that turns green while the router appears. */
export function JoiningRouter() {
  const { t } = useI18n()
  const { id } = useParams({ from: '/app/nas/joining/$id' })
  const { data: enrolment, error, refetch } = useQuery(enrolmentQuery(id))
  useLiveAbout([id], ['router'])
  if (error && !enrolment) return <ErrorState error={error} retry={() => void refetch()} />
  if (!enrolment) return <SkeletonLines lines={10} />
  return (
    <Page title={t('join.title', { name: enrolment.name })} breadcrumbs={[{ label: t('nav.nas'), to: '/nas' }]}>
      <Columns least="26rem">
        <JoinCommand enrolment={enrolment} />
        <Card title={t('check.title')}>
          <CheckList checks={enrolment.checks} />
        </Card>
      </Columns>
    </Page>
  )
}
