import { useI18n } from '#i18n'
import { TextAreaField, TextField } from '#ui/fields.tsx'
import { FieldRow } from '#ui/form.tsx'
import { SelectField } from '#ui/select-field.tsx'

const kinds = ['plan', 'add-on', 'top-up'] as const
const technologies = ['fibre', 'pppoe', 'hotspot', 'wireless', 'mobile'] as const

/** What never changes with a version; the code and the technology are chosen once. */
export function PlanFields() {
  const { t } = useI18n()
  return (
    <>
      <FieldRow>
        <TextField name="name" label={t('plan.name')} required autoFocus />
        <TextField name="code" label={t('plan.code')} required />
        <SelectField
          name="kind"
          label={t('plan.kind')}
          options={kinds.map((value) => ({ value, label: t(`plan.kind.${value}`) }))}
          required
        />
        <SelectField
          name="technology"
          label={t('plan.technology')}
          options={technologies.map((value) => ({ value, label: t(`value.technology.${value}`) }))}
          required
        />
      </FieldRow>
      <TextAreaField name="description" label={t('plan.description')} />
    </>
  )
}
