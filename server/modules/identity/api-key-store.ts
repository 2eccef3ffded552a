/** Keys of programs. */
import { sql, type Tx } from '#kernel/db.ts'
import type { RowScope as Rows } from '#kernel/row-scope.ts'

export interface ApiKeyInsert {
  readonly name: string
  readonly prefix: string
  readonly tokenHash: string
  readonly permissions: readonly string[]
  /** Which customers it sees; undefined: all. */
  readonly rows: Rows | undefined
  readonly createdBy: string | null
  readonly expiresAt: Temporal.Instant | null
}

export async function insertApiKey(tx: Tx, key: ApiKeyInsert): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into api_key (name, prefix, token_hash, permissions, sees_all, scope_staff_id, scope_location_ids, created_by, expires_at)
    values (${key.name}, ${key.prefix}, ${key.tokenHash}, ${key.permissions}, ${key.rows === undefined}, ${key.rows?.staffId ?? null},
      ${key.rows?.locationIds ?? []}, ${key.createdBy}, ${key.expiresAt})
    returning id`.execute(tx)
  return rows[0]!.id
}

export interface ApiKeyView {
  readonly id: string
  readonly tenantId: string
  readonly permissions: readonly string[]
  readonly rows: Rows | undefined
  readonly usedAt: Temporal.Instant | null
  readonly timeZone: string
  readonly currency: string
  readonly locale: string
}

export async function findApiKey(tx: Tx, tokenHash: string, now: Temporal.Instant): Promise<ApiKeyView | undefined> {
  const { rows } = await sql<Omit<ApiKeyView, 'rows'> & { seesAll: boolean } & Rows>`
    select k.id, k.tenant_id as "tenantId", k.permissions, k.sees_all as "seesAll", k.scope_staff_id as "staffId",
      k.scope_location_ids as "locationIds", k.used_at as "usedAt", t.time_zone as "timeZone", t.currency, t.locale
    from api_key k join tenant t on t.id = k.tenant_id
    where k.token_hash = ${tokenHash} and k.revoked_at is null and (k.expires_at is null or k.expires_at > ${now})`.execute(tx)
  if (!rows[0]) return undefined
  const { seesAll, staffId, locationIds, ...key } = rows[0]
  return { ...key, rows: seesAll ? undefined : { staffId, locationIds } }
}

export async function hasLocations(tx: Tx, ids: readonly string[]): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`
    select not exists (select from unnest(${ids}::uuid[]) given (id) where not exists (select from location l where l.id = given.id)) as has`.execute(
    tx,
  )
  return rows[0]!.has
}

export async function touchApiKey(tx: Tx, id: string, now: Temporal.Instant): Promise<void> {
  await sql`update api_key set used_at = ${now} where id = ${id}`.execute(tx)
}

/** @returns ids that were in force */
export async function revokeApiKeys(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{
    id: string
  }>`update api_key set revoked_at = now() where id = any (${ids}::uuid[]) and revoked_at is null returning id`.execute(tx)
  return rows.map((row) => row.id)
}
