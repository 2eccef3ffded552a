import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { simulationQuery } from '#console/features/simulations/queries.ts'
import { ListPart } from '#console/list-screen.tsx'
import { useI18n } from '#i18n'
import { Page } from '#ui/page.tsx'

/** Everybody to whom an alternative does something else. */
export function SimulationAccounts() {
  const { t } = useI18n()
  const { id } = useParams({ from: '/app/what-would-change/$id/customers' })
  const { data } = useQuery(simulationQuery(id))
  return (
    <Page
      title={t('simulation.accounts')}
      breadcrumbs={[
        { label: t('nav.simulations'), to: '/what-would-change' },
        { label: data?.name ?? '…', to: `/what-would-change/${id}` as never },
      ]}
      fill
    >
      <ListPart name="simulation-accounts" fixedColumn="simulationId" />
    </Page>
  )
}
