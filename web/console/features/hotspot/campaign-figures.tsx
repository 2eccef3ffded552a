import { useMemo } from 'react'
import { languages, useI18n } from '#i18n'
import { daySeconds } from '#i18n/format.ts'
import { Chart } from '#ui/chart.tsx'
import { Card } from '#ui/page.tsx'
import { Stat, Stats } from '#ui/stat.tsx'
import { Table } from '#ui/table.tsx'
import { MoneyText, NumberText } from '#ui/text.tsx'
import type { Campaign } from './queries.ts'

/** From being shown to a pass, and what it costs the sponsor. */
export function CampaignStats({ campaign }: { campaign: Campaign }) {
  const { t, format } = useI18n()
  const { shown, finished, granted, cost, budgetMax } = campaign
  const ofShown = (count: number) => (shown === 0 ? undefined : t('sponsor.ofShown', { share: format.percent(count / shown) }))
  const spent = campaign.chargedFor === 'grant' ? granted : finished
  return (
    <Stats>
      <Stat label={t('sponsor.shown')} value={<NumberText value={shown} />} />
      <Stat label={t('sponsor.finished')} value={<NumberText value={finished} />} hint={ofShown(finished)} />
      <Stat label={t('sponsor.granted')} value={<NumberText value={granted} />} hint={ofShown(granted)} />
      <Stat
        label={t('sponsor.cost')}
        value={<MoneyText value={cost} />}
        hint={budgetMax !== null && t('sponsor.ofBudget', { share: format.percent(spent / budgetMax) })}
      />
    </Stats>
  )
}

export function CampaignDays({ campaign: { days } }: { campaign: Campaign }) {
  const { t, format } = useI18n()
  const times = useMemo(() => days.map(({ day }) => daySeconds(day)), [days])
  const series = useMemo(
    () => [
      { label: t('sponsor.shown'), values: days.map(({ shown }) => shown) },
      { label: t('sponsor.granted'), values: days.map(({ granted }) => granted) },
    ],
    [days, t],
  )
  if (days.length < 2) return null // the tiles say as much
  return (
    <Card>
      <Chart title={t('sponsor.days')} kind="bars" byDay times={times} series={series} format={format.number} height={220} />
    </Card>
  )
}

/** How often each answer was chosen: in the reader's language where the campaign has it. */
export function CampaignAnswers({ campaign: { messages, answered } }: { campaign: Campaign }) {
  const { t, format, language } = useI18n()
  const message = [language, ...languages].map((one) => messages[one]).find((one) => one !== null)
  if (!message?.question) return null
  const total = answered.reduce((sum, count) => sum + count, 0)
  const rows = message.answers.map((answer, place) => {
    const count = answered[place] ?? 0
    const share = total === 0 ? '' : format.percent(count / total)
    return { id: answer, cells: { answer, count: <NumberText value={count} />, share } }
  })
  return (
    <Card title={t('sponsor.answered')}>
      <Table
        label={t('sponsor.answered')}
        columns={[
          { key: 'answer', label: message.question },
          { key: 'count', label: t('sponsor.answered.count'), isFigure: true },
          { key: 'share', label: '%', isFigure: true },
        ]}
        rows={rows}
      />
    </Card>
  )
}

export function CampaignPlaces({ campaign: { places } }: { campaign: Campaign }) {
  const { t } = useI18n()
  if (places.length === 0) return null
  const rows = places.map(({ location, shown, granted }) => ({
    id: location ?? '',
    cells: {
      location: location ?? t('sponsor.place.unknown'),
      shown: <NumberText value={shown} />,
      granted: <NumberText value={granted} />,
    },
  }))
  return (
    <Card title={t('sponsor.places')}>
      <Table
        label={t('sponsor.places')}
        columns={[
          { key: 'location', label: t('column.location') },
          { key: 'shown', label: t('sponsor.shown'), isFigure: true },
          { key: 'granted', label: t('sponsor.granted'), isFigure: true },
        ]}
        rows={rows}
      />
    </Card>
  )
}
