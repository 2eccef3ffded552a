/** SQL of routers: how they join, are managed, and what was seen of them. */
import { json, sql, type Tx } from '#kernel/db.ts'
import type { Enrolment, EnrolmentDraft, Use } from './enrolment.ts'
import type { ManagementProtocol } from './management.ts'
import type { AccessSettings } from './operations.ts'

// ---- enrolments ----------------------------------------------------------------------------------------------------------

interface EnrolmentRow {
  id: string
  name: string
  location_id: string | null
  uses: Use[]
  interface: string
  garden_hosts: string[]
  coa_port: number
  tunnel_address: string | null
  expires_at: Temporal.Instant
  fetched_at: Temporal.Instant | null
  fetched_from: string | null
  joined_at: Temporal.Instant | null
  nas_id: string | null
  fault: string | null
  cancelled_at: Temporal.Instant | null
}

const enrolmentColumns = sql`id, name, location_id, uses, interface, garden_hosts, coa_port, host(tunnel_address) as tunnel_address, expires_at, fetched_at,
  host(fetched_from) as fetched_from, joined_at, nas_id, fault, cancelled_at`

const toEnrolment = (row: EnrolmentRow): Enrolment => ({
  id: row.id,
  name: row.name,
  locationId: row.location_id,
  uses: row.uses,
  interface: row.interface,
  gardenHosts: row.garden_hosts,
  coaPort: row.coa_port,
  tunnelAddress: row.tunnel_address,
  expiresAt: row.expires_at,
  fetchedAt: row.fetched_at,
  fetchedFrom: row.fetched_from,
  joinedAt: row.joined_at,
  nasId: row.nas_id,
  fault: row.fault,
  cancelledAt: row.cancelled_at,
})

export interface EnrolmentSecrets {
  readonly radiusSecretSealed: string
  readonly apiPasswordSealed: string
  readonly tokenHash: string
  readonly checkInHash: string
  readonly expiresAt: Temporal.Instant
}

export async function insertEnrolment(
  tx: Tx,
  draft: EnrolmentDraft,
  secrets: EnrolmentSecrets,
  tunnelAddress: string | null,
): Promise<Enrolment> {
  const { rows } = await sql<EnrolmentRow>`
    insert into enrolment (name, location_id, uses, interface, garden_hosts, coa_port, tunnel_address, radius_secret_sealed, api_password_sealed, token_hash,
      check_in_hash, expires_at)
    values (${draft.name}, ${draft.locationId}, ${draft.uses}, ${draft.interface}, ${draft.gardenHosts}, ${draft.coaPort}, ${tunnelAddress},
      ${secrets.radiusSecretSealed}, ${secrets.apiPasswordSealed}, ${secrets.tokenHash}, ${secrets.checkInHash}, ${secrets.expiresAt})
    returning ${enrolmentColumns}`.execute(tx)
  return toEnrolment(rows[0]!)
}

export async function isNameTaken(tx: Tx, name: string, now: Temporal.Instant): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`
    select exists (select from nas where name = ${name})
      or exists (select from enrolment where name = ${name} and joined_at is null and cancelled_at is null and expires_at > ${now}) as taken`.execute(
    tx,
  )
  return rows[0]!.taken
}

/** Addresses of the tunnel network that routers of the tenants in scope have. */
export async function readTunnelAddresses(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{
    address: string
  }>`select host(tunnel_address) as address from enrolment where tunnel_address is not null`.execute(tx)
  return rows.map((row) => row.address)
}

export async function lockEnrolment(tx: Tx, id: string): Promise<Enrolment | undefined> {
  const { rows } = await sql<EnrolmentRow>`select ${enrolmentColumns} from enrolment where id = ${id} for update`.execute(tx)
  return rows[0] && toEnrolment(rows[0])
}

export async function readEnrolment(tx: Tx, id: string): Promise<Enrolment | undefined> {
  const { rows } = await sql<EnrolmentRow>`select ${enrolmentColumns} from enrolment where id = ${id}`.execute(tx)
  return rows[0] && toEnrolment(rows[0])
}

export async function readEnrolmentOfNas(tx: Tx, nasId: string): Promise<Enrolment | undefined> {
  const { rows } = await sql<EnrolmentRow>`select ${enrolmentColumns} from enrolment where nas_id = ${nasId}`.execute(tx)
  return rows[0] && toEnrolment(rows[0])
}

