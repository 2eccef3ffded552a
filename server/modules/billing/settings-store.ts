import { sql, type Tx } from '#kernel/db.ts'
import type { DayCount } from './proration.ts'

export interface BillingSettings {
  readonly dayCount: DayCount
}

export async function readSettings(tx: Tx): Promise<BillingSettings> {
  const { rows } = await sql<{ dayCount: DayCount }>`select day_count as "dayCount" from billing_setting`.execute(tx)
  return rows[0] ?? { dayCount: 'actual' }
}

export async function writeSettings(tx: Tx, { dayCount }: BillingSettings): Promise<void> {
  await sql`
    insert into billing_setting (day_count) values (${dayCount})
    on conflict (tenant_id) do update set day_count = excluded.day_count, version = billing_setting.version + 1`.execute(tx)
}

/** A tax of a category from a day on. */
export interface TaxComponent {
  readonly id: string
  readonly category: string
  readonly name: string
  readonly percent: string
  readonly validFrom: Temporal.PlainDate
  readonly validTo: Temporal.PlainDate | null // exclusive
}

interface TaxRow extends Omit<TaxComponent, 'validFrom' | 'validTo'> {
  readonly valid_from: string
  readonly valid_to: string | null
}

export async function readTaxComponents(tx: Tx): Promise<TaxComponent[]> {
  const { rows } = await sql<TaxRow>`
    select id, category, name, rate_percent as percent, valid_from, valid_to from tax_component order by category, name, valid_from`.execute(
    tx,
  )
  return rows.map(({ valid_from, valid_to, ...row }) => ({
    ...row,
    validFrom: Temporal.PlainDate.from(valid_from),
    validTo: valid_to === null ? null : Temporal.PlainDate.from(valid_to),
  }))
}

/** Puts a rate in force from a day on and ends the one before it; the same day again corrects the rate. */
export async function changeRate(
  tx: Tx,
  tax: { category: string; name: string; percent: string; validFrom: Temporal.PlainDate },
): Promise<void> {
  await sql`
    update tax_component set valid_to = ${tax.validFrom}
    where category = ${tax.category} and name = ${tax.name} and valid_from < ${tax.validFrom} and (valid_to is null or valid_to > ${tax.validFrom})`.execute(
    tx,
  )
  await sql`
    insert into tax_component (category, name, rate_percent, valid_from) values (${tax.category}, ${tax.name}, ${tax.percent}, ${tax.validFrom})
    on conflict (tenant_id, category, name, valid_from) do update set rate_percent = excluded.rate_percent`.execute(tx)
}
