-- An operator. Everything else belongs to one.
create table tenant (
  id uuid primary key default uuidv7(),
  tenant_id uuid generated always as (id) stored,
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{1,39}$'),
  name text not null,
  legal_name text not null,
  country text not null check (country ~ '^[A-Z]{2}$'), -- ISO 3166-1 alpha-2
  currency text not null,
  time_zone text not null, -- IANA
  locale text not null default 'en', -- language of documents and of the console where a person chose none
  address text not null default '',
  email text not null default '',
  phone text not null default '',
  tax_number text not null default '', -- GSTIN, BIN, TIN …
  brand_color text not null default '#0f766e' check (brand_color ~ '^#[0-9a-f]{6}$'),
  logo_file_id uuid,
  payment_terms_days int not null default 7 check (payment_terms_days between 0 and 120), -- invoice due after issue
  ways_to_pay text not null default '', -- as they stand on invoices: paragraphs, of each the first line its name
  fiscal_year_start_month int not null default 1 check (fiscal_year_start_month between 1 and 12),
  version int not null default 1,
  created_at timestamptz not null default now()
);
select tenant_table('tenant');
select audited('tenant');
-- Not forced: the function below, as owner, must see all of them.
alter table tenant no force row level security;

-- Ids of all tenants, for work that mixes them. It tells nothing else about them.
create function every_tenant() returns uuid[] language sql stable security definer set search_path = public
  return coalesce((select array_agg(id order by id) from tenant), '{}');

create table location (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  name text not null,
  address text not null default '',
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  branch_code text check (branch_code ~ '^[A-Z]{1,3}$'), -- of a branch: its documents are numbered by themselves and carry it
  tax_number text not null default '', -- its own registration, where the law wants one for each branch
  version int not null default 1,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, name),
  unique (tenant_id, branch_code),
  check ((latitude is null) = (longitude is null))
);
select tenant_table('location');
select audited('location');