/** Another command for the same router; what the former would have fetched is not there any more. */
export async function renewToken(tx: Tx, id: string, tokenHash: string, expiresAt: Temporal.Instant): Promise<Enrolment> {
  const { rows } = await sql<EnrolmentRow>`
    update enrolment set token_hash = ${tokenHash}, expires_at = ${expiresAt}, fetched_at = null, fetched_from = null, fault = null, cancelled_at = null
    where id = ${id} returning ${enrolmentColumns}`.execute(tx)
  return toEnrolment(rows[0]!)
}

export async function cancelEnrolment(tx: Tx, id: string, now: Temporal.Instant): Promise<void> {
  await sql`update enrolment set cancelled_at = ${now}, token_hash = null, tunnel_address = null where id = ${id}`.execute(tx)
}

/** @returns whose script it is; the transaction may be of any tenants */
export async function findTenantOfScript(tx: Tx, tokenHash: string): Promise<string | undefined> {
  const { rows } = await sql<{ tenant_id: string }>`select tenant_id from enrolment where token_hash = ${tokenHash}`.execute(tx)
  return rows[0]?.tenant_id
}

export async function findTenantOfCheckIn(tx: Tx, checkInHash: string): Promise<string | undefined> {
  const { rows } = await sql<{ tenant_id: string }>`select tenant_id from enrolment where check_in_hash = ${checkInHash}`.execute(tx)
  return rows[0]?.tenant_id
}

export type SealedEnrolment = Enrolment & { readonly radiusSecretSealed: string | null; readonly apiPasswordSealed: string | null }

const toSealed = (row: (EnrolmentRow & { radius_secret_sealed: string | null; api_password_sealed: string | null }) | undefined) =>
  row && { ...toEnrolment(row), radiusSecretSealed: row.radius_secret_sealed, apiPasswordSealed: row.api_password_sealed }

/** Once: the token is worth nothing afterwards. Of two who fetch at the same time one gets it. */
export async function takeScript(
  tx: Tx,
  { tokenHash, from, checkInHash, now }: { tokenHash: string; from: string; checkInHash: string; now: Temporal.Instant },
): Promise<SealedEnrolment | undefined> {
  const { rows } = await sql<EnrolmentRow & { radius_secret_sealed: string | null; api_password_sealed: string | null }>`
    update enrolment set fetched_at = ${now}, fetched_from = ${from}, token_hash = null, check_in_hash = ${checkInHash}
    where token_hash = ${tokenHash} and expires_at > ${now} and cancelled_at is null
    returning ${enrolmentColumns}, radius_secret_sealed, api_password_sealed`.execute(tx)
  return toSealed(rows[0])
}

export async function lockEnrolmentOfCheckIn(tx: Tx, checkInHash: string): Promise<SealedEnrolment | undefined> {
  const { rows } = await sql<EnrolmentRow & { radius_secret_sealed: string | null; api_password_sealed: string | null }>`
    select ${enrolmentColumns}, radius_secret_sealed, api_password_sealed from enrolment where check_in_hash = ${checkInHash} for update`.execute(
    tx,
  )
  return toSealed(rows[0])
}

export async function markJoined(tx: Tx, id: string, nasId: string, now: Temporal.Instant): Promise<void> {
  await sql`
    update enrolment set joined_at = ${now}, nas_id = ${nasId}, fault = null, radius_secret_sealed = null, api_password_sealed = null where id = ${id}`.execute(
    tx,
  )
}

export async function markFault(tx: Tx, id: string, fault: string): Promise<void> {
  await sql`update enrolment set fault = ${fault} where id = ${id}`.execute(tx)
}

// ---- management ----------------------------------------------------------------------------------------------------------

export interface Router {
  readonly nasId: string
  readonly uses: readonly Use[]
  readonly address: string
  readonly protocol: ManagementProtocol
  readonly port: number
  readonly username: string
  readonly fingerprint: string | null
  readonly wireguardPublicKey: string | null
}

interface RouterRow {
  nas_id: string
  uses: Use[]
  address: string
  protocol: ManagementProtocol
  port: number
  username: string
  password_sealed: string
  fingerprint: string | null
  wireguard_public_key: string | null
}

