import type { Tx } from '#kernel/db.ts'
import { type Money, money } from '#kernel/money.ts'
import { readReceivables, readTrialBalance } from './store.ts'
import { summing } from './summing-store.ts'

/** What each customer account owes; negative where it has credit. Accounts that were never billed owe nothing. */
export async function receivableOf(tx: Tx, accountIds: readonly string[]): Promise<Map<string, Money>> {
  const rows = await readReceivables(tx, accountIds)
  return new Map(rows.map((row) => [row.account_id, money(row.balance_minor, row.currency)]))
}

/** Balance of every ledger account up to and including `on`; debits positive. They sum to zero in each currency. */
export async function trialBalance(tx: Tx, on: Temporal.PlainDate) {
  const rows = await summing(tx, (tx) => readTrialBalance(tx, on))
  return rows.map(({ balance_minor, currency, ...row }) => ({ ...row, balance: money(balance_minor, currency) }))
}
