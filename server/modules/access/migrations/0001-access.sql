create extension if not exists btree_gist; -- for the one exclusion below

-- Network access servers that may speak RADIUS with us.
create table nas (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  name text not null,
  address inet, -- source address of its packets
  identifier text, -- NAS-Identifier, to tell apart routers behind one address or with one certificate
  certificate_fingerprint text check (certificate_fingerprint ~ '^[0-9a-f]{64}$'), -- RADIUS over TLS: SHA-256 of the certificate
  certificate_name text check (certificate_name = lower(certificate_name)), -- or a name in it
  vendor text not null check (vendor in ('mikrotik', 'cisco', 'juniper', 'huawei', 'ubiquiti', 'accel-ppp', 'chillispot', 'cambium', 'generic')),
  secret_sealed text not null,
  require_message_authenticator boolean not null default true, -- RFC 3579; off only for routers that cannot
  coa_port int not null default 3799 check (coa_port between 1 and 65535),
  interim_seconds int not null default 300 check (interim_seconds between 60 and 86400),
  walled_garden text, -- address list or filter of the router that lets only the payment page through; null: the blocked are refused
  requests_per_second_max int check (requests_per_second_max > 0),
  voucher_password text not null default 'off' check (voucher_password in ('off', 'same', 'empty')), -- of codes typed at its own page
  location_id uuid,
  enabled boolean not null default true,
  unreadable_since timestamptz, -- its secret cannot be opened any more: it is not served until the secret is typed again
  version int not null default 1,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, name),
  foreign key (tenant_id, location_id) references location (tenant_id, id),
  check (coalesce(host(address), certificate_fingerprint, certificate_name) is not null),
  -- Routers of one tenant may share a certificate; whoever has its key must not reach into two.
  constraint nas_certificate_of_one_tenant exclude using gist (certificate_fingerprint with =, tenant_id with <>)
);
-- One packet, one router, whoever's it is.
create unique index nas_address on nas (address, coalesce(identifier, ''));
create unique index nas_certificate_fingerprint on nas (certificate_fingerprint, coalesce(identifier, ''));
create unique index nas_certificate_name on nas (certificate_name, coalesce(identifier, ''));
select tenant_table('nas');
select audited('nas');

-- When a NAS was last heard, apart from `nas` because that is audited and this changes all the time.
create table nas_contact (
  tenant_id uuid not null default current_tenant(),
  nas_id uuid not null,
  seen_at timestamptz not null,
  primary key (tenant_id, nas_id),
  foreign key (tenant_id, nas_id) references nas (tenant_id, id) on delete cascade
);
select tenant_table('nas_contact');

-- What a subscriber logs in with.
create table login (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  subscription_id uuid not null,
  username text not null check (username <> '' and octet_length(username) <= 253 and username = lower(username)), -- see login.ts
  password_sealed text not null, -- CHAP needs the password itself, so it is sealed, not hashed
  kind text not null default 'pppoe' check (kind in ('pppoe', 'hotspot', 'mac', 'voucher')),
  framed_address inet, -- fixed address
  unreadable_since timestamptz, -- its password cannot be opened any more, as of a NAS
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, username),
  foreign key (tenant_id, subscription_id) references subscription (tenant_id, id) on delete cascade
);
create index on login (tenant_id, subscription_id);
create index on login (id); -- pages of the directory go through all tenants
select tenant_table('login');
select audited('login');
select searchable('login', 'login', 'username');

-- The last answer each login got, for "why is this customer offline?".
create table login_reply (
  tenant_id uuid not null,
  login_id uuid not null,
  at timestamptz not null,
  verdict text not null check (verdict in ('accept', 'reject', 'walled-garden')),
  reason text, -- null when accepted
  nas_id uuid not null,
  calling_station text,
  primary key (tenant_id, login_id),
  foreign key (tenant_id, login_id) references login (tenant_id, id) on delete cascade
) with (fillfactor = 80);
select tenant_table('login_reply');

-- Logins that were refused. Repetitions within a minute are one row, so that a router that keeps trying does not fill the disk.
create table login_failure (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  minute timestamptz not null,
  nas_id uuid not null,
  username text not null, -- as it was sent, which may be no login of ours
  calling_station text not null default '',
  reason text not null,
  subscription_id uuid,
  attempts bigint not null default 1,
  last_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, nas_id, username, calling_station, reason, minute)
);
create index on login_failure (tenant_id, last_at desc, id desc);
create index on login_failure (last_at); -- for the daily clearing
select tenant_table('login_failure');

-- Packets that were not answered. Without a tenant where the sender is none of our routers.
create table radius_drop (
  tenant_id uuid,
  id uuid primary key default uuidv7(),
  day date not null,
  source inet not null,
  reason text not null,
  nas_id uuid,
  packets bigint not null,
  last_at timestamptz not null
);
create unique index radius_drop_once on radius_drop (day, source, reason, coalesce(nas_id, '00000000-0000-0000-0000-000000000000'));
alter table radius_drop enable row level security;
alter table radius_drop force row level security;
create policy tenant on radius_drop using (tenant_id is null or tenant_id = any ((select app_tenants())::uuid[]));
grant select, insert, update, delete on radius_drop to trunkline_app;

