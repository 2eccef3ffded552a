import { json, sql, type Tx } from '#kernel/db.ts'
import { type BuyerContent, type PartySnapshot, snapshotId } from './party.ts'
import type { Rate } from './rate.ts'
import { type TaxSetting, usualSetting } from './setting.ts'

export interface StoredRate extends Rate {
  readonly id: string
}

interface RateRow {
  id: string
  category: string
  supply: Rate['supply']
  code: string
  name: string
  jurisdiction: string
  reach: Rate['reach']
  rate_percent: string
  flat_minor: bigint
  share_percent: string
  on_codes: string[]
  valid_from: string
  valid_to: string | null
  source: string
  checked_on: string | null
}

const toRate = (row: RateRow): StoredRate => ({
  id: row.id,
  category: row.category,
  supply: row.supply,
  code: row.code,
  name: row.name,
  jurisdiction: row.jurisdiction,
  reach: row.reach,
  percent: row.rate_percent,
  flatMinor: row.flat_minor,
  sharePercent: row.share_percent,
  on: row.on_codes,
  validFrom: Temporal.PlainDate.from(row.valid_from),
  validTo: row.valid_to === null ? null : Temporal.PlainDate.from(row.valid_to),
  source: row.source,
  checkedOn: row.checked_on === null ? null : Temporal.PlainDate.from(row.checked_on),
})

export async function readRates(tx: Tx): Promise<StoredRate[]> {
  const { rows } = await sql<RateRow>`
    select * from tax_component where tenant_id = current_tenant() order by category, jurisdiction, code, supply, valid_from`.execute(tx)
  return rows.map(toRate)
}

/** Adds rates; those that are there already stay as they are. */
export async function insertRates(tx: Tx, rates: readonly Rate[]): Promise<void> {
  await sql`
    insert into tax_component (category, supply, code, name, jurisdiction, reach, rate_percent, flat_minor, share_percent, on_codes, valid_from, valid_to, source, checked_on)
    select category, supply, code, name, jurisdiction, reach, percent, "flatMinor", "sharePercent", "on", "validFrom", "validTo", source, "checkedOn"
    from jsonb_to_recordset(${json(rates)}) as r (category text, supply text, code text, name text, jurisdiction text, reach text, percent numeric,
      "flatMinor" bigint, "sharePercent" numeric, "on" text[], "validFrom" date, "validTo" date, source text, "checkedOn" date)
    on conflict do nothing`.execute(tx)
}

/**
 * Puts a rate in force from its day up to the next one of the same tax that is there already, and ends the one before it. The same day
 * again corrects the rate.
 *
 *   ──5 %────────────────┬──7 %──▶        before
 *   ──5 %──┬──6 %────────┬──7 %──▶        6 % put between
 */
export async function putRate(tx: Tx, rate: Omit<Rate, 'validTo'>): Promise<void> {
  const same = sql`category = ${rate.category} and supply = ${rate.supply} and code = ${rate.code} and jurisdiction = ${rate.jurisdiction}`
  await sql`
    update tax_component set valid_to = ${rate.validFrom}
    where ${same} and valid_from < ${rate.validFrom} and (valid_to is null or valid_to > ${rate.validFrom})`.execute(tx)
  await sql`
    insert into tax_component (category, supply, code, name, jurisdiction, reach, rate_percent, flat_minor, share_percent, on_codes, valid_from, source, checked_on, valid_to)
    values (${rate.category}, ${rate.supply}, ${rate.code}, ${rate.name}, ${rate.jurisdiction}, ${rate.reach}, ${rate.percent}, ${rate.flatMinor},
      ${rate.sharePercent}, ${rate.on}::text[], ${rate.validFrom}, ${rate.source}, ${rate.checkedOn}, (select min(valid_from) from tax_component where ${same} and valid_from > ${rate.validFrom}))
    on conflict (tenant_id, category, supply, code, jurisdiction, valid_from) do update set
      name = excluded.name, reach = excluded.reach, rate_percent = excluded.rate_percent, flat_minor = excluded.flat_minor,
      share_percent = excluded.share_percent, on_codes = excluded.on_codes, source = excluded.source, checked_on = excluded.checked_on`.execute(
    tx,
  )
}

interface SettingRow {
  region: string
  company_number: string
  address_line: string
  city: string
  postal_code: string
  total_step_minor: bigint
  supply_codes: TaxSetting['supplyCodes']
}

export async function readSetting(tx: Tx): Promise<TaxSetting> {
  const { rows } = await sql<SettingRow>`select * from tax_setting`.execute(tx)
  const [row] = rows
  if (!row) return usualSetting
  return {
    region: row.region,
    companyNumber: row.company_number,
    addressLine: row.address_line,
    city: row.city,
    postalCode: row.postal_code,
    totalStepMinor: row.total_step_minor,
    supplyCodes: row.supply_codes,
  }
}

export async function writeSetting(tx: Tx, setting: TaxSetting): Promise<void> {
  await sql`
    insert into tax_setting (region, company_number, address_line, city, postal_code, total_step_minor, supply_codes)
    values (${setting.region}, ${setting.companyNumber}, ${setting.addressLine}, ${setting.city}, ${setting.postalCode}, ${setting.totalStepMinor}, ${json(setting.supplyCodes)})
    on conflict (tenant_id) do update set region = excluded.region, company_number = excluded.company_number, address_line = excluded.address_line,
      city = excluded.city, postal_code = excluded.postal_code, total_step_minor = excluded.total_step_minor, supply_codes = excluded.supply_codes,
      version = tax_setting.version + 1`.execute(tx)
}

/** Keeps a seller as it is now. @returns its id, the same for an equal one that was kept before */
export async function keepSeller(tx: Tx, seller: PartySnapshot): Promise<string> {
  const id = snapshotId(seller)
  await sql`insert into tax_seller (id, content) values (${id}, ${json(seller)}) on conflict do nothing`.execute(tx)
  return id
}

export async function readSeller(tx: Tx, id: string): Promise<PartySnapshot> {
  const { rows } = await sql<{
    content: PartySnapshot
  }>`select content from tax_seller where tenant_id = current_tenant() and id = ${id}`.execute(tx)
  return rows[0]!.content
}

/** A customer as it was in one of its versions. */
export async function readBuyer(tx: Tx, customerId: string, version: number): Promise<BuyerContent> {
  const { rows } = await sql<{ content: BuyerContent }>`
    select content from tax_buyer where tenant_id = current_tenant() and customer_id = ${customerId} and version <= ${version}
    order by version desc limit 1`.execute(tx)
  return rows[0]!.content
}
