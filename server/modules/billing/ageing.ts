import type { Tx } from '#kernel/db.ts'
import { type Money, money } from '#kernel/money.ts'
import { readAgeing } from './store.ts'

/** What is open, by the days it is overdue. */
export interface Ageing {
  readonly current: Money // not due yet
  readonly days30: Money // 1 to 30
  readonly days60: Money
  readonly days90: Money
  readonly older: Money
}

/** @param accountId null for all accounts of the tenant */
export async function ageing(tx: Tx, of: { accountId: string | null; currency: string; today: Temporal.PlainDate }): Promise<Ageing> {
  const rows = await readAgeing(tx, of.today, of.accountId)
  const row = rows.find((one) => one.currency === of.currency)
  const part = (key: keyof Ageing) => money(row?.[key] ?? 0n, of.currency)
  return { current: part('current'), days30: part('days30'), days60: part('days60'), days90: part('days90'), older: part('older') }
}
