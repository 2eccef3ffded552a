import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Affected } from '#console/features/simulations/affected.tsx'
import { Changes } from '#console/features/simulations/changes.tsx'
import { MonthTable, OutcomeCharts, OutcomeStats, PlanAndTaxTables } from '#console/features/simulations/outcome.tsx'
import { SimulationProgress } from '#console/features/simulations/progress.tsx'
import { type Simulation as SimulationData, simulationQuery } from '#console/features/simulations/queries.ts'
import { SimulationActions } from '#console/features/simulations/simulation-actions.tsx'
import { useI18n } from '#i18n'
import { Page } from '#ui/page.tsx'
import { EmptyState, ErrorState, SkeletonLines } from '#ui/states.tsx'
import { StatusBadge } from '#ui/status-badge.tsx'

/** One simulation: how far it is, then both courses beside each other. */
export function Simulation() {
  const { id } = useParams({ from: '/app/what-would-change/$id' })
  const { data, error, refetch } = useQuery(simulationQuery(id))
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  return data ? <SimulationPage simulation={data} /> : <SkeletonLines lines={10} />
}

function SimulationPage({ simulation }: { simulation: SimulationData }) {
  const { t, format } = useI18n()
  const { id, name, from, to, state, alternative, outcome, affectedCount } = simulation
  return (
    <Page
      title={name}
      badge={<StatusBadge value={state} />}
      description={t('simulation.days.of', { from: format.date(from), to: format.date(to) })}
      breadcrumbs={[{ label: t('nav.simulations'), to: '/what-would-change' }]}
      actions={<SimulationActions simulation={simulation} />}
    >
      <SimulationProgress simulation={simulation} />
      {outcome && <OutcomeStats outcome={outcome} affectedCount={affectedCount} />}
      <Changes alternative={alternative} />
      {outcome && (
        <>
          <Faults faults={[...outcome.unchanged.faults, ...(outcome.changed?.faults ?? [])]} />
          <OutcomeCharts {...outcome} />
          <MonthTable {...outcome} />
          <PlanAndTaxTables {...outcome} />
          {outcome.changed && <Affected id={id} />}
        </>
      )}
    </Page>
  )
}

function Faults({ faults }: { faults: readonly string[] }) {
  const { t } = useI18n()
  return faults.length === 0 ? null : <EmptyState title={t('simulation.faults')}>{faults.join(' · ')}</EmptyState>
}
