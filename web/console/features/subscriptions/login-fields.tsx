import { useI18n } from '#i18n'
import { TextField } from '#ui/fields.tsx'
import { FieldRow } from '#ui/form.tsx'
import { SelectField } from '#ui/select-field.tsx'

export interface LoginValues {
  readonly kind: string
  readonly username: string
  readonly password: string
}

const kinds = ['pppoe', 'hotspot', 'mac'] as const

/** What to log in with. Left empty, the server makes up names and passwords that can be read out on the telephone. */
export function LoginFields({ under }: { under?: string }) {
  const { t } = useI18n()
  const name = (field: keyof LoginValues) => (under === undefined ? field : `${under}.${field}`)
  return (
    <>
      <SelectField
        name={name('kind')}
        label={t('login.kind')}
        options={kinds.map((value) => ({ value, label: t(`login.${value}`) }))}
        required
      />
      <FieldRow>
        <TextField name={name('username')} label={t('login.username')} placeholder={t('login.madeUp')} />
        <TextField name={name('password')} label={t('login.password')} placeholder={t('login.madeUp')} />
      </FieldRow>
    </>
  )
}

export function loginDraft({ kind, username, password }: LoginValues) {
  return { kind, ...(username && { username }), ...(password && { password }) }
}

export const noLogin: Readonly<Record<keyof LoginValues, string>> = { kind: 'pppoe', username: '', password: '' }
