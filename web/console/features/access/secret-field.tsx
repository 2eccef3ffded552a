import { useI18n } from '#i18n'
import { TextField } from '#ui/fields.tsx'

const secretBytes = 16

/** Nobody needs to think of one; hexadecimal, because some routers mistake other signs. */
export function newSecret(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(secretBytes)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** In sight, for it is typed into the router now and never shown again. */
export function SharedSecretField() {
  const { t } = useI18n()
  return <TextField name="secret" label={t('router.secret')} hint={t('router.secret.hint')} required />
}
