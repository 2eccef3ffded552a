/** SQL of realms, their home servers, and accounting that is on its way to them. */
import { sql, type Tx } from '#kernel/db.ts'
import type { HomeServer, HomeServerDraft, Realm, RealmDraft } from './realm.ts'

interface RealmRow {
  id: string
  name: string
  strips_realm: boolean
  forwards_accounting: boolean
  require_message_authenticator: boolean
  timeout_ms: number
  believed: string[]
  enabled: boolean
  version: number
  tenant_id: string
}

interface ServerRow {
  id: string
  realm_id: string
  address: string
  transport: HomeServer['transport']
  auth_port: number
  acct_port: number
  certificate_name: string | null
  authority: string | null
  client_certificate: string | null
  secret_sealed: string
  is_unreadable: boolean
}

const realmColumns = sql`id, name, strips_realm, forwards_accounting, require_message_authenticator, timeout_ms, believed, enabled, version, tenant_id`

const toServer = (row: ServerRow): HomeServer => ({
  id: row.id,
  address: row.address,
  transport: row.transport,
  authPort: row.auth_port,
  acctPort: row.acct_port,
  certificateName: row.certificate_name,
  authority: row.authority,
  clientCertificate: row.client_certificate,
})

const toRealm = (row: RealmRow, servers: readonly ServerRow[]): Realm => ({
  id: row.id,
  name: row.name,
  stripsRealm: row.strips_realm,
  forwardsAccounting: row.forwards_accounting,
  requireMessageAuthenticator: row.require_message_authenticator,
  timeoutMs: row.timeout_ms,
  believed: row.believed,
  enabled: row.enabled,
  version: row.version,
  servers: servers.filter((server) => server.realm_id === row.id).map(toServer),
})

async function readServers(tx: Tx, realmIds: readonly string[]): Promise<ServerRow[]> {
  const { rows } = await sql<ServerRow>`
    select id, realm_id, host(address) as address, transport, auth_port, acct_port, certificate_name, authority, client_certificate, secret_sealed, unreadable_since is not null as is_unreadable
    from home_server where realm_id = any (${realmIds}::uuid[]) order by realm_id, position`.execute(tx)
  return rows
}

export interface SealedRealm extends Realm {
  readonly tenantId: string
  /** Of its servers, in their order. */
  readonly secrets: readonly { readonly sealed: string; readonly isUnreadable: boolean }[]
}

/** Every realm of the tenants in scope whose users are asked for. */
export async function readEnabledRealms(tx: Tx): Promise<SealedRealm[]> {
  const { rows } = await sql<RealmRow>`select ${realmColumns} from realm where enabled order by id`.execute(tx)
  const servers = await readServers(
    tx,
    rows.map((row) => row.id),
  )
  return rows.map((row) => ({
    ...toRealm(row, servers),
    tenantId: row.tenant_id,
    secrets: servers
      .filter((server) => server.realm_id === row.id)
      .map((server) => ({ sealed: server.secret_sealed, isUnreadable: server.is_unreadable })),
  }))
}

/** Locks the row, so that of two people who edit it one is told. */
export async function lockRealm(tx: Tx, id: string): Promise<Realm | undefined> {
  const { rows } = await sql<RealmRow>`select ${realmColumns} from realm where id = ${id} for update`.execute(tx)
  return rows[0] && toRealm(rows[0], await readServers(tx, [id]))
}

