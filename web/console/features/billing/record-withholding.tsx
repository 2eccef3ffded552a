import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '#api'
import { taxPackQuery } from '#console/tax-pack.ts'
import { type MoneyWire, useI18n } from '#i18n'
import { addDays } from '#i18n/format.ts'
import { DateField, MoneyField, TextField } from '#ui/fields.tsx'
import { FieldRow, Form } from '#ui/form.tsx'
import { Modal } from '#ui/modal.tsx'
import { SelectField } from '#ui/select-field.tsx'
import { useToast } from '#ui/toast.tsx'
import { type Invoice, leftOf } from './queries.ts'

/** Notes the certificate of a customer who paid a part to the tax office instead. */
export function RecordWithholding({ invoice, open, onClose }: { invoice: Invoice; open: boolean; onClose: () => void }) {
  const { t, format } = useI18n()
  const queries = useQueryClient()
  const toast = useToast()
  const { data: pack } = useQuery(taxPackQuery)
  const codes = [...new Map(pack?.withholdings.map(({ code, name }) => [code, name]))]
  const initial = {
    code: codes[0]?.[0] ?? '',
    certificateNumber: '',
    certifiedOn: format.today(),
    periodFrom: invoice.periodFrom,
    lastDay: addDays(invoice.periodTo, -1),
    amount: undefined as MoneyWire | undefined,
  }
  const record = async ({ lastDay, ...certificate }: typeof initial, key: string) => {
    await api.post(`/invoices/${invoice.id}/withholdings`, { ...certificate, periodTo: addDays(lastDay, 1) }, { key })
    await Promise.all(
      [['invoice'], ['customer', invoice.customerId], ['tax_report']].map((queryKey) => queries.invalidateQueries({ queryKey })),
    )
    onClose()
    toast({ text: t('withholding.done', { number: certificate.certificateNumber }) })
  }
  return (
    <Modal open={open} onClose={onClose} title={t('withholding.record')}>
      <Form key={codes.length} initial={initial} submitLabel={t('common.save')} onCancel={onClose} guard={false} onSubmit={record}>
        <p>{t('withholding.text', { open: format.money(leftOf(invoice)) })}</p>
        <FieldRow>
          {codes.length > 0 ? (
            <SelectField
              name="code"
              label={t('withholding.code')}
              options={codes.map(([code, name]) => ({ value: code, label: `${code} · ${name}` }))}
              required
            />
          ) : (
            <TextField name="code" label={t('withholding.code')} required />
          )}
          <MoneyField name="amount" label={t('withholding.amount')} currency={invoice.total.currency} required />
        </FieldRow>
        <FieldRow>
          <TextField name="certificateNumber" label={t('withholding.certificateNumber')} required autoFocus />
          <DateField name="certifiedOn" label={t('withholding.certifiedOn')} required />
        </FieldRow>
        <FieldRow>
          <DateField name="periodFrom" label={t('withholding.periodFrom')} required />
          <DateField name="lastDay" label={t('withholding.lastDay')} required />
        </FieldRow>
      </Form>
    </Modal>
  )
}
