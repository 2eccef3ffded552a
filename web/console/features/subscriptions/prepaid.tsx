import { useQuery } from '@tanstack/react-query'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { useCan } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button, Buttons } from '#ui/button.tsx'
import { DescriptionList } from '#ui/description-list.tsx'
import { IconRefresh } from '#ui/icons.ts'
import { Card } from '#ui/page.tsx'
import { StatusBadge } from '#ui/status-badge.tsx'
import { Table } from '#ui/table.tsx'
import { staleBy } from './deeds.ts'
import { type Renewal, type SubscriptionRow, renewalsQuery } from './queries.ts'

/** Of a prepaid subscription: until when it is paid for, what happens then, and how earlier ends went. */
export function Prepaid({ subscription }: { subscription: SubscriptionRow }) {
  const { t, format } = useI18n()
  const { data } = useQuery({ ...renewalsQuery(subscription.id), enabled: subscription.prepaidUntil !== null })
  if (subscription.prepaidUntil === null) return null
  const { next, renewals } = data ?? {}
  return (
    <Card
      title={t('prepaid.title')}
      actions={<Deeds subscription={subscription} isExpired={subscription.blockReasons.includes('expired')} />}
    >
      <DescriptionList
        facts={[
          [t('prepaid.until'), format.date(subscription.prepaidUntil)],
          [t('prepaid.autoRenew'), t(subscription.autoRenew ? 'prepaid.autoRenew.on' : 'prepaid.autoRenew.off')],
          ...(next
            ? ([
                [t('prepaid.amount'), format.money(next.amount)],
                [t('prepaid.credit'), format.money(next.credit)],
                [t('prepaid.paidBy'), t(next.paidBy === null ? 'prepaid.paidBy.nobody' : `prepaid.paidBy.${next.paidBy}`)],
              ] as const)
            : []),
        ]}
      />
      {renewals && renewals.length > 0 && <Renewals renewals={renewals} />}
    </Card>
  )
}

function Deeds({ subscription, isExpired }: { subscription: SubscriptionRow; isExpired: boolean }) {
  const { t } = useI18n()
  const can = useCan()
  const { busy, run } = useDeed()
  const { id, autoRenew } = subscription
  const stale = staleBy(subscription)
  const toggle = () => run({ act: () => api.patch(`/subscriptions/${id}`, { autoRenew: !autoRenew }), done: t('prepaid.changed'), stale })
  const renew = () => run({ act: () => api.post(`/subscriptions/${id}/renewals`), done: t('prepaid.asked'), stale })
  return (
    <Buttons>
      {can('subscriptions.write') && (
        <Button disabled={busy} onClick={() => void toggle()}>
          {t(autoRenew ? 'prepaid.autoRenew.stop' : 'prepaid.autoRenew.start')}
        </Button>
      )}
      {isExpired && can('payments.receive') && (
        <Button kind="primary" icon={IconRefresh} disabled={busy} onClick={() => void renew()}>
          {t('prepaid.renew')}
        </Button>
      )}
    </Buttons>
  )
}

function Renewals({ renewals }: { renewals: readonly Renewal[] }) {
  const { t, format } = useI18n()
  return (
    <Table
      label={t('prepaid.renewals')}
      columns={[
        { key: 'day', label: t('column.dueOn') },
        { key: 'state', label: t('column.renewalState') },
        { key: 'next', label: t('column.nextTryOn') },
        { key: 'problem', label: t('column.problem') },
      ]}
      rows={renewals.map(({ id, dueOn, state, nextTryOn, problem }) => ({
        id,
        cells: {
          day: format.date(dueOn),
          state: <StatusBadge value={state} />,
          next: nextTryOn && format.date(nextTryOn),
          problem,
        },
      }))}
    />
  )
}
