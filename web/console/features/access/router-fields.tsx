import { vendorNames } from '#console/vendor-names.ts'
import { useI18n } from '#i18n'
import { NumberField, SwitchField, TextField } from '#ui/fields.tsx'
import { FieldRow } from '#ui/form.tsx'
import { SelectField } from '#ui/select-field.tsx'
import type { Router } from './queries.ts'

export interface RouterValues extends Readonly<Record<string, unknown>> {
  readonly name: string
  readonly address: string
  readonly certificateName: string
  readonly certificateFingerprint: string
  readonly identifier: string
  readonly vendor: string
  readonly requireMessageAuthenticator: boolean
  readonly coaPort: number | undefined
  readonly interimSeconds: number | undefined
  readonly walledGarden: string
  readonly requestsPerSecondMax: number | undefined
  readonly voucherPassword: Router['voucherPassword']
  readonly enabled: boolean
}

export const usualRouter: RouterValues = {
  name: '',
  address: '',
  certificateName: '',
  certificateFingerprint: '',
  identifier: '',
  vendor: 'mikrotik',
  requireMessageAuthenticator: true,
  coaPort: 3799,
  interimSeconds: 300,
  walledGarden: '',
  requestsPerSecondMax: undefined,
  voucherPassword: 'off',
  enabled: true,
}

export function valuesOf(router: Router): RouterValues {
  const { name, vendor, requireMessageAuthenticator, coaPort, interimSeconds, voucherPassword, enabled } = router
  return {
    name,
    address: router.address ?? '',
    certificateName: router.certificateName ?? '',
    certificateFingerprint: router.certificateFingerprint ?? '',
    identifier: router.identifier ?? '',
    vendor,
    requireMessageAuthenticator,
    coaPort,
    interimSeconds,
    walledGarden: router.walledGarden ?? '',
    requestsPerSecondMax: router.requestsPerSecondMax ?? undefined,
    voucherPassword,
    enabled,
  }
}

/** What the server takes: what a router can lack is null, not empty. */
export const draftOf = <T extends RouterValues>(values: T) => ({
  ...values,
  address: values.address || null,
  certificateName: values.certificateName || null,
  certificateFingerprint: values.certificateFingerprint || null,
  identifier: values.identifier || null,
  walledGarden: values.walledGarden || null,
  requestsPerSecondMax: values.requestsPerSecondMax ?? null,
})

const voucherPasswords = ['off', 'same', 'empty'] as const

export function RouterFields() {
  const { t } = useI18n()
  const vendors = [
    ...Object.entries(vendorNames).map(([value, label]) => ({ value, label })),
    { value: 'generic', label: t('router.vendor.generic') },
  ]
  return (
    <>
      <FieldRow>
        <TextField name="name" label={t('router.name')} required autoFocus />
        <SelectField name="vendor" label={t('router.vendor')} options={vendors} required />
      </FieldRow>
      <FieldRow>
        <TextField name="address" label={t('router.address')} hint={t('router.address.hint')} />
        <TextField name="identifier" label={t('router.identifier')} hint={t('router.identifier.hint')} />
      </FieldRow>
      <FieldRow>
        <NumberField name="coaPort" label={t('router.coaPort')} hint={t('router.coaPort.hint')} min={1} max={65_535} required />
        <NumberField name="interimSeconds" label={t('router.interim')} hint={t('router.interim.hint')} min={60} max={86_400} required />
      </FieldRow>
      <FieldRow>
        <TextField name="walledGarden" label={t('router.walledGarden')} hint={t('router.walledGarden.hint')} />
        <NumberField
          name="requestsPerSecondMax"
          label={t('router.requestsMax')}
          hint={t('router.requestsMax.hint')}
          min={1}
          max={1_000_000}
        />
      </FieldRow>
      <FieldRow>
        <TextField name="certificateName" label={t('router.certificateName')} hint={t('router.certificateName.hint')} />
        <TextField name="certificateFingerprint" label={t('router.fingerprint')} hint={t('router.fingerprint.hint')} />
      </FieldRow>
      <SelectField
        name="voucherPassword"
        label={t('router.voucherPassword')}
        hint={t('router.voucherPassword.hint')}
        options={voucherPasswords.map((value) => ({ value, label: t(`router.voucherPassword.${value}`) }))}
        required
      />
      <SwitchField
        name="requireMessageAuthenticator"
        label={t('router.messageAuthenticator')}
        hint={t('router.messageAuthenticator.hint')}
      />
      <SwitchField name="enabled" label={t('router.enabled')} hint={t('router.enabled.hint')} />
    </>
  )
}
