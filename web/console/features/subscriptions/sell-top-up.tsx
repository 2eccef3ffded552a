import { useQuery } from '@tanstack/react-query'
import { useFasterText } from '#console/faster.tsx'
import { useI18n } from '#i18n'
import { ChoiceField } from '#ui/choice-field.tsx'
import { TextField } from '#ui/fields.tsx'
import { FieldRow, Form, useValues } from '#ui/form.tsx'
import { IconAdd } from '#ui/icons.ts'
import { SelectField } from '#ui/select-field.tsx'
import { EmptyState, ErrorBanner, SkeletonLines } from '#ui/states.tsx'
import { useFinish } from './finish.ts'
import { type SubscriptionRow, type TopUpOffer, topUpOffersQuery } from './queries.ts'

const methods = ['credit', 'invoice', 'saved-method', 'cash', 'bank', 'mobile-money'] as const
const deskMethods: readonly string[] = ['cash', 'bank', 'mobile-money']

interface SellTopUpProps {
  readonly subscription: SubscriptionRow
  readonly close: () => void
}

/** Top-ups that are on sale for the plan, with what they cost; bills, takes the money and grants. */
export function SellTopUp(props: SellTopUpProps) {
  const { t, format } = useI18n()
  const finish = useFinish(props)
  const granted = useGrantText()
  const { data, error } = useQuery(topUpOffersQuery(props.subscription.id))
  if (error) return <ErrorBanner error={error} />
  if (!data) return <SkeletonLines lines={4} />
  if (data.length === 0)
    return (
      <EmptyState title={t('topUp.none')} icon={IconAdd}>
        {t('topUp.none.text')}
      </EmptyState>
    )
  const choices = data.map((offer) => ({
    value: offer.offerId,
    label: offer.name,
    detail: offer.refusal ?? granted(offer.topUp),
    figure: format.money(offer.total),
    isClosed: offer.refusal !== null,
  }))
  const initial = { offerId: data.find(({ refusal }) => refusal === null)?.offerId, paidBy: 'credit', reference: '' }
  const sell = ({ offerId, paidBy, reference }: typeof initial, key: string) =>
    finish('top-up-sales', { offerId, paidBy, ...(reference && { reference }) }, key, t('topUp.sold'))
  return (
    <Form initial={initial} submitLabel={t('topUp.sell')} onCancel={props.close} guard={false} onSubmit={sell}>
      <ChoiceField name="offerId" label={t('topUp.choose')} choices={choices} />
      <FieldRow>
        <SelectField
          name="paidBy"
          label={t('topUp.paidBy')}
          options={methods.map((value) => ({ value, label: t(`topUp.paidBy.${value}`) }))}
          required
        />
        <Reference />
      </FieldRow>
    </Form>
  )
}

function useGrantText(): (topUp: TopUpOffer['topUp']) => string {
  const { t, format } = useI18n()
  const fasterText = useFasterText()
  return (topUp) => {
    if (topUp.unit === 'bytes') return format.bytes(topUp.quantity)
    if (topUp.unit !== 'boost') return `${format.number(Number(topUp.quantity))} ${t(`plan.topUp.unit.${topUp.unit}`)}`
    const { unit, count } = topUp.validity
    return t('topUp.boost', { speed: fasterText(topUp.faster), time: `${format.number(count)} ${t(`plan.pass.unit.${unit}`)}` })
  }
}

function Reference() {
  const { t } = useI18n()
  const { paidBy } = useValues<{ paidBy: string }>()
  return deskMethods.includes(paidBy) ? <TextField name="reference" label={t('payment.reference')} /> : null
}
