import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { Can, useSession } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import { DateField, NumberField, TextField } from '#ui/fields.tsx'
import { FieldRow, Form } from '#ui/form.tsx'
import { IconAdd } from '#ui/icons.ts'
import { Drawer } from '#ui/modal.tsx'
import { SelectField } from '#ui/select-field.tsx'
import { useToast } from '#ui/toast.tsx'
import { measures } from './queries.ts'

const decimals = 4 // of a rated cost, before it is summed and rounded on the bill

/** Makes the tariff of a source with one price for everywhere; zones come by a rate sheet. */
export function NewTariff() {
  const { t, format } = useI18n()
  const [open, setOpen] = useState(false)
  const { tenant } = useSession()
  const queries = useQueryClient()
  const toast = useToast()
  const close = () => setOpen(false)
  const initial = { name: '', source: '', measure: 'seconds', validFrom: format.today(), price: '', per: 60 as number | undefined }
  const make = async ({ measure, price, per = 1, ...rest }: typeof initial, key: string) => {
    const rules = {
      timeZone: tenant.timeZone,
      measure,
      zones: [{ zone: t('tariff.everywhere'), prefixes: [''], windows: [{ price, per, increment: 1 }] }],
      rounding: { at: 'call', mode: 'half-up', decimals },
    }
    await api.post('/tariffs', { ...rest, rules }, { key })
    await queries.invalidateQueries({ queryKey: ['tariff'] })
    close()
    toast({ text: t('tariff.made') })
  }
  return (
    <Can permission="charging.configure">
      <Button kind="primary" icon={IconAdd} onClick={() => setOpen(true)}>
        {t('tariff.new')}
      </Button>
      <Drawer open={open} onClose={close} title={t('tariff.new')}>
        <Form initial={initial} submitLabel={t('tariff.new')} onCancel={close} guard={false} onSubmit={make}>
          <TextField name="name" label={t('column.name')} required autoFocus />
          <FieldRow>
            <TextField name="source" label={t('tariff.source')} hint={t('tariff.source.hint')} required />
            <SelectField
              name="measure"
              label={t('tariff.measure')}
              options={measures.map((value) => ({ value, label: t(`value.measure.${value}`) }))}
              required
            />
          </FieldRow>
          <FieldRow>
            <TextField name="price" label={t('tariff.price')} hint={t('tariff.price.hint')} required />
            <NumberField name="per" label={t('tariff.per')} min={1} required />
          </FieldRow>
          <DateField name="validFrom" label={t('tariff.validFrom')} required />
        </Form>
      </Drawer>
    </Can>
  )
}
