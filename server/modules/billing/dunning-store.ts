import type { RawBuilder } from 'kysely'
import { sql, type Tx } from '#kernel/db.ts'
import { cuttingActions, type DunningPolicy, type DunningStage, type Holiday, type StageDraft, type TakenStep } from './dunning.ts'

/** A promise holds up to and including its day. */
const unpromised = (today: Temporal.PlainDate) => sql`(i.promised_until is null or i.promised_until < ${today})`

/** Left alone by hand, for a time or until it is taken back. */
const isSpared = (today: Temporal.PlainDate) => sql`exists (
  select from dunning_exclusion x where x.tenant_id = i.tenant_id and x.account_id = i.account_id and (x.until is null or x.until >= ${today}))`

const isCutting = sql`g.action = any (${cuttingActions}::text[])`

/** Whether service may be taken away on a day. @param p the segment's policy, if any */
const mayCutOn = (day: RawBuilder<unknown>) => sql`(
  extract(isodow from ${day}) <> all (coalesce(p.excluded_weekdays, '{}'))
  and not exists (select from dunning_holiday h where h.tenant_id = current_tenant() and h.day = ${day}))`

/** What stage `g` counts its days from for invoice `i`, by policy `p`. */
const ageFrom = sql`(case when p.age_basis = 'oldest-issue' then i.issued_on else i.due_on end)`

/** By the age of the oldest, only that one has steps: paying it begins a new row of steps for the next. */
const countsForAge = sql`(p.age_basis is distinct from 'oldest-issue' or not exists (
  select from invoice o where o.tenant_id = i.tenant_id and o.account_id = i.account_id and o.state = 'open' and (o.issued_on, o.id) < (i.issued_on, i.id)))`

/** A stage `g` that has come for invoice `i` and was not taken in its round. */
const isDue = (today: Temporal.PlainDate) => sql`(
  ${ageFrom} + g.days <= ${today} and ${countsForAge} and (not ${isCutting} or ${mayCutOn(sql`${today}::date`)})
  and not exists (select from dunning_step d where d.tenant_id = i.tenant_id and d.invoice_id = i.id and d.stage_id = g.id and d.round = i.promise_count))`

const stagesOfAccount = sql`
  dunning_stage g left join dunning_policy p on p.tenant_id = g.tenant_id and p.segment = g.segment`

/** Where an invoice stands among those that are open: in the order of their index. */
export interface InvoicePlace {
  readonly dueOn: string
  readonly id: string
}

export const beforeAllInvoices: InvoicePlace = { dueOn: '-infinity', id: '00000000-0000-0000-0000-000000000000' }

/**
 * Records every step that has become due for the open invoices after one, and returns them. Invoices are locked, so that a payment
 * made meanwhile either counts here or lifts what this run does. An account that the books say owes nothing is left alone: its
 * credit is about to be applied. Of what takes service away, an invoice takes the next stage only, and one a day: a late run goes
 * through them day by day.
 * @returns the place of the last invoice of a full page, after which there may be more
 */
