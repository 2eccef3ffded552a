import { useI18n } from '#i18n'
import { BytesField, NumberField, RateField, TextField } from '#ui/fields.tsx'
import { FieldRow, useField } from '#ui/form.tsx'
import { RowsField } from '#ui/rows-field.tsx'
import { MultiSelectField, SelectField } from '#ui/select-field.tsx'
import type { Terms } from './queries.ts'
import { nameIn, type TermsPart } from './terms-fields.tsx'
import { useWeekdays } from './weekdays.ts'

const quotaPolicies = ['none', 'throttle', 'cut'] as const

/** How much data, what happens when it is used up, and what happens before. */
export function QuotaFields(part: TermsPart) {
  const { t } = useI18n()
  const name = nameIn(part)
  const { value: quotaPolicy } = useField<Terms['quotaPolicy']>(name('quotaPolicy'))
  return (
    <>
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
      {quotaPolicy !== 'none' && <RolloverFields {...part} />}
      <FairUseFields {...part} />
    </>
  )
}

function RolloverFields(part: TermsPart) {
  const { t } = useI18n()
  const name = nameIn(part)
  return (
    <FieldRow>
      <NumberField name={name('rollover.cycles')} label={t('plan.rollover')} hint={t('plan.rollover.hint')} min={1} max={12} />
      <BytesField name={name('rollover.maxBytes')} label={t('plan.rollover.max')} hint={t('plan.rollover.max.hint')} />
    </FieldRow>
  )
}

/** Slower with use, hours that count for none, and hours at another speed: with a quota or without. */
function FairUseFields(part: TermsPart) {
  const { t } = useI18n()
  const weekdays = useWeekdays()
  const name = nameIn(part)
  return (
    <>
      <RowsField name={name('fupTiers')} label={t('plan.tiers')} hint={t('plan.tiers.hint')} addLabel={t('plan.tiers.add')} fresh={{}}>
        {(path) => (
          <>
            <BytesField name={`${path}.usedBytes`} label={t('plan.tiers.from')} required />
            <RateField name={`${path}.downloadBps`} label={t('plan.download')} required />
            <RateField name={`${path}.uploadBps`} label={t('plan.upload')} required />
          </>
        )}
      </RowsField>
      <RowsField
        name={name('freeWindows')}
        label={t('plan.windows')}
        hint={t('plan.windows.hint')}
        addLabel={t('plan.windows.add')}
        fresh={{ days: weekdays.map((day) => day.value), from: '01:00', to: '08:00' }}
      >
        {(path) => (
          <>
            <MultiSelectField name={`${path}.days`} label={t('plan.windows.days')} options={weekdays} required />
            <TextField name={`${path}.from`} label={t('plan.windows.from')} required />
            <TextField name={`${path}.to`} label={t('plan.windows.to')} required />
          </>
        )}
      </RowsField>
      <RowsField
        name={name('speedWindows')}
        label={t('plan.speedWindows')}
        hint={t('plan.windows.hint')}
        addLabel={t('plan.speedWindows.add')}
        fresh={{ days: weekdays.map((day) => day.value), from: '00:00', to: '06:00' }}
      >
        {(path) => (
          <>
            <MultiSelectField name={`${path}.days`} label={t('plan.windows.days')} options={weekdays} required />
            <TextField name={`${path}.from`} label={t('plan.windows.from')} required />
            <TextField name={`${path}.to`} label={t('plan.windows.to')} required />
            <RateField name={`${path}.downloadBps`} label={t('plan.download')} required />
            <RateField name={`${path}.uploadBps`} label={t('plan.upload')} required />
          </>
        )}
      </RowsField>
    </>
  )
}
