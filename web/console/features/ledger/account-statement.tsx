import { Link } from '@tanstack/react-router'
import { useI18n } from '#i18n'
import { Card } from '#ui/page.tsx'
import { Stat, Stats } from '#ui/stat.tsx'
import { Table } from '#ui/table.tsx'
import { isDebit, negated } from './amounts.ts'
import type { AccountStatement } from './queries.ts'

export function StatementFigures({ statement: { opening, charged, paid, closing } }: { statement: AccountStatement }) {
  const { t, format } = useI18n()
  return (
    <Stats>
      <Stat label={t('statement.opening')} value={format.money(opening)} />
      <Stat label={t('statement.charged')} value={format.money(charged)} />
      <Stat label={t('statement.paid')} value={format.money(paid)} />
      <Stat label={t('statement.closing')} value={format.money(closing)} />
    </Stats>
  )
}

export function StatementLines({ statement: { lines, opening, closing } }: { statement: AccountStatement }) {
  const { t, label, format } = useI18n()
  const columns = [
    { key: 'day', label: t('column.bookedOn') },
    { key: 'what', label: t('column.description') },
    { key: 'charged', label: t('statement.charged'), isFigure: true },
    { key: 'paid', label: t('statement.paid'), isFigure: true },
    { key: 'balance', label: t('statement.balance'), isFigure: true },
  ]
  const first = { id: 'opening', cells: { what: t('statement.opening'), balance: format.money(opening) } }
  const rows = lines.map(({ entryId, bookedOn, sourceKind, document, amount, balance }) => ({
    id: entryId,
    cells: {
      day: format.date(bookedOn),
      what: (
        <>
          {label(sourceKind, `value.sourceKind.${sourceKind}`)} {document && <DocumentLink document={document} />}
        </>
      ),
      ...(isDebit(amount) ? { charged: format.money(amount) } : { paid: format.money(negated(amount)) }),
      balance: format.money(balance),
    },
  }))
  return (
    <Card>
      <Table
        label={t('statement.title')}
        columns={columns}
        rows={[first, ...rows]}
        sums={[{ label: t('statement.closing'), figures: { balance: format.money(closing) }, isTotal: true }]}
      />
    </Card>
  )
}

function DocumentLink({ document: { kind, id, number } }: { document: NonNullable<AccountStatement['lines'][number]['document']> }) {
  return (
    <Link to={kind === 'invoice' ? '/invoices/$id' : '/payments/$id'} params={{ id }}>
      {number}
    </Link>
  )
}
