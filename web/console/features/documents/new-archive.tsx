import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { monthOf } from '#console/period-choice.tsx'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { addDays } from '#i18n/format.ts'
import { Button } from '#ui/button.tsx'
import { DateField } from '#ui/fields.tsx'
import { FieldRow, Form } from '#ui/form.tsx'
import { IconAdd, IconArchive } from '#ui/icons.ts'
import { Modal } from '#ui/modal.tsx'
import { SelectField } from '#ui/select-field.tsx'
import { type Archive, type ArchiveKind, archiveKinds } from './queries.ts'

/** Asks for documents of some days as ZIP files, and opens what comes of it. */
export function NewArchive() {
  const { t, format } = useI18n()
  const [open, setOpen] = useState(false)
  const start = useStart()
  const close = () => setOpen(false)
  const submit = async ({ kind, from, lastDay }: { kind: ArchiveKind; from: string; lastDay: string }, key: string) => {
    await start({ kind, from, to: addDays(lastDay, 1) }, key)
    close()
  }
  const { from, to } = monthOf(addDays(monthOf(format.today()).from, -1)) // the month before
  return (
    <Can permission="documents.archive">
      <Button kind="primary" icon={IconAdd} onClick={() => setOpen(true)}>
        {t('archive.new')}
      </Button>
      <Modal open={open} onClose={close} title={t('archive.new')}>
        <Form
          initial={{ kind: 'invoice' as ArchiveKind, from, lastDay: to }}
          submitLabel={t('archive.new')}
          onCancel={close}
          guard={false}
          onSubmit={submit}
        >
          <p>{t('archive.text')}</p>
          <SelectField
            name="kind"
            label={t('archive.kind')}
            required
            options={archiveKinds.map((value) => ({ value, label: t(`archive.kind.${value}`) }))}
          />
          <FieldRow>
            <DateField name="from" label={t('taxReport.from')} required />
            <DateField name="lastDay" label={t('taxReport.to')} required />
          </FieldRow>
        </Form>
      </Modal>
    </Can>
  )
}

/** The invoices of a bill run as ZIP files. */
export function ArchiveBillRun({ billRunId }: { billRunId: string }) {
  const { t } = useI18n()
  const start = useStart()
  const { busy, run } = useDeed()
  const make = () => run({ act: () => start({ kind: 'invoice', billRunId }), done: t('archive.started'), stale: [] })
  return (
    <Can permission="documents.archive">
      <Button icon={IconArchive} busy={busy} onClick={() => void make()}>
        {t('archive.ofRun')}
      </Button>
    </Can>
  )
}

function useStart() {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return async (ask: object, key?: string) => {
    const { id } = await api.post<Archive>('/document-archives', ask, key === undefined ? {} : { key })
    await queries.invalidateQueries({ queryKey: ['document_archive'] })
    await navigate({ to: '/document-archives', search: { open: id } })
  }
}
