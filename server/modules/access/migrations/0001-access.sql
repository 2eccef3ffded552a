-- Network access servers that may speak RADIUS with us.
create table nas (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  name text not null,
  address inet not null, -- source address of its packets
  identifier text, -- NAS-Identifier, to tell apart routers behind one address
  vendor text not null check (vendor in ('mikrotik', 'cisco', 'juniper', 'huawei', 'ubiquiti', 'accel-ppp', 'chillispot', 'cambium', 'generic')),
  secret_sealed text not null,
  require_message_authenticator boolean not null default true, -- RFC 3579; off only for routers that cannot
  coa_port int not null default 3799 check (coa_port between 1 and 65535),
  interim_seconds int not null default 300 check (interim_seconds between 60 and 86400),
  location_id uuid,
  enabled boolean not null default true,
  seen_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, name),
  foreign key (tenant_id, location_id) references location (tenant_id, id)
);
create unique index nas_address on nas (address, coalesce(identifier, '')); -- one packet, one router, whoever's it is
select tenant_table('nas');
select audited('nas');

-- What a subscriber logs in with.
create table login (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  subscription_id uuid not null,
  username text not null check (username <> '' and length(username) <= 253),
  password_sealed text not null, -- CHAP needs the password itself, so it is sealed, not hashed
  kind text not null default 'pppoe' check (kind in ('pppoe', 'hotspot', 'mac')),
  framed_address inet, -- fixed address
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, username),
  foreign key (tenant_id, subscription_id) references subscription (tenant_id, id) on delete cascade
);
create index on login (tenant_id, subscription_id);
select tenant_table('login');
select audited('login');
select searchable('login', 'login', 'username');
