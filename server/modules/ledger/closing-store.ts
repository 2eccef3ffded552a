import pg from 'pg'
import { sql, type Tx } from '#kernel/db.ts'
import { monthClosed } from './errors.ts'
import type { LedgerSettings, Recognition } from './setting.ts'

export async function readLedgerSettings(tx: Tx): Promise<LedgerSettings> {
  const { rows } = await sql<{ recognition: Recognition; closed_until: string | null }>`
    select recognition, closed_until from ledger_setting`.execute(tx)
  const row = rows[0]
  return {
    recognition: row?.recognition ?? 'daily',
    closedUntil: row?.closed_until ? Temporal.PlainDate.from(row.closed_until) : null,
  }
}

export async function writeRecognition(tx: Tx, recognition: Recognition): Promise<void> {
  await sql`
    insert into ledger_setting (recognition) values (${recognition})
    on conflict (tenant_id) do update set recognition = excluded.recognition, version = ledger_setting.version + 1`.execute(tx)
}

/** What booking an entry does anyway, before anything else is locked: a closing takes its locks in the same order. */
export async function keepOpen(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(hashtextextended('ledger_closing' || current_tenant(), 0))`.execute(tx)
}

/** Waits for entries that are being booked, and makes those that come later wait for the end of this transaction. */
export async function lockClosing(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('ledger_closing' || current_tenant(), 0))`.execute(tx)
}

export async function writeClosing(
  tx: Tx,
  deed: { deed: 'close' | 'reopen'; month: Temporal.PlainDate; reason: string; closedUntil: Temporal.PlainDate },
): Promise<void> {
  await sql`
    insert into ledger_setting (closed_until) values (${deed.closedUntil}::date)
    on conflict (tenant_id) do update set closed_until = excluded.closed_until, version = ledger_setting.version + 1`.execute(tx)
  await sql`
    insert into ledger_closing (deed, month, reason, entry_count)
    select ${deed.deed}, ${deed.month}::date, ${deed.reason}, count(*) from entry
    where tenant_id = current_tenant() and booked_on < ${deed.closedUntil}::date and override_reason is null`.execute(tx)
}

/** A month of the books, the latest first. */
export interface MonthRow {
  readonly month: string // its first day
  readonly entries: bigint
}

/** Months from the first entry up to that of `until`, with what was booked in them. */
export async function readMonths(tx: Tx, until: Temporal.PlainDate, months: number): Promise<MonthRow[]> {
  const { rows } = await sql<MonthRow>`
    select m::date as month, (select count(*) from entry e where e.tenant_id = current_tenant() and e.booked_on >= m and e.booked_on < m + interval '1 month') as entries
    from (select least(date_trunc('month', min(booked_on)), date_trunc('month', ${until}::date)) as first from entry where tenant_id = current_tenant()) b
    cross join generate_series(greatest(b.first, date_trunc('month', ${until}::date) - make_interval(months => ${months - 1}::int)), date_trunc('month', ${until}::date), interval '1 month') m
    order by m desc`.execute(tx)
  return rows
}

/** @throws ledger.month_closed instead of what the database says of an entry in a closed month */
export function orMonthClosed(error: unknown): never {
  const isClosed = error instanceof pg.DatabaseError && error.constraint === 'entry_in_open_month'
  throw isClosed ? monthClosed(error.detail!) : error
}
