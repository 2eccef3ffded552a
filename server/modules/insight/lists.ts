import type { SqlBool } from 'kysely'
import { sql } from '#kernel/db.ts'
import { type AnyList, areWords, foundMax, hasWords, idsWithWords, list } from '#kernel/lists.ts'
import { customerKinds, customerStates } from '#modules/customers'
import { archiveAction, type subscriptionStates } from '#modules/subscriptions'

/** What a customer has, said in one word: the state that needs attention most. */
const serviceStates = [
  'suspended',
  'active',
  'paused',
  'pending',
  'ended',
  'cancelled',
] as const satisfies readonly (typeof subscriptionStates)[number][]

const ofCustomer = sql`s.tenant_id = c.tenant_id and s.customer_id = c.id`
const planNames = sql`array(
  select distinct o.name from subscription s join offer o on o.tenant_id = s.tenant_id and o.id = s.offer_id
  where ${ofCustomer} and s.state not in ('ended', 'cancelled') order by o.name)`
const serviceState = sql`(select s.state from subscription s where ${ofCustomer} order by array_position(array[${sql.join(serviceStates.map((state) => sql.lit(state)))}], s.state) limit 1)`
const currency = sql`(select a.currency from account a where a.tenant_id = c.tenant_id and a.customer_id = c.id order by a.created_at, a.id limit 1)`
const balance = sql`(
  select coalesce(sum(b.balance_minor), 0)::bigint from account a
  join account_balance b on b.tenant_id = a.tenant_id and b.account_id = a.id
  join ledger_account l on l.tenant_id = b.tenant_id and l.id = b.ledger_account_id and l.code = 'receivables'
  where a.tenant_id = c.tenant_id and a.customer_id = c.id)`

/** Customers by their own words, or by what they log in with. */
const customerIds = (typed: string) => sql`
  ${idsWithWords('customer', typed)}
  union all
  select s.customer_id from login l join subscription s on s.tenant_id = l.tenant_id and s.id = l.subscription_id where l.id = any (array(${idsWithWords('login', typed)} limit ${foundMax + 1}))`
const customerMatches = (
  typed: string,
) => sql<SqlBool>`(${hasWords('customer', sql`c.id`, typed)} or ${areWords('login', typed)} and coalesce((
  select true from subscription s join login l on l.tenant_id = s.tenant_id and l.subscription_id = s.id where ${ofCustomer} and ${hasWords('login', sql`l.id`, typed)} limit 1), false))`

/** Lists whose columns come from many modules. */
export const lists: readonly AnyList[] = [
  list({
    name: 'customers',
    permission: 'customers.read',
    from: sql`customer c`,
    alias: 'c',
    columns: {
      number: { type: 'text', expression: sql`c.number`, required: true },
      name: { type: 'text', expression: sql`c.name`, required: true },
      kind: { type: 'enum', values: customerKinds, expression: sql`c.kind`, shown: false },
      phone: { type: 'text', expression: sql`c.phone` },
      email: { type: 'text', expression: sql`c.email`, shown: false },
      area: { type: 'text', expression: sql`c.area` },
      city: { type: 'text', expression: sql`c.city`, shown: false },
      region: { type: 'text', expression: sql`c.region`, shown: false },
      planNames: { type: 'tags', expression: planNames },
      serviceState: { type: 'enum', values: serviceStates, expression: serviceState },
      balance: { type: 'money', expression: balance, currency },
      tags: { type: 'tags', expression: sql`c.tags` },
      state: { type: 'enum', values: customerStates, expression: sql`c.state`, shown: false },
      createdAt: { type: 'instant', expression: sql`c.created_at`, required: true },
      locationId: { type: 'id', expression: sql`c.location_id`, shown: false },
    },
    search: customerMatches,
    searchIds: customerIds,
    defaultSort: '-createdAt',
    actions: {
      archive: { permission: 'customers.write', tone: 'danger', run: archiveAction },
    },
  }),
]
