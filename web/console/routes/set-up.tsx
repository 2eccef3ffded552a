import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { api } from '#api'
import { EntrancePage } from '#console/routes/entrance-page.tsx'
import { NewPasswordFields, passwordsMatch } from '#console/routes/new-password.tsx'
import { type Session, remembered, sessionQuery } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { TextField } from '#ui/fields.tsx'
import { FieldRow, Form } from '#ui/form.tsx'
import { SelectField } from '#ui/select-field.tsx'

const countries = ['BD', 'GB', 'GH', 'ID', 'IN', 'KE', 'LK', 'MY', 'NG', 'NP', 'PH', 'PK', 'TZ', 'UG', 'US', 'ZA'] as const
const currencies = [
  'BDT',
  'EUR',
  'GBP',
  'GHS',
  'IDR',
  'INR',
  'KES',
  'LKR',
  'MYR',
  'NGN',
  'NPR',
  'PHP',
  'PKR',
  'TZS',
  'UGX',
  'USD',
  'ZAR',
] as const

interface SetUpValues extends Readonly<Record<string, unknown>> {
  readonly businessName: string
  readonly country: string
  readonly currency: string
  readonly timeZone: string
  readonly name: string
  readonly email: string
  readonly password: string
  readonly again: string
}

/** The first page of a new installation: makes the business and its first administrator. */
export function SetUp() {
  const { t, format } = useI18n()
  const { token } = useSearch({ from: '/setup' })
  const navigate = useNavigate()
  const queries = useQueryClient()
  if (token === undefined)
    return (
      <EntrancePage title={t('setUp.title')} back>
        <p>{t('entrance.brokenLink')}</p>
      </EntrancePage>
    )
  const initial: SetUpValues = {
    businessName: '',
    country: '',
    currency: '',
    timeZone: deviceZone(),
    name: '',
    email: '',
    password: '',
    again: '',
  }
  const create = async ({ again: _, ...values }: SetUpValues, key: string) => {
    queries.setQueryData(sessionQuery.queryKey, remembered(await api.post<Session>('/setup', { token, ...values }, { key })))
    await navigate({ to: '/' })
  }
  const named = (codes: readonly string[], type: 'region' | 'currency') => {
    const names = new Intl.DisplayNames(format.locale, { type })
    return codes.map((value) => ({ value, label: names.of(value) ?? value }))
  }
  return (
    <EntrancePage title={t('setUp.title')} text={t('setUp.text')}>
      <Form initial={initial} schema={passwordsMatch<SetUpValues>()} submitLabel={t('setUp.submit')} submitWide onSubmit={create}>
        <TextField name="businessName" label={t('setUp.business')} autoComplete="organization" required autoFocus />
        <FieldRow>
          <SelectField name="country" label={t('setUp.country')} options={named(countries, 'region')} required />
          <SelectField name="currency" label={t('setUp.currency')} options={named(currencies, 'currency')} required />
        </FieldRow>
        <SelectField
          name="timeZone"
          label={t('setUp.timeZone')}
          options={Intl.supportedValuesOf('timeZone').map((value) => ({ value, label: value }))}
          required
        />
        <TextField name="name" label={t('setUp.name')} autoComplete="name" required />
        <TextField name="email" type="email" label={t('signIn.email')} autoComplete="username" required />
        <NewPasswordFields />
      </Form>
    </EntrancePage>
  )
}

function deviceZone() {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}
