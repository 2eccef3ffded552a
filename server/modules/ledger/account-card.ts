import type { Tx } from '#kernel/db.ts'
import { type Money, money } from '#kernel/money.ts'
import type { Period } from '#kernel/time.ts'
import { type CardRow, readCard } from './report-store.ts'
import { type AccountMovement, financialStatements } from './report.ts'

export interface CardLine {
  readonly entryId: string
  readonly bookedOn: Temporal.PlainDate
  readonly description: string
  readonly sourceKind: string
  readonly sourceId: string
  readonly amount: Money // debits positive
}

/** What moved a ledger account in a period, and what it stood at before and after. */
export interface AccountCard {
  readonly balances: readonly Pick<AccountMovement, 'opening' | 'debits' | 'credits' | 'closing'>[] // one for each currency
  readonly lines: readonly CardLine[]
  /** Where the next page begins; null on the last. */
  readonly next: string | null
}

const pageEntries = 100
const beforeAll = { bookedOn: '-infinity', entryId: '00000000-0000-0000-0000-000000000000' }

/** @param after `next` of the page before */
export async function accountCard(tx: Tx, ledgerAccountId: string, period: Period, after?: string): Promise<AccountCard> {
  const statements = await financialStatements(tx, period)
  const rows = await readCard(tx, ledgerAccountId, period, after ? placeOf(after) : beforeAll, pageEntries)
  const last = rows.length >= pageEntries ? rows.at(-1) : undefined
  return {
    balances: statements.flatMap(({ accounts }) => accounts.filter(({ id }) => id === ledgerAccountId)),
    lines: rows.map(lineOf),
    next: last ? `${last.booked_on} ${last.entry_id}` : null,
  }
}

const lineOf = (row: CardRow): CardLine => ({
  entryId: row.entry_id,
  bookedOn: Temporal.PlainDate.from(row.booked_on),
  description: row.description,
  sourceKind: row.source_kind,
  sourceId: row.source_id,
  amount: money(row.amount_minor, row.currency),
})

function placeOf(next: string) {
  const [bookedOn = '', entryId = ''] = next.split(' ')
  return { bookedOn, entryId }
}
