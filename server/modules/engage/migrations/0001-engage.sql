-- What customers were told, by which channel, because of which event.
create table notice (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  customer_id uuid not null,
  kind text not null, -- quota-75, invoice-posted, payment-received …
  channel text not null check (channel in ('in-app', 'email')),
  recipient text not null default '',
  language text not null,
  subject text not null,
  body text not null,
  document jsonb, -- what goes with the mail: {kind, id}
  dedup_key text not null, -- event id + channel: an event is told once
  state text not null default 'queued' check (state in ('queued', 'sent', 'failed', 'skipped')),
  error text,
  created_at timestamptz not null default app_now(),
  sent_at timestamptz,
  read_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, dedup_key),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id) on delete cascade
);
create index on notice (tenant_id, customer_id, created_at desc);
create index on notice (tenant_id, created_at desc);
select tenant_table('notice');

-- How a tenant tells its customers, where it differs from the defaults.
create table engage_setting (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  attach_document boolean not null default true, -- the PDF, to the mail that an invoice, a credit note or a receipt is ready
  attach_tax_form boolean not null default false, -- with an invoice, also the invoice in the form of the tax office as JSON
  primary key (tenant_id, id),
  unique (tenant_id)
);
select tenant_table('engage_setting');
select audited('engage_setting');
