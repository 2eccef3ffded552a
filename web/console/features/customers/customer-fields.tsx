import { useQuery } from '@tanstack/react-query'
import { colleaguesQuery, locationsQuery } from '#console/choices.ts'
import { languageNames } from '#console/preferences.ts'
import { useCan } from '#console/session.tsx'
import { taxPackQuery } from '#console/tax-pack.ts'
import { languages, useI18n } from '#i18n'
import { TextField } from '#ui/fields.tsx'
import { FieldRow, useField } from '#ui/form.tsx'
import { SelectField, TagsField } from '#ui/select-field.tsx'
import type { Customer } from './queries.ts'

export interface CustomerValues extends Readonly<Record<string, unknown>> {
  readonly kind: string
  readonly name: string
  readonly phone: string
  readonly email: string
  readonly language: string
  readonly taxNumber: string
  readonly addressLine: string
  readonly area: string
  readonly city: string
  readonly region: string
  readonly postalCode: string
  readonly locationId: string | undefined
  readonly assignedTo: string | undefined
  readonly tags: readonly string[]
}

export const noCustomer = (language: string): CustomerValues => ({
  kind: 'person',
  name: '',
  phone: '',
  email: '',
  language,
  taxNumber: '',
  addressLine: '',
  area: '',
  city: '',
  region: '',
  postalCode: '',
  locationId: undefined,
  assignedTo: undefined,
  tags: [],
})

export function valuesOf(customer: Customer): CustomerValues {
  const { kind, name, phone, email, language, taxNumber, addressLine, area, city, region, postalCode, locationId, assignedTo, tags } =
    customer
  return {
    kind,
    name,
    phone: phone ?? '',
    email: email ?? '',
    language,
    taxNumber: taxNumber ?? '',
    addressLine,
    area,
    city,
    region,
    postalCode,
    locationId: locationId ?? undefined,
    assignedTo: assignedTo ?? undefined,
    tags,
  }
}

/** What the server takes: what one can lack is null, not empty. */
export function draftOf(values: CustomerValues) {
  return {
    ...values,
    region: values.region ?? '',
    phone: values.phone || null,
    email: values.email || null,
    taxNumber: values.taxNumber || null,
    locationId: values.locationId || null,
    assignedTo: values.assignedTo || null,
  }
}

const kinds = ['person', 'organisation'] as const

export function CustomerFields({ under, autoFocus = false }: { under?: string; autoFocus?: boolean }) {
  const { t } = useI18n()
  const can = useCan()
  const { data: pack } = useQuery(taxPackQuery)
  const name = (field: string) => (under === undefined ? field : `${under}.${field}`)
  return (
    <>
      <FieldRow>
        <TextField name={name('name')} label={t('customer.name')} required autoFocus={autoFocus} />
        <SelectField
          name={name('kind')}
          label={t('customer.kind')}
          options={kinds.map((value) => ({ value, label: t(`customer.${value}`) }))}
          required
        />
      </FieldRow>
      <FieldRow>
        <TextField name={name('phone')} type="tel" label={t('customer.phone')} placeholder={t('customer.phone.hint')} />
        <TextField name={name('email')} type="email" label={t('customer.email')} />
      </FieldRow>
      <FieldRow>
        <TextField name={name('addressLine')} label={t('customer.addressLine')} />
        <TextField name={name('area')} label={t('customer.area')} />
      </FieldRow>
      <FieldRow>
        <TextField name={name('city')} label={t('customer.city')} />
        <RegionField name={name('region')} />
        <TextField name={name('postalCode')} label={t('customer.postalCode')} />
      </FieldRow>
      <FieldRow>
        <SelectField
          name={name('language')}
          label={t('customer.language')}
          options={languages.map((value) => ({ value, label: languageNames[value] }))}
          required
        />
        <TextField name={name('taxNumber')} label={pack?.registrationName ?? t('customer.taxNumber')} hint={t('customer.taxNumber.hint')} />
      </FieldRow>
      <LocationField name={name('locationId')} />
      {can('staff.read') && <ColleagueField name={name('assignedTo')} />}
      <TagsField name={name('tags')} label={t('customer.tags')} hint={t('customer.tags.hint')} />
    </>
  )
}

/** Where taxes depend on the state it is chosen, and kept by name as addresses are printed; a name that is none of them stays. */
function RegionField({ name }: { name: string }) {
  const { t } = useI18n()
  const { data: pack } = useQuery(taxPackQuery)
  const { value } = useField<string | undefined>(name)
  const known = pack?.regions.map((region) => region.name) ?? []
  if (known.length === 0) return <TextField name={name} label={t('customer.region')} />
  const names = value && !known.includes(value) ? [value, ...known] : known
  return <SelectField name={name} label={t('customer.region')} options={names.map((one) => ({ value: one, label: one }))} />
}

/** Asked only by those who have locations: where one is a branch, it issues the customer's documents. */
function LocationField({ name }: { name: string }) {
  const { t } = useI18n()
  const { data } = useQuery(locationsQuery)
  if (!data || data.length === 0) return null
  return (
    <SelectField
      name={name}
      label={t('customer.location')}
      hint={t('customer.location.hint')}
      options={data.map(({ id, name: label, branchCode }) => ({ value: id, label: branchCode ? `${label} · ${branchCode}` : label }))}
    />
  )
}

/** Roles that see only their own customers see those that are assigned to them. */
function ColleagueField({ name }: { name: string }) {
  const { t } = useI18n()
  const { data = [] } = useQuery(colleaguesQuery)
  return (
    <SelectField
      name={name}
      label={t('customer.assignedTo')}
      hint={t('customer.assignedTo.hint')}
      options={data.map(({ id, name: label }) => ({ value: id, label }))}
    />
  )
}
