import { useNavigate, useSearch } from '@tanstack/react-router'
import { api } from '#api'
import { EntrancePage } from '#console/routes/entrance-page.tsx'
import { NewPasswordFields, passwordsMatch } from '#console/routes/new-password.tsx'
import { useI18n } from '#i18n'
import { Form } from '#ui/form.tsx'
import { useToast } from '#ui/toast.tsx'

export function ResetPassword() {
  const { t } = useI18n()
  const { token } = useSearch({ from: '/reset-password' })
  const navigate = useNavigate()
  const toast = useToast()
  if (token === undefined)
    return (
      <EntrancePage title={t('reset.title')} back>
        <p>{t('entrance.brokenLink')}</p>
      </EntrancePage>
    )
  const reset = async ({ password }: { password: string }, key: string) => {
    await api.post(`/password-resets/confirm`, { token, password }, { key })
    toast({ text: t('reset.done') })
    await navigate({ to: '/sign-in' })
  }
  return (
    <EntrancePage title={t('reset.title')} text={t('password.rule')} back>
      <Form
        initial={{ password: '', again: '' }}
        schema={passwordsMatch()}
        submitLabel={t('reset.submit')}
        submitWide
        guard={false}
        onSubmit={reset}
      >
        <NewPasswordFields />
      </Form>
    </EntrancePage>
  )
}
