import { useI18n } from '#i18n'
import { PasswordField } from '#ui/fields.tsx'
import type { Schema } from '#ui/form-values.ts'

const passwordLengthMin = 12 // as the server asks; it also refuses known passwords

/** Checks a form with `password` and `again`; everything else is checked by the server. */
export function passwordsMatch<T extends { password: string; again: string }>(): Schema<T> {
  const validate = (value: unknown) => {
    const values = value as T // the form's own values
    const issues = [
      ...(values.password.length < passwordLengthMin ? [{ path: ['password'], message: 'form.password.short' }] : []),
      ...(values.password === values.again ? [] : [{ path: ['again'], message: 'form.password.different' }]),
    ]
    return issues.length > 0 ? { issues } : { value: values }
  }
  return { '~standard': { validate } }
}

export function NewPasswordFields() {
  const { t } = useI18n()
  return (
    <>
      <PasswordField name="password" label={t('password.new')} autoComplete="new-password" required />
      <PasswordField name="again" label={t('password.again')} autoComplete="new-password" required />
    </>
  )
}
