import { useQuery } from '@tanstack/react-query'
import { api } from '#api'
import { useCan } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { DateField, TextField } from '#ui/fields.tsx'
import { Form } from '#ui/form.tsx'
import { Card } from '#ui/page.tsx'
import { RowsField } from '#ui/rows-field.tsx'
import { ErrorBanner, SkeletonLines } from '#ui/states.tsx'
import { type Holiday, holidaysQuery } from './queries.ts'
import { useSave } from './save.ts'

/** Days on which no service is taken away. */
export function Holidays() {
  const { t, format } = useI18n()
  const can = useCan()
  const { data, error } = useQuery(holidaysQuery)
  const save = useSave([holidaysQuery.queryKey])
  const content = () => {
    if (error) return <ErrorBanner error={error} />
    if (!data) return <SkeletonLines lines={2} />
    if (!can('billing.configure')) return <p>{data.map(({ day, name }) => `${format.date(day)} ${name}`).join(' · ')}</p>
    return (
      <Form
        key={JSON.stringify(data)}
        initial={{ items: data }}
        submitLabel={t('common.save')}
        onSubmit={(holidays) => save(() => api.put('/dunning-holidays', holidays))}
      >
        <RowsField<Holiday>
          name="items"
          label={t('settings.holiday.days')}
          hint={t('settings.holiday.hint')}
          addLabel={t('settings.holiday.add')}
          fresh={{ day: format.today(), name: '' }}
        >
          {(path) => (
            <>
              <DateField name={`${path}.day`} label={t('settings.holiday.day')} required />
              <TextField name={`${path}.name`} label={t('settings.holiday.name')} required />
            </>
          )}
        </RowsField>
      </Form>
    )
  }
  return <Card title={t('settings.holiday.title')}>{content()}</Card>
}
