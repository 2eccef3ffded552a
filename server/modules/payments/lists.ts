import { type SqlBool } from 'kysely'
import { sql } from '#kernel/db.ts'
import { type AnyList, list, searchWords } from '#kernel/lists.ts'
import { actorName } from '#modules/identity'
import { checkoutStates } from './checkout.ts'
import { gateways } from './gateways.ts'
import { deskMethods } from './payment.ts'
import { refundStates } from './refund.ts'
import { enqueueLook } from './take-webhook.ts'
import { reopenWebhooks, webhookStates } from './webhook-store.ts'

const beginsWith = (typed: string) => `${typed.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`

/** Of payments: at the desk, or by the name of a provider. */
const methods = [...deskMethods, ...gateways.keys()]

export const lists: readonly AnyList[] = [
  list({
    name: 'payments',
    permission: 'payments.read',
    from: sql`payment p join customer c on c.tenant_id = p.tenant_id and c.id = p.customer_id join account a on a.tenant_id = p.tenant_id and a.id = p.account_id`,
    alias: 'p',
    columns: {
      number: { type: 'text', expression: sql`p.number` },
      customer: { type: 'text', expression: sql`c.name` },
      amount: { type: 'money', expression: sql`p.amount_minor`, currency: sql`p.currency` },
      method: { type: 'enum', values: methods, expression: sql`p.method` },
      reference: { type: 'text', expression: sql`p.reference` },
      unallocated: { type: 'money', expression: sql`p.unallocated_minor`, currency: sql`p.currency` },
      receivedAt: { type: 'instant', expression: sql`p.received_at` },
      note: { type: 'text', expression: sql`p.note`, shown: false },
      actor: { type: 'text', expression: actorName(sql`p.actor`), shown: false },
      account: { type: 'text', expression: sql`a.number`, shown: false },
      customerId: { type: 'id', expression: sql`p.customer_id`, shown: false },
      accountId: { type: 'id', expression: sql`p.account_id`, shown: false },
    },
    search: (typed) =>
      sql<SqlBool>`(p.number ilike ${beginsWith(typed)} or p.reference ilike ${beginsWith(typed)} or ${searchWords('customer', sql`p.customer_id`, typed)})`,
    defaultSort: '-receivedAt',
  }),
  list({
    name: 'refunds',
    permission: 'payments.read',
    from: sql`refund r join payment p on p.tenant_id = r.tenant_id and p.id = r.payment_id join customer c on c.tenant_id = p.tenant_id and c.id = p.customer_id`,
    alias: 'r',
    columns: {
      payment: { type: 'text', expression: sql`p.number` },
      customer: { type: 'text', expression: sql`c.name` },
      amount: { type: 'money', expression: sql`r.amount_minor`, currency: sql`r.currency` },
      state: { type: 'enum', values: refundStates, expression: sql`r.state` },
      method: { type: 'enum', values: methods, expression: sql`coalesce(r.method, p.method)` },
      reason: { type: 'text', expression: sql`r.reason` },
      error: { type: 'text', expression: sql`r.error` },
      at: { type: 'instant', expression: sql`r.at` },
      paidOutAt: { type: 'instant', expression: sql`r.paid_out_at`, shown: false },
      reference: { type: 'text', expression: sql`r.reference`, shown: false },
      actor: { type: 'text', expression: actorName(sql`r.actor`), shown: false },
      paymentId: { type: 'id', expression: sql`r.payment_id`, shown: false },
      customerId: { type: 'id', expression: sql`p.customer_id`, shown: false },
    },
    search: (typed) => sql<SqlBool>`(p.number ilike ${beginsWith(typed)} or ${searchWords('customer', sql`p.customer_id`, typed)})`,
    defaultSort: '-at',
  }),
  list({
    name: 'checkouts',
    permission: 'payments.read',
    from: sql`checkout o join customer c on c.tenant_id = o.tenant_id and c.id = o.customer_id join gateway g on g.tenant_id = o.tenant_id and g.id = o.gateway_id
      left join saved_method m on m.tenant_id = o.tenant_id and m.id = o.saved_method_id`,
    alias: 'o',
    columns: {
      reference: { type: 'text', expression: sql`o.reference` },
      customer: { type: 'text', expression: sql`c.name` },
      amount: { type: 'money', expression: sql`o.amount_minor`, currency: sql`o.currency` },
      state: { type: 'enum', values: checkoutStates, expression: sql`o.state` },
      gateway: { type: 'text', expression: sql`g.name` },
      error: { type: 'text', expression: sql`o.error` },
      savedMethod: { type: 'text', expression: sql`m.label || ' ' || m.last_digits` },
      createdAt: { type: 'instant', expression: sql`o.created_at` },
      settledAt: { type: 'instant', expression: sql`o.settled_at` },
      customerId: { type: 'id', expression: sql`o.customer_id`, shown: false },
      accountId: { type: 'id', expression: sql`o.account_id`, shown: false },
    },
    search: (typed) => sql<SqlBool>`(o.reference ilike ${beginsWith(typed)} or ${searchWords('customer', sql`o.customer_id`, typed)})`,
    defaultSort: '-createdAt',
  }),
  list({
    name: 'webhooks',
    permission: 'payments.read',
    from: sql`webhook_inbox w join gateway g on g.tenant_id = w.tenant_id and g.id = w.gateway_id`,
    alias: 'w',
    columns: {
      gateway: { type: 'text', expression: sql`g.name` },
      subject: { type: 'text', expression: sql`w.dedup_key` },
      state: { type: 'enum', values: webhookStates, expression: sql`w.state` },
      error: { type: 'text', expression: sql`w.error` },
      deliveries: { type: 'number', expression: sql`w.deliveries` },
      receivedAt: { type: 'instant', expression: sql`w.received_at` },
      processedAt: { type: 'instant', expression: sql`w.processed_at` },
      body: { type: 'text', expression: sql`w.body`, sortable: false, shown: false },
    },
    defaultSort: '-receivedAt',
    actions: {
      replay: {
        permission: 'payments.receive',
        async run(tx, ids) {
          const reopened = await reopenWebhooks(tx, ids)
          for (const id of reopened) await enqueueLook(tx, id)
          const done = new Set(reopened)
          return ids
            .filter((id) => !done.has(id))
            .map((id) => ({ id, code: 'payments.webhook_not_rejected', detail: 'Only a rejected webhook can be replayed.' }))
        },
      },
    },
  }),
]
