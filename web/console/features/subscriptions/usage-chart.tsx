import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useI18n } from '#i18n'
import { addDays, secondsOf } from '#i18n/format.ts'
import { Chart } from '#ui/chart.tsx'
import { Chips } from '#ui/chips.tsx'
import { IconActivity } from '#ui/icons.ts'
import { EmptyState, ErrorBanner, Skeleton } from '#ui/states.tsx'
import { usageQuery } from './queries.ts'

const spans = {
  hours: { by: 'hour', days: 2 },
  month: { by: 'day', days: 30 },
  year: { by: 'day', days: 365 },
} as const
type Span = keyof typeof spans

const names = ['hours', 'month', 'year'] as const satisfies readonly Span[]

/** How much flowed, by hours or by days. */
export function UsageChart({ subscriptionId, height = 200 }: { subscriptionId: string; height?: number }) {
  const { t, format } = useI18n()
  const [span, setSpan] = useState<Span>('month')
  const { by, days } = spans[span]
  const { data, error } = useQuery(usageQuery(subscriptionId, { by, from: addDays(format.today(), 1 - days) }))
  const { times, series } = useMemo(() => {
    const points = data?.points ?? []
    return {
      times: points.map(({ from }) => secondsOf(from)),
      series: [
        { label: t('home.series.download'), values: points.map(({ downloadBytes }) => Number(downloadBytes)) },
        { label: t('home.series.upload'), values: points.map(({ uploadBytes }) => Number(uploadBytes)) },
      ],
    }
  }, [data, t])
  if (error) return <ErrorBanner error={error} />
  const isUnused = data?.points.every(({ uploadBytes, downloadBytes }) => uploadBytes === '0' && downloadBytes === '0') ?? false
  return (
    <div>
      {!data && <Skeleton height={height + 36} />}
      {isUnused && <EmptyState title={t('usage.none')} icon={IconActivity} />}
      {data && !isUnused && (
        <Chart
          title={t('usage.title')}
          kind={span === 'year' ? 'area' : 'stack'}
          times={times}
          series={series}
          format={format.bytes}
          height={height}
          byDay={by === 'day'}
        />
      )}
      <Chips label={t('usage.span')} chips={names.map((key) => ({ key, label: t(`usage.${key}`) }))} chosen={span} onChoose={setSpan} />
    </div>
  )
}
