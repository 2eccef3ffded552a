import { useI18n } from '#i18n'
import { NumberField, RateField } from '#ui/fields.tsx'
import { FieldRow, useField } from '#ui/form.tsx'
import { SelectField } from '#ui/select-field.tsx'

/** More speed: one of its own, or so many percent of the plan's. */
export type Faster =
  | { readonly kind: 'speed'; readonly downloadBps: string; readonly uploadBps: string }
  | { readonly kind: 'factor'; readonly percent: number }

/** The same while it is typed. */
export interface FasterValues {
  readonly kind?: string | undefined
  readonly downloadBps?: string | undefined
  readonly uploadBps?: string | undefined
  readonly percent?: number | undefined
}

export const usualFaster: FasterValues = { kind: 'factor', percent: 200 }

export const fasterDraft = ({ kind, downloadBps, uploadBps, percent }: FasterValues) =>
  kind === 'speed' ? { kind, downloadBps, uploadBps } : { kind: 'factor', percent }

const kinds = ['factor', 'speed'] as const

export function FasterFields({ name }: { name: string }) {
  const { t } = useI18n()
  const { value: kind } = useField<string | undefined>(`${name}.kind`)
  return (
    <FieldRow>
      <SelectField
        name={`${name}.kind`}
        label={t('faster.kind')}
        options={kinds.map((value) => ({ value, label: t(`faster.kind.${value}`) }))}
        required
      />
      {kind === 'speed' ? (
        <>
          <RateField name={`${name}.downloadBps`} label={t('plan.download')} required />
          <RateField name={`${name}.uploadBps`} label={t('plan.upload')} required />
        </>
      ) : (
        <NumberField name={`${name}.percent`} label={t('faster.percent')} hint={t('faster.percent.hint')} min={101} max={10_000} required />
      )}
    </FieldRow>
  )
}

/** `200 % of the plan's speed`, or the speeds. */
export function useFasterText(): (faster: Faster) => string {
  const { t, format } = useI18n()
  return (faster) =>
    faster.kind === 'factor'
      ? t('faster.text', { percent: format.number(faster.percent) })
      : t('plan.speed', { download: format.rate(faster.downloadBps), upload: format.rate(faster.uploadBps) })
}
