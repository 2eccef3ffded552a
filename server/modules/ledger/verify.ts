import { sql, type Tx } from '#kernel/db.ts'

/** Something in the books that does not add up. */
export interface Finding {
  readonly check: string // `ledger.unbalanced_entry`
  readonly subject: string // what it is about, as a person finds it
  readonly detail: string
}

/** Proves the books of the tenants in scope: every entry balances, and the kept balances are the sums of their postings. */
export async function verifyLedger(tx: Tx): Promise<Finding[]> {
  const { rows } = await sql<Finding>`
    select 'ledger.unbalanced_entry' as check, 'entry ' || entry_id as subject, 'its postings sum to ' || sum(amount_minor) || ' ' || currency as detail
    from posting group by tenant_id, entry_id, currency having sum(amount_minor) <> 0
    union all
    select 'ledger.empty_entry', 'entry ' || id, 'a payment without postings' from entry e
    where source_kind = 'payment' and not exists (select from posting p where p.tenant_id = e.tenant_id and p.entry_id = e.id)
    union all
    select 'ledger.orphan_posting', 'entry ' || entry_id, 'it has postings, and there is no such entry'
    from (select tenant_id, entry_id, true as is_posting from posting union all select tenant_id, id, false from entry) part
    group by tenant_id, entry_id having bool_and(is_posting)
    union all
    select 'ledger.unknown_account', 'ledger account ' || ledger_account_id, 'it has postings, and is not in the chart'
    from (select distinct tenant_id, ledger_account_id from posting) p
    where not exists (select from ledger_account l where l.tenant_id = p.tenant_id and l.id = p.ledger_account_id)
    union all
    select 'ledger.wrong_balance', 'account ' || coalesce(a.number, account_id::text), l.code || ' is kept as ' || coalesce(kept, 0) || ', its postings sum to ' || coalesce(posted, 0)
    from (select tenant_id, account_id, ledger_account_id, sum(amount_minor) as posted from posting where account_id is not null group by 1, 2, 3) p
    full join (select tenant_id, account_id, ledger_account_id, balance_minor as kept from account_balance) b using (tenant_id, account_id, ledger_account_id)
    join ledger_account l on l.tenant_id = coalesce(p.tenant_id, b.tenant_id) and l.id = ledger_account_id
    left join account a on a.tenant_id = l.tenant_id and a.id = account_id
    where coalesce(posted, 0) <> coalesce(kept, 0)
    union all
    -- Entries that are earned over days, those that are recognised, and what is kept of both say the same.
    select 'ledger.wrong_deferral', 'revenue earned ' || coalesce(earned_from || ' to ' || earned_to, 'until now'), 'the books defer ' || sum(booked) || ' ' || currency || ', ' || sum(kept) || ' is kept'
    from (
      select p.tenant_id, p.currency, p.earned_from, p.earned_to, -p.amount_minor as booked, 0 as kept
      from posting p join ledger_account l on l.tenant_id = p.tenant_id and l.id = p.ledger_account_id and l.code = 'deferred-revenue'
      union all select tenant_id, currency, earned_from, earned_to, 0, amount_minor from deferral
      union all select tenant_id, currency, null, null, 0, -recognised_minor from deferral) part
    group by tenant_id, currency, earned_from, earned_to having sum(booked) <> sum(kept)
    union all
    select 'ledger.recognised_too_much', 'revenue earned ' || earned_from || ' to ' || earned_to, recognised_minor || ' of ' || amount_minor || ' ' || currency || ' is recognised up to ' || last_day
    from deferral d join (select tenant_id, max(last_day) as last_day from revenue_recognition group by 1) r using (tenant_id)
    where abs(recognised_minor) > abs(earned_minor(amount_minor, earned_from, earned_to, last_day + 1))
    union all
    select 'ledger.closed_month_changed', 'the books before ' || s.closed_until, c.entry_count || ' entries were closed, there are ' || count(e.id)
    from ledger_setting s
    join (select distinct on (tenant_id) tenant_id, entry_count from ledger_closing order by tenant_id, id desc) c on c.tenant_id = s.tenant_id
    left join entry e on e.tenant_id = s.tenant_id and e.booked_on < s.closed_until and e.override_reason is null
    where s.closed_until is not null group by s.tenant_id, s.closed_until, c.entry_count having c.entry_count <> count(e.id)`.execute(tx)
  return rows
}

/**
 * What facts of a kind booked on receivables, as rows (tenant_id, source_id, minor): for modules that prove their own tables against
 * the books. Entries and postings are brought together by grouping, which takes the same time whatever the planner knows of them.
 */
export const receivablesBooked = (sourceKind: string) => sql`
  select tenant_id, (array_agg(source_id) filter (where source_id is not null))[1] as source_id, sum(minor) as minor
  from (
    select tenant_id, id as entry_id, source_id, 0 as minor from entry where source_kind = ${sourceKind}
    union all
    select tenant_id, entry_id, null, amount_minor from posting where ledger_account_id = any (array(select id from ledger_account where code = 'receivables'))) part
  group by tenant_id, entry_id having bool_or(source_id is not null)`
