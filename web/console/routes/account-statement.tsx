import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { apiUrl } from '#api'
import { CustomerLink } from '#console/features/customers/customer-link.tsx'
import { customerQuery } from '#console/features/customers/queries.ts'
import { MailStatement } from '#console/features/documents/mail-statement.tsx'
import { StatementFigures, StatementLines } from '#console/features/ledger/account-statement.tsx'
import { accountStatementQuery } from '#console/features/ledger/queries.ts'
import { PeriodChoice, usePeriod } from '#console/period-choice.tsx'
import { useCan } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { DocumentButton } from '#ui/button.tsx'
import { IconDocument } from '#ui/icons.ts'
import { Page } from '#ui/page.tsx'
import { ErrorState, SkeletonLines } from '#ui/states.tsx'

/** What a customer owed before a period, what moved that, and what was owed after it. */
export function AccountStatement() {
  const { t } = useI18n()
  const can = useCan()
  const { id } = useParams({ from: '/app/accounts/$id/statement' })
  const { from, to, until } = usePeriod()
  const { data, error, refetch } = useQuery(accountStatementQuery(id, { from, to: until }))
  const { data: customer } = useQuery({
    ...customerQuery(data?.account.customerId ?? ''),
    enabled: data !== undefined && can('customers.read'),
  })
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  return (
    <Page
      title={data ? `${t('statement.title')} ${data.account.number}` : t('statement.title')}
      description={customer && <CustomerLink customer={customer} />}
      breadcrumbs={[{ label: t('nav.receivables'), to: '/receivables' }]}
      actions={
        <>
          <DocumentButton icon={IconDocument} href={apiUrl(`/accounts/${id}/statement/document?from=${from}&to=${until}`)}>
            {t('invoice.pdf')}
          </DocumentButton>
          <MailStatement accountId={id} from={from} until={until} />
        </>
      }
    >
      <PeriodChoice from={from} to={to} />
      {data ? (
        <>
          <StatementFigures statement={data} />
          <StatementLines statement={data} />
        </>
      ) : (
        <SkeletonLines lines={9} />
      )}
    </Page>
  )
}
