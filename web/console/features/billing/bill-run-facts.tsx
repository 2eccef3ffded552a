import { useI18n } from '#i18n'
import { LinkButton } from '#ui/button.tsx'
import { FormPart } from '#ui/form.tsx'
import { IconCheck, IconInvoices } from '#ui/icons.ts'
import { Card } from '#ui/page.tsx'
import { ProgressBar } from '#ui/progress-bar.tsx'
import { Stat, Stats } from '#ui/stat.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { MoneyText, NumberText } from '#ui/text.tsx'
import type { BillRun } from './queries.ts'

/** Figures of what would be billed, or of what is. */
export function BillRunFigures({ run: { invoiceCount, total, state } }: { run: BillRun }) {
  const { t } = useI18n()
  if (state === 'previewing') return null
  return (
    <Stats>
      <Stat label={t('column.invoiceCount')} value={<NumberText value={invoiceCount} />} />
      <Stat label={t('column.total')} value={<MoneyText value={total} />} />
    </Stats>
  )
}

/** How far a run is and how it ended; while it is looked at, its bills say all. */
export function BillRunProgress({ run }: { run: BillRun }) {
  const { t, format } = useI18n()
  switch (run.state) {
    case 'previewing':
      return (
        <Card title={t('billRun.previewing')}>
          <SkeletonLines lines={4} />
        </Card>
      )
    case 'running':
      return (
        <Card title={t('billRun.progress')}>
          <FormPart>
            <ProgressBar
              label={t('billRun.progress')}
              ratio={Number(run.subscriptionDone) / Math.max(Number(run.subscriptionCount), 1)}
              detail={t('billRun.progress.of', {
                done: format.number(run.subscriptionDone),
                count: format.number(run.subscriptionCount),
              })}
              tone="info"
            />
            <p>{t('billRun.running')}</p>
          </FormPart>
        </Card>
      )
    case 'failed':
      return <EmptyState title={t('billRun.failed')}>{run.error}</EmptyState>
    case 'discarded':
      return <EmptyState title={t('billRun.discarded')}>{t('billRun.discarded.text')}</EmptyState>
    case 'done':
      return <Outcome run={run} />
    case 'previewed':
      return null
    default:
      return run.state satisfies never
  }
}

function Outcome({ run: { id, invoiceCount, total } }: { run: BillRun }) {
  const { t, format } = useI18n()
  if (invoiceCount === '0')
    return (
      <EmptyState title={t('billRun.nothing')} icon={IconCheck}>
        {t('billRun.nothing.text')}
      </EmptyState>
    )
  const invoices = (
    <LinkButton to="/invoices" search={{ f: [`billRunId:eq:${id}`] }} icon={IconInvoices}>
      {t('billRun.invoices')}
    </LinkButton>
  )
  return (
    <EmptyState title={t('billRun.done', { count: Number(invoiceCount) })} icon={IconCheck} action={invoices}>
      {t('billRun.done.text', { total: format.money(total) })}
    </EmptyState>
  )
}
