import { useQueryClient } from '@tanstack/react-query'
import { api } from '#api'
import { languageNames } from '#console/preferences.ts'
import { sessionQuery, useSession } from '#console/session.tsx'
import { languages, useI18n } from '#i18n'
import { TextField } from '#ui/fields.tsx'
import { Form } from '#ui/form.tsx'
import { Card } from '#ui/page.tsx'
import { SelectField } from '#ui/select-field.tsx'
import { useToast } from '#ui/toast.tsx'

export function About() {
  const { t, setLanguage } = useI18n()
  const { staff } = useSession()
  const queries = useQueryClient()
  const toast = useToast()
  const initial = { name: staff.name, locale: languages.find((language) => staff.locale.startsWith(language)) }
  const save = async ({ name, locale }: typeof initial) => {
    await api.patch('/me', { name, locale: locale ?? null })
    if (locale) setLanguage(locale)
    await queries.invalidateQueries({ queryKey: sessionQuery.queryKey })
    toast({ text: t('settings.saved') })
  }
  return (
    <Card title={t('profile.about')}>
      <Form initial={initial} submitLabel={t('common.save')} onSubmit={save}>
        <TextField name="name" label={t('profile.name')} autoComplete="name" required />
        <SelectField
          name="locale"
          label={t('profile.language')}
          placeholder={t('profile.language.business')}
          options={languages.map((value) => ({ value, label: languageNames[value] }))}
        />
      </Form>
    </Card>
  )
}