export async function insertRealm(tx: Tx, draft: RealmDraft): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into realm (name, strips_realm, forwards_accounting, require_message_authenticator, timeout_ms, believed, enabled)
    values (${draft.name}, ${draft.stripsRealm}, ${draft.forwardsAccounting}, ${draft.requireMessageAuthenticator}, ${draft.timeoutMs},
      ${draft.believed}, ${draft.enabled})
    returning id`.execute(tx)
  return rows[0]!.id
}

export async function updateRealm(tx: Tx, id: string, draft: RealmDraft): Promise<void> {
  await sql`
    update realm set name = ${draft.name}, strips_realm = ${draft.stripsRealm}, forwards_accounting = ${draft.forwardsAccounting},
      require_message_authenticator = ${draft.requireMessageAuthenticator}, timeout_ms = ${draft.timeoutMs}, believed = ${draft.believed},
      enabled = ${draft.enabled}, version = version + 1
    where id = ${id}`.execute(tx)
}

/** Writes the servers of a realm in their order; those that are not among them go. @param secretSealed null keeps that of the server with this id */
export async function replaceServers(
  tx: Tx,
  realmId: string,
  servers: readonly (HomeServerDraft & { readonly id: string; readonly secretSealed: string | null })[],
): Promise<void> {
  const before = new Map((await readServers(tx, [realmId])).map((row) => [row.id, row.secret_sealed]))
  await sql`delete from home_server where realm_id = ${realmId}`.execute(tx)
  for (const [position, server] of servers.entries())
    await sql`
      insert into home_server (id, realm_id, position, address, transport, auth_port, acct_port, certificate_name, authority, client_certificate, secret_sealed)
      values (${server.id}, ${realmId}, ${position}, ${server.address}, ${server.transport}, ${server.authPort}, ${server.acctPort},
        ${server.certificateName}, ${server.authority}, ${server.clientCertificate}, ${server.secretSealed ?? before.get(server.id)})`.execute(
      tx,
    )
}

export async function deleteRealm(tx: Tx, id: string): Promise<void> {
  await sql`delete from realm where id = ${id}`.execute(tx)
}

// ---- accounting on its way ----------------------------------------------------------------------------------------------

/** An accounting packet as our NAS sent it. */
export interface ForwardRecord {
  readonly kind: 'forward'
  readonly tenantId: string
  readonly nasId: string
  readonly realmId: string
  readonly atMs: number
  /** Hexadecimal. */
  readonly packet: string
}

/** What was addressed to a realm that has been removed since is for nobody. */
export async function queueForwards(tx: Tx, records: readonly ForwardRecord[]): Promise<void> {
  await sql`
    insert into forwarded_accounting (tenant_id, realm_id, happened_at, next_at, packet)
    select f.tenant_id, f.realm_id, to_timestamp(f.at_ms / 1000.0), to_timestamp(f.at_ms / 1000.0), decode(f.packet, 'hex')
    from unnest(${records.map((r) => r.tenantId)}::uuid[], ${records.map((r) => r.realmId)}::uuid[], ${records.map((r) => r.atMs)}::float8[],
      ${records.map((r) => r.packet)}::text[]) with ordinality f (tenant_id, realm_id, at_ms, packet, place)
      join realm r on r.tenant_id = f.tenant_id and r.id = f.realm_id
    order by place`.execute(tx)
}

export interface WaitingForward {
  readonly id: bigint
  readonly tenant_id: string
  readonly realm_id: string
  readonly at_ms: number
  readonly packet: Buffer
  readonly attempts: number
}

/** The oldest that are due, in the order in which they happened. */
export async function readDueForwards(tx: Tx, now: Temporal.Instant, limit: number): Promise<WaitingForward[]> {
  const { rows } = await sql<WaitingForward>`
    select id, tenant_id, realm_id, (extract(epoch from happened_at) * 1000)::float8 as at_ms, packet, attempts
    from forwarded_accounting where next_at <= ${now} order by id limit ${limit}`.execute(tx)
  return rows
}

export async function removeForwards(tx: Tx, ids: readonly (bigint | string)[]): Promise<void> {
  await sql`delete from forwarded_accounting where id = any (${ids}::bigint[])`.execute(tx)
}

/** Tried again after twice the time of before, at most every ten minutes. */
export async function postponeForwards(tx: Tx, ids: readonly bigint[], now: Temporal.Instant): Promise<void> {
  await sql`
    update forwarded_accounting set attempts = attempts + 1,
      next_at = ${now}::timestamptz + least(interval '10 minutes', interval '5 seconds' * 2 ^ least(attempts, 10))
    where id = any (${ids}::bigint[])`.execute(tx)
}

/** Lets them be tried at once. */
export async function hurryForwards(tx: Tx, ids: readonly string[], now: Temporal.Instant): Promise<void> {
  await sql`update forwarded_accounting set next_at = ${now} where id = any (${ids}::bigint[])`.execute(tx)
}