-- A connection of a subscriber, from Accounting-Start to Stop. No foreign keys to what it names: a session is history that stays
-- when a login or a subscription goes, it may belong to no subscription at all, and thousands are written in a second.
create table session (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  identity uuid not null, -- digest of NAS, Acct-Session-Id and User-Name; see sample.ts
  nas_id uuid not null,
  subscription_id uuid,
  login_id uuid,
  username text not null, -- this and the next exactly as received: CoA must repeat them
  acct_session_id text not null,
  calling_station text,
  called_station text,
  nas_port text,
  address inet,
  address6 inet, -- Framed-IPv6-Address
  prefix6 cidr, -- of its line: Framed-IPv6-Prefix
  delegated6 cidr, -- behind its router: Delegated-IPv6-Prefix
  interface6 text, -- Framed-Interface-Id
  started_at timestamptz not null,
  updated_at timestamptz not null, -- last sample
  ended_at timestamptz,
  session_seconds bigint, -- Acct-Session-Time; null from routers that do not send it
  upload_bytes bigint not null default 0,
  download_bytes bigint not null default 0,
  upload_bps bigint, -- between the last two samples
  download_bps bigint,
  terminate_cause text,
  closed_by text check (closed_by in ('nas', 'nas-restart', 'stale', 'command')), -- all but the first are our conclusion, undone by the next interim
  walled boolean not null default false, -- let in to the walled garden only
  primary key (tenant_id, id),
  check ((ended_at is null) = (closed_by is null))
) with (fillfactor = 75);
create unique index session_identity on session (identity);
create index session_open on session (tenant_id, nas_id) where ended_at is null;
create index on session (tenant_id, subscription_id, started_at desc);
create index on session (tenant_id, started_at desc, id desc);
-- Who had an address at an instant.
create index on session (tenant_id, address, started_at) where address is not null;
create index on session (tenant_id, address6, started_at) where address6 is not null;
create index on session (tenant_id, prefix6, started_at) where prefix6 is not null;
create index on session (tenant_id, delegated6, started_at) where delegated6 is not null;
select tenant_table('session');

-- Accounting packets that were answered and have not yet taken effect: a row is what arrived within milliseconds for one tenant. It goes
-- in the transaction that applies it, so it is there exactly as long as it must be. Rows with an error stay until a person has looked.
create table accounting_journal (
  tenant_id uuid not null default current_tenant(),
  id bigint generated always as identity,
  at timestamptz not null default clock_timestamp(),
  records text not null, -- JSON; not jsonb, which refuses some of what routers send
  nas_id uuid, -- of the one record of a row with an error
  error text, -- why it could not be applied; null: not yet applied
  primary key (tenant_id, id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, toast.autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 20000);
alter table accounting_journal alter column records set storage external; -- lives for a moment: not worth compressing
create index accounting_journal_refused on accounting_journal (tenant_id, at desc, id desc) where error is not null;
select tenant_table('accounting_journal');

-- Appends for several tenants in one round trip, which is its own transaction: the answers to routers wait for nothing else.
create function journal_accounting(tenants uuid[], records text[]) returns table (tenant_id uuid, id bigint) language plpgsql as $$
#variable_conflict use_column
begin
  perform set_config('app.tenants', tenants::text, true);
  return query insert into accounting_journal as j (tenant_id, records) select * from unnest(tenants, records) returning j.tenant_id, j.id;
end $$;

-- Users of other operators, whom their home servers know.
create table realm (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  name text not null check (name <> '' and name = lower(name)), -- what follows the last @ of a user name
  strips_realm boolean not null default false,
  forwards_accounting boolean not null default true,
  require_message_authenticator boolean not null default true, -- of their answers: CVE-2024-3596
  timeout_ms int not null default 1500 check (timeout_ms between 100 and 30000),
  believed text[] not null default '{}', -- attributes of their answers that reach our routers, besides those a login needs
  enabled boolean not null default true,
  version int not null default 1,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, name)
);
select tenant_table('realm');
select audited('realm');

create table home_server (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  realm_id uuid not null,
  position int not null check (position >= 0), -- the order in which they are asked
  address inet not null,
  transport text not null default 'udp' check (transport in ('udp', 'tls')),
  auth_port int not null check (auth_port between 1 and 65535),
  acct_port int not null check (acct_port between 1 and 65535),
  certificate_name text, -- by TLS; null: its address
  authority text, -- by TLS: PEM of who vouches for it, or of its own certificate; null: those of the installation
  client_certificate text check (transport = 'tls' or client_certificate is null), -- what we prove ourselves by, PEM with its chain; null: that of the installation
  secret_sealed text not null, -- by UDP the shared secret, by TLS the key of that certificate
  unreadable_since timestamptz, -- as of a NAS
  primary key (tenant_id, id),
  unique (tenant_id, realm_id, position),
  foreign key (tenant_id, realm_id) references realm (tenant_id, id) on delete cascade
);
select tenant_table('home_server');
select audited('home_server');

