import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '#api'
import { taxPackQuery } from '#console/tax-pack.ts'
import { useI18n } from '#i18n'
import { CheckboxField, TextAreaField } from '#ui/fields.tsx'
import { Form } from '#ui/form.tsx'
import { Modal } from '#ui/modal.tsx'
import { Card } from '#ui/page.tsx'
import { Table } from '#ui/table.tsx'
import { useToast } from '#ui/toast.tsx'
import { type Invoice, leftOf, staleBy, writeOffsQuery } from './queries.ts'

interface DialogProps {
  readonly invoice: Invoice
  readonly open: boolean
  readonly onClose: () => void
}

function useWriteOff({ invoice, onClose }: DialogProps) {
  const { t } = useI18n()
  const queries = useQueryClient()
  const toast = useToast()
  return async (part: 'write-off' | 'write-off-reversal', body: object, key: string) => {
    await api.post(`/invoices/${invoice.id}/${part}`, body, { key })
    await Promise.all([...staleBy(invoice), ['tax_report'], ['ledger']].map((queryKey) => queries.invalidateQueries({ queryKey })))
    onClose()
    toast({ text: t(part === 'write-off' ? 'writeOff.done' : 'writeOff.reopened', { number: invoice.number }) })
  }
}

/** Gives up on what an invoice has open. */
export function WriteOff(props: DialogProps) {
  const { t, format } = useI18n()
  const { invoice, open, onClose } = props
  const send = useWriteOff(props)
  const { data: pack } = useQuery(taxPackQuery)
  const hasTaxes = invoice.tax.minor !== '0'
  return (
    <Modal open={open} onClose={onClose} title={t('writeOff.do')}>
      <Form
        initial={{ reason: '', takesTaxesBack: false }}
        submitLabel={t('writeOff.do')}
        onCancel={onClose}
        guard={false}
        onSubmit={(values, key) => send('write-off', values, key)}
      >
        <p>{t('writeOff.text', { open: format.money(leftOf(invoice)) })}</p>
        <TextAreaField name="reason" label={t('writeOff.reason')} required />
        {hasTaxes && pack?.reliefForBadDebts === false && <p>{t('writeOff.taxesStay')}</p>}
        {hasTaxes && pack?.reliefForBadDebts && (
          <CheckboxField name="takesTaxesBack" label={t('writeOff.takesTaxesBack')} hint={t('writeOff.takesTaxesBack.hint')} />
        )}
      </Form>
    </Modal>
  )
}

/** Expects the money after all. */
export function ReopenWriteOff(props: DialogProps) {
  const { t } = useI18n()
  const { open, onClose } = props
  const send = useWriteOff(props)
  return (
    <Modal open={open} onClose={onClose} title={t('writeOff.reopen')}>
      <Form
        initial={{ reason: '' }}
        submitLabel={t('writeOff.reopen')}
        onCancel={onClose}
        guard={false}
        onSubmit={(values, key) => send('write-off-reversal', values, key)}
      >
        <p>{t('writeOff.reopen.text')}</p>
        <TextAreaField name="reason" label={t('writeOff.reopen.reason')} required />
      </Form>
    </Modal>
  )
}

/** What of an invoice was written off, and what of that came in after all; nothing where nothing was. */
export function WriteOffs({ invoiceId }: { invoiceId: string }) {
  const { t, format } = useI18n()
  const { data = [] } = useQuery(writeOffsQuery(invoiceId))
  if (data.length === 0) return null
  return (
    <Card title={t('nav.writeOffs')}>
      <Table
        label={t('nav.writeOffs')}
        columns={[
          { key: 'bookedOn', label: t('column.bookedOn') },
          { key: 'kind', label: t('column.kind') },
          { key: 'reason', label: t('column.reason') },
          { key: 'amount', label: t('column.amount'), isFigure: true },
        ]}
        rows={data.map(({ id, bookedOn, amount, reason }) => ({
          id,
          cells: {
            bookedOn: format.date(bookedOn),
            kind: t(amount.minor.startsWith('-') ? 'value.kind.recovery' : 'value.kind.write-off'),
            reason,
            amount: format.money(amount),
          },
        }))}
      />
    </Card>
  )
}
