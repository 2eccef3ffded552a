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
