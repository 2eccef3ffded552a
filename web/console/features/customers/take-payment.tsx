import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, apiUrl } from '#api'
import { useCan } from '#console/session.tsx'
import { type MoneyWire, useI18n } from '#i18n'
import { CopyField } from '#ui/copy-field.tsx'
import { MoneyField, SwitchField, TextField } from '#ui/fields.tsx'
import { FieldRow, Form } from '#ui/form.tsx'
import { IconCheck, IconLink } from '#ui/icons.ts'
import { Modal } from '#ui/modal.tsx'
import { SelectField } from '#ui/select-field.tsx'
import { EmptyState, ErrorBanner, SkeletonLines } from '#ui/states.tsx'
import { Tabs } from '#ui/tabs.tsx'
import { ChargeCard } from './charge-card.tsx'
import { type Account, type Customer, checkoutQuery, gatewaysQuery } from './queries.ts'

type Way = 'desk' | 'link' | 'card'

export interface TakePaymentProps {
  readonly customer: Customer
  /** What the customer owes; the amount to begin with. */
  readonly owed: MoneyWire | undefined
  readonly open: boolean
  readonly onClose: () => void
}

/** Money at the desk, a link on which the customer pays, or a card that is kept. */
export function TakePayment({ customer, owed, open, onClose }: TakePaymentProps) {
  const { t } = useI18n()
  const can = useCan()
  const [way, setWay] = useState<Way>('desk')
  const [account] = customer.accounts
  if (!account) return null
  const amount = owed && BigInt(owed.minor) > 0n ? owed : undefined
  const parts = { customer, account, amount, onClose }
  return (
    <Modal open={open} onClose={onClose} title={t('payment.take')}>
      <Tabs<Way>
        open={way}
        onOpen={setWay}
        tabs={[
          { key: 'desk', label: t('payment.desk'), content: <AtTheDesk {...parts} /> },
          { key: 'link', label: t('payment.link'), content: <ByLink {...parts} /> },
          ...(can('payments.read') ? [{ key: 'card' as const, label: t('payment.saved'), content: <ChargeCard {...parts} /> }] : []),
        ]}
      />
    </Modal>
  )
}

interface PartProps {
  readonly customer: Customer
  readonly account: Account
  readonly amount: MoneyWire | undefined
  readonly onClose: () => void
}

const methods = ['cash', 'bank', 'mobile-money'] as const

interface Received {
  readonly id: string
  readonly number: string
  readonly amount: MoneyWire
}

function AtTheDesk({ customer, account, amount, onClose }: PartProps) {
  const { t, format } = useI18n()
  const queries = useQueryClient()
  const [received, setReceived] = useState<Received>()
  if (received)
    return (
      <EmptyState
        title={t('payment.received', { amount: format.money(received.amount) })}
        icon={IconCheck}
        action={
          <a href={apiUrl(`/payments/${received.id}/receipt`)} target="_blank" rel="noreferrer">
            {t('payment.receipt', { number: received.number })}
          </a>
        }
      >
        {t('payment.received.text')}
      </EmptyState>
    )
  const initial = { amount, method: 'cash', reference: '', note: '' }
  const take = async ({ amount: given, method, reference, note }: typeof initial, key: string) => {
    const body = { accountId: account.id, amount: given, method, ...(reference && { reference }), ...(note && { note }) }
    setReceived(await api.post<Received>('/payments', body, { key }))
    await Promise.all([['customer', customer.id], ['subscription']].map((queryKey) => queries.invalidateQueries({ queryKey })))
  }
  return (
    <Form initial={initial} submitLabel={t('payment.receive')} onCancel={onClose} guard={false} onSubmit={take}>
      <FieldRow>
        <MoneyField name="amount" label={t('payment.amount')} currency={account.currency} required autoFocus />
        <SelectField
          name="method"
          label={t('payment.method')}
          options={methods.map((value) => ({ value, label: t(`method.${value}`) }))}
          required
        />
      </FieldRow>
      <TextField name="reference" label={t('payment.reference')} hint={t('payment.reference.hint')} />
      <TextField name="note" label={t('payment.note')} />
    </Form>
  )
}

function ByLink({ customer, account, amount, onClose }: PartProps) {
  const { t } = useI18n()
  const can = useCan()
  const { data, error } = useQuery({ ...gatewaysQuery, enabled: can('payments.read') })
  const [checkoutId, setCheckoutId] = useState<string>()
  if (checkoutId) return <PaymentLink checkoutId={checkoutId} />
  if (error) return <ErrorBanner error={error} />
  if (!data) return <SkeletonLines lines={3} />
  const gateways = data.filter(({ enabled }) => enabled)
  if (gateways.length === 0)
    return (
      <EmptyState title={t('payment.noGateway')} icon={IconLink}>
        {t('payment.noGateway.text')}
      </EmptyState>
    )
  const initial = { amount, gatewayId: gateways[0]?.id ?? '', email: customer.email ?? '', keepsMethod: false }
  const ask = async ({ amount: given, gatewayId, email, keepsMethod }: typeof initial, key: string) => {
    const body = { accountId: account.id, gatewayId, amount: given, keepsMethod, ...(email && { email }) }
    setCheckoutId((await api.post<{ id: string }>('/checkouts', body, { key })).id)
  }
  return (
    <Form initial={initial} submitLabel={t('payment.makeLink')} onCancel={onClose} guard={false} onSubmit={ask}>
      <FieldRow>
        <MoneyField name="amount" label={t('payment.amount')} currency={account.currency} required />
        <SelectField
          name="gatewayId"
          label={t('payment.gateway')}
          options={gateways.map(({ id, name }) => ({ value: id, label: name }))}
          required
        />
      </FieldRow>
      <TextField name="email" type="email" label={t('customer.email')} />
      <SwitchField name="keepsMethod" label={t('payment.keepsMethod')} hint={t('payment.keepsMethod.hint')} />
    </Form>
  )
}

function PaymentLink({ checkoutId }: { checkoutId: string }) {
  const { t } = useI18n()
  const { data } = useQuery(checkoutQuery(checkoutId))
  if (data?.state === 'paid') return <EmptyState title={t('payment.linkPaid')} icon={IconCheck} />
  if (data?.state === 'failed') return <EmptyState title={t('payment.linkFailed')}>{data.error}</EmptyState>
  if (!data?.url) return <SkeletonLines lines={2} />
  return (
    <EmptyState title={t('payment.linkReady')} icon={IconLink} action={<CopyField value={data.url} label={t('payment.link')} />}>
      {t('payment.linkReady.text')}
    </EmptyState>
  )
}
