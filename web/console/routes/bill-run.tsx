import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { BillRunActions } from '#console/features/billing/bill-run-actions.tsx'
import { BillRunFigures, BillRunProgress } from '#console/features/billing/bill-run-facts.tsx'
import { type BillRun as BillRunData, anomalies, billRunQuery } from '#console/features/billing/queries.ts'
import { ArchiveBillRun } from '#console/features/documents/new-archive.tsx'
import { ListPart } from '#console/list-screen.tsx'
import { useI18n } from '#i18n'
import { Chips } from '#ui/chips.tsx'
import { Page } from '#ui/page.tsx'
import { ErrorState, SkeletonLines } from '#ui/states.tsx'
import { StatusBadge } from '#ui/status-badge.tsx'

/** One bill run: what it would bill and what is strange about it, then how far it is, then what it made. */
export function BillRun() {
  const { id } = useParams({ from: '/app/bill-runs/$id' })
  const { data, error, refetch } = useQuery(billRunQuery(id))
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  return data ? <BillRunPage run={data} /> : <SkeletonLines lines={10} />
}

function BillRunPage({ run }: { run: BillRunData }) {
  const { t, format } = useI18n()
  const isPreviewed = run.state === 'previewed'
  return (
    <Page
      title={run.number}
      badge={<StatusBadge value={run.state} />}
      description={t('billRun.upTo', { day: format.date(run.asOf) })}
      breadcrumbs={[{ label: t('nav.billRuns'), to: '/bill-runs' }]}
      actions={
        <>
          <BillRunActions run={run} />
          {run.state === 'done' && run.invoiceCount !== '0' && <ArchiveBillRun billRunId={run.id} />}
        </>
      }
      fill={isPreviewed}
    >
      <BillRunFigures run={run} />
      <BillRunProgress run={run} />
      {isPreviewed && (
        <>
          <AnomalyChips runId={run.id} />
          <ListPart name="bill-previews" fixedColumn="billRunId" />
        </>
      )}
    </Page>
  )
}

const all = 'all'

/** All bills, or those that are strange in one way. */
function AnomalyChips({ runId }: { runId: string }) {
  const { t } = useI18n()
  const navigate = useNavigate()
  const { f = [] } = useSearch({ from: '/app/bill-runs/$id' })
  const chosen = anomalies.find((anomaly) => f.includes(`anomaly:eq:${anomaly}`)) ?? all
  const choose = (key: typeof chosen) =>
    void navigate({
      to: '/bill-runs/$id',
      params: { id: runId },
      search: { f: [`billRunId:eq:${runId}`, ...(key === all ? [] : [`anomaly:eq:${key}`])] },
      replace: true,
    })
  return (
    <Chips
      label={t('column.anomaly')}
      chips={([all, ...anomalies] as const).map((key) => ({ key, label: t(`billRun.anomaly.${key}`) }))}
      chosen={chosen}
      onChoose={choose}
    />
  )
}
