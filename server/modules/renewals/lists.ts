import { sql } from '#kernel/db.ts'
import { type AnyList, list } from '#kernel/lists.ts'
import { renewalStates } from './renewal.ts'

export const lists: readonly AnyList[] = [
  list({
    name: 'renewals',
    permission: 'subscriptions.read',
    from: sql`renewal r
      join subscription s on s.tenant_id = r.tenant_id and s.id = r.subscription_id
      join customer c on c.tenant_id = s.tenant_id and c.id = s.customer_id`,
    alias: 'r',
    columns: {
      subscriptionNumber: { type: 'text', expression: sql`s.number`, required: true },
      customerName: { type: 'text', expression: sql`c.name`, required: true },
      dueOn: { type: 'date', expression: sql`r.due_on` },
      renewalState: { type: 'enum', values: renewalStates, expression: sql`r.state` },
      attempts: { type: 'number', expression: sql`r.attempts` },
      nextTryOn: { type: 'date', expression: sql`r.next_try_on` },
      problem: { type: 'text', expression: sql`r.problem` },
      renewedUntil: { type: 'date', expression: sql`r.renewed_until` },
      autoRenew: { type: 'boolean', expression: sql`s.auto_renew`, shown: false },
      updatedAt: { type: 'instant', expression: sql`r.updated_at`, required: true },
      subscriptionId: { type: 'id', expression: sql`r.subscription_id`, shown: false },
      customerId: { type: 'id', expression: sql`s.customer_id`, shown: false },
    },
    search: (typed) => sql`s.number = ${typed.toUpperCase()}`,
    defaultSort: '-updatedAt',
  }),
]
