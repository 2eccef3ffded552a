import { sql, type Tx } from '#kernel/db.ts'
import type { DunningAction, DunningStage, DunningStep } from './dunning.ts'

/** A promise holds up to and including its day. */
const unpromised = (today: Temporal.PlainDate) => sql`(i.promised_until is null or i.promised_until < ${today})`

/**
 * Records every step that has become due for the open invoices after one, and returns them. Invoices are locked, so that a payment
 * made meanwhile either counts here or lifts what this run does. An account that the books say owes nothing is left alone: its
 * credit is about to be applied.
 * @returns the last invoice of a full page, after which there may be more
 */
export async function takeSteps(
  tx: Tx,
  today: Temporal.PlainDate,
  page: { afterInvoice: string; invoices: number },
): Promise<{ steps: DunningStep[]; lastInvoice: string | undefined }> {
  const { rows: locked } = await sql<{ id: string }>`
    select i.id from invoice i
    where i.tenant_id = current_tenant() and i.state = 'open' and i.id > ${page.afterInvoice}::uuid and ${unpromised(today)}
      and exists (
        select from account a join dunning_stage g on g.tenant_id = a.tenant_id and g.segment = a.segment
        where a.tenant_id = i.tenant_id and a.id = i.account_id and i.due_on + g.days <= ${today}
          and not exists (select from dunning_step d where d.tenant_id = i.tenant_id and d.invoice_id = i.id and d.stage_id = g.id and d.round = i.promise_count))
    order by i.id limit ${page.invoices} for update of i`.execute(tx)
  if (locked.length === 0) return { steps: [], lastInvoice: undefined }
  const { rows: steps } = await sql<DunningStep>`
    with owing as materialized (
      select i.tenant_id, i.id, i.number, i.account_id, i.customer_id, i.due_on, i.promise_count, a.segment
      from invoice i join account a on a.tenant_id = i.tenant_id and a.id = i.account_id
      where i.id = any (${locked.map((row) => row.id)}::uuid[]) and i.state = 'open' and ${unpromised(today)} and (
        select b.balance_minor from account_balance b join ledger_account l on l.tenant_id = b.tenant_id and l.id = b.ledger_account_id and l.code = 'receivables'
        where b.tenant_id = i.tenant_id and b.account_id = i.account_id) > 0),
    due as (
      select i.id as invoice_id, i.number, i.account_id, i.customer_id, g.id as stage_id, i.promise_count as round, g.action, g.days
      from owing i join dunning_stage g on g.tenant_id = i.tenant_id and g.segment = i.segment and i.due_on + g.days <= ${today}),
    taken as (
      insert into dunning_step (invoice_id, stage_id, round, action, days, taken_on)
      select invoice_id, stage_id, round, action, days, ${today}::date from due order by invoice_id, days
      on conflict (tenant_id, invoice_id, stage_id, round) do nothing returning invoice_id, stage_id)
    select invoice_id as "invoiceId", number, account_id as "accountId", customer_id as "customerId", action, days
    from due join taken using (invoice_id, stage_id) order by invoice_id, days`.execute(tx)
  return { steps, lastInvoice: locked.length < page.invoices ? undefined : locked.at(-1)!.id }
}

/** Subscriptions of accounts that can be withheld. */
export async function liveSubscriptions(tx: Tx, accountIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from subscription where account_id = any (${accountIds}::uuid[]) and state in ('active', 'paused', 'suspended') order by id`.execute(
    tx,
  )
  return rows.map((row) => row.id)
}

/** Subscriptions of accounts that are blocked as unpaid though no invoice is overdue past its grace any more. */
export async function blockedUnpaid(tx: Tx, accountIds: readonly string[], today: Temporal.PlainDate): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select s.id from subscription s
    join subscription_block k on k.tenant_id = s.tenant_id and k.subscription_id = s.id and k.reason = 'unpaid' and k.lifted_at is null
    where s.account_id = any (${accountIds}::uuid[]) and not exists (
      select from invoice i
      join account a on a.tenant_id = i.tenant_id and a.id = i.account_id
      join dunning_stage g on g.tenant_id = a.tenant_id and g.segment = a.segment and g.action = 'suspend'
      where i.tenant_id = s.tenant_id and i.account_id = s.account_id and i.state = 'open' and i.due_on + g.days <= ${today} and ${unpromised(today)})
    order by s.id`.execute(tx)
  return rows.map((row) => row.id)
}

export async function insertStages(tx: Tx, stages: readonly Omit<DunningStage, 'id'>[]): Promise<void> {
  await sql`
    insert into dunning_stage (segment, days, action)
    select * from unnest(${stages.map((stage) => stage.segment)}::text[], ${stages.map((stage) => stage.days)}::int[], ${stages.map((stage) => stage.action)}::text[])
    on conflict do nothing`.execute(tx)
}

export async function readStages(tx: Tx): Promise<DunningStage[]> {
  const { rows } = await sql<DunningStage>`select id, segment, days, action from dunning_stage order by segment, days, action`.execute(tx)
  return rows
}

export async function insertStage(tx: Tx, stage: Omit<DunningStage, 'id'>): Promise<DunningStage> {
  const { rows } = await sql<DunningStage>`
    insert into dunning_stage (segment, days, action) values (${stage.segment}, ${stage.days}, ${stage.action}) returning id, segment, days, action`.execute(
    tx,
  )
  return rows[0]!
}

export async function updateStage(tx: Tx, id: string, stage: { days: number; action: DunningAction }): Promise<DunningStage | undefined> {
  const { rows } = await sql<DunningStage>`
    update dunning_stage set days = ${stage.days}, action = ${stage.action} where id = ${id} returning id, segment, days, action`.execute(
    tx,
  )
  return rows[0]
}

export async function deleteStage(tx: Tx, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from dunning_stage where id = ${id}`.execute(tx)
  return numAffectedRows === 1n
}

/** Tenants in scope for whom it is between two hours of the day. */
export async function tenantsInHours(tx: Tx, now: Temporal.Instant, hours: { from: number; to: number }): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from tenant where extract(hour from ${now}::timestamptz at time zone time_zone) between ${hours.from} and ${hours.to - 1} order by id`.execute(
    tx,
  )
  return rows.map((row) => row.id)
}
