import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { type MoneyWire, useI18n } from '#i18n'
import { Button, Buttons } from '#ui/button.tsx'
import { MoneyField } from '#ui/fields.tsx'
import { FieldRow, Form, useValues } from '#ui/form.tsx'
import { IconCash, IconCheck, IconTrash } from '#ui/icons.ts'
import { SelectField } from '#ui/select-field.tsx'
import { EmptyState, ErrorBanner, SkeletonLines } from '#ui/states.tsx'
import { type Account, type SavedMethod, checkoutQuery, savedMethodsQuery } from './queries.ts'

interface ChargeCardProps {
  readonly account: Account
  readonly amount: MoneyWire | undefined
  readonly onClose: () => void
}

/** Charges a card that the gateway keeps, without the customer; or forgets it. */
export function ChargeCard({ account, amount, onClose }: ChargeCardProps) {
  const { t, format } = useI18n()
  const { data, error } = useQuery(savedMethodsQuery(account.id))
  const [checkoutId, setCheckoutId] = useState<string>()
  if (checkoutId) return <Charge checkoutId={checkoutId} />
  if (error) return <ErrorBanner error={error} />
  if (!data) return <SkeletonLines lines={3} />
  if (data.length === 0)
    return (
      <EmptyState title={t('payment.saved.none')} icon={IconCash}>
        {t('payment.saved.none.text')}
      </EmptyState>
    )
  const nameOf = ({ label, lastDigits, expiresOn }: SavedMethod) =>
    [t('payment.saved.card', { label, digits: lastDigits }), expiresOn && format.date(expiresOn)].filter(Boolean).join(' · ')
  const initial = { amount, savedMethodId: data[0]!.id }
  const charge = async (values: typeof initial, key: string) =>
    setCheckoutId((await api.post<{ id: string }>(`/accounts/${account.id}/saved-method-charges`, values, { key })).id)
  return (
    <Form initial={initial} submitLabel={t('payment.saved.charge')} onCancel={onClose} guard={false} onSubmit={charge}>
      <FieldRow>
        <MoneyField name="amount" label={t('payment.amount')} currency={account.currency} required />
        <SelectField
          name="savedMethodId"
          label={t('payment.saved.choose')}
          options={data.map((method) => ({ value: method.id, label: nameOf(method) }))}
          required
        />
      </FieldRow>
      <Forget accountId={account.id} />
    </Form>
  )
}

function Forget({ accountId }: { accountId: string }) {
  const { t } = useI18n()
  const { busy, run } = useDeed()
  const { savedMethodId } = useValues<{ savedMethodId: string }>()
  const forget = () =>
    void run({
      act: () => api.delete(`/saved-methods/${savedMethodId}`),
      done: t('payment.saved.removed'),
      stale: [savedMethodsQuery(accountId).queryKey],
    })
  return (
    <Buttons>
      <Button icon={IconTrash} disabled={busy} onClick={forget}>
        {t('payment.saved.remove')}
      </Button>
    </Buttons>
  )
}

function Charge({ checkoutId }: { checkoutId: string }) {
  const { t } = useI18n()
  const { data } = useQuery(checkoutQuery(checkoutId))
  if (data?.state === 'paid') return <EmptyState title={t('payment.saved.paid')} icon={IconCheck} />
  if (data?.state === 'failed') return <EmptyState title={t('payment.linkFailed')}>{data.error}</EmptyState>
  return <EmptyState title={t('payment.saved.asked')} icon={IconCash} />
}
