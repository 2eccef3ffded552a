import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { invoiceQuery } from '#console/features/billing/queries.ts'
import { CustomerLink } from '#console/features/customers/customer-link.tsx'
import { customerQuery } from '#console/features/customers/queries.ts'
import { EntryFacts, EntryLines } from '#console/features/ledger/entry.tsx'
import { entryQuery } from '#console/features/ledger/queries.ts'
import { useCan } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Page, Split } from '#ui/page.tsx'
import { ErrorState, SkeletonLines } from '#ui/states.tsx'

/** One entry of the journal: what it posted, and what it is about. */
export function LedgerEntry() {
  const { t, format } = useI18n()
  const can = useCan()
  const { id } = useParams({ from: '/app/journal/$id' })
  const { data, error, refetch } = useQuery(entryQuery(id))
  const isOfInvoice = data?.sourceKind === 'invoice'
  const { data: invoice } = useQuery({ ...invoiceQuery(data?.sourceId ?? ''), enabled: isOfInvoice && can('billing.read') })
  const customerId = data?.lines.find((line) => line.customerId !== null)?.customerId ?? ''
  const { data: customer } = useQuery({ ...customerQuery(customerId), enabled: customerId !== '' && can('customers.read') })
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <SkeletonLines lines={8} />
  return (
    <Page
      title={invoice ? `${data.description} ${invoice.number}` : data.description}
      description={
        <>
          {format.date(data.bookedOn)}
          {customer && (
            <>
              {' '}
              · <CustomerLink customer={customer} />
            </>
          )}
        </>
      }
      breadcrumbs={[{ label: t('nav.journal'), to: '/journal' }]}
    >
      <Split aside={<EntryFacts entry={data} />}>
        <EntryLines entry={data} />
      </Split>
    </Page>
  )
}
