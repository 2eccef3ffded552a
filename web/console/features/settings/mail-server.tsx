import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { useI18n } from '#i18n'
import { NumberField, PasswordField, SwitchField, TextField } from '#ui/fields.tsx'
import { FieldRow, Form, FormPart, useValues } from '#ui/form.tsx'
import { Card } from '#ui/page.tsx'
import { SelectField } from '#ui/select-field.tsx'
import { ErrorBanner, SkeletonLines } from '#ui/states.tsx'
import { StatusBadge } from '#ui/status-badge.tsx'
import { mailSecurities, type MailServerSettings, mailServerQuery, tenantQuery } from './queries.ts'
import { useSave } from './save.ts'

/** Through which server mails to customers leave, and whom they are from. */
export function MailServer() {
  const { t } = useI18n()
  const { data, error } = useQuery(mailServerQuery)
  return (
    <>
      <Card title={t('settings.mailServer')}>
        {error && <ErrorBanner error={error} />}
        {!data && <SkeletonLines lines={6} />}
        {data && <ServerForm settings={data} />}
      </Card>
      <TestMail />
    </>
  )
}

const usualServer = { host: '', port: 587, security: 'starttls', senderAddress: '', username: '', password: '' }

function initialOf({ senderName, replyTo, server }: MailServerSettings) {
  return {
    senderName: senderName ?? '',
    replyTo: replyTo ?? '',
    hasServer: server !== null,
    server: server ? { ...server, username: server.username ?? '', password: '' } : usualServer,
  }
}
type FormValues = ReturnType<typeof initialOf>

function bodyOf({ senderName, replyTo, hasServer, server: { host, port, security, senderAddress, username, password } }: FormValues) {
  const server = { host, port, security, senderAddress, username: username || null, ...(password !== '' && { password }) }
  return { senderName: senderName || null, replyTo: replyTo || null, server: hasServer ? server : null }
}

function ServerForm({ settings }: { settings: MailServerSettings }) {
  const { t } = useI18n()
  const save = useSave([mailServerQuery.queryKey])
  const { data: tenant } = useQuery(tenantQuery)
  return (
    <Form
      key={JSON.stringify(settings)}
      initial={initialOf(settings)}
      submitLabel={t('common.save')}
      onSubmit={(values) => save(() => api.put('/mail-settings', bodyOf(values)))}
    >
      <FieldRow>
        <TextField
          name="senderName"
          label={t('settings.mails.sender')}
          hint={t('settings.mails.sender.hint')}
          placeholder={tenant?.name ?? ''}
        />
        <TextField name="replyTo" type="email" label={t('settings.mails.replyTo')} hint={t('settings.mails.replyTo.hint')} />
      </FieldRow>
      <SwitchField
        name="hasServer"
        label={t('settings.mailServer.own')}
        hint={t(settings.installationHasServer ? 'settings.mailServer.own.hint' : 'settings.mailServer.none')}
      />
      <OwnServer hasPassword={settings.server?.hasPassword ?? false} />
    </Form>
  )
}

function OwnServer({ hasPassword }: { hasPassword: boolean }) {
  const { t } = useI18n()
  if (!useValues<FormValues>().hasServer) return null
  return (
    <FormPart>
      <FieldRow>
        <TextField name="server.host" label={t('settings.mailServer.host')} required />
        <NumberField name="server.port" label={t('settings.mailServer.port')} min={1} max={65_535} required />
      </FieldRow>
      <SelectField
        name="server.security"
        label={t('settings.mailServer.security')}
        options={mailSecurities.map((value) => ({ value, label: t(`settings.mailServer.security.${value}`) }))}
        required
      />
      <TextField
        name="server.senderAddress"
        type="email"
        label={t('settings.mailServer.senderAddress')}
        hint={t('settings.mailServer.senderAddress.hint')}
        required
      />
      <FieldRow>
        <TextField name="server.username" label={t('settings.mailServer.username')} hint={t('settings.mailServer.username.hint')} />
        <PasswordField
          name="server.password"
          label={t('settings.mailServer.password')}
          hint={hasPassword && t('settings.mailServer.password.kept')}
          autoComplete="new-password"
        />
      </FieldRow>
    </FormPart>
  )
}

interface Delivery {
  readonly state: 'sent' | 'skipped' | 'failed'
  readonly answer: string
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
        onSubmit={async (values) => setDelivery(await api.post<Delivery>('/mail-settings/test', values))}
      >
        <TextField name="to" type="email" label={t('settings.mails.test.to')} hint={t('settings.mails.test.hint')} required />
      </Form>
      {delivery && (
        <p role="status">
          <StatusBadge value={delivery.state} /> {delivery.answer}
        </p>
      )}
    </Card>
  )
}
