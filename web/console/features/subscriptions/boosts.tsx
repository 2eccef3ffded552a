import { useQuery } from '@tanstack/react-query'
import { useCan } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import { useConfirm } from '#ui/confirm.tsx'
import { IconBoost, IconClose } from '#ui/icons.ts'
import { Card } from '#ui/page.tsx'
import { ErrorBanner, SkeletonLines } from '#ui/states.tsx'
import { StatusBadge } from '#ui/status-badge.tsx'
import { Table } from '#ui/table.tsx'
import { InstantText } from '#ui/text.tsx'
import { fits, type SubscriptionDeeds, useSubscriptionDeeds } from './deeds.ts'
import { SubscriptionDialogs } from './dialogs.tsx'
import { type Boost, boostsQuery, type SubscriptionRow } from './queries.ts'

/** Speeds that were bought or given for a time: what runs, what comes, and what was. */
export function Boosts({ subscription }: { subscription: SubscriptionRow }) {
  const { t } = useI18n()
  const can = useCan()
  const deeds = useSubscriptionDeeds(subscription)
  const { data, error } = useQuery(boostsQuery(subscription.id))
  const mayBoost = can('access.boost') && fits('boost', subscription)
  return (
    <Card
      title={t('boosts.title')}
      actions={
        mayBoost && (
          <Button icon={IconBoost} onClick={() => deeds.open('boost')}>
            {t('subscription.boost')}
          </Button>
        )
      }
    >
      {error && !data && <ErrorBanner error={error} />}
      {!data && !error && <SkeletonLines lines={2} />}
      {data?.length === 0 && <p>{t('boosts.none')}</p>}
      {data && data.length > 0 && <Rows boosts={data} deeds={deeds} />}
      <SubscriptionDialogs deeds={deeds} />
    </Card>
  )
}

export const standingOf = ({ fromAt, untilAt }: Boost, now = new Date().toISOString()) =>
  untilAt <= now ? 'over' : fromAt <= now ? 'running' : 'scheduled'

const tones = { running: 'ok', scheduled: 'info', over: 'quiet' } as const

function Rows({ boosts, deeds }: { boosts: readonly Boost[]; deeds: SubscriptionDeeds }) {
  const { t, format } = useI18n()
  const mayEnd = useCan()('access.boost')
  return (
    <Table
      label={t('boosts.title')}
      columns={[
        { key: 'speed', label: t('plan.speeds') },
        { key: 'until', label: t('boosts.until') },
        { key: 'why', label: t('boosts.why') },
        { key: 'standing', label: t('boosts.standing') },
        ...(mayEnd ? [{ key: 'deeds', label: t('item.deeds') }] : []),
      ]}
      rows={boosts.map((boost) => ({
        id: boost.id,
        cells: {
          speed: t('plan.speed', { download: format.rate(boost.downloadBps), upload: format.rate(boost.uploadBps) }),
          until: <InstantText value={boost.untilAt} />,
          why: boost.isBought ? t('boosts.bought', { name: boost.reason }) : boost.reason,
          standing: <StatusBadge value={standingOf(boost)} tone={tones[standingOf(boost)]} />,
          deeds: mayEnd && standingOf(boost) !== 'over' && <EndBoost boost={boost} deeds={deeds} />,
        },
      }))}
    />
  )
}

function EndBoost({ boost: { id, isBought }, deeds }: { boost: Boost; deeds: SubscriptionDeeds }) {
  const { t } = useI18n()
  const confirm = useConfirm()
  const end = async () => {
    const text = t(isBought ? 'boosts.end.boughtText' : 'boosts.end.text')
    if (await confirm({ title: t('boosts.end.title'), text, action: t('boosts.end'), tone: 'danger' })) deeds.endBoost(id)
  }
  return (
    <Button kind="quiet" icon={IconClose} busy={deeds.busy} onClick={() => void end()}>
      {t('boosts.end')}
    </Button>
  )
}
