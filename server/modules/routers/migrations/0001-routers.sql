-- The joining of a router: from the making of its script to its first check-in.
create table enrolment (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  name text not null,
  location_id uuid,
  uses text[] not null check (uses <@ array['hotspot', 'pppoe'] and cardinality(uses) > 0),
  interface text not null, -- of the router, where its subscribers are
  garden_hosts text[] not null default '{}', -- what a hotspot lets through before the login, besides ourselves
  coa_port int not null default 3799 check (coa_port between 1 and 65535),
  tunnel_address inet, -- where the router is reached through WireGuard; null: without a tunnel
  radius_secret_sealed text, -- this and the next only until the router has joined
  api_password_sealed text,
  token_hash text, -- SHA-256 of what fetches the script; null when it was used or withdrawn
  expires_at timestamptz not null,
  fetched_at timestamptz,
  fetched_from inet,
  check_in_hash text not null unique, -- SHA-256 of what the router says who it is with, for as long as it lives
  joined_at timestamptz,
  nas_id uuid,
  fault text, -- why it could not join
  cancelled_at timestamptz,
  created_at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, location_id) references location (tenant_id, id),
  foreign key (tenant_id, nas_id) references nas (tenant_id, id) on delete cascade,
  check ((joined_at is null) = (nas_id is null))
);
create unique index on enrolment (token_hash);
create unique index enrolment_tunnel on enrolment (tunnel_address); -- one network for the whole installation
create index on enrolment (tenant_id, nas_id);
select tenant_table('enrolment');
select audited('enrolment', '{insert,update,delete}', '{radius_secret_sealed,api_password_sealed,token_hash,check_in_hash}');

-- How a router is managed besides RADIUS.
create table router (
  tenant_id uuid not null default current_tenant(),
  id uuid not null, -- of its NAS
  uses text[] not null default '{}',
  address inet not null,
  protocol text not null check (protocol in ('api', 'api-ssl', 'rest')),
  port int not null check (port between 1 and 65535),
  username text not null,
  password_sealed text not null,
  fingerprint text check (fingerprint ~ '^[0-9a-f]{64}$'), -- SHA-256 of its certificate
  wireguard_public_key text,
  version int not null default 1,
  created_at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, id) references nas (tenant_id, id) on delete cascade
);
select tenant_table('router');
select audited('router');

-- What we saw when we last looked, apart from `router` because that is audited and this changes every few minutes.
create table router_state (
  tenant_id uuid not null default current_tenant(),
  nas_id uuid not null,
  looked_at timestamptz,
  api text not null default 'unknown' check (api in ('unknown', 'reachable', 'failed')),
  api_fault text, -- kind of fault
  api_detail text,
  commands text not null default 'unknown' check (commands in ('unknown', 'answered', 'failed')),
  identity text,
  firmware text,
  board text,
  clock_ahead_seconds bigint, -- of the router, against ours
  settings jsonb, -- see AccessSettings
  checked_in_at timestamptz,
  checked_in_from inet,
  primary key (tenant_id, nas_id),
  foreign key (tenant_id, nas_id) references nas (tenant_id, id) on delete cascade
) with (fillfactor = 70);
select tenant_table('router_state');

-- Load of a router every few minutes, for its chart.
create table router_reading (
  tenant_id uuid not null default current_tenant(),
  nas_id uuid not null,
  at timestamptz not null,
  sessions int not null,
  upload_bps bigint not null,
  download_bps bigint not null,
  primary key (tenant_id, nas_id, at)
);
create index on router_reading (at); -- for the daily clearing
select tenant_table('router_reading');

-- Where a router differs from what it should have, as of its last look.
create table router_drift (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  nas_id uuid not null,
  kind text not null check (kind in ('should-be-off', 'wrong-speed', 'unknown-session', 'lost-session')),
  session_key text not null, -- the session of ours, else what the router calls it
  username text not null,
  session_id uuid,
  subscription_id uuid,
  wanted text not null,
  found text not null,
  since timestamptz not null,
  seen_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, nas_id, kind, session_key),
  foreign key (tenant_id, nas_id) references nas (tenant_id, id) on delete cascade
);
select tenant_table('router_drift');
