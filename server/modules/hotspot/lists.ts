import { type SqlBool } from 'kysely'
import { sql } from '#kernel/db.ts'
import { type AnyList, list } from '#kernel/lists.ts'
import { chargedFor, standings } from './campaign.ts'

const sum = (figure: string) =>
  sql`(select coalesce(sum(d.${sql.raw(figure)}), 0)::bigint from sponsor_day d where d.tenant_id = c.tenant_id and d.campaign_id = c.id)`
const today = sql`(app_now() at time zone (select t.time_zone from tenant t where t.id = c.tenant_id))::date`
const beginsWith = (typed: string) => `${typed.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`

export const lists: readonly AnyList[] = [
  list({
    name: 'sponsor-campaigns',
    permission: 'sponsors.read',
    from: sql`sponsor_campaign c join offer o on o.tenant_id = c.tenant_id and o.id = c.offer_id`,
    alias: 'c',
    columns: {
      name: { type: 'text', expression: sql`c.name`, required: true },
      sponsor: { type: 'text', expression: sql`c.sponsor` },
      state: {
        type: 'enum',
        values: standings,
        // As `standingOf` has it.
        expression: sql`case when c.state = 'draft' then 'draft' when c.ends_on <= ${today} then 'ended'
          when case c.charged_for when 'grant' then ${sum('granted')} else ${sum('finished')} end >= c.budget_max then 'used-up'
          when c.state = 'paused' then 'paused' when c.starts_on > ${today} then 'scheduled' else 'running' end`,
        sortable: false,
      },
      plan: { type: 'text', expression: sql`o.name` },
      startsOn: { type: 'date', expression: sql`c.starts_on` },
      lastDay: { type: 'date', expression: sql`c.ends_on - 1` },
      shown: { type: 'number', expression: sum('shown') },
      finished: { type: 'number', expression: sum('finished'), shown: false },
      granted: { type: 'number', expression: sum('granted') },
      budget: { type: 'number', expression: sql`c.budget_max`, shown: false },
      chargedFor: { type: 'enum', values: chargedFor, expression: sql`c.charged_for`, shown: false },
      cost: { type: 'money', expression: sum('cost_minor'), currency: sql`c.currency` },
      createdAt: { type: 'instant', expression: sql`c.created_at`, required: true, shown: false },
    },
    search: (typed) => sql<SqlBool>`(c.name ilike ${beginsWith(typed)} or c.sponsor ilike ${beginsWith(typed)})`,
    defaultSort: '-createdAt',
  }),
]
