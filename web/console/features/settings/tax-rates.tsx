import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { Can, useSession } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import { DateField, NumberField, TextField } from '#ui/fields.tsx'
import { FieldRow, Form } from '#ui/form.tsx'
import { IconAdd } from '#ui/icons.ts'
import { Line, Lines } from '#ui/lines.tsx'
import { Modal } from '#ui/modal.tsx'
import { Card } from '#ui/page.tsx'
import { ErrorBanner, SkeletonLines } from '#ui/states.tsx'
import { type TaxRate, taxRatesQuery } from './queries.ts'
import { useSave } from './save.ts'

/** What is in force, and what will be. */
export function TaxRates() {
  const { t, format } = useI18n()
  const { data, error } = useQuery(taxRatesQuery)
  return (
    <Card title={t('settings.tax.title')} actions={<AddTax />}>
      {error && <ErrorBanner error={error} />}
      {data?.length === 0 && <p>{t('settings.tax.none')}</p>}
      {data ? (
        <Lines>
          {data
            .filter(({ validTo }) => validTo === null || validTo > format.today())
            .map((rate) => (
              <Line key={rate.id} title={<Rate rate={rate} />} detail={<Validity rate={rate} />}>
                {rate.validTo === null && <ChangeRate rate={rate} />}
              </Line>
            ))}
        </Lines>
      ) : (
        !error && <SkeletonLines lines={3} />
      )}
    </Card>
  )
}

function Rate({ rate: { name, percent, flatMinor, category, supply, jurisdiction } }: { rate: TaxRate }) {
  const { t, format } = useI18n()
  const { tenant } = useSession()
  const share = `${format.number(percent, { maximumFractionDigits: 4 })} %`
  const fee = t('settings.tax.fee', { amount: format.money({ minor: flatMinor, currency: tenant.currency }) })
  const price = flatMinor === '0' ? share : fee
  return (
    <>
      <strong>{name}</strong> {[price, jurisdiction, category, ...(supply === 'any' ? [] : [supply])].join(' · ')}
    </>
  )
}

function Validity({ rate: { validFrom, validTo, source, checkedOn } }: { rate: TaxRate }) {
  const { t, format } = useI18n()
  const from = format.date(validFrom)
  const span = validTo ? t('settings.tax.span', { from, to: format.date(validTo) }) : t('settings.tax.from', { day: from })
  const checked = checkedOn ? [t('settings.tax.checked', { day: format.date(checkedOn) })] : source ? [t('settings.tax.unchecked')] : []
  return [span, ...(source ? [source] : []), ...checked].join(' · ')
}

/** The rate of a known tax from a day on: all else stays as it is. */
function ChangeRate({ rate: { category, code, supply, jurisdiction, name, percent, flatMinor } }: { rate: TaxRate }) {
  const { t, format } = useI18n()
  const { tenant } = useSession()
  const save = useSave([taxRatesQuery.queryKey])
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  const initial = { percent: String(Number(percent)), flat: Number(flatMinor), validFrom: format.today() }
  const change = async ({ flat, ...rate }: typeof initial, key: string) => {
    await save(() => api.post('/tax-rates', { category, code, supply, jurisdiction, flatMinor: String(flat), ...rate }, { key }))
    close()
  }
  return (
    <Can permission="tax.configure">
      <Button onClick={() => setOpen(true)}>{t('settings.tax.change')}</Button>
      <Modal open={open} onClose={close} title={name}>
        <Form initial={initial} submitLabel={t('common.save')} onCancel={close} guard={false} onSubmit={change}>
          <p>{t('settings.tax.text')}</p>
          <FieldRow>
            <TextField name="percent" label={t('settings.tax.percent')} placeholder="7.5" required />
            <DateField name="validFrom" label={t('settings.tax.validFrom')} required />
          </FieldRow>
          {flatMinor !== '0' && <NumberField name="flat" label={t('settings.tax.flat', { currency: tenant.currency })} min={0} required />}
        </Form>
      </Modal>
    </Can>
  )
}

function AddTax() {
  const { t, format } = useI18n()
  const save = useSave([taxRatesQuery.queryKey])
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  const initial = { category: 'standard', code: '', name: '', percent: '', validFrom: format.today() }
  const add = async (rate: typeof initial, key: string) => {
    await save(() => api.post('/tax-rates', rate, { key }))
    close()
  }
  return (
    <Can permission="tax.configure">
      <Button icon={IconAdd} onClick={() => setOpen(true)}>
        {t('settings.tax.new')}
      </Button>
      <Modal open={open} onClose={close} title={t('settings.tax.new')}>
        <Form initial={initial} submitLabel={t('common.save')} onCancel={close} guard={false} onSubmit={add}>
          <p>{t('settings.tax.text')}</p>
          <FieldRow>
            <TextField name="code" label={t('settings.tax.code')} hint={t('settings.tax.code.hint')} required autoFocus />
            <TextField name="name" label={t('settings.tax.name')} required />
          </FieldRow>
          <FieldRow>
            <TextField name="percent" label={t('settings.tax.percent')} placeholder="7.5" required />
            <DateField name="validFrom" label={t('settings.tax.validFrom')} required />
          </FieldRow>
          <TextField name="category" label={t('settings.tax.category')} hint={t('settings.tax.category.hint')} required />
        </Form>
      </Modal>
    </Can>
  )
}
