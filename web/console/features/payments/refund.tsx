import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { type MoneyWire, useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import { MoneyField, TextField } from '#ui/fields.tsx'
import { Form } from '#ui/form.tsx'
import { IconRefund } from '#ui/icons.ts'
import { Modal } from '#ui/modal.tsx'
import { useToast } from '#ui/toast.tsx'
import { type Payment, partsOf } from './queries.ts'

/** Gives back all or part of what is left of a payment. */
export function Refund({ payment }: { payment: Payment }) {
  const { t } = useI18n()
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  const { left } = partsOf(payment)
  if (left.minor === '0') return null
  return (
    <>
      <Button icon={IconRefund} onClick={() => setOpen(true)}>
        {t('refund.refund')}
      </Button>
      <Modal open={open} onClose={close} title={t('refund.refund')}>
        <RefundForm payment={payment} left={left} onClose={close} />
      </Modal>
    </>
  )
}

function RefundForm({ payment, left, onClose }: { payment: Payment; left: MoneyWire; onClose: () => void }) {
  const { t, format } = useI18n()
  const queries = useQueryClient()
  const toast = useToast()
  const initial = { amount: left as MoneyWire | undefined, reason: '' }
  const refund = async ({ amount, reason }: typeof initial, key: string) => {
    const done = await api.post<{ amount: MoneyWire }>(`/payments/${payment.id}/refunds`, { amount, reason }, { key })
    await Promise.all(
      [['payment'], ['invoice'], ['customer', payment.customerId]].map((queryKey) => queries.invalidateQueries({ queryKey })),
    )
    onClose()
    toast({ text: t('refund.done', { amount: format.money(done.amount) }) })
  }
  return (
    <Form initial={initial} submitLabel={t('refund.refund')} onCancel={onClose} guard={false} onSubmit={refund}>
      <p>
        {t('refund.text')} {payment.checkoutId !== null && t('refund.gateway')}
      </p>
      <MoneyField name="amount" label={t('payment.amount')} currency={left.currency} required />
      <TextField name="reason" label={t('refund.reason')} required />
    </Form>
  )
}
