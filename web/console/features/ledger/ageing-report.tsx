import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useI18n } from '#i18n'
import { addDays, daySeconds } from '#i18n/format.ts'
import { Chart } from '#ui/chart.tsx'
import { Card } from '#ui/page.tsx'
import { Stat, Stats } from '#ui/stat.tsx'
import { Table } from '#ui/table.tsx'
import { isNothing } from './amounts.ts'
import { type AgeingReport, ageingReportQuery, ages } from './queries.ts'

/** What is owed on a day, by how long it was overdue then. */
export function AgeingFigures({ report: { total, writtenOff } }: { report: AgeingReport }) {
  const { t, format } = useI18n()
  return (
    <Stats>
      {ages.map((age) => (
        <Stat key={age} label={t(`ageing.${age}`)} value={format.money(total[age])} />
      ))}
      <Stat
        label={t('ageing.balance')}
        value={format.money(total.balance)}
        hint={isNothing(total.credit) ? t('ageing.balance.hint') : t('ageing.balance.credit', { amount: format.money(total.credit) })}
      />
      {!isNothing(writtenOff) && (
        <Stat label={t('ageing.writtenOff')} value={format.money(writtenOff)} hint={t('ageing.writtenOff.hint')} />
      )}
    </Stats>
  )
}

const monthsBack = 6

/** The ages at the ends of the months before a day, and on it. */
export function AgeingChart({ on }: { on: string }) {
  const { t, format } = useI18n()
  const days = useMemo(() => [...monthEndsBefore(on, monthsBack), on], [on])
  const reports = useQueries({ queries: days.map((day) => ageingReportQuery(day)) }).flatMap(({ data, isPlaceholderData }) =>
    data && !isPlaceholderData ? [data] : [],
  )
  const series = ages.map((age) => ({ label: t(`ageing.${age}`), values: reports.map(({ total }) => Number(total[age].minor)) }))
  const currency = reports[0]?.total.balance.currency ?? format.currency
  return (
    <Card>
      <Chart
        title={t('ageing.chart')}
        kind="stack"
        times={reports.map((report) => daySeconds(report.on))}
        series={series}
        format={(minor) => format.money({ minor: String(Math.round(minor)), currency })}
        byDay
        marksEach
      />
    </Card>
  )
}

/** The last days of the months before that of a day, the earliest first. */
export function monthEndsBefore(day: string, months: number): string[] {
  const ends = [addDays(`${day.slice(0, 7)}-01`, -1)]
  while (ends.length < months) ends.unshift(addDays(`${ends[0]!.slice(0, 7)}-01`, -1))
  return ends
}

/** Those who owe most; the file has them all. */
export function Debtors({ report: { accounts, total, count } }: { report: AgeingReport }) {
  const { t, format } = useI18n()
  if (accounts.length === 0) return <Card>{t('ageing.none')}</Card>
  const columns = [
    { key: 'customer', label: t('ageing.customer') },
    ...[...ages, 'credit' as const, 'balance' as const].map((key) => ({ key, label: t(`ageing.${key}`), isFigure: true })),
  ]
  const amountsOf = (row: AgeingReport['total']) =>
    Object.fromEntries(
      columns.slice(1).map(({ key }) => [key, isNothing(row[key as keyof typeof row]) ? '–' : format.money(row[key as keyof typeof row])]),
    )
  const rows = accounts.map((row) => ({
    id: row.accountId,
    cells: {
      customer: (
        <Link to="/accounts/$id/statement" params={{ id: row.accountId }}>
          {row.customer} · {row.number}
        </Link>
      ),
      ...amountsOf(row),
    },
  }))
  return (
    <Card title={t('ageing.debtors', { count: Number(count) })}>
      <Table
        label={t('ageing.title')}
        columns={columns}
        rows={rows}
        sums={[{ label: t('ledger.sum'), figures: amountsOf(total), isTotal: true }]}
      />
    </Card>
  )
}
