import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import { DateField, TextField } from '#ui/fields.tsx'
import { FieldRow, Form } from '#ui/form.tsx'
import { IconAdd } from '#ui/icons.ts'
import { Line, Lines } from '#ui/lines.tsx'
import { Modal } from '#ui/modal.tsx'
import { Card } from '#ui/page.tsx'
import { ErrorBanner, SkeletonLines } from '#ui/states.tsx'
import { type TaxRate, taxRatesQuery } from './queries.ts'
import { useSave } from './save.ts'

export function TaxRates() {
  const { t } = useI18n()
  const { data, error } = useQuery(taxRatesQuery)
  return (
    <Card title={t('settings.tax.title')} actions={<AddRate />}>
      {error && <ErrorBanner error={error} />}
      {data?.length === 0 && <p>{t('settings.tax.none')}</p>}
      {data ? (
        <Lines>
          {data.map((rate) => (
            <Line key={rate.id} title={<Rate rate={rate} />} detail={<Validity rate={rate} />} />
          ))}
        </Lines>
      ) : (
        !error && <SkeletonLines lines={3} />
      )}
    </Card>
  )
}

function Rate({ rate: { name, percent, category } }: { rate: TaxRate }) {
  const { format } = useI18n()
  const share = format.number(percent, { maximumFractionDigits: 4 })
  return (
    <>
      <strong>{name}</strong> {`${share} % · ${category}`}
    </>
  )
}

function Validity({ rate: { validFrom, validTo } }: { rate: TaxRate }) {
  const { t, format } = useI18n()
  const from = format.date(validFrom)
  return validTo ? t('settings.tax.span', { from, to: format.date(validTo) }) : t('settings.tax.from', { day: from })
}

function AddRate() {
  const { t, format } = useI18n()
  const save = useSave([taxRatesQuery.queryKey])
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  const initial = { category: 'standard', name: '', percent: '', validFrom: format.today() }
  const add = async (rate: typeof initial, key: string) => {
    await save(() => api.post('/tax-rates', rate, { key }))
    close()
  }
  return (
    <Can permission="billing.configure">
      <Button icon={IconAdd} onClick={() => setOpen(true)}>
        {t('settings.tax.add')}
      </Button>
      <Modal open={open} onClose={close} title={t('settings.tax.add')}>
        <Form initial={initial} submitLabel={t('common.save')} onCancel={close} guard={false} onSubmit={add}>
          <p>{t('settings.tax.text')}</p>
          <FieldRow>
            <TextField name="name" label={t('settings.tax.name')} required autoFocus />
            <TextField name="percent" label={t('settings.tax.percent')} placeholder="7.5" required />
          </FieldRow>
          <FieldRow>
            <TextField name="category" label={t('settings.tax.category')} hint={t('settings.tax.category.hint')} required />
            <DateField name="validFrom" label={t('settings.tax.validFrom')} required />
          </FieldRow>
        </Form>
      </Modal>
    </Can>
  )
}
