import { ListScreen } from '#console/list-screen.tsx'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { LinkButton } from '#ui/button.tsx'
import { IconAdd } from '#ui/icons.ts'

export const SponsorCampaigns = () => <ListScreen name="sponsor-campaigns" actions={<NewCampaign />} emptyAction={<NewCampaign />} />

function NewCampaign() {
  const { t } = useI18n()
  return (
    <Can permission="sponsors.write">
      <LinkButton to="/sponsor-campaigns/new" kind="primary" icon={IconAdd}>
        {t('sponsor.new')}
      </LinkButton>
    </Can>
  )
}