const routerColumns = sql`id as nas_id, uses, host(address) as address, protocol, port, username, password_sealed, fingerprint, wireguard_public_key`

const toRouter = (row: RouterRow): Router & { readonly passwordSealed: string } => ({
  nasId: row.nas_id,
  uses: row.uses,
  address: row.address,
  protocol: row.protocol,
  port: row.port,
  username: row.username,
  passwordSealed: row.password_sealed,
  fingerprint: row.fingerprint,
  wireguardPublicKey: row.wireguard_public_key,
})

export async function readRouter(tx: Tx, nasId: string): Promise<(Router & { readonly passwordSealed: string }) | undefined> {
  const { rows } = await sql<RouterRow>`select ${routerColumns} from router where id = ${nasId}`.execute(tx)
  return rows[0] && toRouter(rows[0])
}

/** @param passwordSealed null keeps the password there is */
export async function putRouter(tx: Tx, router: Router, passwordSealed: string | null): Promise<void> {
  await sql`
    insert into router (id, uses, address, protocol, port, username, password_sealed, fingerprint, wireguard_public_key)
    values (${router.nasId}, ${router.uses}, ${router.address}, ${router.protocol}, ${router.port}, ${router.username}, ${passwordSealed ?? ''},
      ${router.fingerprint}, ${router.wireguardPublicKey})
    on conflict (tenant_id, id) do update set uses = excluded.uses, address = excluded.address, protocol = excluded.protocol, port = excluded.port,
      username = excluded.username, password_sealed = coalesce(${passwordSealed}, router.password_sealed), fingerprint = excluded.fingerprint,
      wireguard_public_key = excluded.wireguard_public_key, version = router.version + 1
    where (router.uses, router.address, router.protocol, router.port, router.username, router.fingerprint, router.wireguard_public_key)
      is distinct from (excluded.uses, excluded.address, excluded.protocol, excluded.port, excluded.username, excluded.fingerprint, excluded.wireguard_public_key)
      or ${passwordSealed}::text is not null`.execute(tx)
}

/** Peers of our WireGuard server, of all tenants in scope. */
export async function readPeers(tx: Tx): Promise<{ readonly name: string; readonly publicKey: string; readonly address: string }[]> {
  const { rows } = await sql<{ name: string; public_key: string; address: string }>`
    select e.name, r.wireguard_public_key as public_key, host(e.tunnel_address) as address
    from router r join enrolment e on e.tenant_id = r.tenant_id and e.nas_id = r.id
    where r.wireguard_public_key is not null and e.tunnel_address is not null order by e.tunnel_address`.execute(tx)
  return rows.map((row) => ({ name: row.name, publicKey: row.public_key, address: row.address }))
}

// ---- what was seen -------------------------------------------------------------------------------------------------------

export interface RouterState {
  readonly lookedAt: Temporal.Instant | null
  readonly api: 'unknown' | 'reachable' | 'failed'
  readonly apiFault: string | null
  readonly apiDetail: string | null
  readonly commands: 'unknown' | 'answered' | 'failed'
  readonly identity: string | null
  readonly firmware: string | null
  readonly board: string | null
  readonly clockAheadSeconds: bigint | null
  readonly settings: AccessSettings | null
  readonly checkedInAt: Temporal.Instant | null
  readonly checkedInFrom: string | null
}

export async function readState(tx: Tx, nasId: string): Promise<RouterState | undefined> {
  const { rows } = await sql<RouterState>`
    select looked_at as "lookedAt", api, api_fault as "apiFault", api_detail as "apiDetail", commands, identity, firmware, board,
      clock_ahead_seconds as "clockAheadSeconds", settings, checked_in_at as "checkedInAt", host(checked_in_from) as "checkedInFrom"
    from router_state where nas_id = ${nasId}`.execute(tx)
  return rows[0]
}

export async function noteCheckIn(
  tx: Tx,
  nasId: string,
  seen: { identity: string; firmware: string; board: string; from: string; at: Temporal.Instant },
): Promise<void> {
  await sql`
    insert into router_state (nas_id, identity, firmware, board, checked_in_at, checked_in_from)
    values (${nasId}, ${seen.identity}, ${seen.firmware}, ${seen.board}, ${seen.at}, ${seen.from})
    on conflict (tenant_id, nas_id) do update set identity = excluded.identity, firmware = excluded.firmware, board = excluded.board,
      checked_in_at = excluded.checked_in_at, checked_in_from = excluded.checked_in_from`.execute(tx)
}

