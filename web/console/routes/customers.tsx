import { ListScreen } from '#console/list-screen.tsx'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { LinkButton } from '#ui/button.tsx'
import { IconAdd } from '#ui/icons.ts'

export function Customers() {
  const { t } = useI18n()
  const add = (
    <Can permission="customers.write">
      <LinkButton to="/customers/new" kind="primary" icon={IconAdd}>
        {t('customer.new')}
      </LinkButton>
    </Can>
  )
  return <ListScreen name="customers" actions={add} emptyAction={add} />
}
