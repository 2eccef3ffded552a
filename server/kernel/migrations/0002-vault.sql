-- Keys that seal a tenant's secrets. Each is itself sealed with the master key, which the database never sees.
create table data_key (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  version int not null,
  wrapped text not null,
  created_at timestamptz not null default now(),
  retired_at timestamptz, -- from then on it only opens what it sealed before
  primary key (tenant_id, id),
  unique (tenant_id, version)
);
create unique index data_key_active on data_key (tenant_id) where retired_at is null;
select tenant_table('data_key', 'select, insert, update');
