import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { PlanActions } from '#console/features/catalog/plan-actions.tsx'
import { type Plan as PlanData, planQuery } from '#console/features/catalog/queries.ts'
import { RouterReplies } from '#console/features/catalog/router-replies.tsx'
import { speedTerms } from '#console/features/catalog/terms-draft.ts'
import { useTermsFacts } from '#console/features/catalog/terms-facts.ts'
import { Versions, soldToday } from '#console/features/catalog/versions.tsx'
import { useLiveAbout } from '#console/live.ts'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { LinkButton } from '#ui/button.tsx'
import { DescriptionList } from '#ui/description-list.tsx'
import { IconSubscriptions } from '#ui/icons.ts'
import { Card, Columns, Page } from '#ui/page.tsx'
import { ErrorState, SkeletonLines } from '#ui/states.tsx'
import { StatusBadge } from '#ui/status-badge.tsx'

/** One plan: what it promises today, and how that came to be. */
export function Plan() {
  const { id } = useParams({ from: '/app/plans/$id' })
  const { data: plan, error, refetch } = useQuery(planQuery(id))
  useLiveAbout([id], ['offer'])
  if (error && !plan) return <ErrorState error={error} retry={() => void refetch()} />
  return plan ? <PlanPage plan={plan} /> : <SkeletonLines lines={10} />
}

function PlanPage({ plan }: { plan: PlanData }) {
  const { t, format } = useI18n()
  const sold = soldToday(plan, format.today())
  return (
    <Page
      title={plan.name}
      badge={<StatusBadge value={plan.state} />}
      description={plan.description}
      breadcrumbs={[{ label: t('nav.plans'), to: '/plans' }]}
      actions={
        <Can permission="catalog.write">
          <PlanActions plan={plan} />
        </Can>
      }
    >
      <Columns least="32rem">
        <SoldToday plan={plan} />
        <Versions plan={plan} />
        {plan.kind === 'plan' && sold && <RouterReplies terms={speedTerms(sold)} />}
      </Columns>
    </Page>
  )
}

function SoldToday({ plan }: { plan: PlanData }) {
  const { t, format, label } = useI18n()
  const factsOf = useTermsFacts()
  const sold = soldToday(plan, format.today())
  return (
    <Card
      title={t('plan.terms')}
      actions={
        <Can permission="subscriptions.read">
          <LinkButton to="/subscriptions" search={{ f: [`planId:eq:${plan.id}`] }} kind="quiet" icon={IconSubscriptions}>
            {t('plan.whoHasIt')}
          </LinkButton>
        </Can>
      }
    >
      <DescriptionList
        facts={[
          [t('plan.code'), plan.code],
          [t('plan.technology'), label(plan.technology, `value.technology.${plan.technology}`)],
          ...(sold ? factsOf(sold).map(({ name, text }) => [name, text] as const) : []),
        ]}
      />
    </Card>
  )
}
