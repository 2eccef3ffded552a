import { sql } from '#kernel/db.ts'
import { type AnyList, containing, list } from '#kernel/lists.ts'
import { retrySms } from './queue-sms.ts'
import { smsKinds, smsReasons, smsStates } from './sms.ts'

export const lists: readonly AnyList[] = [
  list({
    name: 'short-messages',
    permission: 'sms.read',
    from: sql`sms m`,
    alias: 'm',
    columns: {
      createdAt: { type: 'instant', expression: sql`m.created_at`, required: true },
      destination: { type: 'text', expression: sql`m.destination` },
      text: { type: 'text', expression: sql`m.text_shown` },
      state: { type: 'enum', values: smsStates, expression: sql`m.state` },
      reason: { type: 'enum', values: smsReasons, expression: sql`m.reason` },
      parts: { type: 'number', expression: sql`m.parts` },
      deliveredAt: { type: 'instant', expression: sql`m.delivered_at`, shown: false },
      kind: { type: 'enum', values: smsKinds, expression: sql`m.kind`, shown: false },
      detail: { type: 'text', expression: sql`m.detail`, shown: false },
      attempts: { type: 'number', expression: sql`m.attempts`, shown: false },
    },
    search: (typed) => sql`concat_ws(' ', m.destination, m.text_shown) ilike ${containing(typed)}`,
    defaultSort: '-createdAt',
    actions: {
      retry: { permission: 'sms.send', run: (tx, ids, platform) => retrySms(tx, ids, platform.clock.now()) },
    },
  }),
]
