import { useQuery } from '@tanstack/react-query'
import { useCan } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button, Buttons, IconButton } from '#ui/button.tsx'
import {
  IconBlock,
  IconBoost,
  IconCheck,
  IconDisconnect,
  IconKey,
  IconMore,
  IconPause,
  IconPlay,
  IconSwap,
  IconTopUp,
  IconTrash,
  IconUserPlus,
} from '#ui/icons.ts'
import { Menu, type MenuEntry } from '#ui/menu.tsx'
import { type SubscriptionDeeds, fits } from './deeds.ts'
import { openSessionsQuery, quotaQuery } from './queries.ts'

/** The next step as a button, all others in a menu; what the person may not do or the state does not allow is not offered. */
export function SubscriptionActions({ deeds }: { deeds: SubscriptionDeeds }) {
  const { t } = useI18n()
  const can = useCan()
  const entries = useEntries(deeds)
  const { subscription, busy } = deeds
  const mayWrite = can('subscriptions.write')
  return (
    <Buttons>
      {mayWrite && fits('activate', subscription) && (
        <Button kind="primary" icon={IconPlay} busy={busy} onClick={deeds.activate}>
          {t('subscription.activate')}
        </Button>
      )}
      {mayWrite && fits('resume', subscription) && (
        <Button kind="primary" icon={IconPlay} busy={busy} onClick={deeds.resume}>
          {t('subscription.resume')}
        </Button>
      )}
      {entries.length > 0 && (
        <Menu
          trigger={<IconButton label={t('subscription.actions', { number: subscription.number })} icon={IconMore} kind="plain" />}
          sections={[{ entries }]}
        />
      )}
    </Buttons>
  )
}

function useEntries(deeds: SubscriptionDeeds): readonly MenuEntry[] {
  const { t, label } = useI18n()
  const can = useCan()
  const { subscription, open } = deeds
  const { data: sessions = [] } = useQuery({ ...openSessionsQuery(subscription.id), enabled: can('access.read') })
  const { data: quota } = useQuery(quotaQuery(subscription.id))
  const entry = (allowed: boolean, entry: MenuEntry) => (allowed ? [entry] : [])
  const mayWrite = can('subscriptions.write')
  const mayNetwork = can('access.write')
  return [
    ...entry(mayWrite && fits('changePlan', subscription), {
      label: t('subscription.changePlan'),
      icon: IconSwap,
      onSelect: () => open('plan'),
    }),
    ...entry((can('payments.receive') || (can('charging.write') && quota?.limited === true)) && fits('topUp', subscription), {
      label: t('subscription.topUp'),
      icon: IconTopUp,
      onSelect: () => open('top-up'),
    }),
    ...entry(can('access.boost') && fits('boost', subscription), {
      label: t('subscription.boost'),
      icon: IconBoost,
      onSelect: () => open('boost'),
    }),
    ...entry(mayNetwork && fits('changePlan', subscription), {
      label: t('login.add'),
      icon: IconKey,
      onSelect: () => open('login'),
    }),
    ...entry(mayNetwork && sessions.length > 0, {
      label: t('session.disconnect'),
      icon: IconDisconnect,
      onSelect: () => deeds.disconnect(sessions),
    }),
    ...entry(mayWrite && fits('pause', subscription), { label: t('subscription.pause'), icon: IconPause, onSelect: () => open('pause') }),
    ...(mayWrite && fits('unblock', subscription)
      ? subscription.blockReasons.map((reason) => ({
          label: t('subscription.lift', { reason: label(reason, `reason.${reason}`) }),
          icon: IconCheck,
          onSelect: () => deeds.lift([reason]),
        }))
      : []),
    ...entry(mayWrite && fits('block', subscription), { label: t('subscription.block'), icon: IconBlock, onSelect: () => open('block') }),
    ...entry(mayWrite && can('customers.read') && fits('transfer', subscription), {
      label: t('subscription.transfer'),
      icon: IconUserPlus,
      onSelect: () => open('transfer'),
    }),
    ...entry(mayWrite && subscription.endsOn !== null && fits('end', subscription), {
      label: t('subscription.keep'),
      icon: IconCheck,
      onSelect: deeds.keep,
    }),
    ...entry(mayWrite && subscription.endsOn === null && fits('end', subscription), {
      label: t('subscription.end'),
      icon: IconTrash,
      danger: true,
      onSelect: () => open('end'),
    }),
  ]
}
