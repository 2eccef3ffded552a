import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { apiUrl } from '#api'
import { AgeingChart, AgeingFigures, Debtors } from '#console/features/ledger/ageing-report.tsx'
import { ageingReportQuery } from '#console/features/ledger/queries.ts'
import { useLiveFigures } from '#console/live.ts'
import { useI18n } from '#i18n'
import { DocumentButton } from '#ui/button.tsx'
import { DateField } from '#ui/fields.tsx'
import { Form } from '#ui/form.tsx'
import { IconExport } from '#ui/icons.ts'
import { Card, Page } from '#ui/page.tsx'
import { ErrorState, SkeletonLines } from '#ui/states.tsx'

const lookAgainMs = 10_000

/** Who owed what at the end of any day, by how long it was overdue then. */
export function Receivables() {
  const { t, format } = useI18n()
  const { on = format.today() } = useSearch({ from: '/app/receivables' })
  const { data, error, refetch } = useQuery(ageingReportQuery(on))
  useLiveFigures(['invoice', 'payment'], 'ledger', lookAgainMs)
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  return (
    <Page
      title={t('nav.receivables')}
      description={t('ageing.text', { day: format.date(on) })}
      actions={
        <DocumentButton icon={IconExport} href={apiUrl(`/receivables/ageing-report/export?${new URLSearchParams({ on })}`)}>
          {t('ageing.export')}
        </DocumentButton>
      }
    >
      <DayChoice on={on} />
      {data ? <AgeingFigures report={data} /> : <SkeletonLines lines={3} />}
      <AgeingChart on={on} />
      {data && <Debtors report={data} />}
    </Page>
  )
}

function DayChoice({ on }: { on: string }) {
  const { t } = useI18n()
  const navigate = useNavigate()
  const show = (values: { on: string }) => navigate({ to: '/receivables', search: values })
  return (
    <Card>
      <Form key={on} initial={{ on }} submitLabel={t('ledger.show')} guard={false} onSubmit={show}>
        <DateField name="on" label={t('ledger.on')} required />
      </Form>
    </Card>
  )
}
