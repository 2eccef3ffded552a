-- Whether a business lets its customers in. Without a row it does.
create table selfcare_setting (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  is_open boolean not null,
  version int not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id)
);
select tenant_table('selfcare_setting');
select audited('selfcare_setting');

-- Who of the customers is signed in to their own pages, in which browser.
create table selfcare_session (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  customer_id uuid not null,
  token_hash text not null, -- SHA-256 of what the browser keeps
  login_id uuid, -- whose password it began with; null: it began with a code
  password_proof text, -- of that password: another password ends the session
  created_at timestamptz not null default app_now(),
  expires_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, token_hash),
  check (num_nulls(login_id, password_proof) in (0, 2)),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id) on delete cascade
);
create index on selfcare_session (tenant_id, customer_id);
select tenant_table('selfcare_session');

-- A code that somebody asked for by an address. A row comes whether anybody has the address or not, so that both look the same.
create table selfcare_code (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default gen_random_uuid(), -- travels through the browser, so it tells nothing
  email text not null,
  tries int not null default 0,
  used_at timestamptz,
  created_at timestamptz not null default app_now(),
  expires_at timestamptz not null,
  primary key (tenant_id, id)
);
create index on selfcare_code (tenant_id, email, created_at);
select tenant_table('selfcare_code');

-- The code of each customer who has the address: one of them is typed, and says who it is.
create table selfcare_code_customer (
  tenant_id uuid not null default current_tenant(),
  code_id uuid not null,
  customer_id uuid not null,
  code_hash text not null, -- argon2id
  primary key (tenant_id, code_id, customer_id),
  foreign key (tenant_id, code_id) references selfcare_code (tenant_id, id) on delete cascade,
  foreign key (tenant_id, customer_id) references customer (tenant_id, id) on delete cascade
);
select tenant_table('selfcare_code_customer');

-- Passwords that were tried for a user name, whether anybody has it or not.
create table selfcare_try (
  tenant_id uuid not null default current_tenant() references tenant (id),
  username text not null,
  since timestamptz not null,
  tries int not null,
  primary key (tenant_id, username)
);
select tenant_table('selfcare_try');
