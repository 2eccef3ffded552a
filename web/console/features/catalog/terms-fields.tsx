import { useSession } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { BytesField, DateField, MoneyField, NumberField, RateField, SwitchField, TextField } from '#ui/fields.tsx'
import { FieldRow, useField } from '#ui/form.tsx'
import { SelectField } from '#ui/select-field.tsx'
import type { Terms } from './queries.ts'

type Nullable = 'quotaBytes' | 'throttledDownloadBps' | 'throttledUploadBps' | 'idleTimeoutSeconds' | 'addressPool'

/** Terms while they are typed: what is not there yet, or is left out, is undefined. */
export type TermsValues = Readonly<Record<string, unknown>> & { readonly [K in keyof Terms]?: NonNullable<Terms[K]> | undefined }

export const usualTerms = (today: string): TermsValues => ({
  validFrom: today,
  cycle: { unit: 'month', count: 1 },
  pricesIncludeTax: false,
  quotaPolicy: 'none',
  sessionsMax: 1,
  sessionLimitPolicy: 'reject-new',
})

const nullable: readonly Nullable[] = ['quotaBytes', 'throttledDownloadBps', 'throttledUploadBps', 'idleTimeoutSeconds', 'addressPool']

/** The terms of a version as the start of the next one. */
export function nextTerms({ id: _id, number: _number, ...terms }: Terms & { id: string; number: number }, today: string): TermsValues {
  const given = Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== null))
  return { ...given, validFrom: terms.validFrom > today ? terms.validFrom : today }
}

/** What the server takes: no quota where none is kept, no slow speeds where nothing slows down. */
export function termsDraft(values: TermsValues) {
  const { quotaPolicy } = values
  const absent = Object.fromEntries(nullable.map((name) => [name, values[name] || null]))
  return {
    ...values,
    ...absent,
    ...(quotaPolicy === 'none' && { quotaBytes: null }),
    ...(quotaPolicy !== 'throttle' && { throttledDownloadBps: null, throttledUploadBps: null }),
  }
}

export interface TermsPart {
  /** The name that the terms have in the form; absent where they are the form. */
  readonly under?: string
}

const nameIn =
  ({ under }: TermsPart) =>
  (field: keyof Terms | `cycle.${keyof Terms['cycle']}`) =>
    under === undefined ? field : `${under}.${field}`

const cycleUnits = ['day', 'week', 'month', 'year'] as const

export function PriceFields(part: TermsPart) {
  const { t } = useI18n()
  const { currency } = useSession().tenant
  const name = nameIn(part)
  return (
    <>
      <FieldRow>
        <MoneyField name={name('recurring')} label={t('plan.recurring')} currency={currency} required />
        <NumberField name={name('cycle.count')} label={t('plan.cycleCount')} min={1} max={366} required />
        <SelectField
          name={name('cycle.unit')}
          label={t('plan.cycleUnit')}
          options={cycleUnits.map((value) => ({ value, label: t(`plan.cycleUnit.${value}`) }))}
          required
        />
        <MoneyField name={name('setup')} label={t('plan.setup')} currency={currency} />
      </FieldRow>
      <FieldRow>
        <DateField name={name('validFrom')} label={t('plan.validFrom')} hint={t('plan.validFrom.hint')} required />
        <SwitchField name={name('pricesIncludeTax')} label={t('plan.pricesIncludeTax')} hint={t('plan.pricesIncludeTax.hint')} />
      </FieldRow>
    </>
  )
}

const quotaPolicies = ['none', 'throttle', 'cut'] as const

export function SpeedFields(part: TermsPart) {
  const { t } = useI18n()
  const name = nameIn(part)
  const { value: quotaPolicy } = useField<Terms['quotaPolicy']>(name('quotaPolicy'))
  return (
    <>
      <FieldRow>
        <RateField name={name('downloadBps')} label={t('plan.download')} required />
        <RateField name={name('uploadBps')} label={t('plan.upload')} required />
      </FieldRow>
      <FieldRow>
        <SelectField
          name={name('quotaPolicy')}
          label={t('plan.quotaPolicy')}
          options={quotaPolicies.map((value) => ({ value, label: t(`plan.quotaPolicy.${value}`) }))}
          required
        />
        {quotaPolicy !== 'none' && <BytesField name={name('quotaBytes')} label={t('plan.quota')} required />}
      </FieldRow>
      {quotaPolicy === 'throttle' && (
        <FieldRow>
          <RateField name={name('throttledDownloadBps')} label={t('plan.throttledDownload')} required />
          <RateField name={name('throttledUploadBps')} label={t('plan.throttledUpload')} required />
        </FieldRow>
      )}
    </>
  )
}

const sessionLimitPolicies = ['reject-new', 'kick-oldest'] as const

export function SessionFields(part: TermsPart) {
  const { t } = useI18n()
  const name = nameIn(part)
  return (
    <>
      <FieldRow>
        <NumberField name={name('sessionsMax')} label={t('plan.sessionsMax')} min={1} max={100} required />
        <SelectField
          name={name('sessionLimitPolicy')}
          label={t('plan.sessionLimitPolicy')}
          options={sessionLimitPolicies.map((value) => ({ value, label: t(`plan.sessionLimitPolicy.${value}`) }))}
          required
        />
      </FieldRow>
      <FieldRow>
        <TextField name={name('addressPool')} label={t('plan.addressPool')} hint={t('plan.addressPool.hint')} />
        <NumberField
          name={name('idleTimeoutSeconds')}
          label={t('plan.idleTimeout')}
          hint={t('plan.idleTimeout.hint')}
          min={60}
          max={86_400}
        />
      </FieldRow>
    </>
  )
}
