import type { Tx } from '#kernel/db.ts'
import { csvCell } from '#kernel/list-export.ts'
import { type Money, money, toDecimal } from '#kernel/money.ts'
import { summing } from '#modules/ledger'
import type { Ageing } from './ageing.ts'
import { sumWrittenOff } from './write-off-store.ts'
import { type AgedRow, readAgedAccounts, sumAged } from './ageing-store.ts'

/** What is owed on a day, by how long it was overdue then, and what accounts had as credit. */
export interface Aged extends Ageing {
  readonly credit: Money // as a positive amount
  /** What is owed less the credit: what the books say of receivables. */
  readonly balance: Money
}

export interface AgedAccount extends Aged {
  readonly accountId: string
  readonly number: string
  readonly customerId: string
  readonly customer: string
}

export interface AgeingReport {
  readonly on: Temporal.PlainDate
  readonly currency: string
  readonly total: Aged
  readonly count: bigint // of accounts that owe or have anything
  readonly writtenOff: Money // until that day, less what was paid after all; it is not owed any more
  /** Those that owe most. */
  readonly accounts: readonly AgedAccount[]
}

const accountsShown = 100

/**
 * Receivables at the end of a day. What an account owes is what the books say; it is of its latest invoices, because payments settle
 * those that are due first. So the report is the same whenever it is asked for, and comes to the balance of receivables.
 */
export async function ageingReport(tx: Tx, of: { on: Temporal.PlainDate; currency: string }): Promise<AgeingReport> {
  const { count, ...sums } = await summing(tx, (tx) => sumAged(tx, of))
  const accounts = await summing(tx, (tx) => readAgedAccounts(tx, of, { limit: accountsShown, offset: 0 }))
  return {
    ...of,
    total: agedOf(sums, of.currency),
    count,
    writtenOff: await sumWrittenOff(tx, of),
    accounts: accounts.map((row) => accountOf(row, of.currency)),
  }
}

const figures = ['current', 'days30', 'days60', 'days90', 'older', 'credit', 'balance'] as const

function agedOf(row: Readonly<Record<(typeof figures)[number], bigint>>, currency: string): Aged {
  const amount = (key: (typeof figures)[number]) => money(row[key], currency)
  return {
    current: amount('current'),
    days30: amount('days30'),
    days60: amount('days60'),
    days90: amount('days90'),
    older: amount('older'),
    credit: amount('credit'),
    balance: amount('balance'),
  }
}

const accountOf = (row: AgedRow, currency: string): AgedAccount => ({
  accountId: row.accountId,
  number: row.number,
  customerId: row.customerId,
  customer: row.customer,
  ...agedOf(row, currency),
})

const rowsPerPage = 5_000 // bounds what is in memory at once

/** Every account as parts of a CSV file, those that owe most first. */
export async function* ageingCsv(tx: Tx, of: { on: Temporal.PlainDate; currency: string }): AsyncGenerator<string> {
  yield `\ufeff${['account', 'customer', ...figures, 'currency'].join(',')}\r\n` // the mark makes spreadsheets read UTF-8
  for (let offset = 0; ; offset += rowsPerPage) {
    const rows = await summing(tx, (tx) => readAgedAccounts(tx, of, { limit: rowsPerPage, offset }))
    yield rows.map((row) => `${cellsOf(row, of.currency).map(csvCell).join(',')}\r\n`).join('')
    if (rows.length < rowsPerPage) return
  }
}

const cellsOf = (row: AgedRow, currency: string) => [
  row.number,
  row.customer,
  ...figures.map((key) => toDecimal(money(row[key], currency))),
  currency,
]
