import { Link } from '@tanstack/react-router'
import { useI18n } from '#i18n'
import { DescriptionList } from '#ui/description-list.tsx'
import { Card } from '#ui/page.tsx'
import { Table } from '#ui/table.tsx'
import { useAccountName } from './account-name.ts'
import { isDebit, negated } from './amounts.ts'
import type { LedgerEntry } from './queries.ts'

export function EntryLines({ entry: { lines } }: { entry: LedgerEntry }) {
  const { t, format } = useI18n()
  const nameOf = useAccountName()
  const columns = [
    { key: 'account', label: t('ledger.account') },
    { key: 'customer', label: t('ledger.customerAccount') },
    { key: 'debit', label: t('ledger.debit'), isFigure: true },
    { key: 'credit', label: t('ledger.credit'), isFigure: true },
  ]
  const rows = lines.map((line) => ({
    id: String(line.line),
    cells: {
      account: (
        <Link to="/chart-of-accounts/$id" params={{ id: line.ledgerAccountId }}>
          {nameOf(line)}
        </Link>
      ),
      customer: line.customerId && (
        <Link to="/customers/$id" params={{ id: line.customerId }}>
          {line.account}
        </Link>
      ),
      ...(isDebit(line.amount) ? { debit: format.money(line.amount) } : { credit: format.money(negated(line.amount)) }),
    },
  }))
  return (
    <Card>
      <Table label={t('ledger.postings')} columns={columns} rows={rows} />
    </Card>
  )
}

export function EntryFacts({ entry }: { entry: LedgerEntry }) {
  const { t, label, format } = useI18n()
  const { sourceKind, overrideReason, actor, at } = entry
  const facts = [
    [t('column.sourceKind'), label(sourceKind, `value.sourceKind.${sourceKind}`)],
    [t('ledger.document'), <Source key="source" entry={entry} />],
    [t('column.actor'), actor],
    [t('column.at'), format.instant(at)],
    ...(overrideReason ? [[t('column.overrideReason'), overrideReason] as const] : []),
  ] as const
  return (
    <Card>
      <DescriptionList facts={facts} />
    </Card>
  )
}

/** What an entry is about, where that has a page. */
function Source({ entry: { sourceKind, sourceId, reversesId } }: { entry: LedgerEntry }) {
  const { t } = useI18n()
  if (sourceKind === 'invoice')
    return (
      <Link to="/invoices/$id" params={{ id: sourceId }}>
        {t('ledger.open')}
      </Link>
    )
  if (sourceKind === 'payment')
    return (
      <Link to="/payments/$id" params={{ id: sourceId }}>
        {t('ledger.open')}
      </Link>
    )
  if (reversesId)
    return (
      <Link to="/journal/$id" params={{ id: reversesId }}>
        {t('ledger.reversed')}
      </Link>
    )
  return '–'
}
