import { useQuery } from '@tanstack/react-query'
import { locationsQuery } from '#console/choices.ts'
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

/** Asked only by those who have locations. */
export function LocationsField({ hint }: { hint?: string }) {
  const { t } = useI18n()
  const { data } = useQuery(locationsQuery)
  if (!data || data.length === 0) return null
  return (
    <MultiSelectField
      name="locationIds"
      label={t('settings.staff.locations')}
      hint={hint ?? t('settings.staff.locations.hint')}
      options={data.map(({ id, name }) => ({ value: id, label: name }))}
    />
  )
}

export function PasswordLink({ url, text }: { url: string; text: string }) {
  const { t } = useI18n()
  return (
    <EmptyState title={t('settings.staff.link')} icon={IconLink} action={<CopyField value={url} label={t('settings.staff.link')} />}>
      {text}
    </EmptyState>
  )
}
