import { FasterFields } from '#console/faster.tsx'
import { useSession } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { BytesField, MoneyField, NumberField, TextField } from '#ui/fields.tsx'
import { FieldRow, useField } from '#ui/form.tsx'
import { RowsField } from '#ui/rows-field.tsx'
import { SelectField } from '#ui/select-field.tsx'
import type { Charge, Phase, TopUp } from './queries.ts'
import { cycleUnits, nameIn, type TermsPart } from './terms-fields.tsx'

const chargeKinds = ['recurring', 'one-time', 'usage'] as const

/** What is charged beside the price: rent of a router, television with its partner's share, messages by the piece. */
export function ChargesFields(part: TermsPart) {
  const { t } = useI18n()
  const name = nameIn(part)
  return (
    <RowsField<Charge>
      name={name('charges')}
      label={t('plan.charges')}
      hint={t('plan.charges.hint')}
      addLabel={t('plan.charges.add')}
      fresh={{ code: '', name: '', kind: 'recurring', price: null, usage: null, taxCategory: null, split: null }}
    >
      {(path, charge) => <ChargeFields path={path} charge={charge} />}
    </RowsField>
  )
}

function ChargeFields({ path, charge }: { path: string; charge: Charge }) {
  const { t } = useI18n()
  const { currency } = useSession().tenant
  return (
    <>
      <TextField name={`${path}.name`} label={t('plan.charge.name')} required />
      <TextField name={`${path}.code`} label={t('plan.code')} required />
      <SelectField
        name={`${path}.kind`}
        label={t('plan.charge.kind')}
        options={chargeKinds.map((value) => ({ value, label: t(`plan.charge.kind.${value}`) }))}
        required
      />
      {charge.kind === 'usage' ? (
        <UsageFields path={path} charge={charge} />
      ) : (
        <MoneyField name={`${path}.price`} label={t('plan.charge.price')} currency={currency} required />
      )}
      <TextField name={`${path}.split.partner`} label={t('plan.charge.partner')} />
      {charge.split?.partner && <TextField name={`${path}.split.percent`} label={t('plan.charge.percent')} required />}
    </>
  )
}

const meters = ['bytes', 'seconds', 'messages', 'events', 'rated'] as const

/** A meter and the price of one unit of it; other models come from the API and are kept as they are. */
function UsageFields({ path, charge }: { path: string; charge: Charge }) {
  const { t } = useI18n()
  const model = charge.usage?.model?.model ?? 'per-unit'
  return (
    <>
      <SelectField
        name={`${path}.usage.meter`}
        label={t('plan.charge.meter')}
        options={meters.map((value) => ({ value, label: t(`plan.charge.meter.${value}`) }))}
        required
      />
      {model === 'per-unit' && <TextField name={`${path}.usage.model.unit`} label={t('plan.charge.unit')} required />}
    </>
  )
}

const phaseKinds = ['trial', 'discount'] as const

/** What holds at the beginning: a trial, then cycles at a discount. */
export function PhasesFields(part: TermsPart) {
  const { t } = useI18n()
  const name = nameIn(part)
  return (
    <RowsField<Phase>
      name={name('phases')}
      label={t('plan.phases')}
      hint={t('plan.phases.hint')}
      addLabel={t('plan.phases.add')}
      fresh={{ kind: 'discount', cycles: 3, percentOff: '50' }}
    >
      {(path, phase) => (
        <>
          <SelectField
            name={`${path}.kind`}
            label={t('plan.phase.kind')}
            options={phaseKinds.map((value) => ({ value, label: t(`plan.phase.kind.${value}`) }))}
            required
          />
          {phase.kind === 'trial' ? (
            <NumberField name={`${path}.days`} label={t('plan.phase.days')} min={1} max={366} required />
          ) : (
            <>
              <NumberField name={`${path}.cycles`} label={t('plan.phase.cycles')} min={1} max={120} required />
              <TextField name={`${path}.percentOff`} label={t('plan.phase.percentOff')} required />
            </>
          )}
        </>
      )}
    </RowsField>
  )
}

const feeKinds = ['remaining', 'fixed'] as const

/** How long a customer agrees to stay, and what leaving earlier costs. */
export function CommitmentFields(part: TermsPart) {
  const { t } = useI18n()
  const { currency } = useSession().tenant
  const name = nameIn(part)
  const { value: cycles } = useField<number | undefined>(name('commitment.cycles'))
  const { value: kind } = useField<string | undefined>(name('commitment.fee.kind'))
  return (
    <FieldRow>
      <NumberField name={name('commitment.cycles')} label={t('plan.commitment.cycles')} placeholder={t('plan.nothing')} min={1} max={120} />
      {cycles !== undefined && (
        <SelectField
          name={name('commitment.fee.kind')}
          label={t('plan.commitment.fee')}
          options={feeKinds.map((value) => ({ value, label: t(`plan.commitment.fee.${value}`) }))}
          required
        />
      )}
      {cycles !== undefined && kind === 'fixed' && (
        <MoneyField name={name('commitment.fee.amount')} label={t('plan.commitment.amount')} currency={currency} required />
      )}
      {cycles !== undefined && kind === 'remaining' && (
        <TextField name={name('commitment.fee.percent')} label={t('plan.commitment.percent')} required />
      )}
    </FieldRow>
  )
}

const topUpUnits = ['bytes', 'seconds', 'messages', 'boost'] as const
const topUpRules = ['own', 'extend', 'reset'] as const

/** What a top-up grants when it is bought. */
export function TopUpFields(part: TermsPart) {
  const { t } = useI18n()
  const name = nameIn(part)
  const { value: unit } = useField<TopUp['unit'] | undefined>(name('topUp.unit'))
  return (
    <>
      <FieldRow>
        <SelectField
          name={name('topUp.unit')}
          label={t('plan.topUp.unit')}
          options={topUpUnits.map((value) => ({ value, label: t(`plan.topUp.unit.${value}`) }))}
          required
        />
        {unit === 'bytes' && <BytesField name={name('topUp.quantity')} label={t('plan.topUp.quantity')} required />}
        {unit !== 'bytes' && unit !== 'boost' && <TextField name={name('topUp.quantity')} label={t('plan.topUp.quantity')} required />}
      </FieldRow>
      {unit === 'boost' && <FasterFields name={name('topUp.faster')} />}
      <FieldRow>
        <NumberField name={name('topUp.validity.count')} label={t('plan.topUp.validity')} min={1} max={1_000} required />
        <SelectField
          name={name('topUp.validity.unit')}
          label={t('plan.cycleUnit')}
          options={[
            { value: 'hour', label: t('plan.topUp.hours') },
            ...cycleUnits.map((value) => ({ value, label: t(`plan.cycleUnit.${value}`) })),
          ]}
          required
        />
        {unit !== 'boost' && (
          <SelectField
            name={name('topUp.rule')}
            label={t('plan.topUp.rule')}
            options={topUpRules.map((value) => ({ value, label: t(`plan.topUp.rule.${value}`) }))}
            required
          />
        )}
      </FieldRow>
    </>
  )
}
