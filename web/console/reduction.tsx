import { useSession } from '#console/session.tsx'
import { type MoneyWire, useI18n } from '#i18n'
import { MoneyField, TextField } from '#ui/fields.tsx'
import { FieldRow, useField } from '#ui/form.tsx'
import { SelectField } from '#ui/select-field.tsx'

/** What a coupon or a discount takes off each cycle. */
export type Reduction =
  | { readonly kind: 'percent'; readonly percentOff: string }
  | { readonly kind: 'amount'; readonly amountOff: MoneyWire }

/** As a form holds it: both, of which the kind chooses one. */
export interface ReductionValues {
  readonly kind: Reduction['kind']
  readonly percentOff: string
  readonly amountOff: MoneyWire | undefined
}

const reductionKinds = ['percent', 'amount'] as const
export const noReduction: ReductionValues = { kind: 'percent', percentOff: '', amountOff: undefined }

export const reductionDraft = ({ kind, percentOff, amountOff }: ReductionValues) =>
  kind === 'percent' ? { kind, percentOff } : { kind, amountOff }

export function useReductionText(): (reduction: Reduction) => string {
  const { t, format } = useI18n()
  return (reduction) =>
    t('reduction.off', {
      amount: reduction.kind === 'percent' ? format.exactPercent(reduction.percentOff) : format.money(reduction.amountOff),
    })
}

/** Under `reduction` of the form. @param currency of an amount; the tenant's unless said */
export function ReductionFields({ currency }: { currency?: string }) {
  const { t } = useI18n()
  const { tenant } = useSession()
  const { value: kind } = useField<Reduction['kind']>('reduction.kind')
  return (
    <FieldRow>
      <SelectField
        name="reduction.kind"
        label={t('reduction.kind')}
        options={reductionKinds.map((value) => ({ value, label: t(`reduction.kind.${value}`) }))}
        required
      />
      {kind === 'percent' ? (
        <TextField name="reduction.percentOff" label={t('column.percentOff')} placeholder="10" required />
      ) : (
        <MoneyField name="reduction.amountOff" label={t('column.amountOff')} currency={currency ?? tenant.currency} required />
      )}
    </FieldRow>
  )
}
