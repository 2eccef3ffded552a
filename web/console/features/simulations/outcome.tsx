import { useMemo } from 'react'
import { useSession } from '#console/session.tsx'
import { type MoneyWire, useI18n } from '#i18n'
import { daySeconds, decimalsOf } from '#i18n/format.ts'
import { Chart } from '#ui/chart.tsx'
import { Card, Columns } from '#ui/page.tsx'
import { Stat, Stats } from '#ui/stat.tsx'
import { Table } from '#ui/table.tsx'
import { MoneyText, NumberText } from '#ui/text.tsx'
import { amountIn, billedIn, changeOf, inBoth, moneyOf } from './amounts.ts'
import type { Course, Figures, Month, Simulation } from './queries.ts'

type Outcome = NonNullable<Simulation['outcome']>

/** What the days come to, each figure beside that of today's rules. */
export function OutcomeStats({ outcome: { unchanged, changed }, affectedCount }: { outcome: Outcome; affectedCount: number }) {
  const { t, format } = useI18n()
  const { tenant } = useSession()
  const { currency } = tenant
  const shown = changed ?? unchanged
  const money = (figure: (course: Course) => bigint) => {
    const [after, before] = [figure(shown), figure(unchanged)]
    return {
      value: format.money(moneyOf(after, currency)),
      ...compared(changed, Number(after), Number(before), format.money(moneyOf(before, currency))),
    }
  }
  const compared = (isCompared: unknown, after: number, before: number, today: string) => {
    if (!isCompared) return {}
    const change = changeOf(after, before)
    return { hint: t('simulation.today', { value: today }), ...(change !== undefined && change !== 0 && { change }) }
  }
  return (
    <Stats>
      <Stat label={t('simulation.billed')} {...money((course) => billedIn(course, currency))} />
      <Stat label={t('simulation.received')} {...money((course) => amountIn(course.received, currency))} />
      <Stat label={t('simulation.arrears')} lessIsBetter {...money((course) => amountIn(course.arrears, currency))} />
      <Stat
        label={t('simulation.suspensions')}
        lessIsBetter
        value={<NumberText value={shown.suspensions} />}
        {...compared(changed, shown.suspensions, unchanged.suspensions, format.number(unchanged.suspensions))}
      />
      {changed && <Stat label={t('simulation.affected')} value={<NumberText value={affectedCount} />} />}
    </Stats>
  )
}

/** Month by month, both courses beside each other. */
export function OutcomeCharts({ unchanged, changed }: Outcome) {
  const { t, format } = useI18n()
  const { tenant } = useSession()
  const { currency } = tenant
  const { times, series } = useMonths({ unchanged, changed })
  const scale = 10 ** decimalsOf(currency)
  const writeMoney = useMemo(
    () => (value: number) => format.compactMoney(moneyOf(BigInt(Math.round(value * scale)), currency)),
    [format, scale, currency],
  )
  const inMajor = (figure: (month: Month) => bigint) => series((month) => Number(figure(month)) / scale)
  const common = { times, byDay: true, height: 220 } as const
  return (
    <Columns least="30rem">
      <Card>
        <Chart
          {...common}
          title={t('simulation.chart.billed')}
          kind="bars"
          series={inMajor((month) => billedIn(month, currency))}
          format={writeMoney}
        />
      </Card>
      <Card>
        <Chart
          {...common}
          title={t('simulation.chart.received')}
          kind="bars"
          series={inMajor((month) => amountIn(month.received, currency))}
          format={writeMoney}
        />
      </Card>
      <Card>
        <Chart
          {...common}
          title={t('simulation.chart.arrears')}
          kind="bars"
          series={inMajor((month) => amountIn(month.arrears, currency))}
          format={writeMoney}
        />
      </Card>
      <Card>
        <Chart
          {...common}
          title={t('simulation.chart.suspensions')}
          kind="bars"
          series={series(({ suspensions }) => suspensions)}
          format={format.number}
        />
      </Card>
    </Columns>
  )
}

/** Every figure of the months as series of the courses; what was looked at alone has one. */
function useMonths({ unchanged, changed }: Outcome) {
  const { t } = useI18n()
  const times = useMemo(() => unchanged.months.map(({ month }) => daySeconds(`${month}-01`)), [unchanged])
  const series = (figure: (month: Month) => number) => [
    { label: t('simulation.unchanged'), values: unchanged.months.map(figure) },
    ...(changed ? [{ label: t('simulation.changed'), values: changed.months.map(figure) }] : []),
  ]
  return { times, series }
}

