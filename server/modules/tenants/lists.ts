import { sql } from '#kernel/db.ts'
import { type AnyList, containing, list } from '#kernel/lists.ts'

export const lists: readonly AnyList[] = [
  list({
    name: 'locations',
    permission: 'tenant.read',
    from: sql`location l`,
    alias: 'l',
    columns: {
      name: { type: 'text', expression: sql`l.name` },
      address: { type: 'text', expression: sql`l.address` },
      branchCode: { type: 'text', expression: sql`l.branch_code` },
      taxNumber: { type: 'text', expression: sql`l.tax_number`, shown: false },
      latitude: { type: 'number', expression: sql`l.latitude`, shown: false },
      longitude: { type: 'number', expression: sql`l.longitude`, shown: false },
      createdAt: { type: 'instant', expression: sql`l.created_at` },
    },
    search: (typed) => sql`concat_ws(' ', l.name, l.address) ilike ${containing(typed)}`,
    defaultSort: 'name',
  }),
]
