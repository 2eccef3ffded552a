import { useQuery } from '@tanstack/react-query'
import { useI18n } from '#i18n'
import { CopyField } from '#ui/copy-field.tsx'
import { IconLink } from '#ui/icons.ts'
import { MultiSelectField } from '#ui/select-field.tsx'
import { EmptyState } from '#ui/states.tsx'
import { rolesQuery } from './queries.ts'

export function RolesField() {
  const { t, label } = useI18n()
  const { data } = useQuery(rolesQuery)
  const options = (data?.items ?? []).map(({ code, name }) => ({ value: code, label: label(name, `role.${code}`) }))
  return <MultiSelectField name="roles" label={t('settings.staff.roles')} options={options} required />
}

export function PasswordLink({ url, text }: { url: string; text: string }) {
  const { t } = useI18n()
  return (
    <EmptyState title={t('settings.staff.link')} icon={IconLink} action={<CopyField value={url} label={t('settings.staff.link')} />}>
      {text}
    </EmptyState>
  )
}
