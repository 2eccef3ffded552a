import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { api } from '#api'
import { CampaignActions, CampaignPicture } from '#console/features/hotspot/campaign-actions.tsx'
import { CampaignFacts } from '#console/features/hotspot/campaign-facts.tsx'
import { CampaignFields } from '#console/features/hotspot/campaign-fields.tsx'
import { CampaignAnswers, CampaignDays, CampaignPlaces, CampaignStats } from '#console/features/hotspot/campaign-figures.tsx'
import { campaignDraft, type CampaignValues, campaignValues } from '#console/features/hotspot/campaign-values.ts'
import { type Campaign, campaignQuery } from '#console/features/hotspot/queries.ts'
import { useLiveAbout } from '#console/live.ts'
import { useI18n } from '#i18n'
import { Form } from '#ui/form.tsx'
import { Page, Split } from '#ui/page.tsx'
import { ErrorState, SkeletonLines } from '#ui/states.tsx'
import { StatusBadge } from '#ui/status-badge.tsx'

/** A sponsor's campaign: what it did, what was agreed, what guests see. */
export function SponsorCampaign() {
  const { t } = useI18n()
  const { id } = useParams({ from: '/app/sponsor-campaigns/$id' })
  useLiveAbout([id], ['sponsor_campaign'])
  const { data, error, refetch } = useQuery(campaignQuery(id))
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <SkeletonLines lines={10} />
  return (
    <Page
      title={data.name}
      badge={<StatusBadge value={data.standing} />}
      description={data.sponsor}
      breadcrumbs={[{ label: t('nav.sponsorCampaigns'), to: '/sponsor-campaigns' }]}
      actions={<CampaignActions campaign={data} />}
    >
      <CampaignStats campaign={data} />
      <Split
        aside={
          <>
            <CampaignPicture campaign={data} />
            <CampaignFacts campaign={data} />
          </>
        }
      >
        <CampaignDays campaign={data} />
        <CampaignAnswers campaign={data} />
        <CampaignPlaces campaign={data} />
      </Split>
    </Page>
  )
}

/** Changes what was agreed; what was counted stays as it was charged. */
export function ChangeSponsorCampaign() {
  const { id } = useParams({ from: '/app/sponsor-campaigns/$id/change' })
  const { data, error, refetch } = useQuery({ ...campaignQuery(id), refetchInterval: false })
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  return data ? <ChangeForm key={data.version} campaign={data} /> : <SkeletonLines lines={10} />
}

function ChangeForm({ campaign }: { campaign: Campaign }) {
  const { t } = useI18n()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { id, name, version } = campaign
  const change = async (values: CampaignValues) => {
    await api.put(`/sponsor-campaigns/${id}`, campaignDraft(values), { version })
    await queries.invalidateQueries({ queryKey: ['sponsor_campaign'] })
    await navigate({ to: '/sponsor-campaigns/$id', params: { id }, ignoreBlocker: true })
  }
  return (
    <Page title={name} breadcrumbs={[{ label: t('nav.sponsorCampaigns'), to: '/sponsor-campaigns' }]}>
      <Form initial={campaignValues(campaign)} submitLabel={t('common.save')} onSubmit={change}>
        <CampaignFields />
      </Form>
    </Page>
  )
}
