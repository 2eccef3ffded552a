-- A customer is a party that buys; an account is who is billed. Most customers have one account.
create table customer (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  number text not null, -- C-000041
  kind text not null default 'person' check (kind in ('person', 'organisation')),
  name text not null check (name <> ''),
  email text,
  phone text, -- E.164
  language text not null default 'en',
  tax_number text,
  address_line text not null default '',
  area text not null default '',
  city text not null default '',
  region text not null default '', -- state or division; decides taxes in some countries
  postal_code text not null default '',
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  location_id uuid,
  assigned_to uuid, -- who of the staff looks after it
  tags text[] not null default '{}',
  custom jsonb not null default '{}',
  state text not null default 'active' check (state in ('active', 'archived')),
  version int not null default 1,
  created_at timestamptz not null default app_now(),
  updated_at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, location_id) references location (tenant_id, id),
  foreign key (tenant_id, assigned_to) references staff (tenant_id, id)
);
create index on customer (tenant_id, assigned_to) where assigned_to is not null;
create index on customer (tenant_id, created_at desc, id desc);
create index on customer (tenant_id, name, id);
create index on customer (tenant_id, phone) where phone is not null;
select tenant_table('customer');
select audited('customer');
select searchable('customer', 'customer', 'number', 'name', 'email', 'phone', 'address_line', 'area');

create table account (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  number text not null, -- A-000041
  customer_id uuid not null,
  currency text not null,
  bill_day int not null default 1 check (bill_day between 1 and 31),
  segment text not null default 'standard', -- chooses the dunning plan
  tax_exempt boolean not null default false,
  billed_to_id uuid check (billed_to_id <> id), -- the account that pays for it, which pays for itself; null: itself
  version int not null default 1,
  created_at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id),
  foreign key (tenant_id, billed_to_id) references account (tenant_id, id)
);
create index on account (tenant_id, customer_id);
create index on account (tenant_id, billed_to_id) where billed_to_id is not null;
select tenant_table('account', 'select, insert, update'); -- invoices and entries point at them without keys
select audited('account');

create table customer_note (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  customer_id uuid not null,
  text text not null,
  pinned boolean not null default false,
  actor text not null default app_actor(),
  at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id) on delete cascade
);
create index on customer_note (tenant_id, customer_id, at desc);
select tenant_table('customer_note');
select audited('customer_note');
