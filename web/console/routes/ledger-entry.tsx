import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { EntryFacts, EntryLines } from '#console/features/ledger/entry.tsx'
import { entryQuery } from '#console/features/ledger/queries.ts'
import { useI18n } from '#i18n'
import { Page, Split } from '#ui/page.tsx'
import { ErrorState, SkeletonLines } from '#ui/states.tsx'

/** One entry of the journal: what it posted, and what it is about. */
export function LedgerEntry() {
  const { t, format } = useI18n()
  const { id } = useParams({ from: '/app/journal/$id' })
  const { data, error, refetch } = useQuery(entryQuery(id))
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <SkeletonLines lines={8} />
  return (
    <Page title={data.description} description={format.date(data.bookedOn)} breadcrumbs={[{ label: t('nav.journal'), to: '/journal' }]}>
      <Split aside={<EntryFacts entry={data} />}>
        <EntryLines entry={data} />
      </Split>
    </Page>
  )
}
