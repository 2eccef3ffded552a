import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { useCan } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button, Buttons, LinkButton } from '#ui/button.tsx'
import type { Row } from '#ui/data-table/list.ts'
import { IconCustomers, IconDisconnect, IconNas } from '#ui/icons.ts'

/** From a session to whose it is and where it runs, and its end. */
export function SessionActions({ row: { id, state, customerId, nasId } }: { row: Row }) {
  const { t } = useI18n()
  const can = useCan()
  const { busy, run } = useDeed()
  const disconnect = () =>
    run({ act: () => api.post(`/sessions/${id}/disconnect`, {}), done: t('deed.disconnected'), stale: [['session']] })
  return (
    <Buttons>
      {typeof customerId === 'string' && can('customers.read') && (
        <LinkButton to="/customers/$id" params={{ id: customerId }} icon={IconCustomers}>
          {t('subscription.openCustomer')}
        </LinkButton>
      )}
      {typeof nasId === 'string' && (
        <LinkButton to="/nas/$id" params={{ id: nasId }} icon={IconNas}>
          {t('router.open')}
        </LinkButton>
      )}
      {state === 'open' && can('access.write') && (
        <Button kind="danger" icon={IconDisconnect} busy={busy} onClick={() => void disconnect()}>
          {t('session.disconnect')}
        </Button>
      )}
    </Buttons>
  )
}