export async function takeSteps(
  tx: Tx,
  today: Temporal.PlainDate,
  page: { after: InvoicePlace; invoices: number },
): Promise<{ steps: TakenStep[]; last: InvoicePlace | undefined }> {
  const { rows: locked } = await sql<InvoicePlace>`
    select i.due_on as "dueOn", i.id from invoice i
    where i.tenant_id = current_tenant() and i.state = 'open' and (i.due_on, i.id) > (${page.after.dueOn}::date, ${page.after.id}::uuid) and ${unpromised(today)} and not ${isSpared(today)}
      and exists (
        select from account a join (${stagesOfAccount}) on g.tenant_id = a.tenant_id and g.segment = a.segment
        where a.tenant_id = i.tenant_id and a.id = i.account_id and ${isDue(today)})
    order by i.due_on, i.id limit ${page.invoices} for update of i`.execute(tx)
  if (locked.length === 0) return { steps: [], last: undefined }
  const { rows: steps } = await sql<TakenStep>`
    with owing as materialized (
      select i.*, a.segment, b.balance_minor
      from invoice i join account a on a.tenant_id = i.tenant_id and a.id = i.account_id
        join ledger_account l on l.tenant_id = i.tenant_id and l.code = 'receivables'
        join account_balance b on b.tenant_id = i.tenant_id and b.account_id = i.account_id and b.ledger_account_id = l.id and b.balance_minor > 0
      where i.id = any (${locked.map((row) => row.id)}::uuid[]) and i.state = 'open' and ${unpromised(today)}),
    due as (
      select i.id as invoice_id, i.number, i.account_id, i.customer_id, i.total_minor - i.paid_minor as open_minor, i.currency, g.id as stage_id,
        i.promise_count as round, g.action, g.days,
        not ${isCutting} or (
          row_number() over (partition by i.id, ${isCutting} order by g.days, array_position(${cuttingActions}::text[], g.action)) = 1
          and i.balance_minor >= coalesce(p.minimum_minor, 0)
          and not exists (select from dunning_step d where d.tenant_id = i.tenant_id and d.invoice_id = i.id and d.round = i.promise_count
            and d.action = any (${cuttingActions}::text[]) and d.taken_on >= ${today})) as is_next,
        exists (select from dunning_stage w where w.tenant_id = g.tenant_id and w.segment = g.segment and w.action = 'walled-garden') as has_walled_garden
      from owing i join (${stagesOfAccount}) on g.tenant_id = i.tenant_id and g.segment = i.segment and ${isDue(today)}),
    taken as (
      insert into dunning_step (invoice_id, stage_id, round, action, days, taken_on)
      select invoice_id, stage_id, round, action, days, ${today}::date from due where is_next order by invoice_id, days
      on conflict (tenant_id, invoice_id, stage_id, round) do nothing returning invoice_id, stage_id)
    select invoice_id as "invoiceId", number, account_id as "accountId", customer_id as "customerId", action, days, stage_id as "stageId",
      open_minor as "openMinor", currency, has_walled_garden as "hasWalledGarden"
    from due join taken using (invoice_id, stage_id) order by invoice_id, days`.execute(tx)
  return { steps, last: locked.length < page.invoices ? undefined : locked.at(-1) }
}

/**
 * Puts the fee of each step on the next invoice of its account; an invoice bears one, however often it is late.
 * @param latestOn billed on this day though nothing else is
 * @returns how many were added
 */
export async function addLateFees(
  tx: Tx,
  steps: readonly Pick<TakenStep, 'invoiceId' | 'stageId'>[],
  latestOn: Temporal.PlainDate,
): Promise<number> {
  const result = await sql`
    insert into pending_charge (account_id, kind, charge_code, description, amount_minor, currency, tax_category, prices_include_tax, supply, bill_on, source)
    select i.account_id, 'late-fee', 'late-fee', 'Late fee, ' || i.number, fee.minor, i.currency, 'standard', false, 'internet', ${latestOn}, 'late-fee:' || i.id
    from unnest(${steps.map((step) => step.invoiceId)}::uuid[], ${steps.map((step) => step.stageId)}::uuid[]) s (invoice_id, stage_id)
    join invoice i on i.tenant_id = current_tenant() and i.id = s.invoice_id
    join dunning_stage g on g.tenant_id = i.tenant_id and g.id = s.stage_id
    left join billing_setting b on b.tenant_id = i.tenant_id
    cross join lateral (
      select case when g.fee_minor = 0 and g.fee_percent = 0 then coalesce(b.late_fee_minor, 0) else g.fee_minor end as flat,
        case when g.fee_minor = 0 and g.fee_percent = 0 then coalesce(b.late_fee_percent, 0) else g.fee_percent end as percent) said
    cross join lateral (select said.flat + round((i.total_minor - i.paid_minor) * said.percent / 100)::bigint as minor) fee
    where fee.minor > 0
    on conflict (tenant_id, source) where source <> '' do nothing`.execute(tx)
  return Number(result.numAffectedRows ?? 0n)
}

/** That a subscription is of one of some accounts, or of one that is billed to them. */
const paidBy = (accountIds: readonly string[]) => sql`account_id in (
  select id from account where id = any (${accountIds}::uuid[]) union all select id from account where billed_to_id = any (${accountIds}::uuid[]))`

