import { sql } from '#kernel/db.ts'
import { type AnyList, list, searchWords } from '#kernel/lists.ts'
import { actorName } from '#modules/identity'
import { simulationStates } from './simulation.ts'

export const lists: readonly AnyList[] = [
  list({
    name: 'simulations',
    permission: 'simulations.read',
    from: sql`simulation s`,
    alias: 's',
    columns: {
      name: { type: 'text', expression: sql`s.name` },
      state: { type: 'enum', values: simulationStates, expression: sql`s.state` },
      from: { type: 'date', expression: sql`s.from_day` },
      to: { type: 'date', expression: sql`s.to_day` },
      affected: { type: 'number', expression: sql`s.affected_count` },
      createdAt: { type: 'instant', expression: sql`s.created_at`, required: true },
      actor: { type: 'text', expression: actorName(sql`s.actor`), shown: false },
      error: { type: 'text', expression: sql`s.error`, shown: false },
    },
    defaultSort: '-createdAt',
  }),
  list({
    name: 'simulation-accounts',
    permission: 'simulations.read',
    from: sql`simulation_account a`,
    alias: 'a',
    columns: {
      customer: { type: 'text', expression: sql`a.customer` },
      account: { type: 'text', expression: sql`a.account` },
      billedBefore: { type: 'money', expression: sql`a.billed_before_minor`, currency: sql`a.currency` },
      billedAfter: { type: 'money', expression: sql`a.billed_after_minor`, currency: sql`a.currency` },
      difference: { type: 'money', expression: sql`a.billed_after_minor - a.billed_before_minor`, currency: sql`a.currency` },
      arrearsBefore: { type: 'money', expression: sql`a.arrears_before_minor`, currency: sql`a.currency`, shown: false },
      arrearsAfter: { type: 'money', expression: sql`a.arrears_after_minor`, currency: sql`a.currency` },
      suspensionsBefore: { type: 'number', expression: sql`a.suspensions_before`, shown: false },
      suspensionsAfter: { type: 'number', expression: sql`a.suspensions_after` },
      simulationId: { type: 'id', expression: sql`a.simulation_id`, shown: false },
      customerId: { type: 'id', expression: sql`a.customer_id`, shown: false },
    },
    search: (typed) => searchWords('customer', sql`a.customer_id`, typed),
    defaultSort: '-difference',
  }),
]
