-- An offer that somebody has. `state` is suspended exactly while a block is in force.
create table subscription (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  number text not null, -- S-000041
  customer_id uuid not null,
  account_id uuid not null,
  offer_id uuid not null,
  offer_version_id uuid not null,
  location_id uuid,
  state text not null default 'pending' check (state in ('pending', 'active', 'paused', 'suspended', 'cancelled', 'ended')),
  started_on date, -- first billed day
  bill_day int not null check (bill_day between 1 and 31), -- anchor; months without that day use their last
  billed_until date, -- first day that no invoice covers yet
  ends_on date, -- first day without service
  activated_at timestamptz,
  paused_at timestamptz, -- kept beneath a block, so that lifting it returns to the pause
  ended_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id),
  foreign key (tenant_id, account_id) references account (tenant_id, id),
  foreign key (tenant_id, offer_id) references offer (tenant_id, id),
  foreign key (tenant_id, offer_version_id) references offer_version (tenant_id, id),
  foreign key (tenant_id, location_id) references location (tenant_id, id),
  check ((started_on is null) = (billed_until is null)),
  check (state not in ('active', 'paused', 'suspended') or (activated_at is not null and started_on is not null))
);
create index on subscription (tenant_id, customer_id);
create index on subscription (tenant_id, account_id);
create index on subscription (tenant_id, offer_id);
create index on subscription (tenant_id, created_at desc, id desc);
create index on subscription (tenant_id, billed_until) where state in ('active', 'suspended');
create index on subscription (tenant_id, ends_on) where ends_on is not null and state in ('active', 'paused', 'suspended');
select tenant_table('subscription');
select audited('subscription', ignoring => '{billed_until}'); -- moved on by the million every month, and told by the lines of invoices

-- Why service is withheld: a set of reasons. Paying lifts `unpaid`, never one that a person set.
create table subscription_block (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  subscription_id uuid not null,
  reason text not null check (reason in ('unpaid', 'expired', 'quota', 'abuse', 'admin', 'lost-device')),
  note text not null default '',
  since timestamptz not null default app_now(),
  actor text not null default app_actor(),
  lifted_at timestamptz,
  lifted_by text,
  primary key (tenant_id, id),
  foreign key (tenant_id, subscription_id) references subscription (tenant_id, id) on delete cascade
);
create unique index subscription_block_in_force on subscription_block (tenant_id, subscription_id, reason) where lifted_at is null;
select tenant_table('subscription_block');
select audited('subscription_block');
