-- How a tenant bills, where it differs from the defaults.
create table billing_setting (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  bill_runs text not null default 'automatic' check (bill_runs in ('automatic', 'approved')), -- whether those of the night wait for somebody to look at them
  day_count text not null default 'actual' check (day_count in ('actual', 'thirty', 'thirty-day-months')), -- days in which the price of a part of a period is counted
  end_day text not null default 'free' check (end_day in ('free', 'billed')), -- the day on which service ends
  first_period text not null default 'separate' check (first_period in ('separate', 'merged')), -- an invoice for a first part of a period, or with the first whole one
  change_credit text not null default 'credit' check (change_credit in ('credit', 'none', 'full-price')), -- what a change of plan does to days that are billed
  change_day text not null default 'new-plan' check (change_day in ('new-plan', 'old-plan')), -- whose price the day of a change has
  invoice_on_change text not null default 'now' check (invoice_on_change in ('now', 'next')),
  quota_on_change text not null default 'scaled' check (quota_on_change in ('scaled', 'full')),
  refund_on_cancellation text not null default 'credit' check (refund_on_cancellation in ('credit', 'money')), -- how what was paid for days behind the end comes back
  minimum_minor bigint not null default 0 check (minimum_minor >= 0), -- what comes to less waits for the next invoice
  late_fee_minor bigint not null default 0 check (late_fee_minor >= 0),
  late_fee_percent numeric(7, 4) not null default 0 check (late_fee_percent >= 0), -- of what is open
  anomaly_percent int not null default 50 check (anomaly_percent > 0), -- a preview points at bills that differ by more from the last
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
  state text not null default 'running' check (state in ('previewing', 'previewed', 'discarded', 'running', 'done', 'failed')),
  subscription_count bigint not null default 0, -- due when it began
  subscription_done bigint not null default 0,
  invoice_count bigint not null default 0,
  total_minor bigint not null default 0,
  currency text not null,
  error text,
  actor text not null default app_actor(),
  approved_by text, -- of a run that was looked at before
  started_at timestamptz not null default app_now(),
  finished_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, number)
);
select tenant_table('bill_run');
select audited('bill_run');

-- What a run would bill, for people to look at. It may be stale: what is posted is drafted anew.
create table bill_preview (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  bill_run_id uuid not null,
  account_id uuid not null,
  customer_id uuid not null,
  currency text not null,
  total_minor bigint not null,
  previous_minor bigint, -- of the account's last invoice
  anomaly text check (anomaly in ('first', 'zero', 'rise', 'fall')),
  primary key (tenant_id, id),
  unique (tenant_id, bill_run_id, account_id),
  foreign key (tenant_id, bill_run_id) references bill_run (tenant_id, id) on delete cascade
);
select tenant_table('bill_preview');

create table invoice (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  number text not null, -- gapless per branch and fiscal year
  account_id uuid not null,
  customer_id uuid not null,
  bill_run_id uuid,
  currency text not null,
  place_of_supply text not null, -- ISO 3166: a region, or the country where regions do not matter
  seller_id uuid not null, -- as it was when this was issued, see tax_seller
  branch_id uuid, -- the location that issued it, in its own series; null: the tenant
  customer_version int not null, -- likewise, see tax_buyer
  buyer_tax_number text, -- business to business where there is one
  issued_on date not null,
  due_on date not null,
  period_from date not null,
  period_to date not null, -- exclusive
  net_minor bigint not null,
  tax_minor bigint not null,
  total_minor bigint not null,
  taxes_of_id uuid not null, -- the invoice under which its taxes stand: of those that are made alike, one has them for all
  paid_minor bigint not null default 0, -- by payments and by credit notes
  state text not null default 'open' check (state in ('open', 'paid', 'void', 'written-off')),
  paid_at timestamptz,
  voided_on date,
  promised_until date, -- promise to pay by this day: no dunning step up to and including it
  promise_count int not null default 0, -- after a broken promise the steps are taken anew
  posted_at timestamptz not null default app_now(),
  primary key (tenant_id, id), -- no foreign keys: looking each up would cost more than the row. Accounts are never deleted; `verify` proves the rest
  unique (tenant_id, number),
  check ((state = 'void') = (voided_on is not null)),
  check (total_minor = net_minor + tax_minor),
  check (paid_minor between 0 and total_minor)
);
create index on invoice (tenant_id, account_id, due_on);
create index on invoice (tenant_id, customer_id);
create index on invoice (tenant_id, issued_on desc, id desc);
create index on invoice (tenant_id, due_on, id) where state = 'open';
select tenant_table('invoice');
select audited('invoice', operations => '{update,delete}'); -- an invoice says itself when and by which run it was made, and never goes

