import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button, IconButton, LinkButton } from '#ui/button.tsx'
import { IconAdd, IconClose, IconTrash } from '#ui/icons.ts'
import { AffectedButtons } from './affected.tsx'
import type { Simulation } from './queries.ts'

export function SimulationActions({ simulation: { id, state, affectedCount } }: { simulation: Simulation }) {
  const { t } = useI18n()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { busy, run } = useDeed()
  const isUnfinished = state === 'waiting' || state === 'running'
  const cancel = () =>
    run({ act: () => api.post(`/simulations/${id}/cancellation`), done: t('simulation.cancelled'), stale: [['simulation']] })
  const remove = () =>
    run({
      act: async () => {
        await api.delete(`/simulations/${id}`)
        await navigate({ to: '/what-would-change' })
        queries.removeQueries({ queryKey: ['simulation', id] })
      },
      done: t('simulation.deleted'),
      stale: [['simulation', 'rows']],
    })
  return (
    <>
      {affectedCount > 0 && <AffectedButtons id={id} />}
      <Can permission="simulations.run">
        {isUnfinished ? (
          <Button icon={IconClose} busy={busy} onClick={() => void cancel()}>
            {t('simulation.cancel')}
          </Button>
        ) : (
          <>
            <IconButton label={t('simulation.delete')} icon={IconTrash} disabled={busy} onClick={() => void remove()} />
            <LinkButton to="/what-would-change/new" search={{ like: id }} kind="primary" icon={IconAdd}>
              {t('simulation.again')}
            </LinkButton>
          </>
        )}
      </Can>
    </>
  )
}
