import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { Can } from '#console/session.tsx'
import { type MoneyWire, useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import type { Row } from '#ui/data-table/list.ts'
import { TextField } from '#ui/fields.tsx'
import { FieldRow, Form } from '#ui/form.tsx'
import { IconCash } from '#ui/icons.ts'
import { Modal } from '#ui/modal.tsx'
import { SelectField } from '#ui/select-field.tsx'
import { useToast } from '#ui/toast.tsx'

const methods = ['cash', 'bank', 'mobile-money'] as const

/** Notes that a refund which is due has gone to the customer; nothing for others. */
export function PayOutRefund({ refund }: { refund: Row }) {
  const { t, format } = useI18n()
  const [open, setOpen] = useState(false)
  const queries = useQueryClient()
  const toast = useToast()
  if (refund.state !== 'due') return null
  const close = () => setOpen(false)
  const amount = format.money(refund.amount as MoneyWire) // a money column of the list
  const payOut = async (values: { method: string; reference: string }, key: string) => {
    await api.post(`/refunds/${refund.id}/payout`, values, { key })
    await Promise.all([['payment'], ['ledger']].map((queryKey) => queries.invalidateQueries({ queryKey })))
    close()
    toast({ text: t('refund.payOut.done', { amount }) })
  }
  return (
    <Can permission="payments.refund">
      <Button icon={IconCash} onClick={() => setOpen(true)}>
        {t('refund.payOut')}
      </Button>
      <Modal open={open} onClose={close} title={t('refund.payOut')}>
        <Form initial={{ method: 'bank', reference: '' }} submitLabel={t('refund.payOut')} onCancel={close} guard={false} onSubmit={payOut}>
          <p>{t('refund.payOut.text', { amount, customer: String(refund.customer) })}</p>
          <FieldRow>
            <SelectField
              name="method"
              label={t('column.method')}
              options={methods.map((value) => ({ value, label: t(`method.${value}`) }))}
              required
            />
            <TextField name="reference" label={t('payment.reference')} hint={t('payment.reference.hint')} />
          </FieldRow>
        </Form>
      </Modal>
    </Can>
  )
}