export type Look = Pick<
  RouterState,
  'api' | 'apiFault' | 'apiDetail' | 'identity' | 'firmware' | 'board' | 'clockAheadSeconds' | 'settings'
> & {
  /** Null: it was not asked this time. */
  readonly commands: RouterState['commands'] | null
}

/** What was not seen this time keeps what was seen before. */
export async function noteLook(tx: Tx, nasId: string, look: Look, at: Temporal.Instant): Promise<void> {
  await sql`
    insert into router_state as s (nas_id, looked_at, api, api_fault, api_detail, commands, identity, firmware, board, clock_ahead_seconds, settings)
    values (${nasId}, ${at}, ${look.api}, ${look.apiFault}, ${look.apiDetail}, coalesce(${look.commands}, 'unknown'), ${look.identity}, ${look.firmware}, ${look.board},
      ${look.clockAheadSeconds}, ${look.settings === null ? null : json(look.settings)})
    on conflict (tenant_id, nas_id) do update set looked_at = excluded.looked_at, api = excluded.api, api_fault = excluded.api_fault,
      api_detail = excluded.api_detail, commands = coalesce(${look.commands}, s.commands), identity = coalesce(excluded.identity, s.identity),
      firmware = coalesce(excluded.firmware, s.firmware), board = coalesce(excluded.board, s.board),
      clock_ahead_seconds = coalesce(excluded.clock_ahead_seconds, s.clock_ahead_seconds), settings = coalesce(excluded.settings, s.settings)`.execute(
    tx,
  )
}

export interface NasContact {
  readonly vendor: string
  readonly seenAt: Temporal.Instant | null
  readonly hasSessions: boolean
}

export async function readContact(tx: Tx, nasId: string): Promise<NasContact | undefined> {
  const { rows } = await sql<NasContact>`
    select n.vendor, k.seen_at as "seenAt", exists (select from session s where s.tenant_id = n.tenant_id and s.nas_id = n.id) as "hasSessions"
    from nas n left join nas_contact k on k.tenant_id = n.tenant_id and k.nas_id = n.id where n.id = ${nasId}`.execute(tx)
  return rows[0]
}

/** Enabled NAS of the tenants in scope. */
export async function readNasToLookAt(tx: Tx): Promise<{ readonly tenantId: string; readonly nasId: string }[]> {
  const { rows } = await sql<{
    tenantId: string
    nasId: string
  }>`select tenant_id as "tenantId", id as "nasId" from nas where enabled`.execute(tx)
  return rows
}

// ---- readings ------------------------------------------------------------------------------------------------------------

/** One of every NAS with open sessions, from what accounting told last; those without get a zero while they are heard. */
export async function takeReadings(tx: Tx, at: Temporal.Instant): Promise<void> {
  await sql`
    insert into router_reading (tenant_id, nas_id, at, sessions, upload_bps, download_bps)
    select n.tenant_id, n.id, ${at}, count(s.id), coalesce(sum(s.upload_bps), 0), coalesce(sum(s.download_bps), 0)
    from nas n left join session s on s.tenant_id = n.tenant_id and s.nas_id = n.id and s.ended_at is null
    where n.enabled group by n.tenant_id, n.id
    on conflict do nothing`.execute(tx)
}

const readingDays = 30

export async function forgetReadings(tx: Tx, now: Temporal.Instant): Promise<void> {
  await sql`delete from router_reading where at < ${now.subtract({ hours: readingDays * 24 })}`.execute(tx)
}

export interface Reading {
  readonly at: Temporal.Instant
  readonly sessions: number
  readonly uploadBps: bigint
  readonly downloadBps: bigint
}

export async function readReadings(tx: Tx, nasId: string, from: Temporal.Instant): Promise<Reading[]> {
  const { rows } = await sql<Reading>`
    select at, sessions, upload_bps as "uploadBps", download_bps as "downloadBps" from router_reading
    where nas_id = ${nasId} and at >= ${from} order by at`.execute(tx)
  return rows
}
