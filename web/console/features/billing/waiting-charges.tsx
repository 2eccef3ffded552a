import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { Can, useCan } from '#console/session.tsx'
import { type MoneyWire, useI18n } from '#i18n'
import { Button, IconButton } from '#ui/button.tsx'
import { MoneyField, TextAreaField, TextField } from '#ui/fields.tsx'
import { FieldRow, Form } from '#ui/form.tsx'
import { IconAdd, IconTrash } from '#ui/icons.ts'
import { Modal } from '#ui/modal.tsx'
import { Card } from '#ui/page.tsx'
import { SelectField } from '#ui/select-field.tsx'
import { ErrorBanner, SkeletonLines } from '#ui/states.tsx'
import { Table } from '#ui/table.tsx'
import { useToast } from '#ui/toast.tsx'
import { type WaitingCharge, waitingChargesQuery } from './queries.ts'

interface WaitingChargesProps {
  readonly accountId: string
  readonly currency: string
}

/** What comes onto the next invoice of an account beside its periods: adjustments by hand, and what changes left. */
export function WaitingCharges(props: WaitingChargesProps) {
  const { t } = useI18n()
  const [adding, setAdding] = useState(false)
  const { data, error } = useQuery(waitingChargesQuery(props.accountId))
  return (
    <Card
      title={t('charge.title')}
      actions={
        <Can permission="billing.adjust">
          <Button icon={IconAdd} onClick={() => setAdding(true)}>
            {t('charge.add')}
          </Button>
        </Can>
      }
    >
      {error && !data && <ErrorBanner error={error} />}
      {!data && !error && <SkeletonLines lines={2} />}
      {data?.length === 0 && <p>{t('charge.none')}</p>}
      {data && data.length > 0 && <Charges charges={data} accountId={props.accountId} />}
      <Modal open={adding} onClose={() => setAdding(false)} title={t('charge.add')}>
        <AddCharge {...props} onClose={() => setAdding(false)} />
      </Modal>
    </Card>
  )
}

function Charges({ charges, accountId }: { charges: readonly WaitingCharge[]; accountId: string }) {
  const { t, format } = useI18n()
  const mayAdjust = useCan()('billing.adjust')
  return (
    <Table
      label={t('charge.title')}
      columns={[
        { key: 'description', label: t('invoice.line') },
        { key: 'reason', label: t('credit.reason') },
        { key: 'amount', label: t('column.amount'), isFigure: true },
        ...(mayAdjust ? [{ key: 'deeds', label: t('item.deeds') }] : []),
      ]}
      rows={charges.map((charge) => ({
        id: charge.id,
        cells: {
          description: charge.description,
          reason: charge.reason,
          amount: format.money(charge.amount),
          deeds: mayAdjust && <Withdraw charge={charge} accountId={accountId} />,
        },
      }))}
    />
  )
}

function Withdraw({ charge: { id, description }, accountId }: { charge: WaitingCharge; accountId: string }) {
  const { t } = useI18n()
  const { busy, run } = useDeed()
  const stale = [waitingChargesQuery(accountId).queryKey]
  return (
    <IconButton
      label={t('charge.withdraw', { name: description })}
      icon={IconTrash}
      disabled={busy}
      onClick={() => void run({ act: () => api.delete(`/charges/${id}`), done: t('charge.withdrawn'), stale })}
    />
  )
}

const directions = ['charge', 'deduct'] as const
const noCharge = { direction: 'charge', description: '', amount: undefined as MoneyWire | undefined, reason: '' }

function AddCharge({ accountId, currency, onClose }: WaitingChargesProps & { onClose: () => void }) {
  const { t } = useI18n()
  const queries = useQueryClient()
  const toast = useToast()
  const add = async ({ direction, amount, ...rest }: typeof noCharge, key: string) => {
    const signed = amount && { ...amount, minor: direction === 'deduct' ? `-${amount.minor}` : amount.minor }
    await api.post(`/accounts/${accountId}/charges`, { ...rest, amount: signed }, { key })
    await queries.invalidateQueries(waitingChargesQuery(accountId))
    onClose()
    toast({ text: t('charge.added') })
  }
  return (
    <Form initial={noCharge} submitLabel={t('charge.add')} onCancel={onClose} guard={false} onSubmit={add}>
      <p>{t('charge.add.text')}</p>
      <TextField name="description" label={t('charge.description')} hint={t('coupon.name.hint')} required autoFocus />
      <FieldRow>
        <SelectField
          name="direction"
          label={t('charge.direction')}
          options={directions.map((value) => ({ value, label: t(`charge.direction.${value}`) }))}
          required
        />
        <MoneyField name="amount" label={t('charge.amount')} currency={currency} required />
      </FieldRow>
      <TextAreaField name="reason" label={t('credit.reason')} required />
    </Form>
  )
}
