import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '#api'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import { DateField } from '#ui/fields.tsx'
import { Form, FormPart } from '#ui/form.tsx'
import { IconCheck, IconPlay } from '#ui/icons.ts'
import { Modal } from '#ui/modal.tsx'
import { ProgressBar } from '#ui/progress-bar.tsx'
import { EmptyState, ErrorBanner, SkeletonLines } from '#ui/states.tsx'
import { type BillRun, billRunQuery } from './queries.ts'

/** Starts a bill run and shows how far it is. */
export function RunBilling() {
  const { t } = useI18n()
  const [open, setOpen] = useState(false)
  const [runId, setRunId] = useState<string>()
  const close = () => {
    setOpen(false)
    setRunId(undefined)
  }
  return (
    <>
      <Button kind="primary" icon={IconPlay} onClick={() => setOpen(true)}>
        {t('billRun.run')}
      </Button>
      <Modal open={open} onClose={close} title={t('billRun.run')}>
        {runId === undefined ? <AskForDay onStarted={setRunId} onCancel={close} /> : <Progress runId={runId} />}
      </Modal>
    </>
  )
}

function AskForDay({ onStarted, onCancel }: { onStarted: (runId: string) => void; onCancel: () => void }) {
  const { t, format } = useI18n()
  const start = async (values: { asOf: string }, key: string) => onStarted((await api.post<BillRun>('/bill-runs', values, { key })).id)
  return (
    <Form initial={{ asOf: format.today() }} submitLabel={t('billRun.run')} onCancel={onCancel} guard={false} onSubmit={start}>
      <p>{t('billRun.text')}</p>
      <DateField name="asOf" label={t('billRun.asOf')} required />
    </Form>
  )
}

function Progress({ runId }: { runId: string }) {
  const { t, format } = useI18n()
  const queries = useQueryClient()
  const { data: run, error } = useQuery(billRunQuery(runId))
  const state = run?.state
  useEffect(() => {
    if (state !== undefined) void queries.invalidateQueries({ queryKey: ['invoice'] }) // the lists of runs and of invoices
  }, [state, queries])
  if (error && !run) return <ErrorBanner error={error} />
  if (!run) return <SkeletonLines lines={2} />
  if (run.state === 'failed') return <EmptyState title={t('billRun.failed')}>{run.error}</EmptyState>
  if (run.state === 'done') return <Outcome run={run} />
  const { subscriptionDone, subscriptionCount } = run
  return (
    <FormPart>
      <ProgressBar
        label={t('billRun.progress')}
        ratio={Number(subscriptionDone) / Math.max(Number(subscriptionCount), 1)}
        detail={t('billRun.progress.of', { done: format.number(subscriptionDone), count: format.number(subscriptionCount) })}
        tone="info"
      />
      <p>{t('billRun.running')}</p>
    </FormPart>
  )
}

function Outcome({ run: { invoiceCount, total } }: { run: BillRun }) {
  const { t, format } = useI18n()
  if (invoiceCount === '0')
    return (
      <EmptyState title={t('billRun.nothing')} icon={IconCheck}>
        {t('billRun.nothing.text')}
      </EmptyState>
    )
  return (
    <EmptyState title={t('billRun.done', { count: Number(invoiceCount) })} icon={IconCheck}>
      {t('billRun.done.text', { total: format.money(total) })}
    </EmptyState>
  )
}
