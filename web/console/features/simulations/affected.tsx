import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { apiUrl, queryString } from '#api'
import { useI18n } from '#i18n'
import { DocumentButton, LinkButton } from '#ui/button.tsx'
import { IconCustomers, IconExport } from '#ui/icons.ts'
import { Card, Columns } from '#ui/page.tsx'
import { ErrorBanner, SkeletonLines } from '#ui/states.tsx'
import { Table } from '#ui/table.tsx'
import { MoneyText } from '#ui/text.tsx'
import { Difference } from './outcome.tsx'
import { type AffectedAccount, affectedQuery } from './queries.ts'

/** Who pays most more and who most less, and the way to all of them. */
export const Affected = ({ id }: { id: string }) => (
  <Columns least="26rem">
    <Most id={id} most="more" />
    <Most id={id} most="less" />
  </Columns>
)

function Most({ id, most }: { id: string; most: 'more' | 'less' }) {
  const { t } = useI18n()
  const { data, error } = useQuery(affectedQuery(id, most))
  const content = () => {
    if (error) return <ErrorBanner error={error} />
    if (!data) return <SkeletonLines lines={5} />
    if (data.length === 0) return <p>{t(most === 'more' ? 'simulation.nobodyMore' : 'simulation.nobodyLess')}</p>
    return <Accounts accounts={data} label={t(`simulation.${most}`)} />
  }
  return <Card title={t(`simulation.${most}`)}>{content()}</Card>
}

function Accounts({ accounts, label }: { accounts: readonly AffectedAccount[]; label: string }) {
  const { t } = useI18n()
  return (
    <Table
      label={label}
      columns={[
        { key: 'customer', label: t('column.customer') },
        { key: 'before', label: t('simulation.unchanged'), isFigure: true },
        { key: 'after', label: t('simulation.changed'), isFigure: true },
        { key: 'difference', label: t('simulation.difference'), isFigure: true },
      ]}
      rows={accounts.map(({ id, customer, customerId, billedBefore, billedAfter, difference }) => ({
        id,
        cells: {
          customer: (
            <Link to="/customers/$id" params={{ id: customerId }}>
              {customer}
            </Link>
          ),
          before: <MoneyText value={billedBefore} />,
          after: <MoneyText value={billedAfter} />,
          difference: <Difference value={difference} />,
        },
      }))}
    />
  )
}

/** All of them as a list, and as a workbook. */
export function AffectedButtons({ id }: { id: string }) {
  const { t } = useI18n()
  const f = [`simulationId:eq:${id}`]
  return (
    <>
      <DocumentButton icon={IconExport} href={apiUrl(`/lists/simulation-accounts/export${queryString({ format: 'xlsx', f })}`)}>
        {t('simulation.export')}
      </DocumentButton>
      <LinkButton to="/what-would-change/$id/customers" params={{ id }} search={{ f }} icon={IconCustomers}>
        {t('simulation.accounts')}
      </LinkButton>
    </>
  )
}
