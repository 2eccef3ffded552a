import { useMemo } from 'react'
import { useSession } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Chart } from '#ui/chart.tsx'
import { Card, Columns } from '#ui/page.tsx'
import { EmptyState } from '#ui/states.tsx'
import { IconCheck } from '#ui/icons.ts'
import type { HomeFigures } from './queries.ts'
import { moneyByDay, peopleOnline, refusedByReason, throughput } from './series.ts'

const chartHeight = 220

/** The last two days of the network and the last month of money. */
export function Charts({ figures }: { figures: HomeFigures }) {
  return (
    <Columns least="30rem">
      <Card>
        <Throughput {...figures} />
      </Card>
      <Card>
        <People {...figures} />
      </Card>
      <Card>
        <Revenue {...figures} />
      </Card>
      <Card>
        <Refused {...figures} />
      </Card>
    </Columns>
  )
}

function Throughput({ traffic }: HomeFigures) {
  const { t, format } = useI18n()
  const { times, download, upload } = useMemo(() => throughput(traffic), [traffic])
  const series = [
    { label: t('home.series.download'), values: download },
    { label: t('home.series.upload'), values: upload },
  ]
  return <Chart title={t('home.chart.throughput')} kind="area" times={times} series={series} format={format.rate} height={chartHeight} />
}

function People({ traffic }: HomeFigures) {
  const { t, format } = useI18n()
  const { times, online } = useMemo(() => peopleOnline(traffic), [traffic])
  const series = [{ label: t('home.online'), values: online }]
  return <Chart title={t('home.chart.online')} kind="area" times={times} series={series} format={format.number} height={chartHeight} />
}

function Revenue({ revenue }: HomeFigures) {
  const { t } = useI18n()
  const writeMoney = useMinorFormat()
  const { times, received, invoiced } = useMemo(() => moneyByDay(revenue.days), [revenue])
  const series = [
    { label: t('home.series.received'), values: received },
    { label: t('home.series.invoiced'), values: invoiced },
  ]
  return <Chart title={t('home.chart.money')} kind="bars" times={times} series={series} format={writeMoney} height={chartHeight} byDay />
}

function Refused({ failedLogins, traffic }: HomeFigures) {
  const { t, label, format } = useI18n()
  const { times, series } = useMemo(() => refusedByReason(failedLogins.hours, traffic), [failedLogins, traffic])
  if (series.length === 0) return <EmptyState title={t('home.chart.refused.none')} icon={IconCheck} />
  const named = series.map(({ reason, values }, index) => ({ label: label(reason, `reason.${reason}`), values, color: index + 1 }))
  return <Chart title={t('home.chart.refused')} kind="stack" times={times} series={named} format={format.number} height={chartHeight} />
}

/** Axes count in minor units; people read money. */
function useMinorFormat() {
  const { format } = useI18n()
  const { currency } = useSession().tenant
  return useMemo(() => (minor: number) => format.compactMoney({ minor: String(Math.round(minor)), currency }), [format, currency])
}
