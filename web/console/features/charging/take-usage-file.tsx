import { useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { api } from '#api'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import { CodeBlock } from '#ui/copy-field.tsx'
import { DropZone } from '#ui/drop-zone.tsx'
import { FormPart } from '#ui/form.tsx'
import { IconUpload } from '#ui/icons.ts'
import { Drawer } from '#ui/modal.tsx'
import { ErrorBanner } from '#ui/states.tsx'

interface Taken {
  readonly fileId: string
  readonly accepted: number
  readonly copies: number
  readonly rejected: number
}

type Outcome = { readonly taken: Taken } | { readonly error: unknown }

const example = `header,C7-000418,carrier-7
record,A1-0001,S-000041,seconds,8801711000000,2026-11-21T08:00:00Z,60
trailer,1,60`

export function TakeUsageFile() {
  const { t } = useI18n()
  const [open, setOpen] = useState(false)
  return (
    <Can permission="charging.write">
      <Button kind="primary" icon={IconUpload} onClick={() => setOpen(true)}>
        {t('usageFile.take')}
      </Button>
      <Drawer open={open} onClose={() => setOpen(false)} title={t('usageFile.take')} wide>
        <Upload />
      </Drawer>
    </Can>
  )
}

function Upload() {
  const { t } = useI18n()
  const queries = useQueryClient()
  const [outcome, setOutcome] = useState<Outcome>()
  const [busy, setBusy] = useState(false)
  const run = async (file: File) => {
    setBusy(true)
    try {
      setOutcome({ taken: await api.post<Taken>('/usage-files', { name: file.name, text: await file.text() }) })
      await queries.invalidateQueries({ queryKey: ['usage'] })
    } catch (error) {
      setOutcome({ error })
    } finally {
      setBusy(false)
    }
  }
  return (
    <FormPart>
      <p>{t('usageFile.text')}</p>
      <CodeBlock label={t('settings.endpoint.example')} text={example} />
      <DropZone
        label={t('usageFile.file')}
        hint={t('usageFile.drop')}
        accept=".csv,.ndjson,.jsonl,.txt"
        busy={busy}
        onChoose={(file) => void run(file)}
      >
        {t('usageFile.choose')}
      </DropZone>
      {outcome && 'error' in outcome && <ErrorBanner error={outcome.error} />}
      {outcome && 'taken' in outcome && <TakenText taken={outcome.taken} />}
    </FormPart>
  )
}

function TakenText({ taken: { fileId, accepted, copies, rejected } }: { taken: Taken }) {
  const { t, format } = useI18n()
  const counts = { accepted: format.number(accepted), copies: format.number(copies), rejected: format.number(rejected) }
  return <p role="status">{t('usageFile.taken', { file: fileId, ...counts })}</p>
}
