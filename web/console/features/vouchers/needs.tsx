import { useQuery } from '@tanstack/react-query'
import { useI18n } from '#i18n'
import { FormPart } from '#ui/form.tsx'
import { IconCoupon } from '#ui/icons.ts'
import { Card, Columns } from '#ui/page.tsx'
import { Stat, Stats } from '#ui/stat.tsx'
import { EmptyState, ErrorState, SkeletonLines } from '#ui/states.tsx'
import { Table } from '#ui/table.tsx'
import { DateText, MoneyText, NumberText } from '#ui/text.tsx'
import { StatusBadge } from '#ui/status-badge.tsx'
import { NewBatch } from './new-batch.tsx'
import { type Liability, liabilityQuery, type Need, needsQuery } from './queries.ts'

const daysAhead = 30

/** How many vouchers to print of each plan and place, from how they were used. */
export function Needs() {
  const { t } = useI18n()
  const { data, error, refetch } = useQuery(needsQuery(daysAhead))
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <SkeletonLines lines={6} />
  if (data.length === 0)
    return (
      <EmptyState title={t('voucher.needs.none')} icon={IconCoupon} action={<NewBatch />}>
        {t('voucher.needs.none.text')}
      </EmptyState>
    )
  return (
    <Columns least="22rem">
      {data.map((need) => (
        <NeedCard key={`${need.offerId} ${need.locationId}`} need={need} />
      ))}
    </Columns>
  )
}

function NeedCard({ need: { offerId, offerName, locationId, locationName, stock, usedByDay, proposal } }: { need: Need }) {
  const { t, format } = useI18n()
  const title = locationName === null ? offerName : `${offerName} · ${locationName}`
  if (!proposal)
    return (
      <Card title={title}>
        <p>{t('voucher.needs.tooYoung', { stock: format.number(stock) })}</p>
      </Card>
    )
  const { expected, safety, daysLeft, print } = proposal
  return (
    <Card title={title}>
      <FormPart>
        <Stats>
          <Stat
            label={t('voucher.needs.expected', { days: format.number(daysAhead) })}
            value={<NumberText value={expected} />}
            hint={t('voucher.needs.safety', { count: format.number(safety) })}
            trend={usedByDay}
          />
          <Stat
            label={t('voucher.needs.stock')}
            value={<NumberText value={stock} />}
            hint={daysLeft === null ? t('voucher.needs.lastsForever') : t('voucher.needs.lasts', { days: format.number(daysLeft) })}
          />
        </Stats>
        {print === 0 ? (
          <p>{t('voucher.needs.enough')}</p>
        ) : (
          <NewBatch
            filledIn={{ offerId, count: print, ...(locationId !== null && { locationId }) }}
            label={t('voucher.needs.print', { count: format.number(print) })}
          />
        )}
      </FormPart>
    </Card>
  )
}

/** What is owed to those who hold vouchers, and what agents will owe for those they use up. */
export function Owed() {
  const { t } = useI18n()
  const { data, error, refetch } = useQuery(liabilityQuery)
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <SkeletonLines lines={4} />
  return data.length === 0 ? <p>{t('voucher.owed.none')}</p> : <OwedTable rows={data} />
}

function OwedTable({ rows }: { rows: readonly Liability[] }) {
  const { t } = useI18n()
  const total = (of: (row: Liability) => string) => ({
    ...rows[0]!.paid,
    minor: String(rows.reduce((sum, row) => sum + BigInt(of(row)), 0n)),
  })
  return (
    <Table
      label={t('voucher.owed')}
      columns={[
        { key: 'batch', label: t('voucher.batch') },
        { key: 'agent', label: t('list.vouchers.agent') },
        { key: 'state', label: t('column.state') },
        { key: 'until', label: t('voucher.redeemUntil') },
        { key: 'count', label: t('voucher.count'), isFigure: true },
        { key: 'paid', label: t('voucher.owed.paid'), isFigure: true },
        { key: 'owed', label: t('voucher.owed.owed'), isFigure: true },
      ]}
      rows={rows.map((row, index) => ({
        id: String(index),
        cells: {
          batch: `${row.number} · ${row.offerName}`,
          agent: row.accountName ?? '–',
          state: <StatusBadge value={row.state} />,
          until: row.redeemUntil === null ? t('voucher.noEnd') : <DateText value={row.redeemUntil} />,
          count: <NumberText value={row.count} />,
          paid: <MoneyText value={row.paid} />,
          owed: <MoneyText value={row.owed} />,
        },
      }))}
      sums={[
        {
          label: t('voucher.total'),
          isTotal: true,
          figures: {
            count: <NumberText value={rows.reduce((sum, row) => sum + row.count, 0)} />,
            paid: <MoneyText value={total((row) => row.paid.minor)} />,
            owed: <MoneyText value={total((row) => row.owed.minor)} />,
          },
        },
      ]}
    />
  )
}
