import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { Can, useCan } from '#console/session.tsx'
import { type MoneyWire, useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import { DateField, MoneyField, TextField } from '#ui/fields.tsx'
import { FieldRow, Form } from '#ui/form.tsx'
import { IconAdd } from '#ui/icons.ts'
import { Modal } from '#ui/modal.tsx'
import { SelectField } from '#ui/select-field.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import { useAccountName } from './account-name.ts'
import { negated } from './amounts.ts'
import { chartQuery } from './queries.ts'

/** An entry by hand, from one account to another: rent, salaries, a correction. */
export function BookJournal() {
  const { t } = useI18n()
  const [open, setOpen] = useState(false)
  return (
    <Can permission="ledger.write">
      <Button kind="primary" icon={IconAdd} onClick={() => setOpen(true)}>
        {t('ledger.book')}
      </Button>
      <Modal open={open} onClose={() => setOpen(false)} title={t('ledger.book')}>
        <JournalForm onClose={() => setOpen(false)} />
      </Modal>
    </Can>
  )
}

interface JournalValues extends Readonly<Record<string, unknown>> {
  readonly bookedOn: string
  readonly description: string
  readonly debit: string | undefined
  readonly credit: string | undefined
  readonly amount: MoneyWire | undefined
  readonly overrideReason: string
}

function JournalForm({ onClose }: { onClose: () => void }) {
  const { t, format } = useI18n()
  const can = useCan()
  const nameOf = useAccountName()
  const queries = useQueryClient()
  const toast = useToast()
  const { data: chart } = useQuery(chartQuery)
  if (!chart) return <SkeletonLines lines={5} />
  const initial: JournalValues = {
    bookedOn: format.today(),
    description: '',
    debit: undefined,
    credit: undefined,
    amount: undefined,
    overrideReason: '',
  }
  const book = async ({ bookedOn, description, debit, credit, amount, overrideReason }: JournalValues, key: string) => {
    const lines = amount && [
      { ledgerAccountId: debit, amount },
      { ledgerAccountId: credit, amount: negated(amount) },
    ]
    await api.post('/ledger/entries', { bookedOn, description, lines, ...(overrideReason && { overrideReason }) }, { key })
    await queries.invalidateQueries({ queryKey: ['ledger'] })
    toast({ text: t('ledger.booked') })
    onClose()
  }
  const options = chart.map((account) => ({ value: account.id, label: nameOf(account) }))
  return (
    <Form initial={initial} submitLabel={t('ledger.book')} onCancel={onClose} onSubmit={book}>
      <TextField name="description" label={t('column.description')} required autoFocus />
      <FieldRow>
        <SelectField name="debit" label={t('ledger.debit')} options={options} required />
        <SelectField name="credit" label={t('ledger.credit')} options={options} required />
      </FieldRow>
      <FieldRow>
        <MoneyField name="amount" label={t('ledger.amount')} currency={format.currency} required />
        <DateField name="bookedOn" label={t('column.bookedOn')} required />
      </FieldRow>
      {can('ledger.override') && <TextField name="overrideReason" label={t('column.overrideReason')} hint={t('ledger.override.hint')} />}
    </Form>
  )
}
