import { useEffect, useRef, useState } from 'react'
import { api } from '#api'
import { saveText } from '#console/save-file.ts'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button, Buttons } from '#ui/button.tsx'
import { DropZone } from '#ui/drop-zone.tsx'
import { FormPart } from '#ui/form.tsx'
import { IconExport, IconUpload } from '#ui/icons.ts'
import { Drawer } from '#ui/modal.tsx'
import { ProgressBar } from '#ui/progress-bar.tsx'
import { ErrorBanner } from '#ui/states.tsx'
import { Table } from '#ui/table.tsx'
import styles from './import-logs.module.css'
import { headerIn, type LogPart, partsOf } from './log-parts.ts'

interface Taken {
  readonly added: number
  readonly ended: number
  readonly faults: readonly Omit<Fault, 'text'>[]
}

type Column = 'publicAddress' | 'portFrom' | 'portTo' | 'privateAddress' | 'from' | 'until' | 'device'

interface Fault {
  readonly line: number
  /** Whose values cannot be right; none where the line is no object at all. */
  readonly columns: readonly Column[]
  readonly text: string
}

interface Import {
  readonly file: string
  readonly ratio: number
  readonly added: number
  readonly ended: number
  readonly faults: readonly Fault[]
  /** Of a CSV file: what stands above its faulty lines when they are saved. */
  readonly header: string | undefined
  readonly isDone: boolean
  readonly error?: unknown
}

const begin = (file: string): Import => ({ file, ratio: 0, added: 0, ended: 0, faults: [], header: undefined, isDone: false })

const example = `publicAddress,portFrom,portTo,privateAddress,from,until,device
203.0.113.9,2048,3055,100.64.0.5,2026-03-10T08:00:00+06:00,,nat-1`

const shownMax = 100 // a person mends the first and sees the pattern; all are in the file

export function ImportLogs() {
  const { t } = useI18n()
  const [open, setOpen] = useState(false)
  return (
    <Can permission="addresses.import">
      <Button icon={IconUpload} onClick={() => setOpen(true)}>
        {t('natLog.import')}
      </Button>
      <Drawer open={open} onClose={() => setOpen(false)} title={t('natLog.import')} wide>
        <LogImport />
      </Drawer>
    </Can>
  )
}

/** Sends a file part by part. Closing it stops after the part that is under way; the same file can be sent again, for blocks are taken once. */
function LogImport() {
  const { t } = useI18n()
  const [state, setState] = useState<Import>()
  const isClosed = useRef(false)
  useEffect(() => {
    isClosed.current = false
    return () => {
      isClosed.current = true
    }
  }, [])
  const run = async (file: File) => {
    let now = begin(file.name)
    const show = (more: Partial<Import>) => setState((now = { ...now, ...more }))
    show({})
    try {
      for await (const part of partsOf(file)) {
        if (isClosed.current) return
        if (part.lines.some(isWritten)) show(add(now, part, await send(part)))
      }
      show({ ratio: 1, isDone: true })
    } catch (error) {
      show({ error, isDone: true })
    }
  }
  return (
    <FormPart>
      <p>{t('natLog.text')}</p>
      <pre className={styles.line}>{example}</pre>
      <DropZone
        label={t('natLog.file')}
        hint={t('natLog.drop')}
        accept=".csv,.ndjson,.jsonl,.txt"
        busy={state?.isDone === false}
        onChoose={(file) => void run(file)}
      >
        {t('natLog.choose')}
      </DropZone>
      {state && <Outcome state={state} />}
    </FormPart>
  )
}

const isWritten = (line: string) => line.trim() !== ''

const send = ({ lines, header, firstLine }: LogPart) =>
  api.post<Taken>('/nat-mappings/files', { text: lines.join('\n'), firstLine, ...(header !== undefined && { header }) })

function add(before: Import, { lines, ratio, firstLine }: LogPart, { added, ended, faults }: Taken): Partial<Import> {
  return {
    ratio,
    header: before.header ?? headerIn(lines),
    added: before.added + added,
    ended: before.ended + ended,
    faults: [...before.faults, ...faults.map((fault) => ({ ...fault, text: lines[fault.line - firstLine] ?? '' }))],
  }
}

function Outcome({ state: { file, ratio, added, ended, faults, header, isDone, error } }: { state: Import }) {
  const { t, format } = useI18n()
  return (
    <>
      <ProgressBar label={file} ratio={ratio} tone="ok" />
      {error !== undefined && <ErrorBanner error={error} />}
      <p role="status">
        {t(isDone ? 'natLog.done' : 'natLog.underWay', {
          added: format.number(added),
          ended: format.number(ended),
          faults: format.number(faults.length),
        })}
      </p>
      {faults.length > 0 && <Faults faults={faults} header={header} />}
    </>
  )
}

function Faults({ faults, header }: Pick<Import, 'faults' | 'header'>) {
  const { t, format } = useI18n()
  const columns = [
    { key: 'line', label: t('natLog.line') },
    { key: 'why', label: t('natLog.why') },
    { key: 'text', label: t('natLog.written') },
  ]
  const whyOf = (wrong: readonly Column[]) =>
    wrong.length === 0 ? t('natLog.fault.line') : wrong.map((column) => t(`natLog.fault.${column}`)).join(' ')
  const rows = faults.slice(0, shownMax).map(({ line, columns: wrong, text }) => ({
    id: String(line),
    cells: { line: format.number(line), why: whyOf(wrong), text: <code className={styles.line}>{text}</code> },
  }))
  const save = () => {
    const lines = [...(header === undefined ? [] : [header]), ...faults.map(({ text }) => text)]
    saveText(header === undefined ? 'nat-log-faults.ndjson' : 'nat-log-faults.csv', `${lines.join('\n')}\n`)
  }
  return (
    <>
      <Buttons>
        <Button icon={IconExport} onClick={save}>
          {t('natLog.save')}
        </Button>
      </Buttons>
      <Table label={t('natLog.faults')} columns={columns} rows={rows} />
      {faults.length > shownMax && <p>{t('natLog.more', { count: format.number(faults.length - shownMax) })}</p>}
    </>
  )
}
