import { useQueryClient } from '@tanstack/react-query'
import { api } from '#api'
import { useI18n } from '#i18n'
import { DateField, SwitchField } from '#ui/fields.tsx'
import { Form } from '#ui/form.tsx'
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
  const initial = { offerId: undefined as string | undefined, startOn: format.today(), activate: true, prepaid: false, autoRenew: false }
  const add = async ({ activate, ...subscription }: typeof initial, key: string) => {
    const { id } = await api.post<{ id: string }>('/subscriptions', { customerId, ...subscription }, { key })
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
        <SwitchField name="prepaid" label={t('prepaid.sell')} hint={t('prepaid.sell.hint')} />
        <SwitchField name="autoRenew" label={t('prepaid.autoRenew')} hint={t('prepaid.autoRenew.hint')} />
        <SwitchField name="activate" label={t('connect.activate')} hint={t('connect.activate.hint')} />
      </Form>
    </Modal>
  )
}
