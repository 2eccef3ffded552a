import { assert } from '#kernel/assert.ts'
import { sql, type Tx } from '#kernel/db.ts'
import type { Currency } from '#kernel/money.ts'
import type { Branch, Location, LocationDraft } from './location.ts'
import type { Tenant, TenantDraft, TenantPatch } from './tenant.ts'

interface TenantRow {
  id: string
  slug: string
  name: string
  legal_name: string
  country: string
  currency: Currency // checked when it was written
  time_zone: string
  locale: string
  address: string
  email: string
  phone: string
  tax_number: string
  brand_color: string
  logo_file_id: string | null
  payment_terms_days: number
  ways_to_pay: string
  fiscal_year_start_month: number
  version: number
}

const toTenant = (row: TenantRow): Tenant => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  legalName: row.legal_name,
  country: row.country,
  currency: row.currency,
  timeZone: row.time_zone,
  locale: row.locale,
  address: row.address,
  email: row.email,
  phone: row.phone,
  taxNumber: row.tax_number,
  brandColor: row.brand_color,
  logoFileId: row.logo_file_id,
  paymentTermsDays: row.payment_terms_days,
  waysToPay: row.ways_to_pay,
  fiscalYearStartMonth: row.fiscal_year_start_month,
  version: row.version,
})

/** Columns of a draft or patch; those undefined keep their value or default. */
const columnsOf = (values: TenantPatch) => ({
  name: values.name,
  legal_name: values.legalName,
  time_zone: values.timeZone,
  locale: values.locale,
  address: values.address,
  email: values.email,
  phone: values.phone,
  tax_number: values.taxNumber,
  brand_color: values.brandColor,
  payment_terms_days: values.paymentTermsDays,
  ways_to_pay: values.waysToPay,
  fiscal_year_start_month: values.fiscalYearStartMonth,
})

export async function newTenantId(tx: Tx): Promise<string> {
  const { rows } = await sql<{ id: string }>`select uuidv7() as id`.execute(tx)
  return rows[0]!.id
}

export async function insertTenant(tx: Tx, id: string, draft: TenantDraft): Promise<void> {
  const { slug, name, country, currency, timeZone, legalName = name, ...rest } = draft
  const columns = { ...columnsOf(rest), name, legal_name: legalName, time_zone: timeZone }
  await tx
    .insertInto('tenant')
    .values({ id, slug, country, currency, ...columns })
    .execute()
}

/** The tenant of the transaction. */
export async function readTenant(tx: Tx): Promise<Tenant> {
  const { rows } = await sql<TenantRow>`select * from tenant where id = current_tenant()`.execute(tx)
  assert(rows[0], 'The transaction has exactly one tenant, and it exists')
  return toTenant(rows[0])
}

/** Locks the tenant, so that of two people who edit it one is told. @returns its version */
export async function lockTenant(tx: Tx): Promise<number> {
  const { rows } = await sql<{ version: number }>`select version from tenant where id = current_tenant() for update`.execute(tx)
  assert(rows[0], 'The transaction has exactly one tenant, and it exists')
  return rows[0].version
}

export async function updateTenant(tx: Tx, patch: TenantPatch): Promise<void> {
  await tx
    .updateTable('tenant')
    .set({ ...columnsOf(patch), version: sql`version + 1` })
    .where('id', '=', sql<string>`current_tenant()`)
    .execute()
}

export async function saveLogo(tx: Tx, fileId: string | null): Promise<void> {
  await sql`update tenant set logo_file_id = ${fileId}, version = version + 1 where id = current_tenant()`.execute(tx)
}

interface LocationRow {
  id: string
  name: string
  address: string
  latitude: number | null
  longitude: number | null
  branchCode: string | null
  taxNumber: string
  version: number
}

const locationColumns = sql`id, name, address, latitude, longitude, branch_code as "branchCode", tax_number as "taxNumber", version`

const toLocation = ({ latitude, longitude, ...row }: LocationRow): Location => ({
  ...row,
  position: latitude === null || longitude === null ? null : { latitude, longitude },
})

export async function insertLocation(tx: Tx, { name, address, position, branchCode, taxNumber }: LocationDraft): Promise<Location> {
  const { rows } = await sql<LocationRow>`
    insert into location (name, address, latitude, longitude, branch_code, tax_number)
    values (${name}, ${address}, ${position?.latitude ?? null}, ${position?.longitude ?? null}, ${branchCode}, ${taxNumber})
    returning ${locationColumns}`.execute(tx)
  return toLocation(rows[0]!)
}

/** Locks the row too: of two people who edit it, one is told. */
export async function readLocation(tx: Tx, id: string): Promise<Location | undefined> {
  const { rows } = await sql<LocationRow>`
    select ${locationColumns} from location where id = ${id} for update`.execute(tx)
  return rows[0] && toLocation(rows[0])
}

export async function updateLocation(
  tx: Tx,
  id: string,
  { name, address, position, branchCode, taxNumber }: LocationDraft,
): Promise<Location> {
  const { rows } = await sql<LocationRow>`
    update location set name = ${name}, address = ${address}, version = version + 1,
      latitude = ${position?.latitude ?? null}, longitude = ${position?.longitude ?? null}, branch_code = ${branchCode}, tax_number = ${taxNumber}
    where id = ${id} returning ${locationColumns}`.execute(tx)
  return toLocation(rows[0]!)
}

/** The locations that issue documents of their own. */
export async function readBranches(tx: Tx): Promise<Branch[]> {
  const { rows } = await sql<Branch>`
    select id, address, tax_number as "taxNumber", branch_code as code from location where branch_code is not null order by branch_code`.execute(
    tx,
  )
  return rows
}

export async function deleteLocation(tx: Tx, id: string): Promise<void> {
  await sql`delete from location where id = ${id}`.execute(tx)
}

/** In a transaction of all tenants: whose pages an address names. */
export async function findTenantBySlug(tx: Tx, slug: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select id from tenant where slug = ${slug}`.execute(tx)
  return rows[0]?.id
}
