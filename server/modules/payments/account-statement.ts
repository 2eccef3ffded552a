import type { Tx } from '#kernel/db.ts'
import { add, type Money, money, zero } from '#kernel/money.ts'
import type { Period } from '#kernel/time.ts'
import { readStatement, type StatementRow } from './statement-store.ts'

export const documentKinds = ['invoice', 'payment'] as const
export type DocumentKind = (typeof documentKinds)[number]

/** An entry as the customer sees it. */
export interface StatementLine {
  readonly entryId: string
  readonly bookedOn: Temporal.PlainDate
  readonly sourceKind: string // invoice, payment, refund, reversal, withholding …
  /** What it is about, where that has a page: a refund is about its payment, a reversal about what it took back. */
  readonly document: { readonly kind: DocumentKind; readonly id: string; readonly number: string } | null
  readonly amount: Money // positive: owed; negative: paid or credited
  /** What is owed after it; negative: credit. */
  readonly balance: Money
}

export interface AccountStatement {
  readonly opening: Money
  readonly charged: Money
  readonly paid: Money // as a positive amount
  readonly closing: Money
  readonly lines: readonly StatementLine[]
}

/** What an account owed before a period, what moved that, and what it owes at its end; all from the books. */
export async function accountStatement(
  tx: Tx,
  account: { readonly id: string; readonly currency: string },
  period: Period,
): Promise<AccountStatement> {
  const { opening, rows } = await readStatement(tx, account.id, period)
  const amount = (minor: bigint) => money(minor, account.currency)
  let balance = amount(opening)
  const lines = rows.map((row): StatementLine => {
    balance = add(balance, amount(row.amount_minor))
    return { ...lineOf(row), amount: amount(row.amount_minor), balance }
  })
  const sumWhere = (wanted: (minor: bigint) => boolean) =>
    lines.reduce((sum, line) => (wanted(line.amount.minor) ? add(sum, line.amount) : sum), zero(account.currency))
  return {
    opening: amount(opening),
    charged: sumWhere((minor) => minor > 0n),
    paid: amount(-sumWhere((minor) => minor < 0n).minor),
    closing: balance,
    lines,
  }
}

function lineOf(row: StatementRow) {
  const { document_kind: kind, document_id: id, document_number: number } = row
  return {
    entryId: row.entry_id,
    bookedOn: Temporal.PlainDate.from(row.booked_on),
    sourceKind: row.source_kind,
    document: kind && id && number ? { kind, id, number } : null,
  }
}
