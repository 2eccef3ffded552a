-- Staff of a tenant and how they prove who they are.
create table staff (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  email text not null check (email = lower(email)),
  name text not null,
  locale text,
  state text not null default 'active' check (state in ('invited', 'active', 'disabled')),
  password_hash text, -- argon2id; null until set
  totp_sealed text, -- secret; in force once totp_confirmed_at is set
  totp_confirmed_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, email)
);
create index on staff (email);
select tenant_table('staff');
select audited('staff');

-- Roles are data: which permissions, and over which rows.
create table role (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  code text not null, -- admin, manager, finance, sales, support, noc, technician, reseller, customer, or the tenant's own
  name text not null,
  permissions text[] not null,
  row_scope text not null default 'all' check (row_scope in ('all', 'team', 'territory', 'reseller', 'own')),
  built_in boolean not null default false,
  version int not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, code)
);
select tenant_table('role');
select audited('role');

create table staff_role (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  staff_id uuid not null,
  role_id uuid not null,
  primary key (tenant_id, id),
  unique (tenant_id, staff_id, role_id),
  foreign key (tenant_id, staff_id) references staff (tenant_id, id) on delete cascade,
  foreign key (tenant_id, role_id) references role (tenant_id, id)
);
select tenant_table('staff_role');
select audited('staff_role');

-- Where somebody works: whoever sees a territory sees the customers at these locations.
create table staff_location (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  staff_id uuid not null,
  location_id uuid not null,
  primary key (tenant_id, id),
  unique (tenant_id, staff_id, location_id),
  foreign key (tenant_id, staff_id) references staff (tenant_id, id) on delete cascade,
  foreign key (tenant_id, location_id) references location (tenant_id, id) on delete cascade
);
select tenant_table('staff_location');
select audited('staff_location');

create table staff_session (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  staff_id uuid not null,
  token_hash text not null unique, -- sha256 of the cookie
  csrf_secret text not null,
  user_agent text not null default '',
  address text not null default '',
  device_hash text, -- sha256 of the cookie by which a browser is known again
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, staff_id) references staff (tenant_id, id) on delete cascade
);
create index on staff_session (tenant_id, staff_id);
select tenant_table('staff_session');

create table passkey (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  staff_id uuid not null,
  name text not null,
  credential_id text not null unique,
  public_key bytea not null,
  counter bigint not null default 0,
  transports text[] not null default '{}',
  created_at timestamptz not null default now(),
  used_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, staff_id) references staff (tenant_id, id) on delete cascade
);
select tenant_table('passkey');

-- One-time codes in place of those of a lost authenticator app.
create table recovery_code (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  staff_id uuid not null,
  code_hash text not null, -- sha256 of person and code
  used_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, staff_id, code_hash),
  foreign key (tenant_id, staff_id) references staff (tenant_id, id) on delete cascade
);
select tenant_table('recovery_code');
select audited('recovery_code');

create table api_key (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  name text not null,
  prefix text not null, -- shown to people
  token_hash text not null unique,
  permissions text[] not null,
  sees_all boolean not null, -- customers; else those assigned to somebody, and those at some locations
  scope_staff_id uuid,
  scope_location_ids uuid[] not null default '{}',
  created_by uuid,
  created_at timestamptz not null default now(),
  used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, scope_staff_id) references staff (tenant_id, id),
  check (not sees_all or (scope_staff_id is null and scope_location_ids = '{}'))
);
select tenant_table('api_key');
select audited('api_key');

-- Things that are good once and for a while: password reset, invitation, set-up, second factor, used codes, passkey challenges.
-- What belongs to no tenant yet (set-up, signing in by passkey) stands under the nil UUID.
create table one_time_token (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  purpose text not null,
  staff_id uuid,
  token_hash text not null unique,
  payload jsonb not null default '{}',
  attempts int not null default 0,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, staff_id) references staff (tenant_id, id) on delete cascade
);
select tenant_table('one_time_token');

-- Wrong attempts by e-mail address, whether somebody has it or not: a lock must not tell who has an account.
create table sign_in_guard (
  tenant_id uuid not null check (tenant_id = '00000000-0000-0000-0000-000000000000'), -- an address may belong to several tenants
  id text not null, -- sha256 of the address
  attempts int not null,
  locked_until timestamptz,
  at timestamptz not null,
  primary key (tenant_id, id)
);
select tenant_table('sign_in_guard');

-- Signing in: what was tried, for the security page and for alarms.
create table sign_in (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  staff_id uuid,
  email text not null,
  outcome text not null,
  address text not null default '',
  user_agent text not null default '',
  at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index on sign_in (tenant_id, at desc);
select tenant_table('sign_in');

-- Logins of the demo world, shown on its sign-in screen. Empty outside the demo.
create table demo_login (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  staff_id uuid not null,
  role text not null,
  password text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, staff_id) references staff (tenant_id, id) on delete cascade
);
select tenant_table('demo_login');
