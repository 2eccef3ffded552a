import { useSession } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { DateField, MoneyField, NumberField, RateField, SwitchField, TextField } from '#ui/fields.tsx'
import { FieldRow } from '#ui/form.tsx'
import { SelectField } from '#ui/select-field.tsx'
import type { Terms } from './queries.ts'

export interface TermsPart {
  /** The name that the terms have in the form; absent where they are the form. */
  readonly under?: string
}

type Field =
  | keyof Terms
  | `cycle.${keyof Terms['cycle']}`
  | `rollover.${string}`
  | `commitment.${string}`
  | `topUp.${string}`
  | `pass.${string}`
  | `quality.${string}`

/** Names of fields, wherever the terms are in the form. */
export const nameIn =
  ({ under }: TermsPart) =>
  (field: Field) =>
    under === undefined ? field : `${under}.${field}`

const billedIns = ['advance', 'arrears'] as const
const alignments = ['account', 'anniversary'] as const
export const cycleUnits = ['day', 'week', 'month', 'year'] as const

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
        <SelectField
          name={name('billedIn')}
          label={t('plan.billedIn')}
          options={billedIns.map((value) => ({ value, label: t(`plan.billedIn.${value}`) }))}
          required
        />
        <SelectField
          name={name('alignment')}
          label={t('plan.alignment')}
          options={alignments.map((value) => ({ value, label: t(`plan.alignment.${value}`) }))}
          required
        />
        <DateField name={name('validFrom')} label={t('plan.validFrom')} required />
      </FieldRow>
    </>
  )
}

const passUnits = ['minute', 'hour', ...cycleUnits] as const

/** A pass is paid at once and over by itself; left empty, the plan is billed by its cycle. */
export function PassFields(part: TermsPart) {
  const { t } = useI18n()
  const name = nameIn(part)
  return (
    <FieldRow>
      <NumberField name={name('pass.count')} label={t('plan.pass')} hint={t('plan.pass.hint')} min={1} max={1_000} />
      <SelectField
        name={name('pass.unit')}
        label={t('plan.pass.unit')}
        hint={t('plan.pass.unit.hint')}
        options={passUnits.map((value) => ({ value, label: t(`plan.pass.unit.${value}`) }))}
        required
      />
    </FieldRow>
  )
}

export function TaxFields(part: TermsPart) {
  const { t } = useI18n()
  const name = nameIn(part)
  return (
    <>
      <SwitchField name={name('pricesIncludeTax')} label={t('plan.pricesIncludeTax')} hint={t('plan.pricesIncludeTax.hint')} />
      <FieldRow>
        <TextField name={name('taxCategory')} label={t('plan.taxCategory')} hint={t('plan.taxCategory.hint')} />
        <TextField name={name('approvalRef')} label={t('plan.approvalRef')} hint={t('plan.approvalRef.hint')} />
      </FieldRow>
    </>
  )
}

export function SpeedFields(part: TermsPart) {
  const { t } = useI18n()
  const name = nameIn(part)
  return (
    <FieldRow>
      <RateField name={name('downloadBps')} label={t('plan.download')} required />
      <RateField name={name('uploadBps')} label={t('plan.upload')} required />
    </FieldRow>
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
