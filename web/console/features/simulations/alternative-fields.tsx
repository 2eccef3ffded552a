import { useSession } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { MoneyField, NumberField, TextField } from '#ui/fields.tsx'
import { FieldRow } from '#ui/form.tsx'
import { RowsField } from '#ui/rows-field.tsx'
import { SelectField } from '#ui/select-field.tsx'
import type { Plan, Stage, TaxRate } from './queries.ts'
import { newStage, type SimulationValues } from './values.ts'
import { useStageText } from './stage-text.ts'

type Row<List extends 'prices' | 'taxes' | 'stages'> = SimulationValues[List][number]

export function PriceRows({ plans }: { plans: readonly Plan[] }) {
  const { t, format } = useI18n()
  const { tenant } = useSession()
  const options = plans.map(({ id, name, price }) => ({ value: id, label: `${name} · ${format.money(price)}` }))
  return (
    <RowsField<Row<'prices'>>
      name="prices"
      label={t('simulation.prices')}
      hint={t('simulation.prices.hint')}
      addLabel={t('simulation.prices.add')}
      fresh={{ offerId: undefined, price: undefined }}
    >
      {(path) => (
        <FieldRow>
          <SelectField name={`${path}.offerId`} label={t('simulation.plan')} options={options} required />
          <MoneyField name={`${path}.price`} label={t('simulation.price')} currency={tenant.currency} required />
        </FieldRow>
      )}
    </RowsField>
  )
}

export function TaxRows({ rates }: { rates: readonly TaxRate[] }) {
  const { t, format } = useI18n()
  const options = rates
    .filter(({ validTo }) => validTo === null)
    .map(({ id, name, percent, category, supply }) => ({
      value: id,
      label: [`${name} ${format.number(percent)} %`, category, ...(supply === 'any' ? [] : [supply])].join(' · '),
    }))
  return (
    <RowsField<Row<'taxes'>>
      name="taxes"
      label={t('simulation.taxes')}
      hint={t('simulation.taxes.hint')}
      addLabel={t('simulation.taxes.add')}
      fresh={{ rateId: undefined, percent: '' }}
    >
      {(path) => (
        <FieldRow>
          <SelectField name={`${path}.rateId`} label={t('simulation.tax')} options={options} required />
          <TextField name={`${path}.percent`} label={t('simulation.percent')} placeholder="7.5" required />
        </FieldRow>
      )}
    </RowsField>
  )
}

/** What can be added without saying more. */
const addable = ['remind', 'walled-garden', 'suspend', 'terminate'] as const

export function StageRows({ stages }: { stages: readonly Stage[] }) {
  const { t } = useI18n()
  const stageText = useStageText()
  const options = [
    ...stages.map((stage) => ({ value: stage.id, label: [stageText(stage), stage.segment].join(' · ') })),
    ...addable.map((action) => ({
      value: newStage + action,
      label: t('simulation.stage.new', { action: t(`settings.stage.${action}`) }),
    })),
  ]
  return (
    <RowsField<Row<'stages'>>
      name="stages"
      label={t('simulation.dunning')}
      hint={t('simulation.dunning.hint')}
      addLabel={t('simulation.dunning.add')}
      fresh={{ stage: undefined, days: undefined }}
    >
      {(path) => (
        <FieldRow>
          <SelectField name={`${path}.stage`} label={t('simulation.stage')} options={options} required />
          <NumberField name={`${path}.days`} label={t('simulation.days')} min={-60} max={365} required />
        </FieldRow>
      )}
    </RowsField>
  )
}
