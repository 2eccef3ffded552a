import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api } from '#api'
import { CampaignFields } from '#console/features/hotspot/campaign-fields.tsx'
import { campaignDraft, type CampaignValues, freshCampaign } from '#console/features/hotspot/campaign-values.ts'
import { useSession } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Form } from '#ui/form.tsx'
import { Page } from '#ui/page.tsx'

/** Drafts a sponsor's campaign; its picture is added on its page. */
export function NewSponsorCampaign() {
  const { t, format } = useI18n()
  const { tenant } = useSession()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const draft = async (values: CampaignValues, key: string) => {
    const { id } = await api.post<{ id: string }>('/sponsor-campaigns', campaignDraft(values), { key })
    await queries.invalidateQueries({ queryKey: ['sponsor_campaign'] })
    await navigate({ to: '/sponsor-campaigns/$id', params: { id }, ignoreBlocker: true })
  }
  return (
    <Page
      title={t('sponsor.new')}
      description={t('sponsor.new.text')}
      breadcrumbs={[{ label: t('nav.sponsorCampaigns'), to: '/sponsor-campaigns' }]}
    >
      <Form initial={freshCampaign(format.today(), tenant.currency)} submitLabel={t('sponsor.saveDraft')} onSubmit={draft}>
        <CampaignFields />
      </Form>
    </Page>
  )
}
