import { useQueryClient } from '@tanstack/react-query'
import { api } from '#api'
import { QuoteConsent } from '#console/quote.tsx'
import { useI18n } from '#i18n'
import { DateField, SwitchField, TextField } from '#ui/fields.tsx'
import { Form, useField } from '#ui/form.tsx'
import { Modal } from '#ui/modal.tsx'
import { useToast } from '#ui/toast.tsx'
import { PlanChoice } from './plan-choice.tsx'

export interface AddSubscriptionProps {
  readonly customerId: string
  readonly open: boolean
  readonly onClose: () => void
}

/** One more plan for a customer. */
export function AddSubscription({ customerId, open, onClose }: AddSubscriptionProps) {
  const { t, format } = useI18n()
  const queries = useQueryClient()
  const toast = useToast()
  const initial = {
    offerId: undefined as string | undefined,
    startOn: format.today(),
    coupon: '',
    agreed: false,
    activate: true,
    prepaid: false,
    autoRenew: false,
  }
  const add = async ({ activate, coupon, agreed: _, ...subscription }: typeof initial, key: string) => {
    const { id } = await api.post<{ id: string }>('/subscriptions', { customerId, ...subscription }, { key })
    if (coupon) await api.post(`/subscriptions/${id}/coupons`, { code: coupon }, { key: `${key}-coupon` })
    if (activate) await api.post(`/subscriptions/${id}/activation`, undefined, { key: `${key}-activation` })
    await queries.invalidateQueries({ queryKey: ['customer', customerId] })
    onClose()
    toast({ text: t('deed.subscribed') })
  }
  return (
    <Modal open={open} onClose={onClose} title={t('subscription.add')} wide>
      <Form initial={initial} submitLabel={t('subscription.add')} onCancel={onClose} guard={false} onSubmit={add}>
        <PlanChoice name="offerId" />
        <DateField name="startOn" label={t('connect.startOn')} hint={t('connect.startOn.hint')} required />
        <TextField name="coupon" label={t('coupon.redeem.optional')} />
        <SwitchField name="prepaid" label={t('prepaid.sell')} hint={t('prepaid.sell.hint')} />
        <SwitchField name="autoRenew" label={t('prepaid.autoRenew')} hint={t('prepaid.autoRenew.hint')} />
        <SwitchField name="activate" label={t('connect.activate')} hint={t('connect.activate.hint')} />
        <FirstBills customerId={customerId} />
      </Form>
    </Modal>
  )
}

const couponLengthMin = 2 // as codes are; while one is typed nothing is asked for

/** What is billed first; a prepaid plan has no bills. */
function FirstBills({ customerId }: { customerId: string }) {
  const { value: offerId } = useField<string | undefined>('offerId')
  const { value: startOn } = useField<string>('startOn')
  const { value: coupon } = useField<string>('coupon')
  const { value: prepaid } = useField<boolean>('prepaid')
  if (offerId === undefined || prepaid) return null
  const coupons = coupon.length < couponLengthMin ? [] : [coupon]
  return <QuoteConsent ask={{ kind: 'subscription', customerId, offerId, startOn, coupons }} />
}
