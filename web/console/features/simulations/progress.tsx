import { useI18n } from '#i18n'
import { IconJobs } from '#ui/icons.ts'
import { FormPart } from '#ui/form.tsx'
import { Card } from '#ui/page.tsx'
import { ProgressBar } from '#ui/progress-bar.tsx'
import { EmptyState } from '#ui/states.tsx'
import type { Simulation } from './queries.ts'

/** How far a simulation is, or why there is nothing to see. */
export function SimulationProgress({ simulation: { state, daysDone, daysTotal, error } }: { simulation: Simulation }) {
  const { t, format } = useI18n()
  switch (state) {
    case 'waiting':
      return (
        <EmptyState title={t('simulation.waiting')} icon={IconJobs}>
          {t('simulation.waiting.text')}
        </EmptyState>
      )
    case 'running':
      return (
        <Card title={t(daysDone === 0 ? 'simulation.copying' : 'simulation.progress')}>
          <FormPart>
            <ProgressBar
              label={t('simulation.progress')}
              ratio={daysDone / daysTotal}
              detail={t('billRun.progress.of', { done: format.number(daysDone), count: format.number(daysTotal) })}
              tone="info"
            />
            <p>{t('simulation.running.text')}</p>
          </FormPart>
        </Card>
      )
    case 'failed':
      return <EmptyState title={t('simulation.failed')}>{error}</EmptyState>
    case 'cancelled':
      return <EmptyState title={t('simulation.cancelled')}>{t('simulation.cancelled.text')}</EmptyState>
    case 'done':
      return null
    default:
      return state satisfies never
  }
}
