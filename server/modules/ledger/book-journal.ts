import type { Tx } from '#kernel/db.ts'
import type { Money } from '#kernel/money.ts'
import { isBookedByProgram } from './chart.ts'
import type { ChartAccount } from './chart-store.ts'
import { orMonthClosed } from './closing-store.ts'
import { accountNotFound, journalUnbalanced, notBookedByHand } from './errors.ts'
import { insertJournal, lockChartAccounts } from './journal-store.ts'

/** An entry that an accountant writes: rent, salaries, depreciation, corrections. */
export interface Journal {
  readonly bookedOn: Temporal.PlainDate
  readonly description: string
  readonly lines: readonly { readonly ledgerAccountId: string; readonly amount: Money }[] // debits positive
  /** Why it is booked into a closed month, by somebody who may. */
  readonly overrideReason: string | null
}

/**
 * Books a journal. Accounts that follow documents, such as receivables, are not booked on by hand: their balances would no longer be
 * what customers owe. @returns the id of the entry
 * @throws ledger.account_not_found, ledger.not_booked_by_hand, ledger.journal_unbalanced, ledger.month_closed
 */
export async function bookJournal(tx: Tx, journal: Journal): Promise<string> {
  const accounts = await lockChartAccounts(
    tx,
    journal.lines.map((line) => line.ledgerAccountId),
  )
  for (const { ledgerAccountId } of journal.lines) requireByHand(accounts.get(ledgerAccountId))
  requireBalanced(journal.lines.map((line) => line.amount))
  return insertJournal(tx, journal).catch(orMonthClosed)
}

function requireByHand(account: ChartAccount | undefined): void {
  if (!account) throw accountNotFound()
  if (account.code !== null && isBookedByProgram(account.code)) throw notBookedByHand(account.name)
}

function requireBalanced(amounts: readonly Money[]): void {
  const sums = new Map<string, bigint>()
  for (const { minor, currency } of amounts) sums.set(currency, (sums.get(currency) ?? 0n) + minor)
  if ([...sums.values()].some((sum) => sum !== 0n)) throw journalUnbalanced()
}
