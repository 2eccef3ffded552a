import { type SqlBool } from 'kysely'
import { sql } from '#kernel/db.ts'
import { type AnyList, list } from '#kernel/lists.ts'
import { actorName } from '#modules/identity'
import { batchStates, movementKinds, voucherStates } from './voucher.ts'

const beginsWith = (typed: string) => `${typed.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
const countIn = (states: string) =>
  sql`(select count(*) from voucher v where v.tenant_id = b.tenant_id and v.batch_id = b.id and v.state in (${sql.raw(states)}))`

export const lists: readonly AnyList[] = [
  list({
    name: 'voucher-batches',
    permission: 'vouchers.read',
    from: sql`voucher_batch b join offer o on o.tenant_id = b.tenant_id and o.id = b.offer_id left join location l on l.tenant_id = b.tenant_id and l.id = b.location_id`,
    alias: 'b',
    columns: {
      number: { type: 'text', expression: sql`b.number` },
      plan: { type: 'text', expression: sql`o.name` },
      location: { type: 'text', expression: sql`l.name` },
      price: { type: 'money', expression: sql`b.price_minor`, currency: sql`b.currency` },
      count: { type: 'number', expression: sql`b.voucher_count` },
      redeemed: { type: 'number', expression: countIn(`'redeemed'`), sortable: false, filterable: false },
      inHand: { type: 'number', expression: countIn(`'generated', 'distributed', 'sold'`), sortable: false, filterable: false },
      redeemUntil: { type: 'date', expression: sql`b.redeem_until` },
      state: { type: 'enum', values: batchStates, expression: sql`b.state` },
      note: { type: 'text', expression: sql`b.note`, shown: false },
      createdAt: { type: 'instant', expression: sql`b.created_at`, required: true },
      offerId: { type: 'id', expression: sql`b.offer_id`, shown: false },
    },
    search: (typed) => sql<SqlBool>`(b.number ilike ${beginsWith(typed)} or o.name ilike ${beginsWith(typed)})`,
    defaultSort: '-createdAt',
  }),
  list({
    name: 'vouchers',
    permission: 'vouchers.read',
    from: sql`voucher v join voucher_batch b on b.tenant_id = v.tenant_id and b.id = v.batch_id
      left join account a on a.tenant_id = v.tenant_id and a.id = v.agent_account_id left join customer c on c.tenant_id = a.tenant_id and c.id = a.customer_id
      left join subscription s on s.tenant_id = v.tenant_id and s.id = v.subscription_id`,
    alias: 'v',
    columns: {
      serialNumber: { type: 'text', expression: sql`b.number || '-' || lpad(v.serial::text, 6, '0')`, sortable: false, filterable: false },
      serial: { type: 'number', expression: sql`v.serial`, shown: false },
      state: { type: 'enum', values: voucherStates, expression: sql`v.state` },
      agent: { type: 'text', expression: sql`c.name` },
      redeemedAt: { type: 'instant', expression: sql`v.redeemed_at` },
      subscription: { type: 'text', expression: sql`s.number` },
      endsAt: { type: 'instant', expression: sql`s.ends_at`, sortable: false },
      paid: { type: 'money', expression: sql`v.paid_minor`, currency: sql`b.currency`, shown: false },
      owed: { type: 'money', expression: sql`v.owed_minor`, currency: sql`b.currency`, shown: false },
      batchId: { type: 'id', expression: sql`v.batch_id`, shown: false },
      accountId: { type: 'id', expression: sql`v.agent_account_id`, shown: false },
      customerId: { type: 'id', expression: sql`s.customer_id`, shown: false },
    },
    defaultSort: 'serial',
  }),
  list({
    name: 'voucher-movements',
    permission: 'vouchers.read',
    from: sql`voucher_movement m join voucher_batch b on b.tenant_id = m.tenant_id and b.id = m.batch_id
      left join account a on a.tenant_id = m.tenant_id and a.id = m.account_id left join customer c on c.tenant_id = a.tenant_id and c.id = a.customer_id`,
    alias: 'm',
    columns: {
      at: { type: 'instant', expression: sql`m.at`, required: true },
      batch: { type: 'text', expression: sql`b.number` },
      kind: { type: 'enum', values: movementKinds, expression: sql`m.kind` },
      from: { type: 'number', expression: sql`m.from_serial`, sortable: false },
      to: { type: 'number', expression: sql`m.to_serial`, sortable: false },
      count: { type: 'number', expression: sql`m.voucher_count` },
      agent: { type: 'text', expression: sql`c.name` },
      amount: { type: 'money', expression: sql`m.amount_minor`, currency: sql`b.currency` },
      note: { type: 'text', expression: sql`m.note` },
      actor: { type: 'text', expression: actorName(sql`m.actor`) },
      batchId: { type: 'id', expression: sql`m.batch_id`, shown: false },
      accountId: { type: 'id', expression: sql`m.account_id`, shown: false },
    },
    defaultSort: '-at',
  }),
]
