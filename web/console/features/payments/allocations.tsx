import { Link } from '@tanstack/react-router'
import { useI18n } from '#i18n'
import { Card } from '#ui/page.tsx'
import { Table } from '#ui/table.tsx'
import type { Payment } from './queries.ts'

/** The invoices that a payment paid. */
export function Allocations({ payment: { allocations, unallocated } }: { payment: Payment }) {
  const { t, format } = useI18n()
  const columns = [
    { key: 'invoice', label: t('receipt.invoice') },
    { key: 'dueOn', label: t('column.dueOn') },
    { key: 'amount', label: t('column.amount'), isFigure: true },
  ]
  const rows = allocations.map(({ invoiceId, invoiceNumber, dueOn, amount }) => ({
    id: invoiceId,
    cells: {
      invoice: (
        <Link to="/invoices/$id" params={{ id: invoiceId }}>
          {invoiceNumber}
        </Link>
      ),
      dueOn: format.date(dueOn),
      amount: format.money(amount),
    },
  }))
  return (
    <Card title={t('receipt.paid')}>
      {allocations.length === 0 ? (
        <p>{t(unallocated.minor === '0' ? 'receipt.paid.nothing' : 'receipt.paid.none')}</p>
      ) : (
        <Table label={t('receipt.paid')} columns={columns} rows={rows} />
      )}
    </Card>
  )
}