create table invoice_line (
  tenant_id uuid not null default current_tenant(),
  invoice_id uuid not null,
  line int not null,
  account_id uuid, -- whose it is, where that is not the account that is billed
  subscription_id uuid,
  item_id uuid, -- of an add-on
  charge_code text not null,
  revision int not null default 0, -- of the subscription
  kind text not null check (kind in ('recurring', 'one-time', 'usage', 'adjustment', 'late-fee', 'termination-fee', 'rounding')),
  description text not null,
  period_from date,
  period_to date, -- exclusive
  quantity numeric(18, 6) not null default 1, -- with the share of a whole period, where only a part is charged
  unit_minor bigint not null, -- net price of quantity 1
  discount_minor bigint not null default 0, -- off the net price of the quantity
  net_minor bigint not null,
  tax_minor bigint not null,
  tax_percent numeric(7, 4) not null, -- all its taxes together
  tax_category text not null,
  supply_code text not null default '', -- SAC, service code
  taxes jsonb not null default '[]', -- each tax as it was: a credit takes back the same; shape in line-taxes.ts
  partner text, -- who gets a part of the net
  partner_minor bigint not null default 0,
  primary key (tenant_id, invoice_id, line) -- no foreign key: lines are written before the number of their invoice is taken; `verify` proves that each has one
);
-- The law of billing: one subscription or add-on, one charge, one period, once for each revision.
create unique index invoice_line_once on invoice_line (tenant_id, subscription_id, period_from, charge_code, revision, item_id) nulls not distinct
  where subscription_id is not null and kind in ('recurring', 'one-time', 'usage');
select tenant_table('invoice_line', 'select, insert');
select append_only('invoice_line');

-- What the next invoice of an account carries beside the running periods.
create table pending_charge (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  account_id uuid not null,
  subscription_id uuid,
  item_id uuid,
  kind text not null check (kind in ('recurring', 'one-time', 'usage', 'adjustment', 'late-fee', 'termination-fee')),
  charge_code text not null,
  revision int not null default 0,
  description text not null,
  amount_minor bigint not null, -- of either sign; with taxes where prices_include_tax
  currency text not null,
  tax_category text not null,
  prices_include_tax boolean not null,
  supply text not null check (supply in ('internet', 'mobile', 'telephony', 'backbone', 'other')),
  partner text, -- who gets a part of the net
  partner_minor bigint not null default 0,
  period_from date,
  period_to date, -- exclusive
  bill_on date not null, -- billed with the first invoice, and on this day at the latest
  billed_invoice_id uuid,
  withdrawn_at timestamptz,
  reason text not null default '',
  source text not null default '', -- names what it comes from, where that may come twice
  created_by text not null default app_actor(),
  created_at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, account_id) references account (tenant_id, id)
);
create index on pending_charge (tenant_id, account_id) where billed_invoice_id is null and withdrawn_at is null;
create unique index on pending_charge (tenant_id, source) where source <> '';
select tenant_table('pending_charge');
select audited('pending_charge');

-- Accounts whose bill waits, because nobody has told what a state levies on it. Each run tries again.
create table bill_hold (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  account_id uuid not null,
  customer_id uuid not null,
  unknown_levies text[] not null, -- jurisdictions, ISO 3166; '' is a region that is not known
  net_minor bigint not null, -- what is due, without taxes
  currency text not null,
  held_since date not null,
  looked_at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  unique (tenant_id, account_id),
  foreign key (tenant_id, account_id) references account (tenant_id, id)
);
select tenant_table('bill_hold');

-- Takes back a part of an invoice, with the rates of that invoice. Amounts are positive.
create table credit_note (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  number text not null, -- a gapless series of its own per fiscal year and branch of the invoice
  invoice_id uuid not null,
  account_id uuid not null,
  customer_id uuid not null,
  currency text not null,
  place_of_supply text not null,
  seller_id uuid not null,
  customer_version int not null,
  buyer_tax_number text,
  issued_on date not null,
  kind text not null check (kind in ('change', 'pause', 'cancellation', 'transfer', 'correction', 'goodwill')),
  reason text not null default '',
  net_minor bigint not null,
  tax_minor bigint not null,
  total_minor bigint not null check (total_minor > 0),
  unallocated_minor bigint not null, -- the account's credit
  posted_at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, invoice_id) references invoice (tenant_id, id),
  check (total_minor = net_minor + tax_minor),
  check (unallocated_minor between 0 and total_minor)
);
create index on credit_note (tenant_id, account_id) where unallocated_minor > 0;
create index on credit_note (tenant_id, invoice_id);
create index on credit_note (tenant_id, issued_on desc, id desc);
select tenant_table('credit_note');
select audited('credit_note', operations => '{update,delete}');

