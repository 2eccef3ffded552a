import { CustomerChoice, nobodyChosen } from '#console/customer-choice.tsx'
import { useI18n } from '#i18n'
import { Form } from '#ui/form.tsx'
import type { SubscriptionDeeds } from './deeds.ts'
import { useFinish } from './finish.ts'

/** Gives the subscription to another customer, or to another account. */
export function TransferDialog({ deeds }: { deeds: SubscriptionDeeds }) {
  const { t } = useI18n()
  const finish = useFinish(deeds)
  return (
    <Form
      initial={nobodyChosen}
      submitLabel={t('subscription.transfer')}
      onCancel={deeds.close}
      guard={false}
      onSubmit={({ customerId, accountId }, key) =>
        finish('transfer', { customerId, ...(accountId && { accountId }) }, key, t('deed.transferred'))
      }
    >
      <p>{t('dialog.transfer.text')}</p>
      <CustomerChoice label={t('transfer.search')} />
    </Form>
  )
}
