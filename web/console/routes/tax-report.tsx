import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { apiUrl } from '#api'
import { taxReportQuery } from '#console/features/billing/queries.ts'
import { TaxFigures, TaxSupplies, TaxSums } from '#console/features/billing/tax-report.tsx'
import { useLiveFigures } from '#console/live.ts'
import { useI18n } from '#i18n'
import { addDays } from '#i18n/format.ts'
import { DocumentButton } from '#ui/button.tsx'
import { DateField } from '#ui/fields.tsx'
import { Form } from '#ui/form.tsx'
import { IconDocument } from '#ui/icons.ts'
import { Card, Page, Split } from '#ui/page.tsx'
import { ErrorState, SkeletonLines } from '#ui/states.tsx'

const lookAgainMs = 10_000

/** What is owed to tax offices for a period, and that the books say the same. */
export function TaxReport() {
  const { t, format } = useI18n()
  const search = useSearch({ from: '/app/tax-report' })
  const { from, to } = search.from && search.to ? { from: search.from, to: search.to } : monthOf(format.today())
  const period = { from, to: addDays(to, 1) }
  const { data, error, refetch } = useQuery(taxReportQuery(period))
  useLiveFigures(['invoice'], 'tax_report', lookAgainMs)
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  const register = apiUrl(`/tax-reports/register?${new URLSearchParams(period)}`)
  return (
    <Page
      title={t('taxReport.title')}
      description={t('taxReport.text', { from: format.date(from), to: format.date(to) })}
      actions={
        <DocumentButton icon={IconDocument} href={register}>
          {t('taxReport.register')}
        </DocumentButton>
      }
    >
      <Split
        aside={
          <>
            <PeriodChoice from={from} to={to} />
            {data && <TaxSums report={data} />}
          </>
        }
      >
        {data ? (
          <>
            <TaxFigures report={data} />
            <TaxSupplies report={data} />
          </>
        ) : (
          <SkeletonLines lines={9} />
        )}
      </Split>
    </Page>
  )
}

/** First and last day of the month of a day. */
function monthOf(day: string): { from: string; to: string } {
  const from = `${day.slice(0, 7)}-01`
  const inNextMonth = addDays(from, 31)
  return { from, to: addDays(`${inNextMonth.slice(0, 7)}-01`, -1) }
}

function PeriodChoice({ from, to }: { from: string; to: string }) {
  const { t } = useI18n()
  const navigate = useNavigate()
  const show = (search: { from: string; to: string }) => navigate({ to: '/tax-report', search })
  return (
    <Card>
      <Form key={`${from} ${to}`} initial={{ from, to }} submitLabel={t('taxReport.show')} guard={false} onSubmit={show}>
        <DateField name="from" label={t('taxReport.from')} required />
        <DateField name="to" label={t('taxReport.to')} required />
      </Form>
    </Card>
  )
}
