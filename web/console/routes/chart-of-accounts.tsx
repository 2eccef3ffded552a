import { AddAccount, Chart } from '#console/features/ledger/chart.tsx'
import { useI18n } from '#i18n'
import { Page } from '#ui/page.tsx'

/** The accounts of the books: those that the program books on, and the tenant's own. */
export function ChartOfAccounts() {
  const { t } = useI18n()
  return (
    <Page title={t('nav.chartOfAccounts')} description={t('ledger.chart.text')} actions={<AddAccount />}>
      <Chart />
    </Page>
  )
}
