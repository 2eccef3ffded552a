-- Double entry. Entries are never changed; a mistake is reversed by another entry.
create table ledger_account (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  code text not null, -- receivables, cash, paystack, revenue, deferred-revenue, tax-payable, customer-credit, write-offs …
  number text not null, -- of the chart of accounts, e.g. 1200
  name text not null,
  kind text not null check (kind in ('asset', 'liability', 'equity', 'income', 'expense')),
  primary key (tenant_id, id),
  unique (tenant_id, code),
  unique (tenant_id, number)
);
select tenant_table('ledger_account');
select audited('ledger_account');

create table entry (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  booked_on date not null,
  description text not null,
  source_kind text not null, -- invoice, payment, refund, reversal, adjustment …
  source_id uuid not null,
  reverses_id uuid,
  actor text not null default app_actor(),
  at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  unique (tenant_id, source_kind, source_id) -- one fact is booked once
);
create index on entry (tenant_id, booked_on);
select tenant_table('entry', 'select, insert');
select append_only('entry');

create table posting (
  tenant_id uuid not null default current_tenant(),
  entry_id uuid not null,
  line int not null check (line >= 0), -- from 0, see balance_entries
  ledger_account_id uuid not null,
  account_id uuid, -- billing account, where the line is about one
  amount_minor bigint not null check (amount_minor <> 0), -- debit positive, credit negative
  currency text not null,
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
);
select tenant_table('account_balance');

-- All postings of an entry are inserted by one statement; every entry in it must balance in every currency.
create function balance_entries() returns trigger language plpgsql as $$
declare wrong uuid;
begin
  select entry_id into wrong from new_rows group by tenant_id, entry_id, currency having sum(amount_minor) <> 0 limit 1;
  if wrong is not null then raise exception 'entry % does not balance', wrong using errcode = 'check_violation'; end if;
  -- Line 0 exists once, so a statement that comes later cannot have it. Nothing is looked up: that would cost more with every entry.
  select entry_id into wrong from new_rows group by tenant_id, entry_id having not bool_or(line = 0) limit 1;
  if wrong is not null then raise exception 'postings were added to entry % after it was booked, or its line 0 is missing', wrong using errcode = 'check_violation'; end if;
  insert into account_balance (tenant_id, account_id, ledger_account_id, currency, balance_minor)
  select tenant_id, account_id, ledger_account_id, currency, sum(amount_minor) from new_rows where account_id is not null
  group by 1, 2, 3, 4 order by 1, 2, 3
  on conflict (tenant_id, account_id, ledger_account_id) do update set balance_minor = account_balance.balance_minor + excluded.balance_minor;
  return null;
end $$;
create trigger balance after insert on posting referencing new table as new_rows for each statement execute function balance_entries();
