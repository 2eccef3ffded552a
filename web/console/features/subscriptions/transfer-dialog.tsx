import { CustomerChoice, nobodyChosen } from '#console/customer-choice.tsx'
import { type ChangeAsk, QuoteConsent } from '#console/quote.tsx'
import { useI18n } from '#i18n'
import { Form, useField } from '#ui/form.tsx'
import type { SubscriptionDeeds } from './deeds.ts'
import { useFinishQuoted } from './finish.ts'
import type { SubscriptionRow } from './queries.ts'

interface Receiver {
  readonly customerId: string | undefined
  readonly accountId?: string | undefined
}

const transferAsk = ({ id, state }: SubscriptionRow, { customerId, accountId }: Receiver): ChangeAsk | undefined =>
  customerId && state !== 'pending' ? { kind: 'transfer', subscriptionId: id, customerId, ...(accountId && { accountId }) } : undefined

/** Gives the subscription to another customer, or to another account. */
export function TransferDialog({ deeds }: { deeds: SubscriptionDeeds }) {
  const { t } = useI18n()
  const finish = useFinishQuoted(deeds)
  return (
    <Form
      initial={{ ...nobodyChosen, agreed: false }}
      submitLabel={t('subscription.transfer')}
      onCancel={deeds.close}
      guard={false}
      onSubmit={({ customerId, accountId }, key) =>
        finish(
          transferAsk(deeds.subscription, { customerId, accountId }),
          { part: 'transfer', body: { customerId, ...(accountId && { accountId }) } },
          key,
          t('deed.transferred'),
        )
      }
    >
      <p>{t('dialog.transfer.text')}</p>
      <CustomerChoice label={t('transfer.search')} />
      <TransferQuote deeds={deeds} />
    </Form>
  )
}

function TransferQuote({ deeds: { subscription } }: { deeds: SubscriptionDeeds }) {
  const { value: customerId } = useField<string | undefined>('customerId')
  const { value: accountId } = useField<string | undefined>('accountId')
  return <QuoteConsent ask={transferAsk(subscription, { customerId, accountId })} />
}
