-- Double entry. Entries are never changed; a mistake is reversed by another entry.
create table ledger_account (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  code text, -- by which the program finds what it books on; null: the tenant's own
  number text not null, -- of the chart of accounts, e.g. 1200
  name text not null,
  renamed boolean not null default false, -- the tenant's own words; others are said in the reader's language
  kind text not null check (kind in ('asset', 'liability', 'equity', 'income', 'expense')),
  version int not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, code),
  unique (tenant_id, number)
);
select tenant_table('ledger_account');
select audited('ledger_account');

-- How a tenant keeps its books, where it differs from the defaults.
create table ledger_setting (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  recognition text not null default 'daily' check (recognition in ('daily', 'monthly')), -- how often deferred revenue is recognised
  closed_until date check (extract(day from closed_until) = 1), -- exclusive: nothing is booked before this day any more
  version int not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id)
);
select tenant_table('ledger_setting');
select audited('ledger_setting');

-- Who closed and reopened months, and why.
create table ledger_closing (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  deed text not null check (deed in ('close', 'reopen')),
  month date not null, -- its first day
  reason text not null default '',
  entry_count bigint not null, -- without reasons in what is then closed: no more and no fewer are in it until the next deed
  actor text not null default app_actor(),
  at timestamptz not null default app_now(),
  primary key (tenant_id, id)
);
select tenant_table('ledger_closing', 'select, insert');
select append_only('ledger_closing');

create table entry (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  booked_on date not null,
  description text not null,
  source_kind text not null, -- invoice, payment, refund, reversal, recognition, journal …
  source_id uuid not null,
  reverses_id uuid,
  override_reason text, -- why it was booked into a closed month
  actor text not null default app_actor(),
  at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  unique (tenant_id, source_kind, source_id) -- one fact is booked once
);
create index on entry (tenant_id, booked_on, id);
select tenant_table('entry', 'select, insert');
select append_only('entry');

-- Nothing is booked into a closed month without a reason, and whatever has one stands in the audit log. A closing that is under way and
-- entries that are being booked wait for each other.
create function keep_closed() returns trigger language plpgsql as $$
declare wrong record;
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('ledger_closing' || tenant_id, 0)) from (select distinct tenant_id from new_rows) booked;
  select e.booked_on, s.closed_until into wrong
  from new_rows e join ledger_setting s on s.tenant_id = e.tenant_id and s.closed_until > e.booked_on where e.override_reason is null limit 1;
  if found then
    raise exception 'an entry of % lies in a closed month', wrong.booked_on
      using errcode = 'check_violation', constraint = 'entry_in_open_month', detail = wrong.closed_until;
  end if;
  insert into audit (tenant_id, table_name, row_id, operation, after)
  select e.tenant_id, 'entry', e.id::text, 'insert', audit_image(to_jsonb(e)) from new_rows e where e.override_reason is not null;
  return null;
end $$;
create trigger keep_closed after insert on entry referencing new table as new_rows for each statement execute function keep_closed();

create table posting (
  tenant_id uuid not null default current_tenant(),
  entry_id uuid not null,
  line int not null check (line >= 0), -- from 0, see balance_entries
  ledger_account_id uuid not null,
  account_id uuid, -- billing account, where the line is about one
  amount_minor bigint not null check (amount_minor <> 0), -- debit positive, credit negative
  currency text not null,
  earned_from date, -- the days that earn it, where it is deferred revenue
  earned_to date, -- exclusive
  check ((earned_from is null) = (earned_to is null)),
  check (earned_from < earned_to),
  primary key (tenant_id, entry_id, line) -- no foreign keys: three for each of a million postings would cost more than all else; `verify` proves them
);
create index on posting (tenant_id, account_id, ledger_account_id) where account_id is not null;
select tenant_table('posting', 'select, insert');
select append_only('posting');

-- What each billing account owes or has, per ledger account: kept by the trigger below, proved by verify_ledger.
create table account_balance (
  tenant_id uuid not null,
  account_id uuid not null,
  ledger_account_id uuid not null,
  currency text not null,
  balance_minor bigint not null,
  primary key (tenant_id, account_id, ledger_account_id)
) with (fillfactor = 70); -- a bill run changes each row; beside the old one no index is written
select tenant_table('account_balance');

-- What was billed and is earned over days: one row for each statement that booked some, kept by the trigger below, so that a million
-- invoices of a month are a few rows. Rows are appended, not added up: runs that book side by side never wait for each other.
create table deferral (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  currency text not null,
  earned_from date not null,
  earned_to date not null, -- exclusive
  amount_minor bigint not null, -- negative: taken back
  recognised_minor bigint not null default 0,
  primary key (tenant_id, id),
  check (abs(recognised_minor) <= abs(amount_minor))
);
create index on deferral (tenant_id, earned_from) where recognised_minor <> amount_minor;
select tenant_table('deferral');

-- What of an amount is earned before a day. Every day earns the same, and the days of the whole period come to the amount exactly:
-- each is the share rounded down or up, as the largest remainders would have it.
create function earned_minor(amount_minor bigint, earned_from date, earned_to date, until date) returns bigint language sql immutable parallel safe as $$
  select div(amount_minor::numeric * least(greatest(until - earned_from, 0), earned_to - earned_from), earned_to - earned_from)::bigint $$;

-- A day up to which deferred revenue was recognised: the source of an entry.
create table revenue_recognition (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  last_day date not null, -- inclusive; the same day again for what was booked late
  primary key (tenant_id, id)
);
create index on revenue_recognition (tenant_id, last_day);
select tenant_table('revenue_recognition', 'select, insert');

-- All postings of an entry are inserted by one statement; every entry in it must balance in every currency.
create function balance_entries() returns trigger language plpgsql as $$
declare wrong record;
begin
  -- Line 0 exists once, so a statement that comes later cannot have it. Nothing is looked up: that would cost more with every entry.
  select entry_id, bool_and(balance = 0) as is_balanced into wrong
  from (select tenant_id, entry_id, sum(amount_minor) as balance, bool_or(line = 0) as is_whole from new_rows group by tenant_id, entry_id, currency) e
  group by tenant_id, entry_id having not bool_and(balance = 0) or not bool_or(is_whole) limit 1;
  if not wrong.is_balanced then raise exception 'entry % does not balance', wrong.entry_id using errcode = 'check_violation'; end if;
  if wrong.is_balanced then
    raise exception 'postings were added to entry % after it was booked, or its line 0 is missing', wrong.entry_id using errcode = 'check_violation';
  end if;
  insert into account_balance (tenant_id, account_id, ledger_account_id, currency, balance_minor)
  select tenant_id, account_id, ledger_account_id, currency, sum(amount_minor) from new_rows where account_id is not null
  group by 1, 2, 3, 4 order by 1, 2, 3
  on conflict (tenant_id, account_id, ledger_account_id) do update set balance_minor = account_balance.balance_minor + excluded.balance_minor;
  insert into deferral (tenant_id, currency, earned_from, earned_to, amount_minor)
  select tenant_id, currency, earned_from, earned_to, -sum(amount_minor) from new_rows where earned_from is not null
  group by 1, 2, 3, 4 having sum(amount_minor) <> 0;
  return null;
end $$;
create trigger balance after insert on posting referencing new table as new_rows for each statement execute function balance_entries();
