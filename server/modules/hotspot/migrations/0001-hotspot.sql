-- How a tenant's captive portal looks and what it offers.
create table hotspot_setting (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  welcome text not null default '',
  offer_ids uuid[] not null default '{}', -- passes on sale, in the order shown
  gateway_id uuid, -- of payments; null: only vouchers are taken
  trial_offer_id uuid, -- a pass that costs nothing
  trial_every_hours int not null default 24 check (trial_every_hours between 1 and 8760),
  code_offer_id uuid, -- a pass that costs nothing, for whoever shows by a code that a telephone number is theirs
  code_for_customers boolean not null default false, -- the same code lets customers into the service that they have
  codes_per_hour_max int not null default 100 check (codes_per_hour_max between 1 and 10000),
  payment_offer_id uuid, -- minutes of internet for whoever has to reach their bank to pay
  gateway_hosts text[] not null default '{}', -- names of gateways that are no addresses
  uam_secret_sealed text, -- of CoovaChilli gateways
  unifi_url text,
  unifi_site text,
  unifi_username text,
  unifi_password_sealed text,
  opennds_level int check (opennds_level between 1 and 4), -- of openNDS gateways; see opennds.ts
  opennds_key_sealed text,
  version int not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id)
);
select tenant_table('hotspot_setting');
select audited('hotspot_setting');

-- A device that has a place in a pass: known by a token in its browser, because phones change their MAC address.
create table hotspot_device (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  subscription_id uuid not null,
  login_id uuid not null,
  username text not null,
  password_sealed text not null,
  token_hash text not null,
  mac text,
  name text not null default '', -- as its browser calls itself
  joined_at timestamptz not null default app_now(),
  seen_at timestamptz not null default app_now(),
  left_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, subscription_id) references subscription (tenant_id, id) on delete cascade
);
create index on hotspot_device (tenant_id, subscription_id) where left_at is null;
create index on hotspot_device (tenant_id, token_hash) where left_at is null;
select tenant_table('hotspot_device');

-- A pass that somebody wants to buy, until it is paid.
create table hotspot_purchase (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  checkout_id uuid not null,
  account_id uuid not null,
  customer_id uuid not null,
  offer_version_id uuid not null,
  visit_sealed text not null,
  token_hash text not null,
  subscription_id uuid,
  created_at timestamptz not null default app_now(),
  primary key (tenant_id, id)
);
create index on hotspot_purchase (tenant_id, account_id) where subscription_id is null;
select tenant_table('hotspot_purchase');

-- Somebody pays so that guests get minutes for looking at what they say.
create table sponsor_campaign (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  name text not null, -- as staff call it
  sponsor text not null, -- as guests read it
  messages jsonb not null, -- what guests read and are asked, by language; the shape is in campaign.ts
  link text check (link ~ '^https://'),
  picture_file_id uuid,
  offer_id uuid not null, -- the pass that a guest gets
  location_ids uuid[] not null default '{}', -- none: everywhere
  starts_on date not null,
  ends_on date check (ends_on > starts_on), -- first day on which it is not shown
  watch_seconds int not null check (watch_seconds between 3 and 60),
  guest_per_day_max int not null check (guest_per_day_max between 1 and 24), -- passes for one guest
  charged_for text not null check (charged_for in ('grant', 'showing')),
  price_minor bigint not null check (price_minor >= 0), -- of one of what is charged for
  currency text not null,
  budget_max int check (budget_max > 0), -- of what is charged for, in all; null: no end
  budget_per_day_max int check (budget_per_day_max > 0),
  budget_per_location_day_max int check (budget_per_location_day_max > 0),
  state text not null default 'draft' check (state in ('draft', 'published', 'paused')),
  version int not null default 1,
  created_at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, offer_id) references offer (tenant_id, id)
);
select tenant_table('sponsor_campaign');
select audited('sponsor_campaign');

-- What a campaign did on a day: its figures, and what its budget is counted by.
create table sponsor_day (
  tenant_id uuid not null default current_tenant(),
  campaign_id uuid not null,
  day date not null, -- of the tenant
  location_id uuid, -- null: the gateway did not say
  shown int not null default 0,
  finished int not null default 0, -- looked at to the end
  granted int not null default 0,
  answers int[] not null default '{}', -- how often each was chosen, in their order
  cost_minor bigint not null default 0, -- at the prices of then
  unique nulls not distinct (tenant_id, campaign_id, day, location_id),
  foreign key (tenant_id, campaign_id) references sponsor_campaign (tenant_id, id) on delete cascade,
  foreign key (tenant_id, location_id) references location (tenant_id, id) on delete cascade
);
select tenant_table('sponsor_day');

-- A guest who looks, kept for some days so that nothing is counted or given twice.
create table sponsor_showing (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  campaign_id uuid not null,
  location_id uuid,
  token_hash text not null, -- of the browser
  shown_at timestamptz not null,
  finished_at timestamptz,
  subscription_id uuid, -- the pass that was given for it
  primary key (tenant_id, id),
  foreign key (tenant_id, campaign_id) references sponsor_campaign (tenant_id, id) on delete cascade
);
create index on sponsor_showing (tenant_id, token_hash, shown_at);
create index on sponsor_showing (tenant_id, shown_at);
select tenant_table('sponsor_showing');

-- What was given for nothing, so that it is not given too often.
create table hotspot_grant (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  kind text not null check (kind in ('trial', 'payment', 'code', 'sponsor')),
  guest text not null, -- browser, MAC address or telephone number
  campaign_id uuid, -- of a sponsor
  subscription_id uuid not null,
  at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  check ((kind = 'sponsor') = (campaign_id is not null))
);
create index on hotspot_grant (tenant_id, guest, kind, at desc);
select tenant_table('hotspot_grant');

-- A one-time code that was sent to a telephone number. Asked for by a browser: its hash is made with the token of that browser.
create table hotspot_code (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  phone text not null, -- E.164
  guests text[] not null, -- who asked: browser, MAC address, address on the internet
  token_hash text not null,
  code_hash text not null,
  tries int not null default 0,
  sms_id uuid not null,
  is_limit boolean not null default false, -- with it the limit of an hour was reached, and staff were told
  asked_at timestamptz not null,
  primary key (tenant_id, id)
);
create index on hotspot_code (tenant_id, asked_at);
select tenant_table('hotspot_code');

-- A device that an openNDS gateway is to let in, and what became of it: it speaks no RADIUS, so that this is what its sessions are made of.
create table hotspot_opening (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  mark text not null, -- comes back when the device is put off; told to nobody but the gateway
  gateway_hash text not null check (gateway_hash ~ '^[0-9a-f]{64}$'), -- of the gateway's name: how it asks
  gateway_name text not null,
  subscription_id uuid not null,
  login_id uuid not null,
  username text not null,
  mac text not null,
  address inet,
  wanted text,
  minutes int not null check (minutes > 0),
  upload_kbps bigint not null,
  download_kbps bigint not null,
  upload_kib bigint not null, -- 0: no limit
  download_kib bigint not null,
  asked_at timestamptz not null,
  opened_at timestamptz, -- as the gateway said
  ended_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, mark),
  foreign key (tenant_id, subscription_id) references subscription (tenant_id, id) on delete cascade
);
create unique index hotspot_opening_waiting on hotspot_opening (tenant_id, gateway_hash, mac) where opened_at is null and ended_at is null;
create index hotspot_opening_of_pass on hotspot_opening (tenant_id, subscription_id);
select tenant_table('hotspot_opening');
