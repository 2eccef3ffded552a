import { ListScreen } from '#console/list-screen.tsx'
import { useCan } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Buttons, LinkButton } from '#ui/button.tsx'
import { IconAdd } from '#ui/icons.ts'

export function Routers() {
  const { t } = useI18n()
  const can = useCan()
  const mayAdd = can('access.write') && can('access.secrets') // there is no router without a secret
  const add = mayAdd && (
    <Buttons>
      <LinkButton to="/nas/new" icon={IconAdd}>
        {t('join.other')}
      </LinkButton>
      <LinkButton to="/nas/join" kind="primary" icon={IconAdd}>
        {t('join.add')}
      </LinkButton>
    </Buttons>
  )
  return <ListScreen name="nas" actions={add} emptyAction={add} />
}
