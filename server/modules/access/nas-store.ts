/** SQL of NAS: who may speak with us, and when they were last heard. */
import { sql, type Tx } from '#kernel/db.ts'
import type { Nas, NasDraft, NasVendor, VoucherPassword } from './nas.ts'

interface NasRow {
  tenant_id: string
  id: string
  name: string
  address: string | null
  certificate_fingerprint: string | null
  certificate_name: string | null
  identifier: string | null
  vendor: NasVendor
  require_message_authenticator: boolean
  coa_port: number
  interim_seconds: number
  walled_garden: string | null
  requests_per_second_max: number | null
  voucher_password: VoucherPassword
  location_id: string | null
  enabled: boolean
  secret_unreadable: boolean
  version: number
}

const nasColumns = sql`tenant_id, id, name, host(address) as address, certificate_fingerprint, certificate_name, identifier, vendor,
  require_message_authenticator, coa_port, interim_seconds, walled_garden, requests_per_second_max, voucher_password, location_id, enabled, version,
  unreadable_since is not null as secret_unreadable`

const toNas = (row: NasRow): Nas => ({
  id: row.id,
  name: row.name,
  address: row.address,
  certificateFingerprint: row.certificate_fingerprint,
  certificateName: row.certificate_name,
  identifier: row.identifier,
  vendor: row.vendor,
  requireMessageAuthenticator: row.require_message_authenticator,
  coaPort: row.coa_port,
  interimSeconds: row.interim_seconds,
  walledGarden: row.walled_garden,
  requestsPerSecondMax: row.requests_per_second_max,
  voucherPassword: row.voucher_password,
  locationId: row.location_id,
  enabled: row.enabled,
  secretUnreadable: row.secret_unreadable,
  version: row.version,
})

export interface SealedNas extends Nas {
  readonly tenantId: string
  readonly secretSealed: string
}

/** Every NAS of the tenants in scope that may speak with us. */
export async function readEnabledNas(tx: Tx): Promise<SealedNas[]> {
  const { rows } = await sql<
    NasRow & { secret_sealed: string }
  >`select ${nasColumns}, secret_sealed from nas where enabled order by id`.execute(tx)
  return rows.map((row) => ({ ...toNas(row), tenantId: row.tenant_id, secretSealed: row.secret_sealed }))
}

export async function readSealedNas(tx: Tx, id: string): Promise<SealedNas | undefined> {
  const { rows } = await sql<NasRow & { secret_sealed: string }>`select ${nasColumns}, secret_sealed from nas where id = ${id}`.execute(tx)
  return rows[0] && { ...toNas(rows[0]), tenantId: rows[0].tenant_id, secretSealed: rows[0].secret_sealed }
}

/** Locks the row, so that of two people who edit it one is told. */
export async function lockNas(tx: Tx, id: string): Promise<Nas | undefined> {
  const { rows } = await sql<NasRow>`select ${nasColumns} from nas where id = ${id} for update`.execute(tx)
  return rows[0] && toNas(rows[0])
}

export async function insertNas(tx: Tx, draft: NasDraft, secretSealed: string): Promise<Nas> {
  const { rows } = await sql<NasRow>`
    insert into nas (name, address, certificate_fingerprint, certificate_name, identifier, vendor, secret_sealed, require_message_authenticator,
      coa_port, interim_seconds, walled_garden, requests_per_second_max, voucher_password, location_id, enabled)
    values (${draft.name}, ${draft.address}, ${draft.certificateFingerprint}, ${draft.certificateName}, ${draft.identifier}, ${draft.vendor},
      ${secretSealed}, ${draft.requireMessageAuthenticator}, ${draft.coaPort}, ${draft.interimSeconds}, ${draft.walledGarden},
      ${draft.requestsPerSecondMax}, ${draft.voucherPassword}, ${draft.locationId}, ${draft.enabled})
    returning ${nasColumns}`.execute(tx)
  return toNas(rows[0]!)
}

