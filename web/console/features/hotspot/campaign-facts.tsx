import { useQuery } from '@tanstack/react-query'
import { locationsQuery, plansOnSaleQuery } from '#console/choices.ts'
import { useI18n } from '#i18n'
import { addDays } from '#i18n/format.ts'
import { DescriptionList } from '#ui/description-list.tsx'
import { Card } from '#ui/page.tsx'
import { DateText, MoneyText, NumberText } from '#ui/text.tsx'
import type { Campaign } from './queries.ts'

/** What was agreed with the sponsor. */
export function CampaignFacts({ campaign }: { campaign: Campaign }) {
  const { t } = useI18n()
  const { data: plans = [] } = useQuery(plansOnSaleQuery)
  const { data: locations = [] } = useQuery(locationsQuery)
  const { endsOn, locationIds, link } = campaign
  const names = locations.filter(({ id }) => locationIds.includes(id)).map(({ name }) => name)
  const budgets = [
    [t('sponsor.budget'), campaign.budgetMax],
    [t('sponsor.budgetPerDay'), campaign.budgetPerDayMax],
    [t('sponsor.budgetPerLocationDay'), campaign.budgetPerLocationDayMax],
  ] as const
  return (
    <Card title={t('sponsor.what')}>
      <DescriptionList
        facts={[
          [t('sponsor.startsOn'), <DateText key="from" value={campaign.startsOn} />],
          [t('sponsor.lastDay'), endsOn === null ? t('sponsor.noEnd') : <DateText key="to" value={addDays(endsOn, -1)} />],
          [t('column.location'), names.length === 0 ? t('sponsor.place.all') : names.join(', ')],
          [t('column.plan'), plans.find(({ id }) => id === campaign.offerId)?.name ?? ''],
          [t('sponsor.watchSeconds'), <NumberText key="seconds" value={campaign.watchSeconds} />],
          [t('sponsor.guestPerDay'), <NumberText key="times" value={campaign.guestPerDayMax} />],
          [t(`value.chargedFor.${campaign.chargedFor}`), <MoneyText key="price" value={campaign.price} />],
          ...budgets.flatMap(([label, max]) => (max === null ? [] : [[label, <NumberText key={label} value={max} />] as const])),
          ...(link === null ? [] : [[t('sponsor.link'), new URL(link).hostname] as const]),
        ]}
      />
    </Card>
  )
}
