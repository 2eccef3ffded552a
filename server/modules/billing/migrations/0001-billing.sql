-- How a tenant bills, where it differs from the defaults.
create table billing_setting (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  day_count text not null default 'actual' check (day_count in ('actual', 'thirty')), -- days in which the price of a part of a period is counted
  version int not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id)
);
select tenant_table('billing_setting');
select audited('billing_setting');

create table bill_run (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  number text not null,
  as_of date not null, -- bills every period that begins on or before this day
  state text not null default 'running' check (state in ('running', 'done', 'failed')),
  subscription_count bigint not null default 0, -- due when it began
  subscription_done bigint not null default 0,
  invoice_count bigint not null default 0,
  total_minor bigint not null default 0,
  currency text not null,
  error text,
  actor text not null default app_actor(),
  started_at timestamptz not null default app_now(),
  finished_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, number)
);
select tenant_table('bill_run');
select audited('bill_run');

create table invoice (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  number text not null, -- gapless per fiscal year
  account_id uuid not null,
  customer_id uuid not null,
  bill_run_id uuid,
  currency text not null,
  place_of_supply text not null, -- ISO 3166: a region, or the country where regions do not matter
  seller_id uuid not null, -- as it was when this was issued, see tax_seller
  customer_version int not null, -- likewise, see tax_buyer
  buyer_tax_number text, -- business to business where there is one
  issued_on date not null,
  due_on date not null,
  period_from date not null,
  period_to date not null, -- exclusive
  net_minor bigint not null,
  tax_minor bigint not null,
  total_minor bigint not null,
  paid_minor bigint not null default 0,
  state text not null default 'open' check (state in ('open', 'paid', 'void')),
  paid_at timestamptz,
  voided_on date,
  promised_until date, -- promise to pay by this day: no dunning step up to and including it
  promise_count int not null default 0, -- after a broken promise the steps are taken anew
  posted_at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, account_id) references account (tenant_id, id), -- the only one: a run makes invoices by the million
  check ((state = 'void') = (voided_on is not null)),
  check (total_minor = net_minor + tax_minor),
  check (paid_minor between 0 and total_minor)
);
create index on invoice (tenant_id, account_id, due_on);
create index on invoice (tenant_id, customer_id);
create index on invoice (tenant_id, issued_on desc, id desc);
create index on invoice (tenant_id, due_on) where state = 'open';
create index on invoice (tenant_id, id) where state = 'open';
select tenant_table('invoice');
select audited('invoice', operations => '{update,delete}'); -- an invoice says itself when and by which run it was made, and never goes

create table invoice_line (
  tenant_id uuid not null default current_tenant(),
  invoice_id uuid not null,
  line int not null,
  subscription_id uuid,
  kind text not null check (kind in ('recurring', 'setup', 'usage', 'adjustment', 'late-fee', 'rounding')),
  description text not null,
  period_from date,
  period_to date, -- exclusive
  quantity numeric(18, 6) not null default 1, -- the share of a whole period, where only a part is charged
  unit_minor bigint not null, -- net price of quantity 1
  net_minor bigint not null,
  tax_minor bigint not null,
  tax_percent numeric(7, 4) not null, -- all its taxes together
  tax_category text not null,
  supply_code text not null default '', -- SAC, service code
  primary key (tenant_id, invoice_id, line) -- no foreign key: lines are written before the number of their invoice is taken; `verify` proves that each has one
);
-- The law of billing: one subscription, one charge, one period, once.
create unique index invoice_line_once on invoice_line (tenant_id, subscription_id, kind, period_from) where subscription_id is not null and kind in ('recurring', 'setup');
select tenant_table('invoice_line', 'select, insert');
select append_only('invoice_line');

create table invoice_tax (
  tenant_id uuid not null default current_tenant(),
  invoice_id uuid not null,
  code text not null, -- as returns call it
  name text not null,
  jurisdiction text not null, -- ISO 3166: who gets it
  rate_percent numeric(7, 4) not null,
  supply_code text not null default '',
  net_minor bigint not null, -- its base
  tax_minor bigint not null,
  primary key (tenant_id, invoice_id, code, jurisdiction, rate_percent, supply_code)
);
select tenant_table('invoice_tax', 'select, insert');
select append_only('invoice_tax');

-- What a tax office answered to an invoice that was submitted to it: IRN and QR code in India.
create table invoice_registration (
  tenant_id uuid not null default current_tenant(),
  invoice_id uuid not null,
  reference text not null,
  acknowledged_number text not null,
  acknowledged_at timestamptz not null,
  qr_code text not null,
  actor text not null default app_actor(),
  at timestamptz not null default app_now(),
  primary key (tenant_id, invoice_id),
  unique (tenant_id, reference),
  foreign key (tenant_id, invoice_id) references invoice (tenant_id, id)
);
select tenant_table('invoice_registration', 'select, insert');
select append_only('invoice_registration');

-- Certificates of tax that customers withheld from what they owe.
create table tax_withholding (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  invoice_id uuid not null,
  code text not null, -- section of the law: 194J
  certificate_number text not null,
  certified_on date not null,
  period_from date not null,
  period_to date not null check (period_to > period_from), -- exclusive
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  actor text not null default app_actor(),
  at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  unique (tenant_id, invoice_id, certificate_number),
  foreign key (tenant_id, invoice_id) references invoice (tenant_id, id)
);
create index on tax_withholding (tenant_id, certified_on);
select tenant_table('tax_withholding', 'select, insert');
select append_only('tax_withholding');

-- Dunning: what happens how many days after (negative: before) an invoice is due.
create table dunning_stage (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  segment text not null default 'standard',
  days int not null,
  action text not null check (action in ('remind', 'suspend')),
  primary key (tenant_id, id),
  unique (tenant_id, segment, days, action)
);
select tenant_table('dunning_stage');
select audited('dunning_stage');

create table dunning_step (
  tenant_id uuid not null default current_tenant(),
  invoice_id uuid not null,
  stage_id uuid not null,
  round int not null, -- the invoice's promise_count when it was taken
  action text not null,
  days int not null,
  taken_on date not null,
  at timestamptz not null default app_now(),
  -- A step is taken once. There is no other key: with young statistics the planner would look steps up by the shorter one.
  primary key (tenant_id, invoice_id, stage_id, round),
  foreign key (tenant_id, invoice_id) references invoice (tenant_id, id),
  foreign key (tenant_id, stage_id) references dunning_stage (tenant_id, id)
);
select tenant_table('dunning_step', 'select, insert');
