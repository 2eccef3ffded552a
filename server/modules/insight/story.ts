import type { Tx } from '#kernel/db.ts'
import { money } from '#kernel/money.ts'
import { customerNotFound } from './errors.ts'
import { readStory, readSummary } from './store.ts'

export interface StoryQuery {
  readonly customerId: string
  readonly before: Temporal.Instant
  readonly kinds: readonly string[]
  readonly limit: number
}

/** One page of a customer's whole story, newest first. @throws insight.customer_not_found */
export async function readCustomerStory(tx: Tx, query: StoryQuery, today: Temporal.PlainDate) {
  const [summary, items] = await Promise.all([
    readSummary(tx, query.customerId, today),
    readStory(tx, query.customerId, query.before, query.kinds, query.limit),
  ])
  if (!summary) throw customerNotFound()
  return {
    summary: {
      balance: money(summary.balanceMinor, summary.currency),
      overdue: money(summary.overdueMinor, summary.currency),
      lifetime: money(summary.lifetimeMinor, summary.currency),
      openInvoices: summary.openInvoices,
      onlineSessions: summary.onlineSessions,
    },
    items,
    next: items.length === query.limit ? items.at(-1)!.at : null,
  }
}
