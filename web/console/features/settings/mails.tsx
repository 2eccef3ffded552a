import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { useCan } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { SwitchField, TextField } from '#ui/fields.tsx'
import { FieldRow, Form } from '#ui/form.tsx'
import { Card } from '#ui/page.tsx'
import { ErrorBanner, SkeletonLines } from '#ui/states.tsx'
import { StatusBadge } from '#ui/status-badge.tsx'
import { type MailSettings, mailSettingsQuery, tenantQuery } from './queries.ts'
import { useSave } from './save.ts'

/** Whom mails to customers are from, and what goes with them. */
export function Mails() {
  const { t } = useI18n()
  const mayChange = useCan()('engage.configure')
  const { data, error } = useQuery(mailSettingsQuery)
  return (
    <>
      <Card title={t('settings.mails')}>
        {error && <ErrorBanner error={error} />}
        {!data && <SkeletonLines lines={4} />}
        {data && mayChange && <MailForm settings={data} />}
        {data && !mayChange && <p>{t(data.attachDocument ? 'settings.mails.attached' : 'settings.mails.notAttached')}</p>}
      </Card>
      {mayChange && <TestMail />}
    </>
  )
}

function MailForm({ settings }: { settings: MailSettings }) {
  const { t } = useI18n()
  const save = useSave([mailSettingsQuery.queryKey])
  const { data: tenant } = useQuery(tenantQuery)
  const initial = { ...settings, senderName: settings.senderName ?? '', replyTo: settings.replyTo ?? '' }
  const write = ({ senderName, replyTo, ...rest }: typeof initial) =>
    save(() => api.put('/engage-settings', { ...rest, senderName: senderName || null, replyTo: replyTo || null }))
  return (
    <Form initial={initial} submitLabel={t('common.save')} onSubmit={write}>
      <FieldRow>
        <TextField
          name="senderName"
          label={t('settings.mails.sender')}
          hint={t('settings.mails.sender.hint')}
          placeholder={tenant?.name ?? ''}
        />
        <TextField name="replyTo" type="email" label={t('settings.mails.replyTo')} hint={t('settings.mails.replyTo.hint')} />
      </FieldRow>
      <SwitchField name="attachDocument" label={t('settings.mails.document')} hint={t('settings.mails.document.hint')} />
      <SwitchField name="attachTaxForm" label={t('settings.mails.taxForm')} hint={t('settings.mails.taxForm.hint')} />
    </Form>
  )
}

interface Delivery {
  readonly state: 'sent' | 'skipped' | 'failed'
  readonly reason: string | null
}

/** Tells at once what became of it, in the words of the mail server. */
function TestMail() {
  const { t } = useI18n()
  const [delivery, setDelivery] = useState<Delivery>()
  return (
    <Card title={t('settings.mails.test')}>
      <Form
        initial={{ to: '' }}
        submitLabel={t('settings.mails.test')}
        guard={false}
        onSubmit={async (values) => setDelivery(await api.post<Delivery>('/engage-settings/test-mail', values))}
      >
        <TextField name="to" type="email" label={t('settings.mails.test.to')} hint={t('settings.mails.test.hint')} required />
      </Form>
      {delivery && (
        <p role="status">
          <StatusBadge value={delivery.state} /> {delivery.reason}
        </p>
      )}
    </Card>
  )
}
