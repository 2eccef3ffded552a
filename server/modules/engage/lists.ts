import { sql } from '#kernel/db.ts'
import { type AnyList, containing, list } from '#kernel/lists.ts'
import { kinds } from './messages.ts'
import { channels, noticeStates } from './notice.ts'
import { enqueueMails } from './send-mails.ts'
import { requeue } from './store.ts'

export const lists: readonly AnyList[] = [
  list({
    name: 'notices',
    permission: 'engage.read',
    from: sql`notice n join customer c on c.tenant_id = n.tenant_id and c.id = n.customer_id`,
    alias: 'n',
    columns: {
      createdAt: { type: 'instant', expression: sql`n.created_at` },
      customer: { type: 'text', expression: sql`c.name` },
      customerId: { type: 'id', expression: sql`n.customer_id`, shown: false },
      kind: { type: 'enum', values: kinds, expression: sql`n.kind` },
      channel: { type: 'enum', values: channels, expression: sql`n.channel` },
      recipient: { type: 'text', expression: sql`n.recipient` },
      subject: { type: 'text', expression: sql`n.subject` },
      language: { type: 'text', expression: sql`n.language`, shown: false },
      state: { type: 'enum', values: noticeStates, expression: sql`n.state` },
      error: { type: 'text', expression: sql`n.error` },
      sentAt: { type: 'instant', expression: sql`n.sent_at` },
    },
    search: (typed) => sql`concat_ws(' ', c.name, n.recipient, n.subject) ilike ${containing(typed)}`,
    defaultSort: '-createdAt',
    actions: {
      resend: {
        permission: 'engage.send',
        async run(tx, ids) {
          const queued = await requeue(tx, ids)
          await enqueueMails(tx, queued)
          const again = new Set(queued)
          return ids
            .filter((id) => !again.has(id))
            .map((id) => ({
              id,
              code: 'engage.not_resendable',
              detail: 'Only mails that were not sent, to a known address, are sent again.',
            }))
        },
      },
    },
  }),
]
