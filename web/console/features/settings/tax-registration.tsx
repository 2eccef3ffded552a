import { useQuery } from '@tanstack/react-query'
import { api } from '#api'
import { useCan, useSession } from '#console/session.tsx'
import { taxPackQuery } from '#console/tax-pack.ts'
import { useI18n } from '#i18n'
import { DescriptionList } from '#ui/description-list.tsx'
import { TextField } from '#ui/fields.tsx'
import { FieldRow, Form } from '#ui/form.tsx'
import { Card } from '#ui/page.tsx'
import { SelectField } from '#ui/select-field.tsx'
import { ErrorBanner, SkeletonLines } from '#ui/states.tsx'
import { type TaxSettings, taxSettingsQuery } from './queries.ts'
import { useSave } from './save.ts'

/** What tax documents say of the company beside its name and tax number. */
export function TaxRegistration() {
  const { t } = useI18n()
  const can = useCan()
  const { data, error } = useQuery(taxSettingsQuery)
  const content = () => {
    if (error) return <ErrorBanner error={error} />
    if (!data) return <SkeletonLines lines={4} />
    return can('tax.configure') ? <RegistrationForm settings={data} /> : <RegistrationFacts settings={data} />
  }
  return <Card title={t('settings.tax.registration')}>{content()}</Card>
}

/** Of the currencies that round to a whole unit at all, all have two decimals. */
const wholeUnitMinor = '100'

function RegistrationForm({ settings }: { settings: TaxSettings }) {
  const { t } = useI18n()
  const { tenant } = useSession()
  const { data: pack } = useQuery(taxPackQuery)
  const save = useSave([taxSettingsQuery.queryKey])
  const { region, companyNumber, addressLine, city, postalCode, totalStepMinor } = settings
  const initial = { region, companyNumber, addressLine, city, postalCode, totalStepMinor }
  const totals = [
    { value: '1', label: t('settings.tax.totals.exact') },
    { value: wholeUnitMinor, label: t('settings.tax.totals.whole', { currency: tenant.currency }) },
  ]
  const write = (values: typeof initial) => save(() => api.put('/tax-settings', { ...settings, ...values, region: values.region ?? '' }))
  return (
    <Form initial={initial} submitLabel={t('common.save')} onSubmit={write}>
      <FieldRow>
        {pack && pack.regions.length > 0 && (
          <SelectField
            name="region"
            label={t('settings.tax.region')}
            hint={t('settings.tax.region.hint')}
            options={pack.regions.map(({ code, name }) => ({ value: code, label: name }))}
          />
        )}
        <TextField name="companyNumber" label={t('settings.tax.companyNumber')} hint={t('settings.tax.companyNumber.hint')} />
      </FieldRow>
      <TextField name="addressLine" label={t('settings.tax.addressLine')} />
      <FieldRow>
        <TextField name="city" label={t('settings.tax.city')} />
        <TextField name="postalCode" label={t('settings.tax.postalCode')} />
      </FieldRow>
      <SelectField name="totalStepMinor" label={t('settings.tax.totals')} options={totals} required />
    </Form>
  )
}

function RegistrationFacts({ settings }: { settings: TaxSettings }) {
  const { t } = useI18n()
  return (
    <DescriptionList
      facts={[
        [t('settings.tax.region'), settings.region],
        [t('settings.tax.companyNumber'), settings.companyNumber],
        [t('settings.tax.addressLine'), [settings.addressLine, settings.postalCode, settings.city].filter(Boolean).join(', ')],
      ]}
    />
  )
}
