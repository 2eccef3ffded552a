import { useI18n } from '#i18n'
import { NumberField, RateField, TextField } from '#ui/fields.tsx'
import { FieldRow } from '#ui/form.tsx'
import { SelectField } from '#ui/select-field.tsx'
import { nameIn, type TermsPart } from './terms-fields.tsx'

const priorities = [1, 2, 3, 4, 5, 6, 7, 8]

/** How the router treats packets beside their speed. What is left empty is left to the router. */
export function QualityFields(part: TermsPart) {
  const { t, format } = useI18n()
  const name = nameIn(part)
  return (
    <>
      <p>{t('plan.quality.text')}</p>
      <FieldRow>
        <RateField name={name('quality.burst.downloadBps')} label={t('plan.burst.download')} />
        <RateField name={name('quality.burst.uploadBps')} label={t('plan.burst.upload')} />
        <NumberField name={name('quality.burst.seconds')} label={t('plan.burst.seconds')} min={1} max={300} required />
        <NumberField name={name('quality.burst.thresholdPercent')} label={t('plan.burst.threshold')} min={1} max={100} required />
      </FieldRow>
      <FieldRow>
        <RateField name={name('quality.guaranteed.downloadBps')} label={t('plan.guaranteed.download')} />
        <RateField name={name('quality.guaranteed.uploadBps')} label={t('plan.guaranteed.upload')} />
        <SelectField
          name={name('quality.priority')}
          label={t('plan.priority')}
          options={[
            { value: '', label: t('plan.priority.none') },
            ...priorities.map((value) => ({ value: String(value), label: format.number(value) })),
          ]}
        />
        <TextField name={name('quality.profile')} label={t('plan.profile')} />
      </FieldRow>
    </>
  )
}
