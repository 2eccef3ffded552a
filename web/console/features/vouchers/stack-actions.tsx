import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, apiUrl, queryString } from '#api'
import { type ChosenCustomer, CustomerChoice, customerAccountsQuery, nobodyChosen } from '#console/customer-choice.tsx'
import { Can } from '#console/session.tsx'
import { type PlainKey, useI18n } from '#i18n'
import { Button, Buttons } from '#ui/button.tsx'
import { NumberField, TextField } from '#ui/fields.tsx'
import { FieldRow, Form } from '#ui/form.tsx'
import { IconDocument } from '#ui/icons.ts'
import { Modal } from '#ui/modal.tsx'
import { SelectField } from '#ui/select-field.tsx'
import { useToast } from '#ui/toast.tsx'
import type { Batch } from './queries.ts'

interface Values extends ChosenCustomer {
  readonly from: number
  readonly to: number
  readonly discountPercent?: string
  readonly note?: string
}

/** What is done with a stack: path of the API, whether somebody is on the other side. */
const deeds = {
  distribution: { label: 'voucher.give', text: 'voucher.give.text', hasAgent: true },
  sale: { label: 'voucher.sell', text: 'voucher.sell.text', hasAgent: true },
  return: { label: 'voucher.return', text: 'voucher.return.text', hasAgent: false },
  'taking-back': { label: 'voucher.takeBack', text: 'voucher.takeBack.text', hasAgent: true },
  voiding: { label: 'voucher.declareVoid', text: 'voucher.declareVoid.text', hasAgent: false },
} as const satisfies Record<string, { readonly label: PlainKey; readonly text: PlainKey; readonly hasAgent: boolean }>
type Deed = keyof typeof deeds
const deedNames = Object.keys(deeds) as readonly Deed[]

/** The deeds of a batch: stacks change hands, sheets are printed. */
export function StackActions({ batch }: { batch: Batch }) {
  const { t } = useI18n()
  const [deed, setDeed] = useState<Deed | 'print'>()
  const close = () => setDeed(undefined)
  return (
    <Buttons>
      <Can permission="vouchers.print">
        <Button icon={IconDocument} kind="primary" onClick={() => setDeed('print')}>
          {t('voucher.print')}
        </Button>
      </Can>
      <Can permission="vouchers.write">
        {deedNames.map((name) => (
          <Button key={name} onClick={() => setDeed(name)}>
            {t(deeds[name].label)}
          </Button>
        ))}
      </Can>
      {deed === 'print' && <PrintDialog batch={batch} onClose={close} />}
      {deed !== undefined && deed !== 'print' && <DeedDialog batch={batch} deed={deed} onClose={close} />}
    </Buttons>
  )
}

function DeedDialog({ batch, deed, onClose }: { batch: Batch; deed: Deed; onClose: () => void }) {
  const { t, format } = useI18n()
  const queries = useQueryClient()
  const toast = useToast()
  const { label, text, hasAgent } = deeds[deed]
  const submit = async ({ customerId, accountId, discountPercent, note, from, to }: Values, key: string) => {
    const agent = customerId === undefined ? undefined : await queries.fetchQuery(customerAccountsQuery(customerId))
    const { count } = await api.post<{ count: number }>(
      `/voucher-batches/${batch.id}/${deed}`,
      {
        from,
        to,
        ...(note && { note }),
        ...(hasAgent && { accountId: accountId ?? agent?.accounts[0]?.id, ...(discountPercent && { discountPercent }) }),
      },
      { key },
    )
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['voucher_batch', batch.id] }),
      queries.invalidateQueries({ queryKey: ['voucher'] }),
      queries.invalidateQueries({ queryKey: ['vouchers'] }),
    ])
    onClose()
    toast({ text: t('voucher.moved', { count: format.number(count) }) })
  }
  const initial: Values = { ...nobodyChosen, from: 1, to: batch.count }
  return (
    <Modal open onClose={onClose} title={`${t(label)} · ${batch.number}`}>
      <Form initial={initial} submitLabel={t(label)} onCancel={onClose} guard={false} onSubmit={submit}>
        <p>{t(text)}</p>
        <SerialFields count={batch.count} />
        {hasAgent && (
          <>
            <CustomerChoice label={t('voucher.agent')} />
            <TextField name="discountPercent" label={t('voucher.discount')} hint={t('voucher.discount.hint')} />
          </>
        )}
        <TextField name="note" label={t('column.note')} />
      </Form>
    </Modal>
  )
}

function SerialFields({ count }: { count: number }) {
  const { t } = useI18n()
  return (
    <FieldRow>
      <NumberField name="from" label={t('voucher.from')} min={1} max={count} required />
      <NumberField name="to" label={t('voucher.to')} min={1} max={count} required />
    </FieldRow>
  )
}

const layouts = ['a4-40', 'a4-24', 'a4-10'] as const
const sheetMax = 2_000

function PrintDialog({ batch, onClose }: { batch: Batch; onClose: () => void }) {
  const { t } = useI18n()
  const initial = { layout: 'a4-24', from: 1, to: Math.min(batch.count, sheetMax) }
  const print = async ({ layout, from, to }: typeof initial) => {
    window.open(apiUrl(`/voucher-batches/${batch.id}/sheets${queryString({ layout, from, to })}`), '_blank')
    onClose()
  }
  return (
    <Modal open onClose={onClose} title={t('voucher.print')}>
      <Form initial={initial} submitLabel={t('voucher.print')} onCancel={onClose} guard={false} onSubmit={print}>
        <p>{t('voucher.print.text')}</p>
        <SelectField
          name="layout"
          label={t('voucher.layout')}
          required
          options={layouts.map((value) => ({ value, label: t(`voucher.layout.${value}`) }))}
        />
        <SerialFields count={batch.count} />
      </Form>
    </Modal>
  )
}