-- Accounting of their users, until a home server has acknowledged it.
create table forwarded_accounting (
  tenant_id uuid not null default current_tenant(),
  id bigint generated always as identity,
  realm_id uuid not null,
  happened_at timestamptz not null, -- receipt less Acct-Delay-Time
  packet bytea not null, -- as the NAS sent it
  attempts int not null default 0,
  next_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, realm_id) references realm (tenant_id, id) on delete cascade
);
create index on forwarded_accounting (next_at);
create index on forwarded_accounting (tenant_id, realm_id);
select tenant_table('forwarded_accounting');

-- What we want a NAS to do to a session, and what it answered.
create table network_command (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  session_id uuid not null,
  nas_id uuid not null,
  subscription_id uuid,
  kind text not null check (kind in ('disconnect', 'change')),
  via text not null default 'radius' check (via in ('radius', 'api', 'address-list')), -- rung of the ladder
  reason text not null, -- blocked:unpaid, quota-reached, plan-changed, staff …
  upload_bps bigint, -- wanted by a change
  download_bps bigint,
  quality jsonb, -- how packets are treated at that speed
  session_bytes bigint check (session_bytes > 0), -- after which the NAS ends the session, from its beginning
  state text not null default 'queued' check (state in ('queued', 'sent', 'acked', 'confirmed', 'gone', 'refused', 'timeout', 'escalated')),
  error_cause int, -- RFC 5176 §3.5
  detail text, -- what a router said on another rung
  attempts int not null default 0,
  actor text not null default app_actor(),
  wanted_at timestamptz not null default now(), -- when the wish arose, on whichever rung it first was
  queued_at timestamptz not null default now(),
  sent_at timestamptz,
  answered_at timestamptz,
  confirmed_at timestamptz, -- by a Stop or interim after the answer: an ACK alone is no proof
  primary key (tenant_id, id),
  foreign key (tenant_id, session_id) references session (tenant_id, id),
  check ((kind = 'change') = (upload_bps is not null and download_bps is not null))
) with (fillfactor = 80);
create index network_command_waiting on network_command (queued_at) where state in ('queued', 'sent', 'acked');
create index on network_command (tenant_id, queued_at desc, id desc);
create index on network_command (tenant_id, subscription_id, queued_at desc);
create unique index network_command_one on network_command (tenant_id, session_id, kind, via) where state = 'queued'; -- asked twice, done once
select tenant_table('network_command');

-- Up to when changes that only the clock brings were followed.
create table access_clock (name text primary key, followed_until timestamptz not null);
grant select, insert, update on access_clock to trunkline_app;

-- Certificates of WPA-Enterprise: of the authority that devices are told to trust, of our RADIUS, and of devices that log in by EAP-TLS.
create table eap_certificate (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  role text not null check (role in ('authority', 'server', 'device')),
  subject text not null, -- common name
  login_id uuid, -- what a device's certificate opens
  certificate text not null, -- PEM, with those above it behind it
  key_sealed text, -- of a device it is handed out once, and not kept
  unreadable_since timestamptz, -- its key cannot be opened any more, as of a NAS
  fingerprint text not null, -- SHA-256
  issued boolean not null, -- by the tenant's own authority; else uploaded
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, login_id) references login (tenant_id, id) on delete cascade,
  check ((role = 'device') = (login_id is not null)),
  check ((role = 'device') = (key_sealed is null))
);
create index on eap_certificate (tenant_id, login_id);
select tenant_table('eap_certificate');
select audited('eap_certificate');

-- By what NAS are known on RADIUS over TLS, beside what stands with themselves. Keys are handed out once, and not kept.
create table nas_certificate (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  nas_id uuid not null,
  kind text not null check (kind in ('issued', 'authority')),
  subject text not null, -- common name
  certificate text not null, -- PEM
  fingerprint text not null, -- SHA-256
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, nas_id) references nas (tenant_id, id) on delete cascade
);
create index on nas_certificate (tenant_id, nas_id);
select tenant_table('nas_certificate');
select audited('nas_certificate');

-- Wakes the sender at commit.
create function announce_network_command() returns trigger language plpgsql as $$
begin perform pg_notify('network_command', ''); return null; end $$;
create trigger announce after insert on network_command for each statement execute function announce_network_command();

-- What a person typed as an address; null when it is none. Not in SQL: that would be inlined, and the planner would then
-- evaluate the cast of a constant before the condition.
create function try_inet(typed text) returns inet language plpgsql immutable parallel safe as $$
begin return case when pg_input_is_valid(typed, 'inet') then typed::inet end; end $$;
