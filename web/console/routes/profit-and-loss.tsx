import { useQuery } from '@tanstack/react-query'
import { ExportMenu } from '#console/features/ledger/export-menu.tsx'
import { statementsQuery } from '#console/features/ledger/queries.ts'
import { BalanceSheetCard, ProfitAndLossCard } from '#console/features/ledger/statements.tsx'
import { useLiveFigures } from '#console/live.ts'
import { PeriodChoice, usePeriod } from '#console/period-choice.tsx'
import { useI18n } from '#i18n'
import { Card, Columns, Page } from '#ui/page.tsx'
import { ErrorState, SkeletonLines } from '#ui/states.tsx'

const lookAgainMs = 10_000

/** What was earned and spent in a period, and what there is at its end. */
export function ProfitAndLoss() {
  const { t, format } = useI18n()
  const { from, to, until } = usePeriod()
  const { data, error, refetch } = useQuery(statementsQuery({ from, to: until }))
  useLiveFigures(['invoice', 'payment'], 'ledger', lookAgainMs)
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  return (
    <Page
      title={t('nav.profitAndLoss')}
      description={t('ledger.profitAndLoss.text', { from: format.date(from), to: format.date(to) })}
      actions={<ExportMenu period={{ from, to: until }} />}
    >
      <PeriodChoice from={from} to={to} />
      {!data && <SkeletonLines lines={9} />}
      {data?.length === 0 && <Card>{t('ledger.none')}</Card>}
      {data?.map((statement) => (
        <Columns key={statement.currency} least="24rem">
          <ProfitAndLossCard statement={statement} period={{ from, to }} />
          <BalanceSheetCard statement={statement} period={{ from, to }} />
        </Columns>
      ))}
    </Page>
  )
}
