import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { batchQuery } from '#console/features/vouchers/queries.ts'
import { StackActions } from '#console/features/vouchers/stack-actions.tsx'
import { Standing } from '#console/features/vouchers/standing.tsx'
import { ListPart } from '#console/list-screen.tsx'
import { useLiveAbout } from '#console/live.ts'
import { useI18n } from '#i18n'
import { Page } from '#ui/page.tsx'
import { ErrorState, SkeletonLines } from '#ui/states.tsx'
import { StatusBadge } from '#ui/status-badge.tsx'

/** A batch: where its vouchers are, and each of them. */
export function VoucherBatch() {
  const { t } = useI18n()
  const { id } = useParams({ from: '/app/voucher-batches/$id' })
  useLiveAbout([id], ['voucher_batch'])
  const { data, error, refetch } = useQuery(batchQuery(id))
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <SkeletonLines lines={10} />
  return (
    <Page
      title={`${data.number} · ${data.offerName}`}
      badge={<StatusBadge value={data.state} />}
      breadcrumbs={[{ label: t('nav.voucherBatches'), to: '/voucher-batches' }]}
      actions={data.state === 'ready' ? <StackActions batch={data} /> : undefined}
    >
      <Standing batch={data} />
      {data.state === 'ready' && <ListPart name="vouchers" fixedColumn="batchId" />}
    </Page>
  )
}
