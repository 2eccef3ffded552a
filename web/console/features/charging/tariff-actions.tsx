import { useState } from 'react'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { addDays } from '#i18n/format.ts'
import { Button, Buttons } from '#ui/button.tsx'
import { DateField, TextAreaField, TextField } from '#ui/fields.tsx'
import { FieldRow, Form } from '#ui/form.tsx'
import { IconRefresh, IconUpload } from '#ui/icons.ts'
import { Drawer } from '#ui/modal.tsx'
import { UploadButton } from '#ui/upload-button.tsx'
import type { Tariff } from './queries.ts'

/** A rate sheet makes the next version; what was priced wrongly is rated again. */
export function TariffActions({ tariff }: { tariff: Tariff }) {
  const { t } = useI18n()
  const [dialog, setDialog] = useState<'sheet' | 'rerate'>()
  const close = () => setDialog(undefined)
  return (
    <Can permission="charging.configure">
      <Buttons>
        <Button icon={IconRefresh} onClick={() => setDialog('rerate')}>
          {t('tariff.rerate')}
        </Button>
        <Button kind="primary" icon={IconUpload} onClick={() => setDialog('sheet')}>
          {t('tariff.sheet')}
        </Button>
      </Buttons>
      <Drawer open={dialog === 'sheet'} onClose={close} title={t('tariff.sheet')}>
        <RateSheet tariff={tariff} close={close} />
      </Drawer>
      <Drawer open={dialog === 'rerate'} onClose={close} title={t('tariff.rerate')}>
        <Rerate tariff={tariff} close={close} />
      </Drawer>
    </Can>
  )
}

interface PartProps {
  readonly tariff: Tariff
  readonly close: () => void
}

function RateSheet({ tariff: { id }, close }: PartProps) {
  const { t, format } = useI18n()
  const { run } = useDeed()
  const [csv, setCsv] = useState('prefix,zone,price,per,increment\n')
  const initial = { csv, validFrom: format.today(), note: '' }
  const send = async ({ note, ...values }: typeof initial, key: string) => {
    await api.post(`/tariffs/${id}/prefixes`, { ...values, ...(note && { note }) }, { key })
    await run({ act: async () => undefined, done: t('tariff.sheet.done'), stale: [['tariff', id], ['tariff']] })
    close()
  }
  return (
    <>
      <UploadButton label={t('tariff.sheet.file')} accept="text/csv,.csv" busy={false} onChoose={(file) => void file.text().then(setCsv)}>
        {t('tariff.sheet.file')}
      </UploadButton>
      <Form key={csv} initial={initial} submitLabel={t('tariff.sheet')} onCancel={close} guard={false} onSubmit={send}>
        <TextAreaField name="csv" label={t('tariff.sheet.csv')} hint={t('tariff.sheet.hint')} required />
        <FieldRow>
          <DateField name="validFrom" label={t('tariff.validFrom')} required />
          <TextField name="note" label={t('column.note')} />
        </FieldRow>
      </Form>
    </>
  )
}

function Rerate({ tariff: { id }, close }: PartProps) {
  const { t, format } = useI18n()
  const { run } = useDeed()
  const today = format.today()
  const initial = { from: addDays(today, -30), to: today }
  const start = async ({ from, to }: typeof initial, key: string) => {
    const span = { from: `${from}T00:00:00Z`, to: `${addDays(to, 1)}T00:00:00Z` }
    await run({ act: () => api.post(`/tariffs/${id}/re-ratings`, span, { key }), done: t('tariff.rerate.started'), stale: [['job']] })
    close()
  }
  return (
    <Form initial={initial} submitLabel={t('tariff.rerate')} onCancel={close} guard={false} onSubmit={start}>
      <p>{t('tariff.rerate.text')}</p>
      <FieldRow>
        <DateField name="from" label={t('tariff.rerate.from')} required />
        <DateField name="to" label={t('tariff.rerate.to')} required />
      </FieldRow>
    </Form>
  )
}
