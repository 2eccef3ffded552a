import type { SqlBool } from 'kysely'
import { sql } from '#kernel/db.ts'
import { type AnyList, areWords, foundMax, hasWords, idsWithWords, list } from '#kernel/lists.ts'
import { customerKinds, customerStates } from '#modules/customers'
import { archiveAction, type subscriptionStates } from '#modules/subscriptions'

/** What a customer has, said in one word: the state that needs attention most. `states_by_attention` in the migration is the same. */
export const serviceStates = [
  'suspended',
  'active',
  'paused',
  'pending',
  'ended',
  'cancelled',
] as const satisfies readonly (typeof subscriptionStates)[number][]

const ofCustomer = sql`s.tenant_id = c.tenant_id and s.customer_id = c.id`

/** Customers by their own words, or by what they log in with. */
const customerIds = (typed: string) => sql`
  ${idsWithWords('customer', typed)}
  union all
  select s.customer_id from login l join subscription s on s.tenant_id = l.tenant_id and s.id = l.subscription_id where l.id = any (array(${idsWithWords('login', typed)} limit ${sql.lit(foundMax + 1)}))`
const customerMatches = (
  typed: string,
) => sql<SqlBool>`(${hasWords('customer', sql`c.id`, typed)} or ${areWords('login', typed)} and coalesce((
  select true from subscription s join login l on l.tenant_id = s.tenant_id and l.subscription_id = s.id where ${ofCustomer} and ${hasWords('login', sql`l.id`, typed)} limit 1), false))`

/** Lists whose columns come from many modules. */
export const lists: readonly AnyList[] = [
  list({
    name: 'customers',
    permission: 'customers.read',
    from: sql`customer c
      join customer_standing t on t.tenant_id = c.tenant_id and t.customer_id = c.id
      join customer_balance b on b.tenant_id = c.tenant_id and b.customer_id = c.id`,
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
      planNames: { type: 'tags', expression: sql`t.plan_names` },
      serviceState: { type: 'enum', values: serviceStates, expression: sql`t.service_state` },
      balance: { type: 'money', expression: sql`b.balance_minor`, currency: sql`t.currency`, required: true },
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
