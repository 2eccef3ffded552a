import { useQuery } from '@tanstack/react-query'
import { apiUrl } from '#api'
import { taxReportQuery } from '#console/features/billing/queries.ts'
import { TaxFigures, TaxSupplies, TaxSums } from '#console/features/billing/tax-report.tsx'
import { useLiveFigures } from '#console/live.ts'
import { PeriodChoice, usePeriod } from '#console/period-choice.tsx'
import { useI18n } from '#i18n'
import { DocumentButton } from '#ui/button.tsx'
import { IconDocument } from '#ui/icons.ts'
import { Page, Split } from '#ui/page.tsx'
import { ErrorState, SkeletonLines } from '#ui/states.tsx'

const lookAgainMs = 10_000

/** What is owed to tax offices for a period, and that the books say the same. */
export function TaxReport() {
  const { t, format } = useI18n()
  const { from, to, until } = usePeriod()
  const period = { from, to: until }
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
