import { Link } from '@tanstack/react-router'
import { type MoneyWire, useI18n } from '#i18n'
import { Card } from '#ui/page.tsx'
import { Table } from '#ui/table.tsx'
import { useAccountName } from './account-name.ts'
import { isNothing, less, negated } from './amounts.ts'
import type { AccountKind, AccountMovement, FinancialStatement } from './queries.ts'

interface PartProps {
  readonly statement: FinancialStatement
  /** In the address of the cards that accounts lead to. */
  readonly period: { readonly from: string; readonly to: string }
}

/** What came in and what it cost in a period. */
export function ProfitAndLossCard({ statement, period }: PartProps) {
  const { t } = useI18n()
  const { accounts, currency, income, expenses, profit } = statement
  const moved = (kind: AccountKind, amountOf: (account: AccountMovement) => MoneyWire) =>
    accounts.filter((account) => account.kind === kind).map((account) => ({ account, amount: amountOf(account) }))
  const earned = moved('income', ({ debits, credits }) => less(credits, debits))
  const spent = moved('expense', ({ debits, credits }) => less(debits, credits))
  return (
    <Card title={`${t('ledger.profitAndLoss')} · ${currency}`}>
      <Amounts label={t('ledger.kinds.income')} rows={earned} sum={income} period={period} />
      <Amounts
        label={t('ledger.kinds.expense')}
        rows={spent}
        sum={expenses}
        total={{ label: t(BigInt(profit.minor) < 0n ? 'ledger.loss' : 'ledger.profit'), amount: profit }}
        period={period}
      />
    </Card>
  )
}

/** What the tenant had and owed at the end of a period. */
export function BalanceSheetCard({ statement, period }: PartProps) {
  const { t } = useI18n()
  const { accounts, currency, assets, liabilities, equity, retained } = statement
  const standing = (kind: AccountKind, amountOf: (account: AccountMovement) => MoneyWire) =>
    accounts.filter((account) => account.kind === kind).map((account) => ({ account, amount: amountOf(account) }))
  const owed: MoneyWire = { currency, minor: String(BigInt(liabilities.minor) + BigInt(equity.minor) + BigInt(retained.minor)) }
  return (
    <Card title={`${t('ledger.balanceSheet')} · ${currency}`}>
      <Amounts label={t('ledger.kinds.asset')} rows={standing('asset', ({ closing }) => closing)} sum={assets} period={period} />
      <Amounts
        label={t('ledger.kinds.liability')}
        rows={standing('liability', ({ closing }) => negated(closing))}
        sum={liabilities}
        period={period}
      />
      <Amounts
        label={t('ledger.kinds.equity')}
        rows={standing('equity', ({ closing }) => negated(closing))}
        more={{ label: t('ledger.retained'), amount: retained }}
        sum={{ currency, minor: String(BigInt(equity.minor) + BigInt(retained.minor)) }}
        total={{ label: t('ledger.liabilitiesAndEquity'), amount: owed }}
        period={period}
      />
    </Card>
  )
}

interface AmountsProps {
  readonly label: string
  readonly rows: readonly { readonly account: AccountMovement; readonly amount: MoneyWire }[]
  /** A line that is no account. */
  readonly more?: { readonly label: string; readonly amount: MoneyWire }
  readonly sum: MoneyWire
  /** What the whole statement comes to. */
  readonly total?: { readonly label: string; readonly amount: MoneyWire }
  readonly period: PartProps['period']
}

function Amounts({ label, rows, more, sum, total, period }: AmountsProps) {
  const { t, format } = useI18n()
  const nameOf = useAccountName()
  const columns = [
    { key: 'account', label },
    { key: 'amount', label: t('ledger.amount'), isFigure: true },
  ]
  const lines = rows
    .filter(({ amount }) => !isNothing(amount))
    .map(({ account, amount }) => ({
      id: account.id,
      cells: {
        account: (
          <Link to="/chart-of-accounts/$id" params={{ id: account.id }} search={period}>
            {nameOf(account)}
          </Link>
        ),
        amount: format.money(amount),
      },
    }))
  const last = more ? [{ id: more.label, cells: { account: more.label, amount: format.money(more.amount) } }] : []
  const sums = [
    { label, figures: { amount: format.money(sum) } },
    ...(total ? [{ label: total.label, figures: { amount: format.money(total.amount) }, isTotal: true }] : []),
  ]
  return <Table label={label} columns={columns} rows={[...lines, ...last]} sums={sums} />
}
