import { sql } from '#kernel/db.ts'
import { type AnyList, list } from '#kernel/lists.ts'
import { smsStates } from './sms.ts'

export const lists: readonly AnyList[] = [
  list({
    name: 'short-messages',
    permission: 'sms.read',
    from: sql`sms m`,
    alias: 'm',
    columns: {
      createdAt: { type: 'instant', expression: sql`m.created_at`, required: true },
      destination: { type: 'text', expression: sql`m.destination` },
      kind: { type: 'text', expression: sql`m.kind` },
      state: { type: 'enum', values: smsStates, expression: sql`m.state` },
      error: { type: 'text', expression: sql`m.error` },
      attempts: { type: 'number', expression: sql`m.attempts`, shown: false },
      deliveredAt: { type: 'instant', expression: sql`m.delivered_at` },
    },
    defaultSort: '-createdAt',
  }),
]
