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
  trial_until date, -- first day that is charged; null: the first billed day
  bill_day int not null check (bill_day between 1 and 31), -- anchor; months without that day use their last. Of weeks: 1, Monday, to 7
  billed_until date, -- first day that no invoice covers yet
  used_until date, -- first day whose use was not settled by a change, pause or transfer; null: there was none
  ends_on date, -- first day without service
  ends_at timestamptz, -- of a pass: the moment before that day
  activated_at timestamptz,
  resume_on date, -- day on which a pause ends by itself
  paused_at timestamptz, -- kept beneath a block, so that lifting it returns to the pause
  ended_at timestamptz,
  prepaid_until date, -- prepaid: first day that nobody has paid for, and that is not billed before; null: postpaid
  auto_renew boolean not null default false, -- prepaid: the next cycle is taken from credit, or else from a saved method
  revision int not null default 0, -- counts changes of plan, so that a period can be billed once for each
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
) with (fillfactor = 50); -- a bill run moves billed_until of every row; it is in no index and finds room beside the old, so that no index is written
create index on subscription (tenant_id, customer_id);
create index on subscription (tenant_id, account_id);
create index on subscription (tenant_id, offer_id);
create index on subscription (tenant_id, created_at desc, id desc);
create index on subscription (tenant_id, ends_on) where ends_on is not null and state in ('active', 'paused', 'suspended');
create index on subscription (ends_at) where ends_at is not null and state in ('active', 'paused', 'suspended');
create index on subscription (tenant_id, resume_on) where resume_on is not null;
create index on subscription (tenant_id, prepaid_until) where prepaid_until is not null and state in ('active', 'suspended');
select tenant_table('subscription');
select audited('subscription', ignoring => '{billed_until}'); -- moved on by the million every month, and told by the lines of invoices

-- Why service is withheld: a set of reasons. Paying lifts `unpaid`, never one that a person set.
create table subscription_block (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  subscription_id uuid not null,
  reason text not null check (reason in ('unpaid', 'arrears', 'expired', 'quota', 'abuse', 'admin', 'lost-device')),
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

-- An add-on that somebody has beside a plan. Another quantity is another item, so that each has its days.
create table subscription_item (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  subscription_id uuid not null,
  offer_id uuid not null,
  offer_version_id uuid not null,
  quantity int not null check (quantity between 1 and 10000),
  from_on date not null, -- first billed day
  to_on date, -- first day without it
  billed_until date not null, -- first day that no invoice covers yet
  created_at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, subscription_id) references subscription (tenant_id, id) on delete cascade,
  foreign key (tenant_id, offer_id) references offer (tenant_id, id),
  foreign key (tenant_id, offer_version_id) references offer_version (tenant_id, id),
  check (to_on >= from_on)
) with (fillfactor = 50); -- as of subscription
create index on subscription_item (tenant_id, subscription_id);
create unique index subscription_item_had on subscription_item (tenant_id, subscription_id, offer_id) where to_on is null;
select tenant_table('subscription_item');
select audited('subscription_item', ignoring => '{billed_until}');

-- What is taken off a subscription's bills: a coupon that was redeemed, or a discount that staff gave.
create table subscription_discount (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  subscription_id uuid not null,
  coupon_id uuid,
  name text not null, -- as it stands on invoices
  percent_off numeric(9, 6),
  amount_minor bigint, -- per cycle, in the currency of the account
  from_on date not null,
  cycles_left int check (cycles_left >= 0), -- null: for ever
  spent_until date, -- first day behind the cycles that were used up: what of them is billed again is reduced again, and uses up none
  stackable boolean not null,
  created_at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, subscription_id) references subscription (tenant_id, id) on delete cascade,
  foreign key (tenant_id, coupon_id) references coupon (tenant_id, id),
  check ((percent_off is null) <> (amount_minor is null)),
  check (percent_off > 0 and percent_off <= 100),
  check (amount_minor > 0)
);
create unique index on subscription_discount (tenant_id, subscription_id, coupon_id) where coupon_id is not null;
create index on subscription_discount (tenant_id, subscription_id);
select tenant_table('subscription_discount');
select audited('subscription_discount');

-- A change that somebody asked for, and what became of it.
create table change_request (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  subscription_id uuid not null,
  kind text not null check (kind in ('plan', 'add-item', 'item-quantity', 'remove-item', 'pause', 'resume', 'transfer', 'cancel')),
  detail jsonb not null default '{}', -- what the kind needs; shapes in change-request.ts
  channel text not null check (channel in ('portal', 'staff', 'api')),
  reason text not null default '',
  effective text not null check (effective in ('now', 'cycle-end')),
  state text not null default 'open' check (state in ('open', 'approved', 'declined', 'withdrawn', 'done', 'failed', 'needs-consent')),
  agreed_on date, -- the day for which the customer agreed to what it costs
  agreed_terms text, -- fingerprint of that; null: it costs nothing
  effective_on date, -- the day on which an approved change is carried out
  requested_by text not null default app_actor(),
  decided_by text,
  decided_at timestamptz,
  note text not null default '', -- of who decided, for the customer
  problem text, -- why it failed
  done_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, subscription_id) references subscription (tenant_id, id) on delete cascade,
  check ((state = 'approved') <= (effective_on is not null))
);
create index on change_request (tenant_id, subscription_id, created_at desc);
create index on change_request (tenant_id, created_at desc, id desc);
create index on change_request (tenant_id, effective_on) where state = 'approved';
create unique index change_request_waiting on change_request (tenant_id, subscription_id, kind) where state in ('open', 'approved', 'needs-consent') and kind in ('plan', 'cancel', 'pause', 'resume', 'transfer');
select tenant_table('change_request');
select audited('change_request');

-- Moves customers from one version of a plan to another, a batch at a time.
create table plan_migration (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  offer_id uuid not null,
  to_version_id uuid not null,
  from_version_ids uuid[] not null,
  state text not null default 'running' check (state in ('running', 'done', 'stopped')),
  subscription_count bigint not null,
  subscription_done bigint not null default 0,
  after_id uuid not null default '00000000-0000-0000-0000-000000000000', -- subscriptions up to here are done
  started_by text not null default app_actor(),
  started_at timestamptz not null default app_now(),
  finished_at timestamptz,
  version int not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, offer_id) references offer (tenant_id, id),
  foreign key (tenant_id, to_version_id) references offer_version (tenant_id, id)
);
create unique index on plan_migration (tenant_id, offer_id) where state = 'running';
select tenant_table('plan_migration');
select audited('plan_migration');

-- What was lent to a customer whose service ends is to be fetched: a task for a person.
create table device_recovery (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  subscription_id uuid not null,
  due_on date not null, -- first day without service
  state text not null default 'open' check (state in ('open', 'done', 'dropped')),
  owner_id uuid, -- of the staff; null: nobody has taken it
  note text not null default '',
  closed_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  unique (tenant_id, subscription_id, due_on),
  foreign key (tenant_id, subscription_id) references subscription (tenant_id, id) on delete cascade,
  foreign key (tenant_id, owner_id) references staff (tenant_id, id),
  check ((state = 'open') = (closed_at is null))
);
create index on device_recovery (tenant_id, created_at desc, id desc);
select tenant_table('device_recovery');
select audited('device_recovery');