/** Subscriptions that accounts pay for and that can be withheld. */
export async function liveSubscriptions(tx: Tx, accountIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from subscription where ${paidBy(accountIds)} and state in ('active', 'paused', 'suspended') order by id`.execute(tx)
  return rows.map((row) => row.id)
}

/** Subscriptions that accounts pay for, and that can be ended and are not about to. */
export async function endableSubscriptions(tx: Tx, accountIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from subscription where ${paidBy(accountIds)} and state in ('active', 'paused', 'suspended') and ends_on is null order by id`.execute(
    tx,
  )
  return rows.map((row) => row.id)
}

/**
 * Subscriptions that accounts pay for, which are withheld as unpaid and are to be given back: of their own account, and of the one it is
 * billed to, no invoice is overdue past its grace any more, too little is owed to withhold them, or the segment is content with a part.
 */
export async function restorable(tx: Tx, accountIds: readonly string[], today: Temporal.PlainDate): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select s.id from subscription s
    where s.${paidBy(accountIds)}
      and exists (select from subscription_block k where k.tenant_id = s.tenant_id and k.subscription_id = s.id and k.reason = 'unpaid' and k.lifted_at is null)
      and not exists (
        select from account o join account a on a.tenant_id = o.tenant_id and a.id in (o.id, o.billed_to_id)
          left join dunning_policy p on p.tenant_id = a.tenant_id and p.segment = a.segment
        where o.tenant_id = s.tenant_id and o.id = s.account_id and p.restore is distinct from 'partial'
          and coalesce(p.minimum_minor, 0) <= (select coalesce(sum(i.total_minor - i.paid_minor), 0) from invoice i where i.tenant_id = a.tenant_id and i.account_id = a.id and i.state = 'open')
          and exists (
            select from invoice i
            join dunning_stage g on g.tenant_id = a.tenant_id and g.segment = a.segment and ${isCutting}
            where i.tenant_id = a.tenant_id and i.account_id = a.id and i.state = 'open' and ${ageFrom} + g.days <= ${today} and ${countsForAge}
              and ${unpromised(today)} and not ${isSpared(today)}))
    order by s.id`.execute(tx)
  return rows.map((row) => row.id)
}

/** Those of some subscriptions whose end was planned because nobody paid. */
export async function endingUnpaid(tx: Tx, subscriptionIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select s.id from subscription s
    where s.id = any (${subscriptionIds}::uuid[]) and s.ends_on is not null and exists (
      select from dunning_step d join invoice i on i.tenant_id = d.tenant_id and i.id = d.invoice_id
      where d.tenant_id = s.tenant_id and i.account_id in (select unnest(array[a.id, a.billed_to_id]) from account a where a.tenant_id = s.tenant_id and a.id = s.account_id) and d.action = 'terminate'
        and d.at >= (select max(k.since) from subscription_block k where k.tenant_id = s.tenant_id and k.subscription_id = s.id and k.reason = 'unpaid'))
    order by s.id`.execute(tx)
  return rows.map((row) => row.id)
}

const stageColumns = sql`id, segment, days, action, fee_minor as "feeMinor", trim_scale(fee_percent)::text as "feePercent"`

export async function insertStages(tx: Tx, stages: readonly StageDraft[]): Promise<void> {
  for (const stage of stages)
    await sql`
      insert into dunning_stage (segment, days, action, fee_minor, fee_percent)
      values (${stage.segment}, ${stage.days}, ${stage.action}, ${stage.feeMinor ?? 0n}, ${stage.feePercent ?? '0'}::numeric) on conflict do nothing`.execute(
      tx,
    )
}

export async function readStages(tx: Tx): Promise<DunningStage[]> {
  const { rows } = await sql<DunningStage>`select ${stageColumns} from dunning_stage order by segment, days, action`.execute(tx)
  return rows
}

export async function insertStage(tx: Tx, stage: StageDraft): Promise<DunningStage> {
  const { rows } = await sql<DunningStage>`
    insert into dunning_stage (segment, days, action, fee_minor, fee_percent)
    values (${stage.segment}, ${stage.days}, ${stage.action}, ${stage.feeMinor ?? 0n}, ${stage.feePercent ?? '0'}::numeric) returning ${stageColumns}`.execute(
    tx,
  )
  return rows[0]!
}

