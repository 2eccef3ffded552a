-- What routers hand out, and what logins have for themselves.
create table address_pool (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  name text not null check (name <> ''), -- as routers know it: Framed-Pool, Framed-IPv6-Pool, Delegated-IPv6-Prefix-Pool
  kind text not null check (kind in ('dynamic', 'static', 'prefix6', 'delegated6')),
  prefix cidr not null,
  unit_length int not null, -- mask of what each line gets: 32 of an address, 56 of a delegated /56
  capacity bigint not null generated always as (1::bigint << least(48, greatest(0, unit_length - masklen(prefix)))) stored,
  location_id uuid,
  nas_id uuid, -- the one router that hands it out; its addresses may then be in use behind others too
  note text not null default '',
  version int not null default 1,
  created_at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  unique (tenant_id, name, prefix),
  foreign key (tenant_id, location_id) references location (tenant_id, id),
  foreign key (tenant_id, nas_id) references nas (tenant_id, id),
  check (kind in ('dynamic', 'static') or family(prefix) = 6),
  check (unit_length between masklen(prefix) and masklen(prefix) + 48),
  check (unit_length <= case family(prefix) when 4 then 32 else 128 end)
);
select tenant_table('address_pool');
select audited('address_pool');

-- A carrier-grade NAT that computes ports from private addresses and therefore writes no log (RFC 7422).
create table nat_rule (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  name text not null check (name <> ''),
  private_prefix cidr not null check (family(private_prefix) = 4),
  public_prefix cidr not null check (family(public_prefix) = 4),
  first_port int not null check (first_port between 1 and 65535),
  ports_each int not null check (ports_each between 1 and 65535),
  from_at timestamptz not null,
  until_at timestamptz,
  created_at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  check (from_at < until_at)
);
select tenant_table('nat_rule');
select audited('nat_rule');

-- Port blocks as the NAT handed them out. Millions of rows, so no id: a block that begins at an instant is its own name.
create table nat_mapping (
  tenant_id uuid not null default current_tenant(),
  public_address inet not null check (family(public_address) = 4 and masklen(public_address) = 32),
  port_from int not null check (port_from between 0 and 65535),
  port_to int not null check (port_to between port_from and 65535),
  port_count int not null generated always as (port_to - port_from + 1) stored,
  private_address inet not null check (masklen(private_address) = case family(private_address) when 4 then 32 else 128 end),
  from_at timestamptz not null,
  until_at timestamptz, -- exclusive; null: not told yet
  device text not null default '', -- which NAT told us
  primary key (tenant_id, public_address, port_from, from_at, private_address),
  check (from_at < until_at)
);
create index on nat_mapping (tenant_id, public_address, port_count); -- the largest block of an address bounds where a port's block can begin
create index on nat_mapping (tenant_id, coalesce(until_at, from_at)); -- for the nightly clearing
select tenant_table('nat_mapping');

create table address_setting (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  mapping_retention_days int not null check (mapping_retention_days between 1 and 3650),
  primary key (tenant_id)
);
select tenant_table('address_setting');
select audited('address_setting');

-- Who asked who had an address, why, and what was answered. Written once, kept when what it found is deleted.
create table address_trace (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  address inet not null,
  port int check (port between 0 and 65535),
  at timestamptz not null, -- the instant asked about
  reference text not null check (reference <> ''), -- of the order or request that allows it
  reason text not null check (reason <> ''),
  verdict text not null check (verdict in ('one', 'several', 'none')),
  findings jsonb not null,
  actor text not null default app_actor(),
  asked_at timestamptz not null default app_now(),
  primary key (tenant_id, id)
);
create index on address_trace (tenant_id, asked_at desc, id desc);
select tenant_table('address_trace', 'select, insert');
select audited('address_trace', '{insert}');
