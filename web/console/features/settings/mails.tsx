import { useQuery } from '@tanstack/react-query'
import { api } from '#api'
import { useCan } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { SwitchField } from '#ui/fields.tsx'
import { Form } from '#ui/form.tsx'
import { Card } from '#ui/page.tsx'
import { ErrorBanner, SkeletonLines } from '#ui/states.tsx'
import { type MailSettings, mailSettingsQuery } from './queries.ts'
import { useSave } from './save.ts'

/** What goes with mails to customers. */
export function Mails() {
  const { t } = useI18n()
  const mayChange = useCan()('engage.configure')
  const { data, error } = useQuery(mailSettingsQuery)
  return (
    <Card title={t('settings.mails')}>
      {error && <ErrorBanner error={error} />}
      {!data && <SkeletonLines lines={4} />}
      {data && mayChange && <MailForm settings={data} />}
      {data && !mayChange && <p>{t(data.attachDocument ? 'settings.mails.attached' : 'settings.mails.notAttached')}</p>}
    </Card>
  )
}

function MailForm({ settings }: { settings: MailSettings }) {
  const { t } = useI18n()
  const save = useSave([mailSettingsQuery.queryKey])
  return (
    <Form initial={{ ...settings }} submitLabel={t('common.save')} onSubmit={(values) => save(() => api.put('/engage-settings', values))}>
      <SwitchField name="attachDocument" label={t('settings.mails.document')} hint={t('settings.mails.document.hint')} />
      <SwitchField name="attachTaxForm" label={t('settings.mails.taxForm')} hint={t('settings.mails.taxForm.hint')} />
    </Form>
  )
}
