import type { Tx } from '#kernel/db.ts'
import { type Money, money } from '#kernel/money.ts'
import type { Period } from '#kernel/time.ts'
import type { AccountKind } from './chart.ts'
import { readMovements } from './report-store.ts'
import { summing } from './summing-store.ts'

/** A ledger account over a period; debits positive. */
export interface AccountMovement {
  readonly id: string
  readonly code: string | null
  readonly number: string
  readonly name: string
  readonly renamed: boolean
  readonly kind: AccountKind
  readonly opening: Money
  readonly debits: Money
  readonly credits: Money // as a positive amount
  readonly closing: Money
}

/** The books of a period in one currency. Sums are as people read them: income, liabilities and equity positive. */
export interface FinancialStatement {
  readonly currency: string
  readonly accounts: readonly AccountMovement[]
  readonly income: Money
  readonly expenses: Money
  readonly profit: Money // of the period
  readonly assets: Money // at its end
  readonly liabilities: Money
  readonly equity: Money
  /** All that was earned up to the end and not moved to equity; assets are liabilities, equity and this. */
  readonly retained: Money
}

/** Trial balance, profit and loss and balance sheet of a period, a statement for each currency. */
export async function financialStatements(tx: Tx, period: Period): Promise<FinancialStatement[]> {
  const rows = await summing(tx, (tx) => readMovements(tx, period))
  return [...Map.groupBy(rows, (row) => row.currency)].map(([currency, some]) => statementOf(currency, some))
}

export interface MovementRow {
  readonly id: string
  readonly code: string | null
  readonly number: string
  readonly name: string
  readonly renamed: boolean
  readonly kind: AccountKind
  readonly currency: string
  readonly opening: bigint
  readonly debits: bigint
  readonly credits: bigint // positive
}

export function statementOf(currency: string, rows: readonly MovementRow[]): FinancialStatement {
  const amount = (minor: bigint) => money(minor, currency)
  const closingOf = ({ opening, debits, credits }: MovementRow) => opening + debits - credits
  const sumOf = (kinds: readonly AccountKind[], of: (row: MovementRow) => bigint) =>
    rows.filter(({ kind }) => kinds.includes(kind)).reduce((sum, row) => sum + of(row), 0n)
  const income = -sumOf(['income'], ({ debits, credits }) => debits - credits)
  const expenses = sumOf(['expense'], ({ debits, credits }) => debits - credits)
  return {
    currency,
    accounts: rows.map(({ currency: _, ...row }) => ({
      ...row,
      opening: amount(row.opening),
      debits: amount(row.debits),
      credits: amount(row.credits),
      closing: amount(closingOf({ ...row, currency })),
    })),
    income: amount(income),
    expenses: amount(expenses),
    profit: amount(income - expenses),
    assets: amount(sumOf(['asset'], closingOf)),
    liabilities: amount(-sumOf(['liability'], closingOf)),
    equity: amount(-sumOf(['equity'], closingOf)),
    retained: amount(-sumOf(['income', 'expense'], closingOf)),
  }
}
