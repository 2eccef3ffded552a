import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useI18n } from '#i18n'
import { secondsOf } from '#i18n/format.ts'
import { Chart } from '#ui/chart.tsx'
import { Card } from '#ui/page.tsx'
import { Skeleton } from '#ui/states.tsx'
import { readingsQuery } from './queries.ts'

const height = 200

/** The last day, every five minutes, as accounting told it. */
export function RouterTraffic({ nasId }: { nasId: string }) {
  const { t, format } = useI18n()
  const { data } = useQuery(readingsQuery(nasId))
  const { times, series } = useMemo(
    () => ({
      times: (data ?? []).map(({ at }) => secondsOf(at)),
      series: [
        { label: t('home.series.download'), values: (data ?? []).map(({ downloadBps }) => Number(downloadBps)) },
        { label: t('home.series.upload'), values: (data ?? []).map(({ uploadBps }) => Number(uploadBps)) },
      ],
    }),
    [data, t],
  )
  if (data?.length === 0)
    return (
      <Card title={t('router.traffic')}>
        <p>{t('router.traffic.none')}</p>
      </Card>
    )
  return (
    <Card>
      {data ? (
        <Chart title={t('router.traffic')} kind="area" times={times} series={series} format={format.rate} height={height} />
      ) : (
        <Skeleton height={height + 36} />
      )}
    </Card>
  )
}