export function MonthTable({ unchanged, changed }: Outcome) {
  const { t, format } = useI18n()
  const { tenant } = useSession()
  const { currency } = tenant
  const rows = unchanged.months.map((before) => {
    const after = changed?.months.find(({ month }) => month === before.month)
    return { id: before.month, cells: { month: format.month(`${before.month}-01`), ...figureCells(before, after, currency) } }
  })
  const columns = [{ key: 'month', label: t('simulation.month') }, ...useFigureColumns(changed !== null)]
  return (
    <Card title={t('simulation.months')}>
      <Table
        label={t('simulation.months')}
        columns={columns}
        rows={rows}
        sums={[{ label: t('simulation.total'), figures: figureCells(unchanged, changed ?? undefined, currency), isTotal: true }]}
      />
    </Card>
  )
}

function useFigureColumns(isCompared: boolean) {
  const { t } = useI18n()
  const one = [
    { key: 'invoices', label: t('simulation.invoices'), isFigure: true },
    { key: 'before', label: isCompared ? t('column.billedBefore') : t('simulation.billed'), isFigure: true },
  ]
  if (!isCompared)
    return [
      ...one,
      { key: 'arrears', label: t('simulation.arrears'), isFigure: true },
      { key: 'suspensions', label: t('simulation.suspensions'), isFigure: true },
    ]
  return [
    ...one,
    { key: 'after', label: t('column.billedAfter'), isFigure: true },
    { key: 'difference', label: t('simulation.difference'), isFigure: true },
    { key: 'arrears', label: t('column.arrearsAfter'), isFigure: true },
    { key: 'suspensions', label: t('column.suspensionsAfter'), isFigure: true },
  ]
}

function figureCells(before: Figures, after: Figures | undefined, currency: string) {
  const shown = after ?? before
  return {
    invoices: <NumberText value={shown.invoices} />,
    before: <MoneyText value={moneyOf(billedIn(before, currency), currency)} />,
    ...(after && {
      after: <MoneyText value={moneyOf(billedIn(after, currency), currency)} />,
      difference: <Difference value={moneyOf(billedIn(after, currency) - billedIn(before, currency), currency)} />,
    }),
    arrears: <MoneyText value={moneyOf(amountIn(shown.arrears, currency), currency)} />,
    suspensions: <NumberText value={shown.suspensions} />,
  }
}

/** With its sign, so that it is read as more or less. */
export function Difference({ value }: { value: MoneyWire }) {
  const { format } = useI18n()
  if (value.minor === '0') return <NoDifference />
  return (
    <data value={value.minor} style={{ whiteSpace: 'nowrap' }}>
      {value.minor.startsWith('-') ? '' : '+'}
      {format.money(value)}
    </data>
  )
}

const NoDifference = () => <span style={{ color: 'var(--tl-dim)' }}>{'±0'}</span>

/** What each plan brings, and each tax. */
export function PlanAndTaxTables({ unchanged, changed }: Outcome) {
  const { t, format } = useI18n()
  const plans = inBoth(unchanged.plans, changed?.plans ?? [], ({ offerId, net }) => `${offerId} ${net.currency}`)
  const taxes = inBoth(unchanged.taxes, changed?.taxes ?? [], ({ code, percent, tax }) => `${code} ${percent} ${tax.currency}`)
  return (
    <Columns least="26rem">
      <SumTable
        title={t('simulation.plans')}
        isCompared={changed !== null}
        rows={plans.map(({ key, before, after }) => ({
          key,
          name: (before ?? after)!.name || t('simulation.plans.other'),
          before: before?.net,
          after: after?.net,
        }))}
      />
      <SumTable
        title={t('simulation.taxesTable')}
        isCompared={changed !== null}
        rows={taxes.map(({ key, before, after }) => {
          const { name, percent } = (before ?? after)!
          return { key, name: `${name} ${format.number(percent)} %`, before: before?.tax, after: after?.tax }
        })}
      />
    </Columns>
  )
}

interface SumRow {
  readonly key: string
  readonly name: string
  readonly before: MoneyWire | undefined
  readonly after: MoneyWire | undefined
}

function SumTable({ title, rows, isCompared }: { title: string; rows: readonly SumRow[]; isCompared: boolean }) {
  const { t } = useI18n()
  const columns = [
    { key: 'name', label: t('column.name') },
    { key: 'before', label: t('simulation.unchanged'), isFigure: true },
    ...(isCompared
      ? [
          { key: 'after', label: t('simulation.changed'), isFigure: true },
          { key: 'difference', label: t('simulation.difference'), isFigure: true },
        ]
      : []),
  ]
  return (
    <Card title={title}>
      <Table
        label={title}
        columns={columns}
        rows={rows.map(({ key, name, before, after }) => {
          const { currency } = (before ?? after)!
          const [was, is] = [before?.minor ?? '0', after?.minor ?? '0']
          return {
            id: key,
            cells: {
              name,
              before: <MoneyText value={{ minor: was, currency }} />,
              after: <MoneyText value={{ minor: is, currency }} />,
              difference: <Difference value={moneyOf(BigInt(is) - BigInt(was), currency)} />,
            },
          }
        })}
      />
    </Card>
  )
}
