import { sql } from '#kernel/db.ts'
import { type AnyList, containing, list } from '#kernel/lists.ts'
import { driftKinds } from './drift.ts'

export const lists: readonly AnyList[] = [
  list({
    name: 'router-drift',
    permission: 'access.read',
    from: sql`router_drift d
      join nas n on n.tenant_id = d.tenant_id and n.id = d.nas_id
      left join subscription u on u.tenant_id = d.tenant_id and u.id = d.subscription_id
      left join customer c on c.tenant_id = u.tenant_id and c.id = u.customer_id`,
    alias: 'd',
    where: sql`d.seen_at > d.since`, // a packet may have been on its way at the first look
    columns: {
      nas: { type: 'text', expression: sql`n.name` },
      nasId: { type: 'id', expression: sql`d.nas_id`, shown: false },
      kind: { type: 'enum', values: driftKinds, expression: sql`d.kind` },
      username: { type: 'text', expression: sql`d.username` },
      customer: { type: 'text', expression: sql`c.name` },
      customerId: { type: 'id', expression: sql`c.id`, shown: false },
      subscriptionId: { type: 'id', expression: sql`d.subscription_id`, shown: false },
      wanted: { type: 'text', expression: sql`d.wanted` },
      found: { type: 'text', expression: sql`d.found` },
      since: { type: 'instant', expression: sql`d.since` },
      seenAt: { type: 'instant', expression: sql`d.seen_at` },
    },
    search: (typed) => sql`concat_ws(' ', d.username, n.name) ilike ${containing(typed)}`,
    defaultSort: '-since',
  }),
  list({
    name: 'router-enrolments',
    permission: 'access.read',
    from: sql`enrolment e left join location l on l.tenant_id = e.tenant_id and l.id = e.location_id`,
    alias: 'e',
    where: sql`e.joined_at is null`,
    columns: {
      name: { type: 'text', expression: sql`e.name` },
      state: {
        type: 'enum',
        values: ['waiting', 'fetched', 'expired', 'cancelled'],
        expression: sql`case when e.cancelled_at is not null then 'cancelled' when e.fetched_at is not null then 'fetched'
          when e.expires_at > app_now() then 'waiting' else 'expired' end`,
      },
      location: { type: 'text', expression: sql`l.name` },
      createdAt: { type: 'instant', expression: sql`e.created_at` },
      expiresAt: { type: 'instant', expression: sql`e.expires_at` },
    },
    search: (typed) => sql`e.name ilike ${containing(typed)}`,
    defaultSort: '-createdAt',
  }),
]
