import { policies, type Policy } from '#console/billing-settings.ts'
import { useSession } from '#console/session.tsx'
import { type PlainKey, useI18n } from '#i18n'
import { MoneyField, NumberField, TextField } from '#ui/fields.tsx'
import { FieldRow, FormGroup } from '#ui/form.tsx'
import { SelectField } from '#ui/select-field.tsx'

interface Group {
  readonly title: PlainKey
  readonly policies: readonly Policy[]
}

/** Of what a bill comes to; who approves bill runs is another matter. */
const pricing: readonly Group[] = [
  { title: 'policy.group.parts', policies: ['dayCount', 'firstPeriod', 'endDay'] },
  { title: 'policy.group.changes', policies: ['changeCredit', 'changeDay', 'invoiceOnChange', 'quotaOnChange', 'refundOnCancellation'] },
]

/** Everything that decides what a bill comes to. @param under where the values live in the form */
export function PricingFields({ under = '' }: { under?: string }) {
  const { t } = useI18n()
  return (
    <>
      {pricing.map(({ title, policies: keys }) => (
        <FormGroup key={title} title={t(title)}>
          <FieldRow>
            {keys.map((key) => (
              <PolicyField key={key} policy={key} under={under} />
            ))}
          </FieldRow>
        </FormGroup>
      ))}
      <AmountFields under={under} />
    </>
  )
}

/** How bill runs of the night go. */
export function RunFields() {
  const { t } = useI18n()
  return (
    <FormGroup title={t('policy.group.runs')}>
      <FieldRow>
        <PolicyField policy="billRuns" under="" />
        <NumberField
          name="anomalyPercent"
          label={t('policy.anomalyPercent')}
          hint={t('policy.anomalyPercent.hint')}
          min={1}
          max={1000}
          required
        />
      </FieldRow>
    </FormGroup>
  )
}

function PolicyField({ policy, under }: { policy: Policy; under: string }) {
  const { t, label } = useI18n()
  const options = policies[policy].map((value) => ({ value, label: label(value, `policy.${policy}.${value}`) }))
  return <SelectField name={under + policy} label={t(`policy.${policy}`)} hint={t(`policy.${policy}.hint`)} options={options} required />
}

function AmountFields({ under }: { under: string }) {
  const { t } = useI18n()
  const { tenant } = useSession()
  return (
    <FormGroup title={t('policy.group.amounts')}>
      <FieldRow>
        <MoneyField name={`${under}minimum`} label={t('policy.minimum')} hint={t('policy.minimum.hint')} currency={tenant.currency} />
        <MoneyField name={`${under}lateFee`} label={t('policy.lateFee')} hint={t('policy.lateFee.hint')} currency={tenant.currency} />
        <TextField name={`${under}lateFeePercent`} label={t('policy.lateFeePercent')} hint={t('policy.lateFeePercent.hint')} />
      </FieldRow>
    </FormGroup>
  )
}