/** @param secretSealed null keeps the secret */
export async function updateNas(tx: Tx, id: string, draft: NasDraft, secretSealed: string | null): Promise<Nas> {
  const { rows } = await sql<NasRow>`
    update nas set name = ${draft.name}, address = ${draft.address}, certificate_fingerprint = ${draft.certificateFingerprint},
      certificate_name = ${draft.certificateName}, identifier = ${draft.identifier}, vendor = ${draft.vendor},
      secret_sealed = coalesce(${secretSealed}, secret_sealed), unreadable_since = case when ${secretSealed}::text is null then unreadable_since end,
      require_message_authenticator = ${draft.requireMessageAuthenticator},
      coa_port = ${draft.coaPort}, interim_seconds = ${draft.interimSeconds}, walled_garden = ${draft.walledGarden},
      requests_per_second_max = ${draft.requestsPerSecondMax}, voucher_password = ${draft.voucherPassword}, location_id = ${draft.locationId}, enabled = ${draft.enabled}, version = version + 1
    where id = ${id} returning ${nasColumns}`.execute(tx)
  return toNas(rows[0]!)
}

/** Profiles that the plan of a subscription names, with the routers it is online at, or was last. */
export async function profilesOfRouters(tx: Tx, subscriptionId: string): Promise<{ router: string; vendor: NasVendor; profile: string }[]> {
  const { rows } = await sql<{ router: string; vendor: NasVendor; profile: string }>`
    select n.name as router, n.vendor, v.quality ->> 'profile' as profile
    from session x join nas n on n.tenant_id = x.tenant_id and n.id = x.nas_id
      join subscription s on s.tenant_id = x.tenant_id and s.id = x.subscription_id
      join offer_version v on v.tenant_id = s.tenant_id and v.id = s.offer_version_id
    where x.subscription_id = ${subscriptionId} and v.quality ->> 'profile' is not null
      and (x.ended_at is null or x.id = (select id from session where subscription_id = ${subscriptionId} order by started_at desc, id desc limit 1))`.execute(
    tx,
  )
  return rows
}

/** The vendors of the routers that are in use, each with their names. */
export async function readVendors(tx: Tx): Promise<{ vendor: NasVendor; routers: string[] }[]> {
  const { rows } = await sql<{ vendor: NasVendor; routers: string[] }>`
    select vendor, array_agg(name order by name) as routers from nas where enabled group by vendor order by count(*) desc, vendor`.execute(
    tx,
  )
  return rows
}

export async function deleteNas(tx: Tx, id: string): Promise<void> {
  await sql`delete from nas where id = ${id}`.execute(tx)
}

export async function hasSessions(tx: Tx, nasId: string): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`select exists (select from session where nas_id = ${nasId}) as has`.execute(tx)
  return rows[0]!.has
}

/**
 * @param seen NAS id -> when it was last heard
 * @returns those that were never heard before
 */
export async function markNasSeen(
  tx: Tx,
  seen: readonly { readonly tenantId: string; readonly nasId: string; readonly atMs: number }[],
): Promise<{ readonly tenantId: string; readonly nasId: string }[]> {
  const { rows } = await sql<{ tenantId: string; nasId: string; isNew: boolean }>`
    insert into nas_contact (tenant_id, nas_id, seen_at)
    select s.tenant_id, s.nas_id, to_timestamp(s.at_ms / 1000.0)
    from unnest(${seen.map((s) => s.tenantId)}::uuid[], ${seen.map((s) => s.nasId)}::uuid[], ${seen.map((s) => s.atMs)}::float8[]) s (tenant_id, nas_id, at_ms)
      join nas n on n.tenant_id = s.tenant_id and n.id = s.nas_id
    order by s.nas_id
    on conflict (tenant_id, nas_id) do update set seen_at = excluded.seen_at
    returning tenant_id as "tenantId", nas_id as "nasId", xmax = 0 as "isNew"`.execute(tx)
  return rows.filter((row) => row.isNew)
}