create table credit_note_line (
  tenant_id uuid not null default current_tenant(),
  credit_note_id uuid not null,
  line int not null,
  invoice_id uuid not null,
  invoice_line int not null,
  description text not null,
  period_from date,
  period_to date, -- exclusive
  is_unused boolean not null, -- whether these days were given back, or only money
  net_minor bigint not null,
  tax_minor bigint not null,
  tax_percent numeric(7, 4) not null,
  tax_category text not null,
  supply_code text not null default '',
  taxes jsonb not null default '[]',
  partner text,
  partner_minor bigint not null default 0,
  primary key (tenant_id, credit_note_id, line),
  foreign key (tenant_id, credit_note_id) references credit_note (tenant_id, id),
  foreign key (tenant_id, invoice_id, invoice_line) references invoice_line (tenant_id, invoice_id, line)
);
create index on credit_note_line (tenant_id, invoice_id, invoice_line);
select tenant_table('credit_note_line', 'select, insert');
select append_only('credit_note_line');

-- Which invoices a credit note paid.
create table credit_allocation (
  tenant_id uuid not null default current_tenant(),
  credit_note_id uuid not null,
  invoice_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  primary key (tenant_id, credit_note_id, invoice_id),
  foreign key (tenant_id, credit_note_id) references credit_note (tenant_id, id),
  foreign key (tenant_id, invoice_id) references invoice (tenant_id, id)
);
create index on credit_allocation (tenant_id, invoice_id);
select tenant_table('credit_allocation');

-- What of an invoice nobody is expected to pay any more; negative: what of that was paid after all.
create table write_off (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  invoice_id uuid not null,
  currency text not null,
  net_minor bigint not null, -- the loss
  tax_minor bigint not null, -- taken back from what tax offices get; 0 where the law gives nothing back
  amount_minor bigint not null check (amount_minor <> 0),
  booked_on date not null,
  reason text not null,
  actor text not null default app_actor(),
  at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, invoice_id) references invoice (tenant_id, id),
  check (amount_minor = net_minor + tax_minor)
);
create index on write_off (tenant_id, invoice_id);
create index on write_off (tenant_id, booked_on desc, id desc);
select tenant_table('write_off', 'select, insert');
select append_only('write_off');

-- Taxes of a document: an invoice and those that were made alike, or a credit note or write-off, whose amounts are taken back.
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

-- What a tax office answered to an invoice or credit note that was submitted to it: IRN and QR code in India.
create table invoice_registration (
  tenant_id uuid not null default current_tenant(),
  invoice_id uuid not null, -- of a credit note: what it takes back
  credit_note_id uuid, -- null where the answer is to the invoice itself
  reference text not null,
  acknowledged_number text not null,
  acknowledged_at timestamptz not null,
  qr_code text not null,
  actor text not null default app_actor(),
  at timestamptz not null default app_now(),
  primary key (tenant_id, reference),
  unique nulls not distinct (tenant_id, invoice_id, credit_note_id),
  foreign key (tenant_id, invoice_id) references invoice (tenant_id, id),
  foreign key (tenant_id, credit_note_id) references credit_note (tenant_id, id)
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
  action text not null check (action in ('remind', 'retry', 'late-fee', 'walled-garden', 'suspend', 'terminate')),
  fee_minor bigint not null default 0 check (fee_minor >= 0),
  fee_percent numeric(7, 4) not null default 0 check (fee_percent >= 0), -- of what is open
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

-- How a segment is dunned; the usual way without a row.
create table dunning_policy (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  segment text not null,
  age_basis text not null check (age_basis in ('due', 'oldest-issue')),
  minimum_minor bigint not null check (minimum_minor >= 0), -- who owes less keeps service
  excluded_weekdays int[] not null check (excluded_weekdays <@ '{1,2,3,4,5,6,7}' and not excluded_weekdays @> '{1,2,3,4,5,6,7}'), -- ISO 8601
  restore text not null check (restore in ('full', 'partial')),
  primary key (tenant_id, id),
  unique (tenant_id, segment)
);
select tenant_table('dunning_policy');
select audited('dunning_policy');

-- Days on which no service is taken away.
create table dunning_holiday (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  day date not null,
  name text not null,
  primary key (tenant_id, id),
  unique (tenant_id, day)
);
select tenant_table('dunning_holiday');
select audited('dunning_holiday');

-- Accounts that dunning leaves alone.
create table dunning_exclusion (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  account_id uuid not null,
  until date, -- up to and including it; null: until it is taken back
  primary key (tenant_id, id),
  unique (tenant_id, account_id),
  foreign key (tenant_id, account_id) references account (tenant_id, id)
);
select tenant_table('dunning_exclusion');
select audited('dunning_exclusion');
