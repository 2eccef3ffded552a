import { ListScreen } from '#console/list-screen.tsx'
import { useCan } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { LinkButton } from '#ui/button.tsx'
import { IconAdd } from '#ui/icons.ts'

export function Routers() {
  const { t } = useI18n()
  const can = useCan()
  const mayAdd = can('access.write') && can('access.secrets') // there is no router without a secret
  const add = mayAdd && (
    <LinkButton to="/nas/new" kind="primary" icon={IconAdd}>
      {t('router.add')}
    </LinkButton>
  )
  return <ListScreen name="nas" actions={add} emptyAction={add} />
}
