import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useI18n } from '#i18n'
import { Card } from '#ui/page.tsx'
import { ErrorBanner, SkeletonLines } from '#ui/states.tsx'
import { Table } from '#ui/table.tsx'
import { InstantText } from '#ui/text.tsx'
import { paymentsOfInvoice } from './queries.ts'

/** The payments that paid an invoice, each with its part. */
export function InvoicePayments({ invoiceId }: { invoiceId: string }) {
  const { t, label, format } = useI18n()
  const { data, error } = useQuery(paymentsOfInvoice(invoiceId))
  const columns = [
    { key: 'number', label: t('column.number') },
    { key: 'method', label: t('column.method') },
    { key: 'receivedAt', label: t('column.receivedAt') },
    { key: 'amount', label: t('column.amount'), isFigure: true },
  ]
  const rows = (data ?? []).map(({ paymentId, number, method, receivedAt, amount }) => ({
    id: paymentId,
    cells: {
      number: (
        <Link to="/payments/$id" params={{ id: paymentId }}>
          {number}
        </Link>
      ),
      method: label(method, `method.${method}`),
      receivedAt: <InstantText value={receivedAt} />,
      amount: format.money(amount),
    },
  }))
  return (
    <Card title={t('invoice.payments')}>
      {error && !data && <ErrorBanner error={error} />}
      {!data && !error && <SkeletonLines lines={2} />}
      {data?.length === 0 && <p>{t('invoice.payments.none')}</p>}
      {rows.length > 0 && <Table label={t('invoice.payments')} columns={columns} rows={rows} />}
    </Card>
  )
}
