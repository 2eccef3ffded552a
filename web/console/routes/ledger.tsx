import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { AgeingCard } from '#console/features/billing/ageing.tsx'
import { trialBalanceQuery } from '#console/features/ledger/queries.ts'
import { TrialBalance } from '#console/features/ledger/trial-balance.tsx'
import { useLiveFigures } from '#console/live.ts'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { DateField } from '#ui/fields.tsx'
import { Form } from '#ui/form.tsx'
import { Card, Page, Split } from '#ui/page.tsx'
import { ErrorState, SkeletonLines } from '#ui/states.tsx'

const lookAgainMs = 10_000

/** The books on a day, and what customers owe today. */
export function Ledger() {
  const { t, format } = useI18n()
  const { on } = useSearch({ from: '/app/ledger' })
  const { data, error, refetch } = useQuery(trialBalanceQuery(on))
  useLiveFigures(['invoice', 'payment'], 'ledger', lookAgainMs)
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  return (
    <Page title={t('ledger.title')} description={data && t('ledger.text', { day: format.date(data.on) })}>
      <Split
        aside={
          <>
            <DayChoice on={on} />
            <Can permission="billing.read">
              <AgeingCard />
            </Can>
          </>
        }
      >
        {data ? <TrialBalance accounts={data.accounts} /> : <SkeletonLines lines={9} />}
      </Split>
    </Page>
  )
}

function DayChoice({ on }: { on: string | undefined }) {
  const { t, format } = useI18n()
  const navigate = useNavigate()
  const show = (values: { on: string }) => navigate({ to: '/ledger', search: values })
  return (
    <Card>
      <Form key={on} initial={{ on: on ?? format.today() }} submitLabel={t('ledger.show')} guard={false} onSubmit={show}>
        <DateField name="on" label={t('ledger.on')} required />
      </Form>
    </Card>
  )
}
