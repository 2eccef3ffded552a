import { Link } from '@tanstack/react-router'
import { useI18n } from '#i18n'
import { Card } from '#ui/page.tsx'
import { Stat, Stats } from '#ui/stat.tsx'
import { Table } from '#ui/table.tsx'
import { isDebit, negated } from './amounts.ts'
import type { AccountCard, CardLine } from './queries.ts'

/** Debits less credits before, in and after the period, for each currency. */
export function CardFigures({ card: { balances } }: { card: AccountCard }) {
  const { t, format } = useI18n()
  return balances.map(({ opening, debits, credits, closing }) => (
    <Stats key={opening.currency}>
      <Stat label={t('statement.opening')} value={format.money(opening)} />
      <Stat label={t('ledger.debit')} value={format.money(debits)} />
      <Stat label={t('ledger.credit')} value={format.money(credits)} />
      <Stat label={t('statement.closing')} value={format.money(closing)} />
    </Stats>
  ))
}

export function CardLines({ lines }: { lines: readonly CardLine[] }) {
  const { t, label, format } = useI18n()
  if (lines.length === 0) return <Card>{t('ledger.noMovements')}</Card>
  const columns = [
    { key: 'day', label: t('column.bookedOn') },
    { key: 'entry', label: t('column.description') },
    { key: 'source', label: t('column.sourceKind') },
    { key: 'debit', label: t('ledger.debit'), isFigure: true },
    { key: 'credit', label: t('ledger.credit'), isFigure: true },
  ]
  const rows = lines.map(({ entryId, bookedOn, description, sourceKind, amount }) => ({
    id: `${entryId} ${amount.currency}`,
    cells: {
      day: format.date(bookedOn),
      entry: (
        <Link to="/journal/$id" params={{ id: entryId }}>
          {description}
        </Link>
      ),
      source: label(sourceKind, `value.sourceKind.${sourceKind}`),
      ...(isDebit(amount) ? { debit: format.money(amount) } : { credit: format.money(negated(amount)) }),
    },
  }))
  return (
    <Card>
      <Table label={t('ledger.postings')} columns={columns} rows={rows} />
    </Card>
  )
}
