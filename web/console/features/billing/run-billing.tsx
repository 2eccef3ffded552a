import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '#api'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import { DateField, SwitchField } from '#ui/fields.tsx'
import { Form } from '#ui/form.tsx'
import { IconPlay } from '#ui/icons.ts'
import { Modal } from '#ui/modal.tsx'
import type { BillRun } from './queries.ts'

/** Starts a bill run, to be looked at first or posted at once, and opens its page. */
export function RunBilling() {
  const { t, format } = useI18n()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  const start = async (values: { asOf: string; preview: boolean }, key: string) => {
    const { id } = await api.post<BillRun>('/bill-runs', values, { key })
    void queries.invalidateQueries({ queryKey: ['invoice'] }) // the list of runs
    await navigate({ to: '/bill-runs/$id', params: { id } })
  }
  return (
    <>
      <Button kind="primary" icon={IconPlay} onClick={() => setOpen(true)}>
        {t('billRun.run')}
      </Button>
      <Modal open={open} onClose={close} title={t('billRun.run')}>
        <Form
          initial={{ asOf: format.today(), preview: true }}
          submitLabel={t('billRun.run')}
          onCancel={close}
          guard={false}
          onSubmit={start}
        >
          <p>{t('billRun.text')}</p>
          <DateField name="asOf" label={t('billRun.asOf')} required />
          <SwitchField name="preview" label={t('billRun.preview')} hint={t('billRun.preview.hint')} />
        </Form>
      </Modal>
    </>
  )
}
