import { sql, type Tx } from '#kernel/db.ts'
import { money } from '#kernel/money.ts'
import { type BranchRegime, readRegimes, type TenantRegime } from '#modules/tax'
import { type BillRun, billRunNumber, type BillRunState } from './bill-run.ts'
import { accountsDue, countDue } from './chunk-store.ts'
import type { BillingRules } from './invoice.ts'
import { readSettings } from './settings-store.ts'

export interface TenantRules extends BillingRules {
  readonly regime: TenantRegime
  readonly branches: ReadonlyMap<string, BranchRegime>
}

export async function readRules(tx: Tx, asOf: Temporal.PlainDate): Promise<TenantRules> {
  const { dayCount, firstPeriod, minimumMinor } = await readSettings(tx)
  const { regime, branches } = await readRegimes(tx, asOf)
  return { asOf, dayCount, firstPeriod, minimumMinor, regime, branches, totalStepMinor: regime.totalStepMinor }
}

/** Takes `count` numbers of a gapless series for this transaction; other takers of it wait for its end. @returns the first */
export async function takeNumbers(tx: Tx, series: string, count: number): Promise<bigint> {
  const { rows } = await sql<{ first: bigint }>`select take_numbers(${series}, ${count}) as first`.execute(tx)
  return rows[0]!.first
}

/**
 * Lets this transaction commit before it is on disk, because others wait for the numbers that it takes. What a crash takes away is due
 * again. Nothing of it leaves the house before it is kept: whoever acts on what was committed commits behind it in the same log.
 */
export async function commitWithoutDisk(tx: Tx): Promise<void> {
  await sql`set local synchronous_commit = off`.execute(tx)
}

interface BillRunRow {
  id: string
  number: string
  as_of: string
  state: BillRunState
  subscription_count: bigint
  subscription_done: bigint
  invoice_count: bigint
  total_minor: bigint
  currency: string
  error: string | null
  started_at: Temporal.Instant
  finished_at: Temporal.Instant | null
}

const toBillRun = (row: BillRunRow): BillRun => ({
  id: row.id,
  number: row.number,
  asOf: Temporal.PlainDate.from(row.as_of),
  state: row.state,
  subscriptionCount: row.subscription_count,
  subscriptionDone: row.subscription_done,
  invoiceCount: row.invoice_count,
  total: money(row.total_minor, row.currency),
  error: row.error,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
})

export async function insertBillRun(tx: Tx, run: { asOf: Temporal.PlainDate; currency: string; state: BillRunState }): Promise<BillRun> {
  const number = billRunNumber(await takeNumbers(tx, 'bill-run', 1))
  const { rows } = await sql<BillRunRow>`
    insert into bill_run (number, as_of, currency, state, subscription_count) values (${number}, ${run.asOf}, ${run.currency}, ${run.state}, ${await countDue(tx, run.asOf)})
    returning *`.execute(tx)
  return toBillRun(rows[0]!)
}

export async function readBillRun(tx: Tx, id: string): Promise<BillRun | undefined> {
  const { rows } = await sql<BillRunRow>`select * from bill_run where id = ${id}`.execute(tx)
  return rows[0] && toBillRun(rows[0])
}

/** Moves a run from one state to another. @returns undefined where it was not in the first */
export async function moveBillRun(tx: Tx, id: string, from: BillRunState, to: BillRunState): Promise<BillRun | undefined> {
  const { rows } = await sql<BillRunRow>`
    update bill_run set state = ${to}, approved_by = case when ${to} = 'running' then app_actor() else approved_by end,
      subscription_done = 0, invoice_count = 0, total_minor = 0
    where id = ${id} and state = ${from} returning *`.execute(tx)
  return rows[0] && toBillRun(rows[0])
}

export async function lockBillRun(tx: Tx, id: string): Promise<BillRun | undefined> {
  const { rows } = await sql<BillRunRow>`select * from bill_run where id = ${id} for update`.execute(tx)
  return rows[0] && toBillRun(rows[0])
}

export async function addProgress(
  tx: Tx,
  id: string,
  part: { subscriptions: bigint; invoices: number; totalMinor: bigint },
): Promise<void> {
  await sql`update bill_run set subscription_done = subscription_done + ${part.subscriptions}, invoice_count = invoice_count + ${part.invoices},
    total_minor = total_minor + ${part.totalMinor} where id = ${id}`.execute(tx)
}

/** Before a run goes on: what is due still, also what will turn out to be billed later, is not done. */
export async function recountProgress(tx: Tx, { id, asOf }: BillRun): Promise<void> {
  await sql`update bill_run set subscription_done = greatest(subscription_count - ${await countDue(tx, asOf)}, 0) where id = ${id}`.execute(
    tx,
  )
}

export async function finishBillRun(tx: Tx, id: string, at: Temporal.Instant): Promise<void> {
  await sql`update bill_run set state = 'done', error = null, finished_at = ${at} where id = ${id}`.execute(tx)
}

export async function failBillRun(tx: Tx, id: string, error: string, at: Temporal.Instant): Promise<void> {
  await sql`update bill_run set state = 'failed', error = ${error}, finished_at = ${at} where id = ${id}`.execute(tx)
}

/** Tenants in scope whose day has begun without a run while something is due. */
export async function tenantsToBill(tx: Tx, now: Temporal.Instant): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select t.id from (select id, (${now}::timestamptz at time zone time_zone)::date as today from tenant) t
    where not exists (select from bill_run r where r.tenant_id = t.id and r.as_of >= t.today and r.state <> 'discarded')
      and exists (select from (${accountsDue(sql`t.today`)}) d where d.tenant_id = t.id)
    order by t.id`.execute(tx)
  return rows.map((row) => row.id)
}
