-- What is sold ("plan" on screens). An offer has versions; a version never changes, so a customer's terms never do.
create table offer (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  code text not null check (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$'),
  name text not null,
  description text not null default '',
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
  cycle_months int not null default 1 check (cycle_months between 1 and 12),
  tax_category text not null default 'standard',
  prices_include_tax boolean not null default false,
  download_bps bigint not null check (download_bps > 0),
  upload_bps bigint not null check (upload_bps > 0),
  quota_bytes bigint check (quota_bytes > 0), -- per cycle, up and down together; null: unlimited
  quota_policy text not null default 'none' check (quota_policy in ('none', 'throttle', 'cut')),
  throttled_download_bps bigint,
  throttled_upload_bps bigint,
  sessions_max int not null default 1 check (sessions_max between 1 and 100),
  session_limit_policy text not null default 'reject-new' check (session_limit_policy in ('reject-new', 'kick-oldest')),
  idle_timeout_seconds int,
  address_pool text, -- Framed-Pool
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
