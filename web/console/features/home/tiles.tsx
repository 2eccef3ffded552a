import type { HomeFigures } from './queries.ts'
import { useI18n } from '#i18n'
import { Stat, Stats } from '#ui/stat.tsx'
import { attemptsByHour } from './series.ts'

/** What changes while one looks: each tile leads to the rows behind its figure. Before the figures are there the tiles keep their place. */
export function Tiles({ figures }: { figures: HomeFigures | undefined }) {
  const { t, format } = useI18n()
  const { online, traffic, revenue, arrears, failedLogins, subscriptions } = figures ?? {}
  const refused = failedLogins && traffic && attemptsByHour(failedLogins.hours, traffic)
  return (
    <Stats>
      <Stat
        label={t('home.online')}
        value={online && format.number(online.now)}
        trend={traffic?.map((hour) => Number(hour.online)) ?? []}
        to="/sessions"
        search={{ f: ['state:eq:open'] }}
      />
      <Stat
        label={t('home.throughput')}
        value={online && format.rate(online.downloadBps)}
        hint={online && t('home.throughput.hint', { upload: format.rate(online.uploadBps) })}
        trend={traffic?.map((hour) => Number(hour.downloadBytes)) ?? []}
        to="/sessions"
        search={{ f: ['state:eq:open'], sort: '-downloadBps' }}
      />
      <Stat
        label={t('home.received')}
        value={revenue && format.compactMoney(revenue.month)}
        hint={revenue && t('home.received.hint', { today: format.compactMoney(revenue.today) })}
        {...changeOf(revenue)}
        trend={revenue?.days.map(({ received }) => Number(received.minor)) ?? []}
        to="/payments"
        search={{ f: [`receivedAt:gte:${format.today().slice(0, 7)}-01`] }}
      />
      <Stat
        label={t('home.arrears')}
        value={arrears && format.compactMoney(arrears.total)}
        hint={arrears && t('home.arrears.hint', { count: Number(arrears.accounts) })}
        trend={arrears?.days.map(({ minor }) => Number(minor)) ?? []}
        to="/invoices"
        search={{ f: ['overdue:eq:true'], sort: 'dueOn' }}
      />
      <Stat
        label={t('home.failedLogins')}
        value={failedLogins && format.number(failedLogins.lastHour)}
        hint={refused && t('home.failedLogins.hint', { count: sum(refused) })}
        trend={refused ?? []}
        to="/login-failures"
      />
      <Stat
        label={t('home.subscriptions')}
        value={subscriptions && format.number(subscriptions.active)}
        hint={subscriptions && t('home.subscriptions.hint', { count: Number(subscriptions.suspended) })}
        trend={subscriptions?.inService.map(Number) ?? []}
        to="/subscriptions"
        search={{ f: ['state:in:active,suspended'] }}
      />
    </Stats>
  )
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

/** Against the same stretch of last month; nothing to say where that was zero. */
function changeOf(revenue: HomeFigures['revenue'] | undefined): { change?: number } {
  const before = Number(revenue?.lastMonthSoFar.minor ?? 0)
  return revenue && before > 0 ? { change: Number(revenue.month.minor) / before - 1 } : {}
}
