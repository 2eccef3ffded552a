-- What is sold ("plan" on screens). An offer has versions; a version never changes, so a customer's terms never do.
create table offer (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  code text not null check (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$'),
  name text not null,
  description text not null default '',
  kind text not null default 'plan' check (kind in ('plan', 'add-on', 'top-up')),
  applies_to uuid[] not null default '{}', -- plans that an add-on or a top-up is for; none: all
  technology text not null check (technology in ('fibre', 'pppoe', 'hotspot', 'wireless', 'mobile')),
  state text not null default 'draft' check (state in ('draft', 'published', 'retired')),
  version int not null default 1,
  created_at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  unique (tenant_id, code)
);
select tenant_table('offer');
select audited('offer');
select searchable('offer', 'offer', 'code', 'name');

create table offer_version (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  offer_id uuid not null,
  number int not null,
  valid_from date not null,
  currency text not null,
  recurring_minor bigint not null check (recurring_minor >= 0), -- per cycle
  setup_minor bigint not null default 0 check (setup_minor >= 0), -- once
  cycle_unit text not null default 'month' check (cycle_unit in ('day', 'week', 'month', 'year')),
  cycle_count int not null default 1 check (cycle_count between 1 and 366),
  billed_in text not null default 'advance' check (billed_in in ('advance', 'arrears')),
  alignment text not null default 'account' check (alignment in ('account', 'anniversary')),
  charges jsonb not null default '[]', -- beside the two prices above; the shapes of these four are in charge.ts
  phases jsonb not null default '[]',
  prices jsonb not null default '{}', -- in other currencies than the tenant's
  commitment jsonb,
  tax_category text not null default 'standard',
  prices_include_tax boolean not null default false,
  download_bps bigint not null default 0 check (download_bps >= 0), -- 0: not a plan, so without a speed of its own
  upload_bps bigint not null default 0 check (upload_bps >= 0),
  quota_bytes bigint check (quota_bytes > 0), -- per cycle, up and down together; null: unlimited
  quota_policy text not null default 'none' check (quota_policy in ('none', 'throttle', 'cut')),
  throttled_download_bps bigint,
  throttled_upload_bps bigint,
  fup_tiers jsonb not null default '[]',
  free_windows jsonb not null default '[]',
  speed_windows jsonb not null default '[]', -- hours at another speed
  quality jsonb, -- bursts, guaranteed speed, priority
  rollover jsonb,
  top_up jsonb,
  pass jsonb, -- how long it lasts when it is paid at once; null: a cycle
  sessions_max int not null default 1 check (sessions_max between 1 and 100),
  session_limit_policy text not null default 'reject-new' check (session_limit_policy in ('reject-new', 'kick-oldest')),
  idle_timeout_seconds int,
  address_pool text, -- Framed-Pool
  approval_ref text, -- of the regulator who approved the price
  created_at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  unique (tenant_id, offer_id, number),
  foreign key (tenant_id, offer_id) references offer (tenant_id, id),
  check ((quota_policy = 'none') = (quota_bytes is null)),
  check (quota_policy <> 'throttle' or (throttled_download_bps > 0 and throttled_upload_bps > 0))
);
select tenant_table('offer_version', 'select, insert');
select audited('offer_version');
select append_only('offer_version');

-- What takes something off bills when its code is named. `redeemed` is counted here, so that many at once cannot pass the limit.
create table coupon (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  code text not null check (code ~ '^[A-Z0-9][A-Z0-9-]{1,29}$'),
  name text not null, -- as it stands on invoices
  percent_off numeric(9, 6) check (percent_off > 0 and percent_off <= 100),
  amount_off_minor bigint check (amount_off_minor > 0), -- per cycle
  currency text,
  cycles int check (cycles > 0), -- null: for ever
  stackable boolean not null default false,
  valid_from date not null,
  valid_to date, -- first day on which it cannot be redeemed
  max_redemptions int check (max_redemptions > 0),
  redeemed int not null default 0,
  applies_to uuid[] not null default '{}', -- plans; none: all
  version int not null default 1,
  created_at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  unique (tenant_id, code),
  check ((percent_off is null) <> (amount_off_minor is null)),
  check ((currency is null) = (amount_off_minor is null)),
  check (max_redemptions is null or redeemed <= max_redemptions),
  check (valid_to > valid_from)
);
select tenant_table('coupon');
select audited('coupon');
