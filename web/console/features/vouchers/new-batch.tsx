import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '#api'
import { locationsQuery, plansOnSaleQuery } from '#console/choices.ts'
import { Can, useSession } from '#console/session.tsx'
import { type MoneyWire, useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import { DateField, MoneyField, NumberField, TextField } from '#ui/fields.tsx'
import { FieldRow, Form } from '#ui/form.tsx'
import { IconAdd } from '#ui/icons.ts'
import { Modal } from '#ui/modal.tsx'
import { SelectField } from '#ui/select-field.tsx'
import type { Batch } from './queries.ts'

export interface BatchValues extends Readonly<Record<string, unknown>> {
  readonly offerId?: string
  readonly count?: number
  readonly price?: MoneyWire
  readonly prefix?: string
  readonly redeemUntil?: string
  readonly locationId?: string
  readonly note?: string
}

/** Makes a batch and opens its page. `filledIn` is what a proposal asks for. */
export function NewBatch({ filledIn = {}, label }: { filledIn?: BatchValues; label?: string }) {
  const { t } = useI18n()
  const [open, setOpen] = useState(false)
  return (
    <Can permission="vouchers.write">
      <Button kind={label === undefined ? 'primary' : 'plain'} icon={IconAdd} onClick={() => setOpen(true)}>
        {label ?? t('voucher.newBatch')}
      </Button>
      {open && <BatchDialog filledIn={filledIn} onClose={() => setOpen(false)} />}
    </Can>
  )
}

function BatchDialog({ filledIn, onClose }: { filledIn: BatchValues; onClose: () => void }) {
  const { t } = useI18n()
  const { tenant } = useSession()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { data: plans = [] } = useQuery(plansOnSaleQuery)
  const { data: locations = [] } = useQuery(locationsQuery)
  const make = async ({ prefix, redeemUntil, note, ...values }: BatchValues, key: string) => {
    const { id } = await api.post<Batch>(
      '/voucher-batches',
      { ...values, ...(prefix && { prefix }), ...(redeemUntil && { redeemUntil }), ...(note && { note }) },
      { key },
    )
    await queries.invalidateQueries({ queryKey: ['voucher_batch'] })
    onClose()
    await navigate({ to: '/voucher-batches/$id', params: { id } })
  }
  return (
    <Modal open onClose={onClose} title={t('voucher.newBatch')}>
      <Form
        initial={{ count: 400, ...filledIn } as BatchValues}
        submitLabel={t('voucher.make')}
        onCancel={onClose}
        guard={false}
        onSubmit={make}
      >
        <SelectField
          name="offerId"
          label={t('column.plan')}
          hint={t('voucher.plan.hint')}
          required
          options={plans.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <FieldRow>
          <NumberField name="count" label={t('voucher.count')} min={1} max={1_000_000} required />
          <MoneyField name="price" label={t('voucher.price')} hint={t('voucher.price.hint')} currency={tenant.currency} required />
        </FieldRow>
        <FieldRow>
          <TextField name="prefix" label={t('voucher.prefix')} hint={t('voucher.prefix.hint')} />
          <DateField name="redeemUntil" label={t('voucher.redeemUntil')} hint={t('voucher.redeemUntil.hint')} />
        </FieldRow>
        <SelectField
          name="locationId"
          label={t('column.location')}
          hint={t('voucher.location.hint')}
          options={locations.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <TextField name="note" label={t('column.note')} />
      </Form>
    </Modal>
  )
}
