import { sql } from '#kernel/db.ts'
import { type AnyList, list } from '#kernel/lists.ts'
import { actorName } from '#modules/identity'

export const lists: readonly AnyList[] = [
  list({
    name: 'ledger-closings',
    permission: 'ledger.read',
    from: sql`ledger_closing c`,
    alias: 'c',
    columns: {
      at: { type: 'instant', expression: sql`c.at` },
      deed: { type: 'enum', values: ['close', 'reopen'], expression: sql`c.deed` },
      month: { type: 'date', expression: sql`c.month` },
      reason: { type: 'text', expression: sql`c.reason` },
      entryCount: { type: 'number', expression: sql`c.entry_count` },
      actor: { type: 'text', expression: actorName(sql`c.actor`) },
    },
    defaultSort: '-at',
  }),
]
