import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, apiUrl } from '#api'
import { useI18n } from '#i18n'
import { Button, Buttons, DocumentButton } from '#ui/button.tsx'
import { MoneyField, TextAreaField } from '#ui/fields.tsx'
import { Form, useField } from '#ui/form.tsx'
import { IconDocument, IconTax } from '#ui/icons.ts'
import { Modal } from '#ui/modal.tsx'
import { Card } from '#ui/page.tsx'
import { MultiSelectField, SelectField } from '#ui/select-field.tsx'
import { Table } from '#ui/table.tsx'
import { useToast } from '#ui/toast.tsx'
import type { MoneyWire } from '#i18n'
import { type CreditNote, type Invoice, creditNotesQuery, staleBy } from './queries.ts'
import { TaxOffice, useHasTaxForm } from './tax-office.tsx'

const kinds = ['correction', 'goodwill'] as const

interface CreditDialogProps {
  readonly invoice: Invoice
  readonly open: boolean
  readonly onClose: () => void
}

/** Sends what takes an invoice back, and says the number of the credit note. */
function useCredit({ invoice, onClose }: CreditDialogProps) {
  const { t } = useI18n()
  const queries = useQueryClient()
  const toast = useToast()
  return async (part: 'credit-notes' | 'rebilling', body: object, key: string) => {
    const { number } = await api.post<CreditNote>(`/invoices/${invoice.id}/${part}`, body, { key })
    await Promise.all(staleBy(invoice).map((queryKey) => queries.invalidateQueries({ queryKey })))
    onClose()
    toast({ text: t('credit.made', { number }) })
  }
}

const noCredit = { lines: [] as readonly string[], net: undefined as MoneyWire | undefined, kind: 'correction', reason: '' }

/** Takes back the whole invoice, some of its lines, or a part of one. */
export function CreditInvoice(props: CreditDialogProps) {
  const { t, format } = useI18n()
  const credit = useCredit(props)
  const { invoice, open, onClose } = props
  const options = invoice.lines.map(({ line, description, net }) => ({
    value: String(line),
    label: [description, format.money(net)].join(' · '),
  }))
  const send = ({ lines, net, kind, reason }: typeof noCredit, key: string) => {
    const part = lines.length === 1 && net !== undefined ? { net } : {}
    return credit('credit-notes', { lines: lines.map((line) => ({ line: Number(line), ...part })), kind, reason }, key)
  }
  return (
    <Modal open={open} onClose={onClose} title={t('credit.new')}>
      <Form initial={noCredit} submitLabel={t('credit.new')} onCancel={onClose} guard={false} onSubmit={send}>
        <p>{t('credit.new.text')}</p>
        <MultiSelectField name="lines" label={t('invoice.lines')} hint={t('credit.lines.hint')} options={options} />
        <PartOfLine currency={invoice.total.currency} />
        <SelectField
          name="kind"
          label={t('credit.kind')}
          options={kinds.map((value) => ({ value, label: t(`credit.kind.${value}`) }))}
          required
        />
        <TextAreaField name="reason" label={t('credit.reason')} hint={t('credit.reason.hint')} required />
      </Form>
    </Modal>
  )
}

function PartOfLine({ currency }: { currency: string }) {
  const { t } = useI18n()
  const { value: lines } = useField<readonly string[]>('lines')
  if (lines.length !== 1) return null
  return <MoneyField name="net" label={t('credit.net')} hint={t('credit.net.hint')} currency={currency} />
}

/** Takes the whole invoice back and bills its days again, as terms are now. */
export function RebillInvoice(props: CreditDialogProps) {
  const { t } = useI18n()
  const credit = useCredit(props)
  const { open, onClose } = props
  return (
    <Modal open={open} onClose={onClose} title={t('rebill.do')}>
      <Form
        initial={{ reason: '' }}
        submitLabel={t('rebill.do')}
        onCancel={onClose}
        guard={false}
        onSubmit={(values, key) => credit('rebilling', values, key)}
      >
        <p>{t('rebill.text')}</p>
        <TextAreaField name="reason" label={t('credit.reason')} hint={t('credit.reason.hint')} required />
      </Form>
    </Modal>
  )
}

/** What was taken back of an invoice; nothing where nothing was. */
export function CreditNotes({ invoiceId }: { invoiceId: string }) {
  const { t, format, label } = useI18n()
  const { data = [] } = useQuery(creditNotesQuery(invoiceId))
  if (data.length === 0) return null
  return (
    <Card title={t('nav.creditNotes')}>
      <Table
        label={t('nav.creditNotes')}
        columns={[
          { key: 'number', label: t('column.number') },
          { key: 'why', label: t('credit.reason') },
          { key: 'issuedOn', label: t('column.issuedOn') },
          { key: 'total', label: t('column.total'), isFigure: true },
          { key: 'document', label: t('credit.document') },
        ]}
        rows={data.map((note) => ({
          id: note.id,
          cells: {
            number: note.number,
            why: [label(note.kind, `value.kind.${note.kind}`), note.reason].filter(Boolean).join(': '),
            issuedOn: format.date(note.issuedOn),
            total: format.money(note.total),
            document: <Papers note={note} />,
          },
        }))}
      />
    </Card>
  )
}

/** A credit note on paper, and in the form of the tax office where that has one. */
function Papers({ note: { id, number } }: { note: CreditNote }) {
  const { t } = useI18n()
  const [open, setOpen] = useState(false)
  const hasTaxForm = useHasTaxForm('credit-note')
  return (
    <Buttons>
      <DocumentButton icon={IconDocument} href={apiUrl(`/credit-notes/${id}/document`)}>
        {t('invoice.pdf')}
      </DocumentButton>
      {hasTaxForm && (
        <Button icon={IconTax} onClick={() => setOpen(true)}>
          {t('taxOffice.open')}
        </Button>
      )}
      <TaxOffice document={{ kind: 'credit-note', id, number }} open={open} onClose={() => setOpen(false)} />
    </Buttons>
  )
}
