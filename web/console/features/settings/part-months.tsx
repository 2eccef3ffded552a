import { useQuery } from '@tanstack/react-query'
import { api } from '#api'
import { useCan } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Form } from '#ui/form.tsx'
import { Card } from '#ui/page.tsx'
import { SelectField } from '#ui/select-field.tsx'
import { ErrorBanner, SkeletonLines } from '#ui/states.tsx'
import { billingSettingsQuery, dayCounts } from './queries.ts'
import { useSave } from './save.ts'

/** How a month is counted of which only a part is billed. */
export function PartMonths() {
  const { t } = useI18n()
  const can = useCan()
  const { data, error } = useQuery(billingSettingsQuery)
  const save = useSave([billingSettingsQuery.queryKey])
  const options = dayCounts.map((value) => ({ value, label: t(`settings.dayCount.${value}`) }))
  const content = () => {
    if (error) return <ErrorBanner error={error} />
    if (!data) return <SkeletonLines lines={2} />
    if (!can('billing.configure')) return <p>{t(`settings.dayCount.${data.dayCount}`)}</p>
    return (
      <Form
        initial={{ dayCount: data.dayCount }}
        submitLabel={t('common.save')}
        onSubmit={(settings) => save(() => api.put('/billing-settings', settings))}
      >
        <SelectField name="dayCount" label={t('settings.dayCount')} options={options} required />
      </Form>
    )
  }
  return <Card title={t('settings.dayCount')}>{content()}</Card>
}
