import { useI18n } from '#i18n'
import { Card } from '#ui/page.tsx'
import { Table } from '#ui/table.tsx'
import type { DunningStep } from './queries.ts'

/** How the customer was asked for the money. */
export function DunningSteps({ steps }: { steps: readonly DunningStep[] }) {
  const { t, format } = useI18n()
  const daysFromDue = useDaysFromDue()
  const columns = [
    { key: 'action', label: t('invoice.step') },
    { key: 'days', label: t('invoice.step.when') },
    { key: 'takenOn', label: t('column.at'), isFigure: true },
  ]
  const rows = steps.map(({ action, days, takenOn }) => ({
    id: `${action} ${days}`,
    cells: { action: t(`invoice.step.${action}`), days: daysFromDue(days), takenOn: format.date(takenOn) },
  }))
  return (
    <Card title={t('invoice.dunning')}>
      {steps.length === 0 ? <p>{t('invoice.dunning.none')}</p> : <Table label={t('invoice.dunning')} columns={columns} rows={rows} />}
    </Card>
  )
}

function useDaysFromDue() {
  const { t } = useI18n()
  return (days: number) =>
    days === 0 ? t('story.dueThatDay') : t(days > 0 ? 'story.overdueDays' : 'story.daysBefore', { count: Math.abs(days) })
}
