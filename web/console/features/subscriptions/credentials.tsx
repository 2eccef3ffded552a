import { useI18n } from '#i18n'
import { CopyField } from '#ui/copy-field.tsx'
import { DescriptionList } from '#ui/description-list.tsx'
import { FormPart } from '#ui/form.tsx'
import type { Credentials } from './queries.ts'

/** Shown this once: afterwards nobody can read the password, only make a new one. */
export function CredentialsCard({ credentials: { username, password } }: { credentials: Credentials }) {
  const { t } = useI18n()
  return (
    <FormPart>
      <p>{t('credentials.text')}</p>
      <DescriptionList
        facts={[
          [t('login.username'), <CopyField key="username" value={username} label={t('login.username')} />],
          [t('login.password'), <CopyField key="password" value={password} label={t('login.password')} />],
        ]}
      />
      <CopyField value={`${username} ${password}`} label={t('credentials.both')} />
    </FormPart>
  )
}
