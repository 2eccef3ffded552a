import { sql, type Tx } from '#kernel/db.ts'
import { type BillingSettings, usualSettings } from './settings.ts'

export async function readSettings(tx: Tx): Promise<BillingSettings> {
  const { rows } = await sql<BillingSettings>`
    select bill_runs as "billRuns", day_count as "dayCount", end_day as "endDay", first_period as "firstPeriod", change_credit as "changeCredit", change_day as "changeDay",
      invoice_on_change as "invoiceOnChange", quota_on_change as "quotaOnChange", refund_on_cancellation as "refundOnCancellation", minimum_minor as "minimumMinor", late_fee_minor as "lateFeeMinor",
      trim_scale(late_fee_percent)::text as "lateFeePercent", anomaly_percent as "anomalyPercent"
    from billing_setting where tenant_id = current_tenant()`.execute(tx)
  return rows[0] ?? usualSettings
}

async function writeSettings(tx: Tx, settings: BillingSettings): Promise<void> {
  await sql`
    insert into billing_setting (bill_runs, day_count, end_day, first_period, change_credit, change_day, invoice_on_change, quota_on_change, refund_on_cancellation, minimum_minor, late_fee_minor,
      late_fee_percent, anomaly_percent)
    values (${settings.billRuns}, ${settings.dayCount}, ${settings.endDay}, ${settings.firstPeriod}, ${settings.changeCredit}, ${settings.changeDay}, ${settings.invoiceOnChange},
      ${settings.quotaOnChange}, ${settings.refundOnCancellation}, ${settings.minimumMinor}, ${settings.lateFeeMinor}, ${settings.lateFeePercent}::numeric, ${settings.anomalyPercent})
    on conflict (tenant_id) do update set bill_runs = excluded.bill_runs, day_count = excluded.day_count, end_day = excluded.end_day, first_period = excluded.first_period,
      change_credit = excluded.change_credit, change_day = excluded.change_day, invoice_on_change = excluded.invoice_on_change,
      quota_on_change = excluded.quota_on_change, refund_on_cancellation = excluded.refund_on_cancellation, minimum_minor = excluded.minimum_minor, late_fee_minor = excluded.late_fee_minor,
      late_fee_percent = excluded.late_fee_percent, anomaly_percent = excluded.anomaly_percent, version = billing_setting.version + 1`.execute(
    tx,
  )
}

/** Changes what is named and keeps the rest. */
export async function changeSettings(
  tx: Tx,
  changed: { readonly [K in keyof BillingSettings]?: BillingSettings[K] | undefined },
): Promise<void> {
  const named = Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined))
  await writeSettings(tx, { ...(await readSettings(tx)), ...named })
}
