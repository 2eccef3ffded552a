import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { NewPasswordFields, passwordsMatch } from '#console/routes/new-password.tsx'
import { useI18n } from '#i18n'
import { PasswordField } from '#ui/fields.tsx'
import { Form } from '#ui/form.tsx'
import { Card } from '#ui/page.tsx'
import { useToast } from '#ui/toast.tsx'
import { ownSessionsQuery } from './queries.ts'

const initial = { current: '', password: '', again: '' }

export function ChangePassword() {
  const { t } = useI18n()
  const queries = useQueryClient()
  const toast = useToast()
  const [changes, setChanges] = useState(0)
  const change = async ({ current, password }: typeof initial, key: string) => {
    await api.post('/me/password', { current, password }, { key })
    setChanges(changes + 1) // an empty form
    await queries.invalidateQueries({ queryKey: ownSessionsQuery.queryKey })
    toast({ text: t('profile.password.changed') })
  }
  return (
    <Card title={t('profile.password')}>
      <Form
        key={changes}
        initial={initial}
        schema={passwordsMatch<typeof initial>()}
        submitLabel={t('profile.password.change')}
        guard={false}
        onSubmit={change}
      >
        <PasswordField name="current" label={t('profile.password.current')} autoComplete="current-password" required />
        <NewPasswordFields />
      </Form>
    </Card>
  )
}
