import { useState } from 'react'
import { api } from '#api'
import { EntrancePage } from '#console/routes/entrance-page.tsx'
import { useI18n } from '#i18n'
import { TextField } from '#ui/fields.tsx'
import { Form } from '#ui/form.tsx'

export function ForgotPassword() {
  const { t } = useI18n()
  const [sentTo, setSentTo] = useState<string>()
  if (sentTo !== undefined)
    return (
      <EntrancePage title={t('forgot.sent')} back>
        <p>{t('forgot.sent.text', { email: sentTo })}</p>
      </EntrancePage>
    )
  const ask = async ({ email }: { email: string }, key: string) => {
    await api.post('/password-resets', { email }, { key })
    setSentTo(email)
  }
  return (
    <EntrancePage title={t('forgot.title')} text={t('forgot.text')} back>
      <Form initial={{ email: '' }} submitLabel={t('forgot.submit')} submitWide guard={false} onSubmit={ask}>
        <TextField name="email" type="email" label={t('signIn.email')} autoComplete="username" required autoFocus />
      </Form>
    </EntrancePage>
  )
}
