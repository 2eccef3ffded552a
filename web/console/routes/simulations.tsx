import { ListScreen } from '#console/list-screen.tsx'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { LinkButton } from '#ui/button.tsx'
import { IconAdd } from '#ui/icons.ts'

/** What was tried so far. */
export function Simulations() {
  const { t } = useI18n()
  const start = (
    <Can permission="simulations.run">
      <LinkButton to="/what-would-change/new" kind="primary" icon={IconAdd}>
        {t('simulation.new')}
      </LinkButton>
    </Can>
  )
  return <ListScreen name="simulations" actions={start} emptyAction={start} />
}
