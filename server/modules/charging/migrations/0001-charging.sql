-- Usage by the hour (UTC), summed from deltas between accounting samples; written by sets, never per packet.
create table usage_hour (
  tenant_id uuid not null default current_tenant(),
  subscription_id uuid not null,
  hour timestamptz not null,
  upload_bytes bigint not null default 0,
  download_bytes bigint not null default 0,
  primary key (tenant_id, subscription_id, hour)
) with (fillfactor = 80);
create index on usage_hour (tenant_id, hour);
select tenant_table('usage_hour');

-- A grant of something with a validity ("lot"). Consumed earliest expiry first.
create table bucket (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  subscription_id uuid not null,
  unit text not null default 'bytes' check (unit in ('bytes')),
  source text not null check (source in ('plan', 'top-up', 'rollover', 'courtesy')),
  granted bigint not null check (granted > 0),
  used bigint not null default 0 check (used >= 0), -- may pass granted by what flowed between two samples
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  reached_percent int not null default 0, -- highest of 75, 90, 100 that was announced
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, subscription_id) references subscription (tenant_id, id) on delete cascade,
  check (valid_to > valid_from)
) with (fillfactor = 80);
create index on bucket (tenant_id, subscription_id, valid_to);
create unique index bucket_of_cycle on bucket (tenant_id, subscription_id, valid_from) where source = 'plan';
select tenant_table('bucket');
