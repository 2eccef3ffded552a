import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '#api'
import { useCan } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Form } from '#ui/form.tsx'
import { Card } from '#ui/page.tsx'
import { SelectField } from '#ui/select-field.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import { ledgerSettingsQuery } from './queries.ts'

const choices = ['daily', 'monthly'] as const

/** How often what was billed in advance becomes revenue. */
export function Recognition() {
  const { t } = useI18n()
  const can = useCan()
  const queries = useQueryClient()
  const toast = useToast()
  const { data } = useQuery(ledgerSettingsQuery)
  const save = async ({ recognition }: { recognition: (typeof choices)[number] }) => {
    await api.put('/ledger-settings', { recognition })
    await queries.invalidateQueries(ledgerSettingsQuery)
    toast({ text: t('settings.saved') })
  }
  const content = () => {
    if (!data) return <SkeletonLines lines={2} />
    if (!can('ledger.close')) return <p>{t(`recognition.${data.recognition}`)}</p>
    return (
      <Form initial={{ recognition: data.recognition }} submitLabel={t('common.save')} onSubmit={save}>
        <SelectField
          name="recognition"
          label={t('recognition.hint')}
          options={choices.map((value) => ({ value, label: t(`recognition.${value}`) }))}
          required
        />
      </Form>
    )
  }
  return <Card title={t('recognition.title')}>{content()}</Card>
}
