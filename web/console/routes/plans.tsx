import { ListScreen } from '#console/list-screen.tsx'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { LinkButton } from '#ui/button.tsx'
import { IconAdd } from '#ui/icons.ts'

export function Plans() {
  const { t } = useI18n()
  const add = (
    <Can permission="catalog.write">
      <LinkButton to="/plans/new" kind="primary" icon={IconAdd}>
        {t('plan.new')}
      </LinkButton>
    </Can>
  )
  return <ListScreen name="plans" actions={add} emptyAction={add} />
}
