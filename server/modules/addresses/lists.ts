import { type SqlBool } from 'kysely'
import { sql } from '#kernel/db.ts'
import { type AnyList, list } from '#kernel/lists.ts'
import { actorName } from '#modules/identity'
import { verdicts } from './trace.ts'

export const lists: readonly AnyList[] = [
  list({
    name: 'nat-rules',
    permission: 'addresses.read',
    from: sql`nat_rule r`,
    alias: 'r',
    columns: {
      name: { type: 'text', expression: sql`r.name`, required: true },
      privatePrefix: { type: 'text', expression: sql`r.private_prefix::text` },
      publicPrefix: { type: 'text', expression: sql`r.public_prefix::text` },
      firstPort: { type: 'number', expression: sql`r.first_port` },
      portsEach: { type: 'number', expression: sql`r.ports_each` },
      from: { type: 'instant', expression: sql`r.from_at` },
      until: { type: 'instant', expression: sql`r.until_at` },
    },
    defaultSort: 'name',
  }),
  list({
    name: 'address-traces',
    permission: 'addresses.trace',
    from: sql`address_trace t`,
    alias: 't',
    columns: {
      askedAt: { type: 'instant', expression: sql`t.asked_at`, required: true },
      reference: { type: 'text', expression: sql`t.reference` },
      reason: { type: 'text', expression: sql`t.reason` },
      address: { type: 'text', expression: sql`host(t.address)` },
      port: { type: 'number', expression: sql`t.port` },
      at: { type: 'instant', expression: sql`t.at` },
      verdict: { type: 'enum', values: verdicts, expression: sql`t.verdict` },
      actor: { type: 'text', expression: actorName(sql`t.actor`) },
    },
    search: (typed) =>
      sql<SqlBool>`(t.reference ilike ${`%${typed.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`} or t.address = try_inet(${typed}))`,
    defaultSort: '-askedAt',
  }),
]
