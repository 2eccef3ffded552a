import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, apiUrl } from '#api'
import { useDeed } from '#console/deed.ts'
import { useCan } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { addDays } from '#i18n/format.ts'
import { Button, Buttons, DocumentButton, IconButton } from '#ui/button.tsx'
import { useConfirm } from '#ui/confirm.tsx'
import { DateField } from '#ui/fields.tsx'
import { Form } from '#ui/form.tsx'
import { IconCash, IconDocument, IconLoss, IconMore, IconRefresh, IconRefund, IconReminder, IconTax, IconTrash } from '#ui/icons.ts'
import { Menu } from '#ui/menu.tsx'
import { Modal } from '#ui/modal.tsx'
import { useToast } from '#ui/toast.tsx'
import { CreditInvoice, RebillInvoice } from './credit-invoice.tsx'
import { type Invoice, staleBy } from './queries.ts'
import { RecordWithholding } from './record-withholding.tsx'
import { TaxOffice, useHasTaxForm } from './tax-office.tsx'
import { ReopenWriteOff, WriteOff } from './write-off.tsx'

/** What can be done with an invoice; an open one waits for money, one that nobody paid can be taken back. */
export function InvoiceActions({ invoice, onPay }: { invoice: Invoice; onPay: () => void }) {
  const { t } = useI18n()
  const can = useCan()
  const { busy, voidIt } = useVoid(invoice)
  const hasTaxForm = useHasTaxForm('invoice')
  const [dialog, setDialog] = useState<'promise' | 'withholding' | 'tax-office' | 'credit' | 'rebill' | 'write-off' | 'reopen'>()
  const close = () => setDialog(undefined)
  const mayCredit = can('billing.adjust') && invoice.state !== 'void'
  const mayAdjust = mayCredit && invoice.state === 'open'
  const entries = [
    ...(mayAdjust ? [{ label: t('invoice.promise'), icon: IconReminder, onSelect: () => setDialog('promise') }] : []),
    ...(mayAdjust ? [{ label: t('withholding.record'), icon: IconTax, onSelect: () => setDialog('withholding') }] : []),
    ...(hasTaxForm && invoice.state !== 'void'
      ? [{ label: t('taxOffice.open'), icon: IconTax, onSelect: () => setDialog('tax-office') }]
      : []),
    ...(mayCredit ? [{ label: t('credit.new'), icon: IconRefund, onSelect: () => setDialog('credit') }] : []),
    ...(mayCredit ? [{ label: t('rebill.do'), icon: IconRefresh, onSelect: () => setDialog('rebill') }] : []),
    ...(can('billing.write-off') && invoice.state === 'open'
      ? [{ label: t('writeOff.do'), icon: IconLoss, onSelect: () => setDialog('write-off') }]
      : []),
    ...(can('billing.write-off') && invoice.state === 'written-off'
      ? [{ label: t('writeOff.reopen'), icon: IconReminder, onSelect: () => setDialog('reopen') }]
      : []),
    ...(mayAdjust && invoice.paid.minor === '0'
      ? [{ label: t('invoice.void'), icon: IconTrash, danger: true, onSelect: () => void voidIt() }]
      : []),
  ]
  return (
    <Buttons>
      <DocumentButton icon={IconDocument} href={apiUrl(`/invoices/${invoice.id}/document`)}>
        {t('invoice.pdf')}
      </DocumentButton>
      {entries.length > 0 && (
        <Menu trigger={<IconButton label={t('invoice.more')} icon={IconMore} kind="plain" disabled={busy} />} sections={[{ entries }]} />
      )}
      {(invoice.state === 'open' || invoice.state === 'written-off') && can('payments.receive') && can('customers.read') && (
        <Button kind="primary" icon={IconCash} onClick={onPay}>
          {t('payment.take')}
        </Button>
      )}
      <PromiseToPay invoice={invoice} open={dialog === 'promise'} onClose={close} />
      <RecordWithholding invoice={invoice} open={dialog === 'withholding'} onClose={close} />
      <TaxOffice document={{ kind: 'invoice', id: invoice.id, number: invoice.number }} open={dialog === 'tax-office'} onClose={close} />
      <CreditInvoice invoice={invoice} open={dialog === 'credit'} onClose={close} />
      <WriteOff invoice={invoice} open={dialog === 'write-off'} onClose={close} />
      <ReopenWriteOff invoice={invoice} open={dialog === 'reopen'} onClose={close} />
      <RebillInvoice invoice={invoice} open={dialog === 'rebill'} onClose={close} />
    </Buttons>
  )
}

function useVoid(invoice: Invoice) {
  const { t } = useI18n()
  const confirm = useConfirm()
  const { busy, run } = useDeed()
  const voidIt = async () => {
    const title = t('invoice.void.title', { number: invoice.number })
    if (await confirm({ title, text: t('invoice.void.text'), action: t('invoice.void'), tone: 'danger' }))
      await run({ act: () => api.post(`/invoices/${invoice.id}/void`, {}), done: t('invoice.voided'), stale: staleBy(invoice) })
  }
  return { busy, voidIt }
}

const promiseDays = 7 // to begin with

function PromiseToPay({ invoice, open, onClose }: { invoice: Invoice; open: boolean; onClose: () => void }) {
  const { t, format } = useI18n()
  const queries = useQueryClient()
  const toast = useToast()
  const today = format.today()
  const promise = async ({ until }: { until: string }, key: string) => {
    await api.post(`/invoices/${invoice.id}/promise`, { until }, { key })
    await Promise.all(staleBy(invoice).map((queryKey) => queries.invalidateQueries({ queryKey })))
    onClose()
    toast({ text: t('invoice.promise.done', { day: format.date(until) }) })
  }
  return (
    <Modal open={open} onClose={onClose} title={t('invoice.promise')}>
      <Form
        initial={{ until: addDays(today, promiseDays) }}
        submitLabel={t('invoice.promise')}
        onCancel={onClose}
        guard={false}
        onSubmit={promise}
      >
        <p>{t('invoice.promise.text')}</p>
        <DateField name="until" label={t('invoice.promise.until')} min={today} required />
      </Form>
    </Modal>
  )
}
