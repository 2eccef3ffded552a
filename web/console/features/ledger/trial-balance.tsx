import { Link } from '@tanstack/react-router'
import { useI18n } from '#i18n'
import { Card } from '#ui/page.tsx'
import { Table } from '#ui/table.tsx'
import { useAccountName } from './account-name.ts'
import { isDebit, negated, sumOf } from './amounts.ts'
import type { LedgerAccount } from './queries.ts'

/** One table for each currency: only amounts of one currency have a sum. */
export function TrialBalance({ accounts }: { accounts: readonly LedgerAccount[] }) {
  const { t } = useI18n()
  const byCurrency = Object.entries(Object.groupBy(accounts, ({ balance }) => balance.currency))
  if (byCurrency.length === 0) return <Card>{t('ledger.none')}</Card>
  return byCurrency.map(([currency, some = []]) => <Balances key={currency} currency={currency} accounts={some} />)
}

function Balances({ currency, accounts }: { currency: string; accounts: readonly LedgerAccount[] }) {
  const { t, format } = useI18n()
  const nameOf = useAccountName()
  const columns = [
    { key: 'account', label: t('ledger.account') },
    { key: 'kind', label: t('ledger.kind') },
    { key: 'debit', label: t('ledger.debit'), isFigure: true },
    { key: 'credit', label: t('ledger.credit'), isFigure: true },
  ]
  const rows = accounts.map(({ balance, ...account }) => ({
    id: account.id,
    cells: {
      account: (
        <Link to="/chart-of-accounts/$id" params={{ id: account.id }}>
          {nameOf(account)}
        </Link>
      ),
      kind: t(`ledger.kind.${account.kind}`),
      ...(isDebit(balance) ? { debit: format.money(balance) } : { credit: format.money(negated(balance)) }),
    },
  }))
  const balances = accounts.map(({ balance }) => balance)
  const debits = sumOf(balances.filter(isDebit), currency)
  const credits = sumOf(balances.filter((balance) => !isDebit(balance)).map(negated), currency)
  const sums = [{ label: t('ledger.sum'), figures: { debit: format.money(debits), credit: format.money(credits) }, isTotal: true }]
  return (
    <Card title={currency}>
      <Table label={`${t('ledger.title')} ${currency}`} columns={columns} rows={rows} sums={sums} />
    </Card>
  )
}
