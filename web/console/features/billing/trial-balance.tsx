import { type MoneyWire, useI18n } from '#i18n'
import { Card } from '#ui/page.tsx'
import { Table } from '#ui/table.tsx'
import type { LedgerAccount } from './queries.ts'

/** One table for each currency: only amounts of one currency have a sum. */
export function TrialBalance({ accounts }: { accounts: readonly LedgerAccount[] }) {
  const { t } = useI18n()
  const byCurrency = Object.entries(Object.groupBy(accounts, ({ balance }) => balance.currency))
  if (byCurrency.length === 0) return <Card>{t('ledger.none')}</Card>
  return byCurrency.map(([currency, some = []]) => <Balances key={currency} currency={currency} accounts={some} />)
}

function Balances({ currency, accounts }: { currency: string; accounts: readonly LedgerAccount[] }) {
  const { t, label, format } = useI18n()
  const columns = [
    { key: 'account', label: t('ledger.account') },
    { key: 'kind', label: t('ledger.kind') },
    { key: 'debit', label: t('ledger.debit'), isFigure: true },
    { key: 'credit', label: t('ledger.credit'), isFigure: true },
  ]
  const rows = accounts.map(({ number, name, code, kind, balance }) => ({
    id: code,
    cells: {
      account: `${number} ${label(name, `ledger.account.${code}`)}`,
      kind: t(`ledger.kind.${kind}`),
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

const isDebit = ({ minor }: MoneyWire) => BigInt(minor) >= 0n
const negated = (money: MoneyWire): MoneyWire => ({ ...money, minor: String(-BigInt(money.minor)) })

function sumOf(amounts: readonly MoneyWire[], currency: string): MoneyWire {
  return { minor: String(amounts.reduce((sum, { minor }) => sum + BigInt(minor), 0n)), currency }
}
