-- What people asked to see of the days to come, and what it came to.
create table simulation (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  name text not null,
  from_day date not null, -- in the tenant's zone
  to_day date not null, -- inclusive
  alternative jsonb, -- what is changed, see alternative.ts; null: a look ahead as things are
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  days_done int not null default 0,
  days_total int not null, -- of both courses together
  outcome jsonb, -- of one that is done, see outcome.ts
  affected_count int not null default 0, -- accounts
  error text,
  actor text not null default app_actor(),
  created_at timestamptz not null default app_now(),
  finished_at timestamptz,
  primary key (tenant_id, id),
  check (from_day <= to_day),
  check ((state = 'done') = (outcome is not null))
);
create index on simulation (tenant_id, created_at desc, id desc);
select tenant_table('simulation');

-- Accounts to whom the alternative does something else, those it touches most.
create table simulation_account (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  simulation_id uuid not null,
  account_id uuid not null,
  customer_id uuid not null,
  customer text not null,
  account text not null, -- its number
  currency text not null,
  billed_before_minor bigint not null, -- invoices less credit notes, of the days shown
  billed_after_minor bigint not null,
  arrears_before_minor bigint not null, -- overdue at the end
  arrears_after_minor bigint not null,
  suspensions_before int not null,
  suspensions_after int not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, simulation_id) references simulation (tenant_id, id) on delete cascade
);
create index on simulation_account (tenant_id, simulation_id);
select tenant_table('simulation_account');
