import type { Tx } from '#kernel/db.ts'
import { lockClosing, readLedgerSettings, writeClosing } from './closing-store.ts'
import { alreadyClosed, monthNotOver, notClosed } from './errors.ts'
import { recogniseThrough } from './recognise-revenue.ts'

const firstOf = ({ year, month }: Temporal.PlainYearMonth) => Temporal.PlainDate.from({ year, month, day: 1 })

/**
 * Closes a month and every one before it: what it earned is recognised, and nothing can be booked before its end any more.
 * @throws ledger.month_not_over, ledger.already_closed
 */
export async function closeMonth(tx: Tx, month: Temporal.PlainYearMonth, today: Temporal.PlainDate): Promise<void> {
  const end = firstOf(month.add({ months: 1 }))
  if (Temporal.PlainDate.compare(today, end) < 0) throw monthNotOver(month.toString())
  await lockClosing(tx)
  const { closedUntil } = await readLedgerSettings(tx)
  if (closedUntil && Temporal.PlainDate.compare(end, closedUntil) <= 0) throw alreadyClosed(month.toString())
  await recogniseThrough(tx, end.subtract({ days: 1 }))
  await writeClosing(tx, { deed: 'close', month: firstOf(month), reason: '', closedUntil: end })
}

/** Reopens a month and every one after it. @throws ledger.not_closed */
export async function reopenMonth(tx: Tx, month: Temporal.PlainYearMonth, reason: string): Promise<void> {
  const first = firstOf(month)
  await lockClosing(tx)
  const { closedUntil } = await readLedgerSettings(tx)
  if (!closedUntil || Temporal.PlainDate.compare(first, closedUntil) >= 0) throw notClosed(month.toString())
  await writeClosing(tx, { deed: 'reopen', month: first, reason, closedUntil: first })
}
