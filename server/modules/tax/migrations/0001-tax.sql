-- Taxes as data, by effective date. A country's pack seeds them; the tenant's accountant adds rates from a day on.
create table tax_component (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  category text not null, -- standard, reduced, none …
  supply text not null default 'any' check (supply in ('any', 'internet', 'mobile', 'telephony', 'backbone', 'other')),
  code text not null check (code ~ '^[A-Z0-9][A-Z0-9-]{0,39}$'), -- as returns call it: VAT, CGST, US-TX-911
  name text not null, -- as invoices call it
  jurisdiction text not null check (jurisdiction ~ '^[A-Z]{2}(-[A-Z0-9]{1,3})?$'), -- ISO 3166: who levies it
  reach text not null default 'everywhere'
    check (reach in ('everywhere', 'within-region', 'within-state', 'within-territory', 'between-regions', 'in-region')),
  rate_percent numeric(7, 4) not null check (rate_percent >= 0),
  flat_minor bigint not null default 0 check (flat_minor >= 0), -- for each line and month
  share_percent numeric(7, 4) not null default 100 check (share_percent between 0 and 100), -- of the price it is charged on
  on_codes text[] not null default '{}', -- taxes that enter its base
  valid_from date not null,
  valid_to date check (valid_to > valid_from), -- exclusive
  source text not null default '', -- where it is written
  checked_on date, -- when somebody last compared it with that
  primary key (tenant_id, id),
  unique (tenant_id, category, supply, code, jurisdiction, valid_from),
  check (not code = any (on_codes))
);
select tenant_table('tax_component');
select audited('tax_component');

-- Certificates by which customers are exempt from what a jurisdiction levies in per cent. They are never deleted: an auditor asks for them years later.
create table tax_exemption (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  customer_id uuid not null,
  jurisdiction text not null check (jurisdiction ~ '^[A-Z]{2}(-[A-Z0-9]{1,3})?$'), -- ISO 3166
  number text not null,
  reason text not null default '',
  valid_from date not null,
  valid_until date not null check (valid_until >= valid_from), -- inclusive
  file_id uuid, -- the paper itself
  revoked_at timestamptz,
  actor text not null default app_actor(),
  created_at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id)
);
create unique index on tax_exemption (tenant_id, customer_id, jurisdiction, number) where revoked_at is null;
select tenant_table('tax_exemption');
select audited('tax_exemption');

-- What tax offices want to know of a tenant beside its tax number.
create table tax_setting (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  region text not null default '' check (region ~ '^([A-Z]{2}-[A-Z0-9]{1,3})?$'), -- ISO 3166-2; a GSTIN says it by itself
  company_number text not null default '', -- RC or BN in Nigeria
  address_line text not null default '',
  city text not null default '',
  postal_code text not null default '',
  total_step_minor bigint not null default 1 check (total_step_minor between 1 and 10000), -- totals are rounded to multiples of it
  supply_codes jsonb not null default '{}', -- kind of supply -> SAC or service code, where it differs from the pack's
  version int not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id)
);
select tenant_table('tax_setting');
select audited('tax_setting');

-- Sellers as they were when documents were issued, so that a reprint is equal for ever. Equal ones are one row: the id is the MD5 of
-- the content, which also makes keeping them safe to repeat.
create table tax_seller (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null,
  content jsonb not null,
  primary key (tenant_id, id)
);
select tenant_table('tax_seller', 'select, insert');
select append_only('tax_seller');

-- Buyers likewise. They are kept when they change, not when they are billed: a document names the version of its customer, and its
-- buyer is the latest row up to that.
create table tax_buyer (
  tenant_id uuid not null,
  customer_id uuid not null,
  version int not null, -- of the customer that first was so
  content jsonb not null,
  primary key (tenant_id, customer_id, version)
);
select tenant_table('tax_buyer', 'select, insert');
select append_only('tax_buyer');

create function buyer_content(c customer) returns jsonb language sql immutable
  return jsonb_build_object('name', c.name, 'registration', c.tax_number, 'addressLine', c.address_line, 'area', c.area, 'city', c.city,
    'region', c.region, 'postalCode', c.postal_code, 'phone', c.phone, 'email', c.email);

create function keep_new_buyers() returns trigger language plpgsql as $$
begin
  insert into tax_buyer (tenant_id, customer_id, version, content) select c.tenant_id, c.id, c.version, buyer_content(c::customer) from new_rows c;
  return null;
end $$;
create trigger keep_buyers after insert on customer referencing new table as new_rows for each statement execute function keep_new_buyers();

create function keep_changed_buyers() returns trigger language plpgsql as $$
begin
  insert into tax_buyer (tenant_id, customer_id, version, content)
  select c.tenant_id, c.id, c.version, buyer_content(c::customer) from new_rows c
  join old_rows o on o.tenant_id = c.tenant_id and o.id = c.id
  where buyer_content(c::customer) <> buyer_content(o::customer)
  on conflict do nothing;
  return null;
end $$;
create trigger keep_changed_buyers after update on customer referencing old table as old_rows new table as new_rows
  for each statement execute function keep_changed_buyers();
