import { sql } from '#kernel/db.ts'
import { type AnyList, containing, list } from '#kernel/lists.ts'
import { staffStates } from './staff.ts'
import { revokeApiKeys } from './api-key-store.ts'
import { signInOutcomes } from './session-store.ts'

export const lists: readonly AnyList[] = [
  list({
    name: 'staff',
    permission: 'staff.read',
    from: sql`staff s`,
    alias: 's',
    columns: {
      name: { type: 'text', expression: sql`s.name` },
      email: { type: 'text', expression: sql`s.email` },
      state: { type: 'enum', values: staffStates, expression: sql`s.state` },
      roles: {
        type: 'tags',
        expression: sql`(select array_agg(r.code order by r.code) from staff_role sr join role r on r.tenant_id = sr.tenant_id and r.id = sr.role_id
          where sr.tenant_id = s.tenant_id and sr.staff_id = s.id)`,
      },
      hasTotp: { type: 'boolean', expression: sql`(s.totp_confirmed_at is not null)` },
      lastSeenAt: {
        type: 'instant',
        expression: sql`(select max(x.seen_at) from staff_session x where x.tenant_id = s.tenant_id and x.staff_id = s.id)`,
      },
      createdAt: { type: 'instant', expression: sql`s.created_at`, shown: false },
    },
    search: (typed) => sql`concat_ws(' ', s.name, s.email) ilike ${containing(typed)}`,
    defaultSort: 'name',
  }),
  list({
    name: 'sign-ins',
    permission: 'staff.read',
    from: sql`sign_in i`,
    alias: 'i',
    columns: {
      at: { type: 'instant', expression: sql`i.at` },
      email: { type: 'text', expression: sql`i.email` },
      outcome: { type: 'enum', values: signInOutcomes, expression: sql`i.outcome` },
      address: { type: 'text', expression: sql`i.address` },
      userAgent: { type: 'text', expression: sql`i.user_agent` },
    },
    search: (typed) => sql`concat_ws(' ', i.email, i.address) ilike ${containing(typed)}`,
    defaultSort: '-at',
  }),
  list({
    name: 'api-keys',
    permission: 'staff.read',
    from: sql`api_key k left join staff s on s.tenant_id = k.tenant_id and s.id = k.created_by`,
    alias: 'k',
    columns: {
      name: { type: 'text', expression: sql`k.name` },
      prefix: { type: 'text', expression: sql`k.prefix` },
      permissions: { type: 'tags', expression: sql`k.permissions` },
      seesAll: { type: 'boolean', expression: sql`k.sees_all` },
      locations: {
        type: 'tags',
        expression: sql`(select array_agg(l.name order by l.name) from location l where l.tenant_id = k.tenant_id and l.id = any (k.scope_location_ids))`,
        sortable: false,
        shown: false,
      },
      createdBy: { type: 'text', expression: sql`s.name` },
      createdAt: { type: 'instant', expression: sql`k.created_at` },
      usedAt: { type: 'instant', expression: sql`k.used_at` },
      expiresAt: { type: 'instant', expression: sql`k.expires_at` },
      revokedAt: { type: 'instant', expression: sql`k.revoked_at` },
    },
    search: (typed) => sql`concat_ws(' ', k.name, k.prefix) ilike ${containing(typed)}`,
    defaultSort: '-createdAt',
    actions: {
      revoke: {
        permission: 'staff.write',
        tone: 'danger',
        async run(tx, ids) {
          const revoked = new Set(await revokeApiKeys(tx, ids))
          return ids
            .filter((id) => !revoked.has(id))
            .map((id) => ({ id, code: 'identity.key_not_found', detail: 'This key was revoked already.' }))
        },
      },
    },
  }),
]
