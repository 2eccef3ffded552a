import { useQuery } from '@tanstack/react-query'
import { api } from '#api'
import { OwnPagesAddress, ownPagesQuery, type OwnPagesSettings } from '#console/own-pages.tsx'
import { languageNames } from '#console/preferences.ts'
import { sessionQuery, useCan } from '#console/session.tsx'
import { languages, useI18n } from '#i18n'
import { DescriptionList } from '#ui/description-list.tsx'
import { ColorField, NumberField, SwitchField, TextAreaField, TextField } from '#ui/fields.tsx'
import { FieldRow, Form, FormPart } from '#ui/form.tsx'
import { Card } from '#ui/page.tsx'
import { type Option, SelectField } from '#ui/select-field.tsx'
import { ErrorState, SkeletonLines } from '#ui/states.tsx'
import { Logo } from './logo.tsx'
import { type Tenant, tenantQuery } from './queries.ts'
import { useSave } from './save.ts'

export function Company() {
  const can = useCan()
  const { data, error, refetch } = useQuery(tenantQuery)
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <SkeletonLines lines={9} />
  if (!can('tenant.write')) return <CompanyFacts tenant={data} />
  // Keyed by its values and not by the version: a new logo leaves what is being typed.
  return (
    <FormPart>
      <Logo tenant={data} />
      <OwnPages />
      <CompanyForm key={JSON.stringify(valuesOf(data))} tenant={data} />
    </FormPart>
  )
}

function CompanyForm({ tenant }: { tenant: Tenant }) {
  const { t } = useI18n()
  const save = useSave([tenantQuery.queryKey, sessionQuery.queryKey])
  const initial = valuesOf(tenant)
  const write = ({ fiscalYearStartMonth, ...values }: typeof initial) =>
    api.patch('/tenant', { ...values, fiscalYearStartMonth: Number(fiscalYearStartMonth) }, { version: tenant.version })
  return (
    <Form initial={initial} submitLabel={t('common.save')} onSubmit={(values) => save(() => write(values))}>
      <Identity />
      <Contact />
      <Ways tenant={tenant} />
    </Form>
  )
}

function Identity() {
  const { t } = useI18n()
  return (
    <Card title={t('settings.company.who')}>
      <FormPart>
        <FieldRow>
          <TextField name="name" label={t('settings.company.name')} hint={t('settings.company.name.hint')} required />
          <TextField name="legalName" label={t('settings.company.legalName')} hint={t('settings.company.legalName.hint')} required />
        </FieldRow>
        <FieldRow>
          <TextField name="taxNumber" label={t('settings.company.taxNumber')} />
          <ColorField name="brandColor" label={t('settings.company.color')} hint={t('settings.company.color.hint')} />
        </FieldRow>
      </FormPart>
    </Card>
  )
}

function Contact() {
  const { t } = useI18n()
  return (
    <Card title={t('settings.company.reach')}>
      <FormPart>
        <TextAreaField name="address" label={t('settings.company.address')} />
        <FieldRow>
          <TextField name="email" type="email" label={t('settings.company.email')} />
          <TextField name="phone" type="tel" label={t('settings.company.phone')} hint={t('customer.phone.hint')} />
        </FieldRow>
      </FormPart>
    </Card>
  )
}

const paymentTermsDaysMax = 120

function Ways({ tenant }: { tenant: Tenant }) {
  const { t } = useI18n()
  return (
    <Card title={t('settings.company.ways')}>
      <FormPart>
        <FieldRow>
          <SelectField name="locale" label={t('settings.company.locale')} options={localesFor(tenant)} required />
          <SelectField name="timeZone" label={t('settings.company.timeZone')} options={timeZones()} required />
        </FieldRow>
        <FieldRow>
          <NumberField
            name="paymentTermsDays"
            label={t('settings.company.paymentTerms')}
            hint={t('settings.company.paymentTerms.hint')}
            min={0}
            max={paymentTermsDaysMax}
            required
          />
          <SelectField
            name="fiscalYearStartMonth"
            label={t('settings.company.fiscalYear')}
            options={useMonths()}
            searchable={false}
            required
          />
        </FieldRow>
        <TextAreaField name="waysToPay" label={t('settings.company.waysToPay')} hint={t('settings.company.waysToPay.hint')} />
      </FormPart>
    </Card>
  )
}

function OwnPages() {
  const { t } = useI18n()
  const { data } = useQuery(ownPagesQuery)
  return (
    <Card title={t('ownPages')}>
      <FormPart>
        <p>{t('ownPages.hint')}</p>
        <OwnPagesAddress />
        {data && <OwnPagesForm settings={data} />}
      </FormPart>
    </Card>
  )
}

function OwnPagesForm({ settings: { isOpen } }: { settings: OwnPagesSettings }) {
  const { t } = useI18n()
  const save = useSave([ownPagesQuery.queryKey])
  return (
    <Form initial={{ isOpen }} submitLabel={t('common.save')} onSubmit={(values) => save(() => api.put('/selfcare-settings', values))}>
      <SwitchField name="isOpen" label={t('ownPages.open')} hint={t('ownPages.open.hint')} />
    </Form>
  )
}

function CompanyFacts({ tenant }: { tenant: Tenant }) {
  const { t, format } = useI18n()
  return (
    <Card title={t('settings.company.who')}>
      <DescriptionList
        facts={[
          [t('settings.company.name'), tenant.name],
          [t('settings.company.legalName'), tenant.legalName],
          [t('settings.company.taxNumber'), tenant.taxNumber],
          [t('settings.company.address'), tenant.address],
          [t('settings.company.email'), tenant.email],
          [t('settings.company.phone'), tenant.phone],
          [t('settings.company.timeZone'), tenant.timeZone],
          [t('settings.company.paymentTerms'), format.number(tenant.paymentTermsDays)],
        ]}
      />
    </Card>
  )
}

function valuesOf(tenant: Tenant) {
  const { name, legalName, taxNumber, brandColor, address, email, phone, locale, timeZone, paymentTermsDays, waysToPay } = tenant
  const fiscalYearStartMonth = String(tenant.fiscalYearStartMonth)
  return {
    name,
    legalName,
    taxNumber,
    brandColor,
    address,
    email,
    phone,
    locale,
    timeZone,
    paymentTermsDays,
    fiscalYearStartMonth,
    waysToPay,
  }
}

/** Each language with the region of the business; the present choice stays as it is. */
function localesFor({ locale, country }: Tenant): Option[] {
  return languages.map((language) => ({
    value: locale.split('-')[0] === language ? locale : `${language}-${country}`,
    label: languageNames[language],
  }))
}

const timeZones = () => Intl.supportedValuesOf('timeZone').map((value) => ({ value, label: value }))

function useMonths(): Option[] {
  const { format } = useI18n()
  const names = new Intl.DateTimeFormat(format.locale, { month: 'long', timeZone: 'UTC' })
  return Array.from({ length: 12 }, (_, month) => ({ value: String(month + 1), label: names.format(Date.UTC(2000, month)) }))
}