export async function updateStage(tx: Tx, id: string, stage: Omit<StageDraft, 'segment'>): Promise<DunningStage | undefined> {
  const { rows } = await sql<DunningStage>`
    update dunning_stage set days = ${stage.days}, action = ${stage.action}, fee_minor = ${stage.feeMinor ?? 0n}, fee_percent = ${stage.feePercent ?? '0'}::numeric
    where id = ${id} returning ${stageColumns}`.execute(tx)
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

// Policies

/** Those that differ from what is usual, by segment. */
export async function readPolicies(tx: Tx): Promise<DunningPolicy[]> {
  const { rows } = await sql<DunningPolicy>`
    select segment, age_basis as "ageBasis", minimum_minor as "minimumMinor", excluded_weekdays as "excludedWeekdays", restore from dunning_policy order by segment`.execute(
    tx,
  )
  return rows
}

export async function writePolicy(tx: Tx, policy: DunningPolicy): Promise<void> {
  await sql`
    insert into dunning_policy (segment, age_basis, minimum_minor, excluded_weekdays, restore)
    values (${policy.segment}, ${policy.ageBasis}, ${policy.minimumMinor}, ${policy.excludedWeekdays}::int[], ${policy.restore})
    on conflict (tenant_id, segment) do update set age_basis = excluded.age_basis, minimum_minor = excluded.minimum_minor,
      excluded_weekdays = excluded.excluded_weekdays, restore = excluded.restore`.execute(tx)
}

export async function readHolidays(tx: Tx): Promise<Holiday[]> {
  const { rows } = await sql<{ day: string; name: string }>`select day, name from dunning_holiday order by day`.execute(tx)
  return rows.map(({ day, name }) => ({ day: Temporal.PlainDate.from(day), name }))
}

/** From now on these are the holidays. */
export async function replaceHolidays(tx: Tx, holidays: readonly Holiday[]): Promise<void> {
  await sql`delete from dunning_holiday where tenant_id = current_tenant()`.execute(tx)
  await sql`insert into dunning_holiday (day, name)
    select * from unnest(${holidays.map(({ day }) => day.toString())}::date[], ${holidays.map(({ name }) => name)}::text[])`.execute(tx)
}

/** Leaves accounts alone until a day, or until it is taken back. */
export async function spareAccounts(tx: Tx, accountIds: readonly string[], until: Temporal.PlainDate | null): Promise<void> {
  await sql`
    insert into dunning_exclusion (account_id, until) select unnest(${accountIds}::uuid[]), ${until}::date
    on conflict (tenant_id, account_id) do update set until = excluded.until`.execute(tx)
}

export async function unspareAccounts(tx: Tx, accountIds: readonly string[]): Promise<void> {
  await sql`delete from dunning_exclusion where account_id = any (${accountIds}::uuid[])`.execute(tx)
}

/** Open invoices of accounts that were due before a day. */
export async function overdueInvoices(
  tx: Tx,
  accountIds: readonly string[],
  today: Temporal.PlainDate,
): Promise<{ id: string; accountId: string }[]> {
  const { rows } = await sql<{ id: string; accountId: string }>`
    select id, account_id as "accountId" from invoice
    where tenant_id = current_tenant() and account_id = any (${accountIds}::uuid[]) and state = 'open' and due_on < ${today} order by account_id, due_on, id`.execute(
    tx,
  )
  return rows
}

/**
 * Which step comes next for account `a`, and on what day: not before a promise is over, and of those that take service away not on a
 * day that is excluded. Whether enough is owed then is not known now.
 */
export const nextStep = (today: RawBuilder<unknown>) => sql`
  select w.action, case when w.action = any (${cuttingActions}::text[]) then d.day else w.day end as day
  from (
    select g.action, greatest(${ageFrom} + g.days, i.promised_until + 1, ${today}) as day, g.days, p.excluded_weekdays
    from invoice i join (${stagesOfAccount}) on g.tenant_id = a.tenant_id and g.segment = a.segment
    where i.tenant_id = a.tenant_id and i.account_id = a.id and i.state = 'open' and ${countsForAge}
      and not exists (select from dunning_step t where t.tenant_id = i.tenant_id and t.invoice_id = i.id and t.stage_id = g.id
        and t.round = i.promise_count)
    order by 2, g.days limit 1) w
  left join lateral (
    select min(c.day)::date as day from generate_series(w.day, w.day + 30, interval '1 day') c (day), (select w.excluded_weekdays) p
    where ${mayCutOn(sql`c.day::date`)}) d on true`
