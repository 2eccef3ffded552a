import { sql } from '#kernel/db.ts'
import { type AnyList, list } from '#kernel/lists.ts'
import { sourceKinds } from './entry.ts'

const postingsOfEntry = sql`from posting p where p.tenant_id = e.tenant_id and p.entry_id = e.id`

export const lists: readonly AnyList[] = [
  list({
    name: 'ledger-entries',
    permission: 'ledger.read',
    from: sql`entry e`,
    alias: 'e',
    columns: {
      bookedOn: { type: 'date', expression: sql`e.booked_on`, required: true },
      description: { type: 'text', expression: sql`e.description` },
      sourceKind: { type: 'enum', values: sourceKinds, expression: sql`e.source_kind` },
      accounts: {
        type: 'tags',
        expression: sql`(select array_agg(distinct l.number order by l.number) from posting p join ledger_account l on l.tenant_id = p.tenant_id and l.id = p.ledger_account_id where p.tenant_id = e.tenant_id and p.entry_id = e.id)`,
      },
      amount: {
        type: 'money',
        expression: sql`(select sum(p.amount_minor) filter (where p.amount_minor > 0) ${postingsOfEntry})`,
        currency: sql`(select min(p.currency) ${postingsOfEntry})`,
        sortable: false,
      },
      overrideReason: { type: 'text', expression: sql`e.override_reason`, sortable: false, shown: false },
      actor: { type: 'text', expression: sql`e.actor`, sortable: false, shown: false },
      at: { type: 'instant', expression: sql`e.at`, shown: false },
      sourceId: { type: 'id', expression: sql`e.source_id`, shown: false },
    },
    defaultSort: '-bookedOn',
  }),
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
      actor: { type: 'text', expression: sql`c.actor` },
    },
    defaultSort: '-at',
  }),
]
